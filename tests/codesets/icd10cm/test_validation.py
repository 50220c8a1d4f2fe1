"""Every reason why a code may not stand on a claim, with what to do."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from codeward.codesets import Book, validate
from codeward.codesets.container.model import Reason

CASES = [
    ("E11.9", "billable", "E11.9 is billable: Type 2 diabetes mellitus without complications", ()),
    ("e119", "billable", "E11.9 is billable", ()),
    ("E11", "needs_more_characters", "needs a 4th character", ("E11.0", "E11.1")),
    ("S52.5", "needs_more_characters", "needs a 5th character, 7 in all.", ("S52.50",)),
    ("S52.53", "needs_more_characters", "needs a 6th character, 7 in all.", ("S52.531",)),
    ("H40.1", "needs_more_characters", "needs a 5th character, at least 6 in all.", ("H40.10",)),
    ("I50.2", "needs_more_characters", "needs a 5th character. Choose", ("I50.20",)),
    ("E11.3", "needs_more_characters", "needs a 5th character", ("E11.31",)),
    ("E11.31", "needs_more_characters", "needs a 6th character", ("E11.311", "E11.319")),
    ("S72.001", "missing_seventh_character", "A initial encounter for closed fracture", ("S72.001A",)),
    ("W00.0", "missing_seventh_character", "after the placeholder XX, as in W00.0XXA", ("W00.0XXA",)),
    ("E11.37", "missing_seventh_character", "1 right eye; 2 left eye; 3 bilateral", ("E11.37X1",)),
    ("O36.011", "missing_seventh_character", "0 not applicable or unspecified", ("O36.0110",)),
    ("W00.0A", "missing_placeholder", "Write W00.0XXA", ("W00.0XXA",)),
    ("E11.371", "missing_placeholder", "Write E11.37X1", ("E11.37X1",)),
    ("T38.36A", "missing_placeholder", "Write T38.3X6A", ("T38.3X6A",)),
    ("T384.2XA", "malformed", "3 to 7 letters", ()),
    ("O31.810", "missing_placeholder", "Write O31.8X10", ("O31.8X10",)),
    ("T36.0X1", "missing_seventh_character", "D subsequent encounter", ("T36.0X1A",)),
    ("S72.001Z", "bad_seventh_character", '"Z" is no 7th character of S72.001', ("S72.001A",)),
    ("S06.1X7D", "bad_seventh_character", "Choose: A initial encounter.", ("S06.1X7A",)),
    ("E11.99", "unknown", "does not exist in ICD-10-CM FY2026, April 2026 update", ("E11.9",)),
    ("EI1.9", "unknown", "The nearest are offered", ("E11.9",)),
    ("ZZZ", "unknown", "Search by words", ()),
    ("A00-A09", "header", "is a block", ("A00",)),
    ("4", "header", "is a chapter", ("E00-E07",)),
    ("E1.19", "malformed", "a dot comes after the 3rd character", ("E11.9",)),
    ("I10.", "malformed", "a dot comes after the 3rd character", ("I10",)),
    ("", "malformed", "3 to 7 letters and digits", ()),
    ("A" * 10_000, "malformed", "3 to 7 letters and digits", ()),
    ("\x00\x1b[31m", "malformed", "3 to 7 letters and digits", ()),
    ("مرض السكري", "malformed", "3 to 7 letters and digits", ()),
    ("<b>E11</b>", "malformed", "3 to 7 letters and digits", ()),
]


@pytest.mark.parametrize(("asked", "reason", "words", "suggested"), CASES)
def test_it_says_why_and_what_to_do(
    book: Book, asked: str, reason: str, words: str, suggested: tuple[str, ...]
) -> None:
    answer = validate(book, asked)
    assert (answer.asked, answer.valid, answer.reason) == (asked, reason == "billable", reason)
    assert words in answer.message
    assert answer.suggestions[: len(suggested)] == suggested
    assert all(code in book for code in answer.suggestions)
    assert answer.message.isprintable()
    assert len(answer.message) < 2000


def test_a_date_that_neither_the_list_nor_the_release_covers_is_a_reason_of_its_own(book: Book) -> None:
    answer = validate(book, "E11.9", date(2027, 4, 1))
    assert (answer.valid, answer.reason) == (False, "not_in_force")
    assert "in force from 2026-04-01 to 2026-09-30, not on 2027-04-01" in answer.message
    assert validate(book, "E11.9", date(2026, 9, 30)).valid


def test_what_is_wrong_with_the_code_comes_before_the_date(book: Book) -> None:
    assert validate(book, "E11", date(2030, 1, 1)).reason == "needs_more_characters"


def test_every_reason_occurs_in_these_tests() -> None:
    assert {case[1] for case in CASES} | {"not_in_force"} == set(get_args(Reason))


def test_every_entry_gets_the_reason_that_its_place_calls_for(book: Book) -> None:
    wrong = []
    for code in list(book)[::11]:
        concept, answer = book[code], validate(book, code)
        if concept.billable:
            expected = {"billable"}
        elif concept.kind in ("chapter", "section"):
            expected = {"header"}
        else:
            expected = {"needs_more_characters", "missing_seventh_character"}
        if answer.reason not in expected or (
            not answer.valid and concept.children and not answer.suggestions
        ):
            wrong.append((code, answer))
    assert wrong == []
