"""A hospital's outpatient day by the status indicators of Addendum B."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from codeward.edits import CaseFact
from tests.edits.conftest import Run, said, told

OLD = date(2026, 1, 1)


def codes(*every: str) -> list[dict[str, Any]]:
    return [{"code": code.partition("-")[0], "modifiers": code.split("-")[1:]} for code in every]


def found(run: Run, *every: str, **more: Any) -> list[Any]:
    return told(run(codes(*every), kind="outpatient", **more), "CW-OP")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["33533", "71046"], [("CW-OP-001", "error", ("33533",))]),
        (["33533-CA", "71046"], []),
        (["27447", "71046"], []),
        (["J1885", "36415"], [("CW-OP-002", "error", ("36415",))]),
        (["J1885", "71046"], []),
        (["G0463", "45385"], [("CW-OP-003", "error", ("G0463", "45385"))]),
        (["G0463", "71046"], [("CW-OP-003", "error", ("G0463", "71046"))]),
        (["G0463-25", "45385"], []),
        (["G0463", "27447"], []),
        (["99211", "45385"], [("CW-OP-003", "error", ("99211", "45385"))]),
        (["G0463", "36415"], []),
    ],
)
def test_a_line_by_its_status(run: Run, lines: list[str], expected: list[Any]) -> None:
    assert found(run, *lines) == expected
    assert [one[0] for one in found(run, *lines[::-1])] == [one[0] for one in expected]


def test_a_visit_of_another_day_needs_nothing(run: Run) -> None:
    lines = [{"code": "G0463"}, {"code": "45385", "date": "2026-05-13"}]
    assert told(run(lines, kind="outpatient"), "CW-OP") == []


def test_a_finding_names_row_and_way_past(run: Run) -> None:
    (found,) = said(run(codes("33533", "71046"), kind="outpatient"), "CW-OP")
    assert found.source is not None
    assert (found.source.list, found.source.edition, found.source.row) == (
        "opps",
        "opps-2026-04-01",
        "33533 C",
    )
    assert found.bypass is not None
    assert found.bypass.modifiers == ("CA",)
    assert "admission" in found.bypass.record_must_show


def test_a_code_that_the_list_lacks_is_not_asked_and_keeps_the_claim_from_being_packaged(run: Run) -> None:
    result = run(codes("J1885", "73030"), kind="outpatient")
    assert told(result, "CW-OP") == []
    assert "Not asked: 73030." in next(one.why for one in result.unchecked if one.rule == "CW-OP")


def test_only_outpatient_claims_that_are_paid_so_are_asked(run: Run) -> None:
    assert told(run(codes("33533")), "CW-OP") == []
    critical = run(codes("33533"), kind="outpatient", provider={"payment": "cah"})
    assert "CW-OP" not in {one.rule for one in (*critical.findings, *critical.unchecked, *critical.checked)}


def test_without_the_list_or_in_another_quarter_it_is_said(bare: Run, run: Run) -> None:
    for result in (
        bare(codes("33533"), kind="outpatient"),
        run(codes("33533"), kind="outpatient", day="2026-07-01"),
    ):
        assert told(result, "CW-OP") == []
        assert ("CW-OP", "opps") in [(one.rule, one.list) for one in result.unchecked]


def test_a_fact_of_the_case_answers_where_the_list_is_missing(bare: Run) -> None:
    facts = (CaseFact("opps", OLD, ("33533",), "C"), CaseFact("opps", OLD, ("71046",), "S"))
    result = bare(codes("33533", "71046"), kind="outpatient", facts=facts)
    assert told(result, "CW-OP") == [("CW-OP-001", "error", ("33533",))]
    assert "From this case" in said(result, "CW-OP")[0].why
    assert "CW-OP" not in {one.rule for one in result.unchecked}
