"""Anesthesia on a claim: minutes as units, the modifier that says who gave it, the factor of the locality."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.codesets import Shelf
from codeward.pricing import price
from tests.pricing.conftest import Priceable, claim_of, row
from tests.pricing.test_single import amounts

AL: dict[str, Any] = {"provider": {"locality": "10112-00"}, "place": "22"}


@pytest.fixture
def shelf(shelf_of: Priceable) -> Shelf:
    codes = ("00142", "00790", "01952", "01953")
    return shelf_of(*(row(code, "0", status="J", days="XXX") for code in codes))


@pytest.mark.parametrize(
    ("modifier", "pays"),
    # 4 base units and 60 / 15 = 4 of time, at 19.77; directed care pays half; AD three base units
    [("AA", 15816), ("QZ", 15816), ("QK", 7908), ("QY", 7908), ("QX", 7908), ("AD", 5931)],
)
def test_base_and_time_units_by_who_gave_it(shelf: Shelf, modifier: str, pays: int) -> None:
    (done,) = price(claim_of(f"00142-{modifier}:60", **AL), shelf).lines
    assert (done.amount, done.basis, done.status) == (pays, "anesthesia", "J")
    assert [step.name for step in done.steps] == [
        "base units", "time units", "conversion factor", f"modifier {modifier}",
    ]  # fmt: skip


def test_time_to_one_decimal(shelf: Shelf) -> None:
    assert amounts(price(claim_of("00790-AA:95", **AL), shelf)) == [26294]  # (7 + 6.3) × 19.77 = 262.941


@pytest.mark.parametrize(
    ("line", "more", "said"),
    [
        ("00142-AA:60", {"place": "22"}, "conversion factor by locality and none is named"),
        ("00142-AA:60", {"provider": {"locality": "CA-54"}}, "01112-54 has none here"),
        ("00142:60", AL, "needs one modifier that says who gave it"),
        ("00142-AA-QK:60", AL, "needs one modifier"),
        ("00142-AA:60.5", AL, "Give whole minutes"),
        ("00142-AA:99999", AL, "Give whole minutes"),
        ("00142-AA", AL, "minutes"),
    ],
)
def test_what_it_cannot_be_reckoned_without(shelf: Shelf, line: str, more: dict[str, Any], said: str) -> None:
    priced = price(claim_of(line, **more), shelf)
    assert amounts(priced) == [None]
    assert said in priced.unpriced[0].why


def test_two_of_one_session_have_no_amount_and_an_add_on_has(shelf: Shelf) -> None:
    both = price(claim_of("00142-AA:30", "00790-AA:60", **AL), shelf)
    assert amounts(both) == [None, None]
    assert "with all the time" in both.unpriced[0].why
    directed = price(claim_of("00142-QK:30", "00142-QX:30", **AL), shelf)
    assert None not in amounts(directed)
    added = price(claim_of("01952-AA:60", "01953-AA:1", **AL), shelf)
    assert added.unpriced == ()
