"""The compiled form: what goes in comes out, by number, by id, by code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets.indexes.store import Terms, pack, slug, walk
from codeward.codesets.indexes.term import Letter, Term
from codeward.errors import BookTruncated

_TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> Term:
    made = Term(0, draw(_TEXT) or "x")
    made.nonessential, made.after, made.see = draw(_TEXT), draw(_TEXT), draw(_TEXT)
    made.code = draw(st.sampled_from(["", "E11.9", "S72.00-", "I10"]))
    made.cells = draw(st.dictionaries(st.integers(1, 9), _TEXT, max_size=2))
    if depth < 2:
        made.children = draw(st.lists(trees(depth + 1), max_size=3))
    return made


def opened(letters: list[Letter]) -> Terms:
    return Terms({name: memoryview(blob) for name, blob in pack(letters).items()})


@settings(max_examples=40, deadline=None)
@given(st.lists(trees(), min_size=1, max_size=4))
def test_what_goes_in_comes_out(mains: list[Term]) -> None:
    letter = Letter("A")
    letter.terms = mains
    terms = opened([letter])
    rows = list(walk([letter]))
    assert terms.size == len(rows)
    for number, (term, _, level) in enumerate(rows):
        fields = terms.fields(number)
        assert (fields.before, fields.nonessential, fields.after) == (
            term.before,
            term.nonessential,
            term.after,
        )
        assert (fields.see, fields.code, fields.cells) == (term.see, term.code, term.cells)
        assert terms.level(number) == level
        assert [rows[n][0] for n in terms.children(number)] == term.children
        assert terms.by_id(terms.id_of(number)) == number
        assert (number in terms.leading_to("E119")) == (
            term.code == "E11.9" or "E11.9" in " ".join(term.cells.values())
        )
    assert [rows[n][0] for n in terms.mains("a")] == mains
    assert terms.mains("B") == []


def test_ids_are_words_of_the_path_and_tell_twins_apart() -> None:
    letter = Letter("C")
    letter.terms = [Term(0, "Crohn's disease"), Term(0, "Crohn's disease"), Term(0, "#")]
    terms = opened([letter])
    assert [terms.id_of(n) for n in range(3)] == ["crohns-disease", "crohns-disease~2", "x"]
    assert slug("Ménière's disease, vertigo") == "menieres-disease-vertigo"


def test_damaged_blobs_are_told() -> None:
    letter = Letter("A")
    letter.terms = [Term(0, "Abscess")]
    blobs = {name: memoryview(blob) for name, blob in pack([letter]).items()}
    with pytest.raises(BookTruncated):
        Terms({**blobs, "terms": blobs["terms"][:-1]})
    with pytest.raises(BookTruncated):
        opened([letter]).fields(7)
    with pytest.raises(BookTruncated):
        Terms({**blobs, "texts": memoryview(b"\xff\xfe" * 40)}).fields(0)


def test_ids_with_the_same_checksum_lead_each_to_its_own_term() -> None:
    letter = Letter("B")
    letter.terms = [Term(0, "Buckeroo"), Term(0, "Plumless")]  # two words of one CRC-32
    terms = opened([letter])
    assert [terms.by_id("buckeroo"), terms.by_id("plumless")] == [0, 1]
    letter.terms = [Term(0, "Buckeroo")]
    assert opened([letter]).by_id("plumless") is None
