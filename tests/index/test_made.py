"""What is made and kept: cache files, data files, words; and how good the derived books are."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets.indexes.store import Terms, pack, walk
from codeward.codesets.indexes.term import Letter, Term
from codeward.errors import BookFormatError, BookTruncated
from codeward.index import Index, container
from codeward.index.derive.diseases import diseases, sources
from codeward.index.derive.neoplasms import neoplasms
from codeward.index.equivalents import broader, endings, forms, groups
from codeward.index.words import Words, compile_words


def test_blobs_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "a.index"
    blobs = {"one": b"1", "empty": b"", "two": bytes(range(256)) * 9}
    path.write_bytes(container.packed(blobs))
    assert {name: bytes(blob) for name, blob in container.read(path).items()} == blobs


@pytest.mark.parametrize(("change", "error"), [
    (lambda raw: b"", BookTruncated), (lambda raw: raw[:20], BookFormatError), (lambda raw: raw[:-1], BookTruncated),
    (lambda raw: b"X" + raw[1:], BookFormatError), (lambda raw: raw[:8] + b"\x09" + raw[9:], BookFormatError),
    (lambda raw: raw[:60] + b"\xff" + raw[61:], BookTruncated),
    (lambda raw: raw[:-1] + b"2", BookTruncated), (lambda raw: raw[:-40] + b"2" + raw[-39:], BookTruncated),
])  # fmt: skip
def test_a_damaged_file_is_told_with_the_way_out(
    change: object, error: type[Exception], tmp_path: Path
) -> None:
    path = tmp_path / "a.index"
    assert callable(change)
    path.write_bytes(change(container.packed({"one": b"1" * 50})))
    with pytest.raises(error, match="Delete"):
        container.read(path)


def test_the_data_files_are_sound() -> None:
    assert "kidney" in groups()["renal"]
    assert "disease" in broader()["atrophy"]
    assert dict(forms())["gastro"] == ("stomach",)
    assert dict(endings())["rrhagia"] == ("hemorrhage",)


def test_words_of_a_small_index() -> None:
    letter = Letter("F")
    fracture, femur = Term(0, "Fracture, traumatic"), Term(0, "femur")
    femur.nonessential = "(any part)"
    fracture.children = [femur]
    letter.terms = [fracture]
    terms = Terms({name: memoryview(blob) for name, blob in pack([letter]).items()})
    words = Words({name: memoryview(blob) for name, blob in compile_words(terms).items()})
    number = words.number("femur")
    assert number is not None
    assert words.posts(number) == (2,)
    assert [n & 1 for n in words.fields(1)] == [0, 1, 1]
    assert [words.word(n) for _, n in words.slips("fractur")] == ["fracture"]
    assert words.beginning("trau") == [words.number("traumatic")]
    assert words.number("nothing") is None


def test_making_twice_gives_the_same(index: Index) -> None:
    rows = [row for row in sources(index.tabular) if row.code[0] in "GK"]
    assert pack(diseases(rows, {})) == pack(diseases(rows, {}))


def test_no_code_of_the_derived_index_is_invented(index: Index) -> None:
    rows = sources(index.tabular)
    codes = {code for term, _, _ in walk(neoplasms(index.tabular, rows)) for code in term.cells.values()}
    assert len(codes) > 100
    assert [c for c in codes if c != "-" and index.tabular.get(c.rstrip("-").rstrip(".")) is None] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("blood loss anemia", "D50.0"),
        ("acute blood loss anemia", "D62"),
        ("dyslexia", "R48.0"),
        ("abortion", "O03.9"),
    ],
)
def test_a_bare_term_leads_where_an_excludes_note_sends_it(index: Index, words: str, code: str) -> None:
    """ "Blood loss anemia NOS (D50.0)" stands at D62: what people mean by the words does not go before it."""
    assert index.find(words, limit=1)[0].code == code


@pytest.mark.shared
def test_the_derived_index_leads_where_the_official_one_does(index: Index, shared: Path) -> None:
    import random

    from bench.index_quality import FILE, HALVES, Score, answers, asked, half_of

    rows, coded = asked(shared.parent / FILE, index.tabular)
    assert coded == 59412
    assert len(rows) == 59397
    held_out = [row for row in rows if half_of(row) == HALVES[1]]
    score = Score("held-out")
    for row in random.Random(3).sample(held_out, 250):
        score.add(row.code, answers(index, " ".join(row.path)))
    assert score.hits["same category"][1] / score.size > 0.8
    assert score.hits["same code"][1] / score.size > 0.68
