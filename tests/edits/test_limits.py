"""Medically unlikely edits: by line or by day, whose list, and that silence of the list is no answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from codeward.edits import CaseFact, Mue
from codeward.edits.finding import Denial
from tests.edits.conftest import Run, said, told

OLD = date(2024, 7, 1)


def units(code: str, count: float | None, **more: Any) -> dict[str, Any]:
    return {"code": code, "units": count, **more}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # MAI 2: all lines of the day together.
        ([units("29827", 2)], [("CW-MU-002", "error", ("29827",))]),
        (
            [units("29827", 1, modifiers=["RT"]), units("29827", 1, modifiers=["LT"])],
            [("CW-MU-002", "error", ("29827",))],
        ),
        ([units("29827", 1)], []),
        ([units("29827", None)], []),
        ([units("29827", 1, modifiers=["50"])], []),
        ([units("29827", 1), units("29827", 1, date="2026-05-13")], []),
        ([units("29827", 1, rendering="A"), units("29827", 1, rendering="B")], []),
        # MAI 3: by day too, and the record may show the need.
        ([units("97110", 6)], []),
        ([units("97110", 7)], [("CW-MU-003", "warn", ("97110",))]),
        ([units("97110", 4), units("97110", 3)], [("CW-MU-003", "warn", ("97110",))]),
        # MAI 1: each line by itself.
        ([units("11720", 2)], [("CW-MU-001", "error", ("11720",))]),
        ([units("11720", 1), units("11720", 1, modifiers=["59"])], []),
        # Not listed proves nothing.
        ([units("73030", 90)], []),
        # A line over several days: its units by day, rounded.
        ([units("97110", 18, through="2026-05-14")], []),
        ([units("97110", 20, through="2026-05-14")], [("CW-MU-003", "warn", ("97110",))]),
    ],
)  # fmt: skip
def test_units_are_held_against_line_or_day(
    run: Run, lines: list[dict[str, Any]], expected: list[Any]
) -> None:
    assert told(run(lines), "CW-MU") == expected


def test_the_whole_day_is_named_with_its_row_and_denial(run: Run) -> None:
    (found,) = said(run([units("29827", 1), units("29827", 1)]), "CW-MU")
    assert found.lines == ("a", "b")
    assert found.what == "29827: 2 units on a day, 1 at most"
    assert found.source is not None
    assert (found.source.row, found.source.file) == ("29827 1 2 Anatomy", "mue_practitioner_2026-04-01.csv")
    assert found.denial == Denial("CO", "151", "N362")
    assert "corrected claim" in found.why
    assert found.bypass is None
    (line,) = said(run([units("11720", 2)]), "CW-MU")
    assert line.bypass is not None
    assert "76" in line.bypass.modifiers
    (clinical,) = said(run([units("97110", 9)]), "CW-MU")
    assert "appeal" in clinical.way_out


def test_whose_list_holds_follows_from_who_bills(run: Run) -> None:
    eight = [units("97110", 8)]
    assert said(run(eight, kind="outpatient"), "CW-MU") == []
    assert len(said(run(eight), "CW-MU")) == 1
    machine = [units("E0601", 2)]
    assert [one.rule for one in said(run(machine, provider={"billing": "DME supplier"}), "CW-MU")] == [
        "CW-MU-002"
    ]
    assert said(run(machine), "CW-MU") == []
    assert said(run([units("29827", 9)], kind="inpatient"), "CW-MU") == []


def test_without_the_list_or_in_another_quarter_it_is_said(bare: Run, run: Run) -> None:
    for result in (bare([units("29827", 9)]), run([units("29827", 9)], day="2026-07-01")):
        assert said(result, "CW-MU") == []
        assert ("CW-MU", "ncci-mue") in [(one.rule, one.list) for one in result.unchecked]


@pytest.mark.parametrize(
    ("value", "count", "rules"),
    [(Mue(1, 2), 2, ["CW-MU-002"]), (Mue(1, 2), 1, []), (Mue(3, 1), 4, ["CW-MU-001"]), ("none", 99, [])],
)
def test_a_fact_of_the_case_answers_where_the_list_is_missing(
    bare: Run, value: Mue | str, count: int, rules: list[str]
) -> None:
    result = bare([units("29827", count)], facts=(CaseFact("mue-practitioner", OLD, ("29827",), value),))
    assert [one.rule for one in said(result, "CW-MU")] == rules
    assert "CW-MU" not in {one.rule for one in result.unchecked}
    other = bare([units("73030", count)], facts=(CaseFact("mue-practitioner", OLD, ("29827",), value),))
    assert "Not asked: 73030." in next(one.why for one in other.unchecked if one.rule == "CW-MU")
