"""What is passed over for speed would have said nothing: the notes read pair by pair, without any index."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, permutations

import pytest

from codeward.claims import Claim, Statement
from codeward.codesets import Book
from codeward.edits import Coded, check_diagnoses, excludes1_note
from codeward.edits.notes import asked_by
from codeward.edits.reach import reaches
from tests.edits.making import SHELF

HOT = (
    *(
        "E08",
        "E10",
        "E11",
        "E13",
        "I10",
        "I11",
        "I12",
        "I13",
        "I50",
        "N18",
        "A41",
        "B96",
        "O24",
        "O80",
        "O99",
        "Z37",
    ),
    *("Z3A", "S52", "T36", "F02", "G30", "J44", "L97", "C50", "Z17", "Z85", "D63"),
)
ODD = ["nonsense", "e11.9", "E119", "ZZZ.9", "QA0", "n18.32", "", "Z99.999"]


@pytest.fixture(scope="module")
def book() -> Book:
    return SHELF.book("icd10cm")


def claims(book: Book, count: int) -> Iterator[tuple[str, ...]]:
    """Seeded sets of codes: of any category, of categories with many notes, and what is no code."""
    billable = [code for code in book if book[code].billable]
    hot = {name: [code for code in billable if code[:3] == name] for name in HOT}
    chance = random.Random(31)
    for _ in range(count):
        few = [chance.choice(hot[chance.choice(HOT)]) for _ in range(20)]
        source = chance.choice([billable, few, few, ODD + few])
        yield tuple(chance.choice(source) for _ in range(chance.randrange(1, 9)))


def test_no_pair_with_a_note_is_passed_over(book: Book) -> None:
    noted = 0
    for codes in claims(book, 250):
        reach = reaches(book.file, codes)
        excluded, asked = reach.named("excludes1"), reach.named("use_additional")
        for a, b in permutations(range(len(codes)), 2):
            if excludes1_note(codes[a], codes[b], book):
                noted += 1
                assert b in excluded[a], codes
            if asked_by(codes[a], "use_additional", codes[b], book):
                noted += 1
                assert b in asked[a], codes
            if asked_by(codes[a], "code_first", codes[b], book):
                noted += 1
                assert b in reach.named("code_first")[a], codes
    assert noted > 150


def test_excludes1_finds_what_reading_every_pair_finds(book: Book) -> None:
    found = 0
    for codes in claims(book, 250):
        day = SHELF.day
        coded = Coded(codes, Claim("professional", Statement(day, day)))
        told = [one.codes for one in check_diagnoses(coded, book) if one.rule == "CW-EX-001"]
        every = []
        for a, b in combinations(dict.fromkeys(codes), 2):
            if excludes1_note(a, b, book):
                every.append((a, b))
            elif excludes1_note(b, a, book):
                every.append((b, a))
        assert told == every, codes
        found += len(every)
    assert found > 30
