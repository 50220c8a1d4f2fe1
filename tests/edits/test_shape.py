"""The shape of a claim: each rule on one that breaks it, and on one that comes near and does not."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.claims import Claim, ClaimError, read_claim
from codeward.edits import rules
from tests.counting import calls
from tests.edits.making import claim, line, rules_found, scrubbed

VISIT = "99213"
BILLED = {"charge": 10000, "units": 1, "pointers": ["A"], "date": "2026-05-12", "place": "11"}
TWO_DAYS = {"start": "2026-05-11", "through": "2026-05-12"}
STAY: dict[str, Any] = {
    "kind": "inpatient",
    "place": None,
    "statement": {"start": "2026-05-04", "through": "2026-05-12"},
    "patient": {"age_years": 71, "sex": "male"},
    "admission": {"date": "2026-05-04"},
    "discharge_status": "01",
    "bill_type": "111",
    "diagnoses": [{"code": "K56.52", "id": "A", "poa": "Y"}],
}


def billed(code: str = VISIT, **more: Any) -> dict[str, Any]:
    return line(code, **{**BILLED, **more})


def stay(*lines: Any, **more: Any) -> Claim:
    return claim(*lines, **{**STAY, **more})


def hospital(*lines: Any, **more: Any) -> Claim:
    return claim(*lines, **{"kind": "outpatient", "place": None, **more})


CASES: list[tuple[str, Claim, Claim]] = [
    ("CW-CM-001", claim(billed(), payer=None), claim(billed())),
    ("CW-CM-001", claim(billed(), payer=""), claim(VISIT, payer=None)),
    ("CW-CM-001", stay(payer=None, charges=100), stay(charges=100)),
    ("CW-CM-002", claim(billed(units=None)), claim(billed())),
    ("CW-CM-002", claim(billed(), billed(charge=None)), claim(billed(), billed())),
    ("CW-CM-002", claim(billed(place=None), place=None), claim(billed(place=None))),
    ("CW-CM-002", claim(billed(), diagnoses=[]), claim(billed())),
    ("CW-CM-002", claim(line(VISIT, pointers=["A"]), "73110"), claim(VISIT, "73110")),
    ("CW-CM-002", claim(line(VISIT, place="11"), "73110", place=None), claim(VISIT, "73110", place=None)),
    (
        "CW-CM-002",
        claim(billed(date=None), statement={"start": "2026-05-11", "through": "2026-05-12"}),
        claim(billed(date=None)),
    ),
    ("CW-CM-002", stay(charges=0, discharge_status=None), stay(discharge_status=None)),
    ("CW-CM-002", stay(charges=0, admission=None), stay(charges=0)),
    ("CW-CM-002", stay(line("80053", charge=100, units=1)), stay(line("80053", charge=100, units=1, revenue="0301"))),
    ("CW-CM-003", claim(VISIT, bill_type="131"), hospital(VISIT, bill_type="131")),
    ("CW-CM-003", claim(VISIT, discharge_status="01"), hospital(VISIT, discharge_status="01")),
    ("CW-CM-003", claim(line(VISIT, revenue="0510")), hospital(line("G0463", revenue="0510"))),
    ("CW-CM-003", hospital(line("G0463", pointers=["A"])), claim(line(VISIT, pointers=["A"]))),
    ("CW-CM-003", claim(VISIT, diagnoses=[{"code": "R05.1", "poa": "Y"}]), stay()),
    ("CW-CM-004", claim(line(VISIT, date="2026-05-13")), claim(line(VISIT, date="2026-05-12"))),
    ("CW-CM-004", claim(line(VISIT, date="2026-05-11")), claim(VISIT)),
    ("CW-CM-004", claim(line(VISIT, through="2026-05-13")), claim(line(VISIT, through="2026-05-12"))),
    (
        "CW-CM-004",
        stay(procedures=[{"code": "0DN80ZZ", "date": "2026-04-30"}]),
        stay(procedures=[{"code": "0DN80ZZ", "date": "2026-05-01"}]),
    ),
    (
        "CW-CM-004",
        stay(procedures=[{"code": "0DN80ZZ", "date": "2026-05-13"}]),
        stay(procedures=[{"code": "0DN80ZZ", "date": "2026-05-12"}]),
    ),
    (
        "CW-CM-005",
        claim(line(VISIT, date="2026-05-12", through="2026-05-11"), statement=TWO_DAYS),
        claim(line(VISIT, date="2026-05-12", through="2026-05-12")),
    ),
    ("CW-CM-005", stay(admission={"date": "2026-05-13"}), stay(admission={"date": "2026-05-12"})),
    ("CW-CM-006", claim(billed(charge=0)), claim(billed(charge=1))),
    ("CW-CM-006", claim(billed(charge=-1)), claim(billed("3044F", charge=0))),
    ("CW-CM-006", claim(billed("3044F", charge=-1)), claim(billed("99024", charge=0))),
    ("CW-CM-007", claim(billed(), billed("73110", charge=5000), charges=15001), claim(billed(), charges=10000)),
    ("CW-CM-007", claim(billed(), charges=9999), claim(billed(), billed("73110", charge=5000), charges=15000)),
    ("CW-CM-008", claim(line(VISIT, pointers=["Z"])), claim(line(VISIT, pointers=["B", "A"]))),
    ("CW-CM-009", claim(line(VISIT, pointers=["A", "A"])), claim(line(VISIT, pointers=["A", "B"]))),
    ("CW-CM-010", claim(diagnoses=[{"code": f"Z{n}"} for n in range(13)]), claim(diagnoses=[{"code": "Z"}] * 12)),
    ("CW-CM-010", claim(*[VISIT] * 51), claim(*[VISIT] * 50)),
    ("CW-CM-010", hospital(diagnoses=[{"code": "Z"}] * 26), hospital(diagnoses=[{"code": "Z"}] * 25)),
    ("CW-CM-010", stay(procedures=[{"code": "Z"}] * 26), stay(procedures=[{"code": "Z"}] * 25)),
    ("CW-CM-010", hospital(*["36415"] * 451), hospital(*["36415"] * 3)),
    ("CW-CM-011", stay(bill_type="131"), stay(bill_type="111")),
    ("CW-CM-011", hospital(bill_type="111"), hospital(bill_type="131")),
    ("CW-CM-011", hospital(bill_type="1310"), hospital(bill_type="0131")),
    ("CW-CM-011", hospital(bill_type="13"), hospital(bill_type="85A")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "breaks", "near"), CASES, ids=[f"{n}-{row[0]}" for n, row in enumerate(CASES)]
)
def test_a_rule_finds_what_breaks_it_and_leaves_what_is_near(rule: str, breaks: Claim, near: Claim) -> None:
    found = [one for one in scrubbed(breaks).findings if one.rule == rule]
    assert found
    assert all(one.why and one.way_out and one.citation for one in found)
    assert rule not in rules_found(near)


def test_every_rule_of_shape_has_its_case() -> None:
    assert {rule.id for rule in rules() if rule.kind == "shape"} == {row[0] for row in CASES}


def test_a_finding_names_the_lines_and_the_field_of_the_form() -> None:
    (found,) = [
        one
        for one in scrubbed(claim(billed(), billed("73110", units=None))).findings
        if one.rule == "CW-CM-002"
    ]
    assert (found.lines, found.codes, found.disposition) == (("l2",), ("73110",), "return")
    assert "item 24G" in found.why
    assert found.denial is not None
    assert found.denial.carc == "16"
    (money,) = [one for one in scrubbed(claim(billed(), charges=1234567)).findings if one.rule == "CW-CM-007"]
    assert "$12,345.67" in money.why
    assert "$100.00" in money.why
    assert money.lines == ()


def why(found: Claim, rule: str) -> str:
    return next(one.why for one in scrubbed(found).findings if one.rule == rule)


def test_a_reason_names_what_it_is_about() -> None:
    unnamed = claim(line(VISIT, id=None, charge=0, pointers=["B", "A", "A"]), payer="commercial")
    assert why(unnamed, "CW-CM-006").startswith("99213 is charged $0.00.")
    assert why(unnamed, "CW-CM-009") == "99213 points to A more than once."
    assert "99213 (line l1) is charged -$0.01." in why(claim(billed(charge=-1)), "CW-CM-006")
    assert "to an inpatient claim" in why(stay(bill_type="131"), "CW-CM-011")
    assert "to an outpatient claim" in why(hospital(bill_type="111"), "CW-CM-011")


def test_a_claim_that_just_fits_its_form_is_judged_line_by_line() -> None:
    assert "CW-MX-001" in rules_found(claim(*["99213-ZQ"] * 50))
    assert "CW-MX-001" not in rules_found(claim(*["99213-ZQ"] * 51))


def test_a_rule_is_silent_before_its_first_day() -> None:
    old = claim(line(VISIT, pointers=["Z"], date="2015-09-30"), day="2015-09-30")
    assert "CW-CM-008" not in rules_found(old)


def test_a_coded_record_without_a_payer_is_told_what_was_not_asked() -> None:
    assert "payer" in {one.list for one in scrubbed(claim(VISIT, payer=None)).unchecked}
    assert "payer" not in {one.list for one in scrubbed(claim(VISIT)).unchecked}


def test_a_claim_too_long_for_its_form_is_told_once_and_its_lines_wait() -> None:
    longest, shorter = (claim(*["99213-ZQ"] * lines) for lines in (1000, 100))
    result = scrubbed(longest)
    # Ten times the lines are ten times the work: no line is held against every other.
    assert calls(lambda: scrubbed(longest)) < 12 * calls(lambda: scrubbed(shorter))
    told = [one for one in result.findings if one.rule == "CW-CM-010"]
    assert "1000 lines; a CMS-1500 holds 50" in told[0].why
    assert not [one for one in result.findings if one.rule.startswith("CW-MX")]
    assert {"CW-LN", "CW-MX", "CW-UN"} <= {one.rule for one in result.unchecked if one.list == "claim"}
    with pytest.raises(ClaimError, match="5000 entries, more than 1000") as caught:
        claim(*["99213"] * 5000)
    assert "50 lines" in caught.value.way_out


@pytest.mark.parametrize("units", [-1, 10**9, "1e400"])
def test_units_that_no_claim_holds_are_refused_with_their_place(units: Any) -> None:
    with pytest.raises(ClaimError) as caught:
        claim(line(VISIT, units=units))
    assert caught.value.where == "lines[0].units"


def test_ids_given_twice_are_refused_by_name() -> None:
    with pytest.raises(ClaimError, match='"A" is given twice'):
        read_claim({"kind": "professional", "statement": {"start": "2026-05-12", "through": "2026-05-12"},
                    "diagnoses": [{"code": "I10", "id": "A"}], "lines": [{"code": "99213", "id": "A"}]})  # fmt: skip
