"""The bank's matrix, the lessons that a section still waits for, and what a release changes."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from codeward.codesets import books
from codeward.curriculum import blueprint_of, content_folder, load_program, program
from codeward.practice import (
    bank,
    bank_matrix,
    impact,
    key_codes,
    pieces,
    planned_lessons,
    practice_counts,
    suspended,
    usable,
)
from tests.practice.made_bank import DAY
from tests.practice.test_bank import BURN, ITEM, SCENARIO, TEXT, lay


def _items(*raw: dict[str, Any]) -> list[Any]:
    return [ITEM.validate_python(one) for one in raw]


def test_the_matrix_says_what_is_there_and_what_its_forms_need() -> None:
    items = _items(
        BURN, {**BURN, "id": "cpc-d-002"}, {**TEXT, "quality": {"state": "solved-blind"}}, SCENARIO
    )
    rows = {(row.exam, row.domain, row.what): row for row in bank_matrix(
        items, [blueprint_of("CPC"), blueprint_of("CCS")], DAY)}  # fmt: skip
    d = rows["CPC", "d", "questions"]
    assert (d.there, d.skills, d.ready, d.a_form, d.needed, d.lacking) == (2, 1, 0, 5, 20, 18)
    assert rows["CPC", "t", "questions"].ready == 1
    assert rows["CCS", "i", "outpatient"].there == 1  # an office visit
    assert rows["CCS", "i", "questions"].there == 0  # scenarios are counted by themselves
    assert sum(row.a_form for (exam, *_), row in rows.items() if exam == "CCS") == 107 - 16


def test_items_of_practice_are_counted_by_the_beginning_of_their_ids_and_draw_no_form() -> None:
    practice = _items(
        *({**copy.deepcopy(BURN), "id": f"pr-d-00{n}", "use": "practice"} for n in range(3)), BURN
    )
    assert practice_counts(practice) == {"pr-d": 3}
    assert [piece.id for piece in pieces(practice)] == ["cpc-d-001"]
    (piece,) = pieces(practice, {"cpc-d-001": 0.4})
    assert (piece.difficulty, piece.place, piece.setting) == (0.4, 2, None)


def test_sections_name_the_lessons_that_are_still_planned_and_no_written_one() -> None:
    found = planned_lessons(program(), blueprint_of("CPC"), DAY)
    named = {lesson for lessons in found.values() for lesson in lessons}
    assert named <= set(program().planned)
    assert "d1" not in named


def test_items_whose_keys_do_not_stand_leave_the_forms_of_that_day() -> None:
    ended = copy.deepcopy(BURN)
    ended["options"][2]["lines"][0]["code"] = "G35"
    items = _items(BURN, ended, TEXT, SCENARIO)
    assert usable(items, date(2026, 6, 1)) == [items[0], items[2], items[3]]
    assert usable(items, date(2025, 9, 1)) == items
    assert key_codes(items[3]) == [("icd10cm", "E11.22"), ("icd10cm", "N18.4")]


def test_a_release_suspends_the_items_that_it_changes_and_no_others(tmp_path: Path) -> None:
    ended = {**copy.deepcopy(BURN), "id": "cpc-d-977"}
    ended["options"][2]["lines"][0]["code"] = "G35"
    lay(tmp_path, {**BURN, "id": "cpc-d-976"}, ended)
    loaded = load_program((tmp_path,), strict=False)
    found = impact(loaded, date(2025, 9, 1), date(2026, 6, 1))
    assert "cpc-d-977" in suspended(found)
    assert "cpc-d-976" not in suspended(found)
    (told,) = [one for one in found if one.id == "cpc-d-977"]
    assert "G35" in told.reasons[0]
    assert told.to_json() == {"kind": "item", "id": "cpc-d-977", "reasons": list(told.reasons)}


@pytest.mark.proof
def test_the_bank_that_ships_is_sound_today() -> None:
    found = bank.check_bank((content_folder() / "items",), "", [books.today()])[1]
    assert [str(one) for one in found if one.severity == "error"] == []
