from __future__ import annotations

import pytest

from codeward.codesets import Book
from codeward.search.indexfile import IndexFile
from codeward.search.query import MOST_WORDS, NOBODY, Reading, described, read


def targets(book: Book, index: IndexFile, reading: Reading) -> list[str]:
    ordered = sorted(reading.targets, key=lambda n: -reading.targets[n])
    return [book.file.code_at(index.document(n).entry) for n in ordered]


def test_a_phrase_that_is_the_whole_query_names_its_codes_in_order(book: Book, index: IndexFile) -> None:
    typed, rewritten = read(index, "heart attack")
    assert typed.targets == {}
    assert targets(book, index, rewritten) == ["I21.9"]
    assert (
        described(rewritten.phrases[0]).words == "everyday word: heart attack → acute myocardial infarction"
    )


@pytest.mark.parametrize("query", ["attack heart", "attack of the heart", "HEART ATTACK!", "heart attacks"])
def test_the_words_of_a_phrase_may_stand_in_any_order(query: str, book: Book, index: IndexFile) -> None:
    assert targets(book, index, read(index, query)[-1])[0] == "I21.9"


def test_a_side_may_stand_within_a_phrase(book: Book, index: IndexFile) -> None:
    reading = read(index, "OA right hip")[-1]
    assert targets(book, index, reading)[0] == "M16.9"
    assert NOBODY in reading.owner, "the side is a word of its own beside the phrase"


def test_related_words_make_the_same_phrase(book: Book, index: IndexFile) -> None:
    for query in ("busted collarbone", "fractured collarbone", "collarbone fracture"):
        assert targets(book, index, read(index, query)[-1])[0] == "S42.009", query


def test_a_slip_within_a_phrase_does_not_hide_it(book: Book, index: IndexFile) -> None:
    assert targets(book, index, read(index, "hart attack")[-1])[0] == "I21.9"


def test_a_phrase_may_be_unfinished(book: Book, index: IndexFile) -> None:
    assert targets(book, index, read(index, "water on the kne")[-1])[0] == "M25.469"


def test_the_longest_phrase_wins(index: IndexFile) -> None:
    phrases = [p.said for p in read(index, "acute on chronic systolic heart failure")[-1].phrases]
    assert phrases == ["acute on chronic systolic heart failure"]


def test_an_abbreviation_is_read_as_typed_before_its_plural(book: Book, index: IndexFile) -> None:
    assert targets(book, index, read(index, "ppm")[-1])[0] == "Z95.0"
    assert targets(book, index, read(index, "ppms")[-1])[0] == "G35.B0"


def test_nec_beside_words_is_no_disease(index: IndexFile) -> None:
    assert read(index, "nec")[-1].targets != {}
    assert all("enterocolitis" not in p.meant for r in read(index, "anemia nec") for p in r.phrases)


def test_another_name_joins_the_group(index: IndexFile) -> None:
    reading = read(index, "womb perforation")[0]
    assert index.number["uterus"] in reading.groups[0].means


def test_generic_words_are_wished_not_required(index: IndexFile) -> None:
    groups = read(index, "other disease of xiphoid")[0].groups
    assert [group.required for group in groups] == [False, False, False] or not groups[0].required


@pytest.mark.parametrize("query", ["", "   ", "\x00\x01", "!!! ???", "of the and"])
def test_nothing_to_read_gives_no_reading(query: str, index: IndexFile) -> None:
    assert read(index, query) == []


def test_only_so_many_words_are_read(index: IndexFile) -> None:
    assert len(read(index, "fracture femur " * 100)[0].groups) <= MOST_WORDS
