"""Whatever is told of a hit is true of it: judged by the text of the book, not by the index that answered."""

from __future__ import annotations

import random
import re

import pytest

from codeward.search import Hit, Searcher
from codeward.search.indexfile import IndexFile
from codeward.search.lexicon import KINDS, entries
from codeward.search.normal import family
from codeward.search.plain.searcher import PlainSearcher
from codeward.search.reasons import Reason
from codeward.search.told import Entry
from codeward.words import stem, tokens, words

SAMPLE = 200
_TERMS = ("inclusion_term", "includes")
_ABSENT = re.compile(r"without [^,]+?(?= with |,|$)|not intractable|not having achieved remission")


@pytest.fixture(scope="module")
def everyday() -> list[str]:
    """Everyday words of the lexicon, a broad sample with a fixed seed."""
    said = sorted({phrase for entry in entries() if entry.kind == "lay" for phrase in entry.phrases})
    return random.Random(5).sample(said, SAMPLE)


@pytest.fixture(scope="module")
def named() -> dict[str, set[str]]:
    """What the lexicon names for each thing said, whatever the kind."""
    found: dict[str, set[str]] = {}
    for entry in entries():
        for phrase in entry.phrases:
            found.setdefault(phrase, set()).update(entry.codes)
    return found


def _said(text: str) -> set[str]:
    """The words of *text*; those that it denies with a mark before them."""
    low = text.lower()
    present = set(tokens(_ABSENT.sub(" ", low)))
    return present.union(*({f"-{word}" for word in tokens(part)} for part in _ABSENT.findall(low)))


def _terms(searcher: Searcher, code: str) -> list[str]:
    """The terms at *code* and above it, up to the category."""
    concept = searcher.book[code]
    chain = [
        concept.code,
        *(above for above in concept.ancestors if re.match(r"[A-Z]\d[0-9A-Z](?:\.|$)", above)),
    ]
    return [
        instruction.text
        for one in chain
        for instruction in searcher.book.file.instructions_at(searcher.book[one].index)
        if instruction.kind in _TERMS
    ]


def _true(searcher: Searcher, query: str, hit: Hit, reason: Reason, named: dict[str, set[str]]) -> bool:
    title, terms = _said(hit.description), _terms(searcher, hit.code)
    if reason.kind == "title":
        typed = {family(stem(word)) for word in words(query)}
        return bool(typed & {family(stem(word)) for word in words(hit.description)})
    if reason.kind == "above":
        typed = {family(stem(word)) for word in words(query)}
        return any(typed & {family(stem(word)) for word in words(term)} for term in terms)
    if reason.kind in _TERMS:
        return reason.said in terms
    if reason.kind == "usual":
        return any(_stands_for(searcher, code, hit.code) for code in named[reason.said])
    meant = _said(reason.meant)
    return any(meant <= title | _said(term) for term in ["", *terms])


def _stands_for(searcher: Searcher, code: str, shown: str) -> bool:
    """Whether *shown* is what the lexicon names, or the entry or expansion below it that stands for it."""
    return shown == code or code in searcher.book[shown].ancestors


def test_what_is_told_of_a_hit_of_an_everyday_word_is_true(
    searcher: Searcher, everyday: list[str], named: dict[str, set[str]]
) -> None:
    false, told = [], 0
    for query in everyday:
        for hit in searcher.search(query, 20):
            for reason in hit.reasons:
                told += reason.kind != "title"
                if not _true(searcher, query, hit, reason, named):
                    false.append((query, hit.code, hit.description, reason))
    assert false == []
    assert told > 3 * SAMPLE


def test_the_best_hit_of_an_everyday_word_says_why(searcher: Searcher, everyday: list[str]) -> None:
    silent = [query for query in everyday if not searcher.search(query, 1)[0].reasons]
    assert silent == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("frequent urination", "H91.90"),  # low frequency deafness
        ("tennis elbow", "S83.013A"),  # lateral subluxation of patella
        ("tennis elbow", "W21.12XA"),  # struck by tennis racquet
        ("high blood pressure", "D89.1"),  # essential cryoglobulinemia
        ("burning with urination", "X08.00XA"),  # bed fire
        ("burning with urination", "X08.10XA"),  # sofa fire
    ],
)
def test_a_word_of_something_said_as_a_whole_leads_nowhere_alone(
    query: str, code: str, searcher: Searcher
) -> None:
    hits = searcher.search(query, 60)
    assert hits[0].reasons[0].kind == "lay"
    assert code not in [hit.code for hit in hits]


def test_what_stands_beside_what_is_meant_stays_without_its_reason(searcher: Searcher) -> None:
    found = {hit.code: hit for hit in searcher.search("tennis elbow", 30)}
    assert found["M77.0"].reasons == ()
    assert found["M77.1"].reasons == (Reason("lay", "tennis elbow", "lateral epicondylitis"),)


def test_a_word_of_a_query_that_is_no_phrase_still_finds_what_has_it_alone(searcher: Searcher) -> None:
    assert any("Tennis" in hit.description for hit in searcher.search("tennis fracture", 30))


def test_an_entry_says_what_its_title_has_alone_or_with_one_term(index: IndexFile) -> None:
    def field(text: str) -> tuple[int, ...]:
        return tuple(index.number[word] for word in tokens(text))

    entry = Entry(index, field("myocardial infarction"), (field("acute"), field("subendocardial")))
    assert entry.says("acute myocardial infarction")
    assert not entry.says("acute subendocardial infarction")
    assert not entry.says("infarcted")  # a related word
    assert not entry.says("no word of the book: zyxw")
    assert not entry.says("")


def test_what_an_entry_denies_is_said_by_a_meaning_that_denies_it(searcher: Searcher) -> None:
    number = next(n for n in range(searcher.index.size) if _code_of(searcher, n) == "I11.9")
    entry = searcher._entry(number)
    assert entry.says("hypertensive heart disease without heart failure")
    assert not entry.says("hypertensive heart disease with heart failure")
    assert not entry.says("failure")


def _code_of(searcher: Searcher, number: int) -> str:
    return searcher.book.file.code_at(searcher.index.document(number).entry)


def test_a_related_word_of_another_book_is_no_reason(pcs: PlainSearcher) -> None:
    for hit in pcs.search("broken wrist", 30):
        assert "radius" in hit.description.lower() or not any(r.meant == "radius" for r in hit.reasons)


def test_in_another_book_a_meaning_is_told_where_the_entry_has_it(
    hcpcs: PlainSearcher, cpt: PlainSearcher, pcs: PlainSearcher
) -> None:
    said = sorted({phrase for entry in entries() if not entry.codes for phrase in entry.phrases})
    told = 0
    for searcher in (hcpcs, cpt, pcs):
        for query in random.Random(5).sample(said, SAMPLE):
            for hit in searcher.search(query):
                concept = searcher.book[hit.code]
                above = [searcher.book[one].description for one in concept.ancestors]
                fields = ["", *above, *searcher._names(concept.index)]
                for reason in hit.reasons:
                    if reason.kind in KINDS:
                        told += 1
                        meant = set(tokens(reason.meant))
                        said_there = [set(tokens(f"{hit.description} {field}")) for field in fields]
                        assert any(meant <= some for some in said_there), (query, hit)
    assert told > SAMPLE


def test_reasons_are_worked_out_for_what_is_shown(
    searcher: Searcher, everyday: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    whole = Entry.reasons
    monkeypatch.setattr(Entry, "reasons", lambda *given: counted.append(1) or whole(*given))
    for query in everyday:
        counted.clear()
        searcher._found.cache_clear()
        shown = searcher.search(query, 10)
        assert len(shown) <= len(counted) <= 24, query  # the limit, six more, and the defaults of headings
        if len(shown) == 10:
            assert len(counted) < 20
