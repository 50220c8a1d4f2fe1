"""Add-on codes beside their primary procedures: by the list, by a fact of the case, by the flag of a number alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from codeward.edits import CaseFact
from tests.edits.conftest import Run, said, told

OLD = date(2024, 6, 3)


def codes(*every: str, **more: Any) -> list[dict[str, Any]]:
    return [{"code": code, **more} for code in every]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (codes("29826", "29827"), []),
        (codes("29827", "29826"), []),
        (codes("29826"), [("CW-AO-001", "error", ("29826",))]),
        (codes("29826", "29822"), [("CW-AO-001", "error", ("29826",))]),
        # Type 2 is the contractor's: something that could be the primary has to be there, and somebody has to look.
        (codes("99288", "29827"), [("CW-AO-002", "verify", ("99288", "29827"))]),
        (codes("99288"), [("CW-AO-003", "error", ("99288",))]),
        # Type 3: a listed one is enough; another one is asked about.
        (codes("64727", "64702"), []),
        (codes("64727", "29827"), [("CW-AO-002", "verify", ("64727", "29827"))]),
        (codes("64727", "99288"), [("CW-AO-003", "error", ("64727",)), ("CW-AO-003", "error", ("99288",))]),
        (codes("29827", "73030"), []),
    ],
)
def test_by_the_list(run: Run, lines: list[dict[str, Any]], expected: list[Any]) -> None:
    assert told(run(lines), "CW-AO") == expected


def test_the_primary_is_of_the_same_day_and_clinician(run: Run) -> None:
    add_on = {"code": "29826", "rendering": "A"}
    assert told(run([add_on, {"code": "29827", "rendering": "A"}]), "CW-AO") == []
    assert len(told(run([add_on, {"code": "29827", "rendering": "B"}]), "CW-AO")) == 1
    assert len(told(run([add_on, {"code": "29827", "rendering": "A", "date": "2026-05-13"}]), "CW-AO")) == 1


def test_of_critical_care_another_of_the_group_may_have_given_the_first_hour(run: Run) -> None:
    lines = [{"code": "99292", "rendering": "A"}, {"code": "99291", "rendering": "B"}]
    assert told(run(lines), "CW-AO") == []
    assert len(told(run(lines[:1]), "CW-AO")) == 1


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"code": "29827", "date": "2026-05-12"}, 0),
        ({"code": "29827", "date": "2026-05-11"}, 1),
        ({"code": "29827", "date": "2026-05-12", "same_group": False}, 1),
        ({"code": "20610", "date": "2026-05-12"}, 1),
    ],
)
def test_a_primary_on_an_earlier_claim_of_that_day_counts(run: Run, row: dict[str, Any], found: int) -> None:
    assert len(told(run(codes("29826"), history=[row]), "CW-AO")) == found


def test_a_finding_names_the_primaries_and_the_row(run: Run) -> None:
    (found,) = said(run(codes("29826", "73030")), "CW-AO")
    assert "29806, 29827" in found.why
    assert found.source is not None
    assert found.source.row == "29826 29806 29827 1"
    assert found.source.file == "add_on_2026-04-01.csv"
    assert found.lines == ("a",)
    assert found.denial is not None
    assert (found.denial.carc, found.denial.rarc) == ("107", "N122")


def test_without_the_list_the_flag_tells_of_a_number_that_stands_alone(bare: Run) -> None:
    result = bare(codes("29826"))
    assert told(result, "CW-AO") == [("CW-AO-003", "error", ("29826",))]
    assert "some primary is missing" in said(result, "CW-AO")[0].what
    assert "CW-AO" not in {one.rule for one in result.unchecked}


def test_without_the_list_nobody_knows_which_primary_would_do(bare: Run) -> None:
    result = bare(codes("29826", "73030"))
    assert told(result, "CW-AO") == []
    (missing,) = (one for one in result.unchecked if one.rule == "CW-AO")
    assert "Not asked: 29826." in missing.why
    plain = bare(codes("29827"))
    assert "CW-AO" not in {one.rule for one in plain.unchecked}
    assert "CW-AO" in {one.rule for one in plain.checked}
    # Our flags have no Level II code, and none of a day before their list.
    assert "CW-AO" in {one.rule for one in bare(codes("J1885")).unchecked}
    assert "CW-AO" in {one.rule for one in bare(codes("29827"), day="2024-06-02").unchecked}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("type 1", []), ("none", [("CW-AO-001", "error", ("29826",))])],
)
def test_a_fact_of_the_case_answers_where_the_list_is_missing(
    bare: Run, value: str, expected: list[Any]
) -> None:
    result = bare(codes("29826", "29827"), facts=(CaseFact("add-on", OLD, ("29826", "29827"), value),))
    assert told(result, "CW-AO") == expected
    assert "CW-AO" not in {one.rule for one in result.unchecked}


def test_only_claims_of_services_are_asked(run: Run) -> None:
    assert told(run(codes("29826"), kind="inpatient"), "CW-AO") == []
