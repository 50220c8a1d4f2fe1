from __future__ import annotations

import pytest

from codeward.codesets import Book
from codeward.errors import QueryError
from codeward.search import Searcher
from codeward.search.reasons import Reason


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("sugar diabetes", "E11.9"), ("wear and tear arthritis", "M19.90"), ("charley horse", "M62.831"),
        ("water on the knee", "M25.469"), ("pink eye", "H10.9"), ("mini stroke", "G45.9"), ("CABG", "Z95.1"),
        ("GBS", "G61.0"), ("LBBB", "I44.7"), ("AKI", "N17.9"), ("HFpEF", "I50.30"), ("BPPV", "H81.10"),
        ("NSTEMI", "I21.4"), ("diabtes type 2", "E11.9"), ("type ii diabetes", "E11.9"), ("hart attack", "I21.9"),
        ("oesophageal varices", "I85.00"), ("anaemia", "D64.9"), ("haemorrhoids", "K64.9"),
        ("knee pain rt", "M25.561"), ("R knee pain", "M25.561"), ("L hip pain", "M25.552"),
        ("ckd stage iii", "N18.30"), ("stage 4 ckd", "N18.4"), ("asthma", "J45.909"), ("pneumonia", "J18.9"),
        ("coumadin", "Z79.01"), ("penicillin allergy", "Z88.0"), ("flu shot", "Z23"), ("pacemaker", "Z95.0"),
        ("colostomy bag", "Z93.3"), ("well child visit", "Z00.129"), ("slipped on ice", "W00.0XXA"),
        ("dog bite", "W54.0XXA"), ("MVA", "V89.2XXA"), ("fell off ladder", "W11.XXXA"),
        ("broken arm left", "S42.302A"), ("black eye", "S00.10XA"), ("sprained ankle", "S93.409A"),
        ("pneumon", "J18.9"), ("heart att", "I21.9"),
    ],
)  # fmt: skip
def test_people_find_what_they_mean(query: str, code: str, searcher: Searcher) -> None:
    assert searcher.search(query)[0].code == code


@pytest.mark.parametrize(
    ("query", "code"),
    [("E11.9", "E11.9"), ("e119", "E11.9"), ("E11", "E11"), ("e11.6", "E11.6"), ("S52.5", "S52.5"),
     ("s52501a", "S52.501A"), ("T07", "T07"), (" z23 ", "Z23"), ("Z8601", "Z86.01")],
)  # fmt: skip
def test_a_code_finds_itself(query: str, code: str, searcher: Searcher) -> None:
    hit = searcher.search(query)[0]
    assert hit.code == code
    assert hit.reasons == (Reason("code", code),)
    assert hit.why == f"code {code}"


def test_a_beginning_finds_the_codes_that_start_so(searcher: Searcher) -> None:
    hits = searcher.search("E11", limit=50)
    assert all(hit.code.startswith("E11") for hit in hits)
    assert [hit.code for hit in searcher.search("E1", limit=3)] == ["E10", "E10.1", "E10.10"] or all(
        hit.code.startswith("E1") for hit in searcher.search("E1", limit=3)
    )
    assert all(hit.billable for hit in searcher.search("E11", billable=True))


def test_an_unknown_code_finds_nothing_by_code(searcher: Searcher) -> None:
    assert all(not hit.by_code for hit in searcher.search("E11.99999"))


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("sugar diabetes", "everyday word: sugar diabetes → type 2 diabetes mellitus"),
        ("oesophageal varices", "spelling: oesophageal → esophageal"),
        ("classical cholera", 'inclusion term "Classical cholera"'),
        ("E11.6", "code E11.6"),
        ("glaucomatous optic atrophy", "in the title"),
        ("asthma", "usual code for asthma"),
    ],
)
def test_each_hit_says_why(query: str, why: str, searcher: Searcher) -> None:
    assert why in searcher.search(query)[0].why


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("left tibia shaft fracture", "S82.202A"), ("left tibia shaft fracture sequela", "S82.202S"),
        ("left tibia shaft fracture subsequent routine healing", "S82.202D"),
        ("open fracture of shaft of left tibia", "S82.202B"),
        ("open fracture of shaft of left tibia type iiia", "S82.202C"),
        ("fracture shaft left tibia nonunion", "S82.202K"),
        ("primary open angle glaucoma right eye moderate stage", "H40.1112"),
        ("diabetic retinopathy nonproliferative", "E11.3299"),
    ],
)  # fmt: skip
def test_words_choose_the_seventh_character(query: str, code: str, searcher: Searcher) -> None:
    assert searcher.search(query)[0].code == code


def test_filters_keep_what_they_say(searcher: Searcher, book: Book) -> None:
    for query in ("fracture", "diabetes", "asthma", "pain", "E11"):
        assert all(hit.billable for hit in searcher.search(query, billable=True))
        hits = searcher.search(query, chapter="19")
        assert all(book[hit.code].ancestors[-1] == "19" for hit in hits)
    assert len(searcher.search("fracture", limit=3)) == 3


def test_a_heading_stands_behind_the_code_that_stands_for_it(searcher: Searcher) -> None:
    codes = [hit.code for hit in searcher.search("gastro-esophageal reflux disease")]
    assert codes.index("K21.9") < codes.index("K21")


def test_a_code_among_words_lifts_its_hits(searcher: Searcher) -> None:
    assert searcher.search("E10.9 diabetes")[0].code == "E10.9"


def test_matched_words_are_those_of_the_description(searcher: Searcher) -> None:
    hit = searcher.search("fracture of left clavicle")[0]
    assert {"Fracture", "left", "clavicle"} <= set(hit.matched)
    assert all(word in hit.description for word in hit.matched)


@pytest.mark.parametrize("query", ["", "  ", "\x00", "؟", "?!", "of the"])
def test_nothing_asked_finds_nothing(query: str, searcher: Searcher) -> None:
    assert searcher.search(query) == []


def test_what_cannot_be_asked_says_so(searcher: Searcher) -> None:
    with pytest.raises(QueryError, match="10000 characters"):
        searcher.search("a" * 10_000)
    with pytest.raises(QueryError, match="chapter"):
        searcher.search("asthma", chapter="23")
    with pytest.raises(QueryError, match="icd10pcs"):
        searcher.search("asthma", system="icd10pcs")
    with pytest.raises(QueryError, match="limit"):
        searcher.search("asthma", 0)


def test_near_words_are_suggested_where_nothing_is_found(searcher: Searcher) -> None:
    assert searcher.search("pnumonitisxx") == [] or searcher.suggest_words("pnumonitisxx")
    assert any(word.startswith("osteo") for word in searcher.suggest_words("osteoqqqq"))
    assert searcher.suggest_words("fracture") == []


def test_a_hit_is_what_the_command_line_prints(searcher: Searcher) -> None:
    hit = searcher.search("asthma")[0]
    assert hit._asdict().keys() >= {"system", "code", "description", "billable", "score", "reasons"}
    assert hit.system == "icd10cm"
