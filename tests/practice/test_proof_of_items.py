"""The proof of an item: what it lets through, and each thing that it stops."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from codeward.codesets import Shelf
from codeward.curriculum import CodeItem
from codeward.practice import judge, prove


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.on(date(2026, 6, 1))


def option(codes: str, *axes: str) -> dict[str, Any]:
    lines = [{"system": "icd10cm", "code": code} for code in codes.split()]
    shape: dict[str, Any] = {"lines": lines, "why": "Because.", "cite": ["I.B.2"]}
    return {**shape, "wrong": {"axis": axes}} if axes else {**shape, "right": True}


def item(*options: dict[str, Any]) -> CodeItem:
    return CodeItem.model_validate(
        {"kind": "code", "id": "an-item", "skill": "dx.with", "level": 2, "stem": "Type.", "options": options}
    )


KIDNEY = option("E11.22 N18.4")


def test_a_sound_item_leaves_nothing_unproved(shelf: Shelf) -> None:
    sound = item(
        KIDNEY,
        option("N18.4 E11.22", "order"),
        option("E11.22", "missing line"),
        option("E11.9 N18.4", "link"),
        option("E10.22 N18.4", "type of diabetes"),
        option("E11.22 N18.4 R05.1", "unsupported line"),
    )
    assert prove(sound, shelf) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (option("E11.22", "laterality"), "stated: laterality; graded: missing line"),
        (option("E11.22 N18.4", "order"), "a wrong option is graded 100"),
    ],
)
def test_a_wrong_option_that_is_not_wrong_as_stated_is_found(
    wrong: dict[str, Any], told: str, shelf: Shelf
) -> None:
    assert told in [found.message for found in prove(item(KIDNEY, wrong), shelf)]


@pytest.mark.parametrize("codes", ["E11.2", "N18.4 E11.22", "W01.0XXA", "I10 I10"])
def test_an_unlawful_key_is_found(codes: str, shelf: Shelf) -> None:
    assert [found for found in prove(item(option(codes)), shelf) if found.option is None]


def test_an_order_that_nothing_rules_is_free(shelf: Shelf) -> None:
    free = item(option("K40.90 H25.11"), option("K40.90", "missing line"))
    assert prove(free, shelf) == []
    assert judge(free, ["H25.11", "K40.90"], shelf).right


def test_an_order_that_a_note_rules_is_not(shelf: Shelf) -> None:
    assert not judge(item(KIDNEY), ["N18.4", "E11.22"], shelf).right


def test_codes_may_be_typed_as_people_type_them(shelf: Shelf) -> None:
    assert judge(item(KIDNEY), [" e1122", "n18.4 "], shelf).right


def test_a_foreseen_error_is_known_again(shelf: Shelf) -> None:
    judged = judge(item(KIDNEY, option("E11.9 N18.4", "link")), ["E119", "N184"], shelf)
    assert not judged.right
    assert judged.option is not None
    assert judged.option.shown == "E11.9 N18.4"


def test_another_error_belongs_to_no_option(shelf: Shelf) -> None:
    assert judge(item(KIDNEY), ["J45.909"], shelf) == (False, None)
