"""Numbers from outside have few digits, and a request's work is counted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.bounds import DIGITS, PLACES, BoundsError, Budget, decimal, fits


@pytest.mark.parametrize(
    "typed",
    ["0.0000001e-99999999", "1e-200000000", "1e99999999", "9" * 13, "0." + "1" * 10, "1" * 5000, 1e300,
     "nan", "Infinity", "-inf", "sNaN", "", " ", "twelve", "1,000", True, None, float("nan")],
)  # fmt: skip
def test_a_number_that_cannot_be_reckoned_with_is_refused_in_a_short_sentence(typed: object) -> None:
    with pytest.raises(BoundsError) as refused:
        decimal(typed)
    assert len(str(refused.value)) < 200


def test_a_whole_number_of_thousands_of_digits_is_refused_without_being_written_out() -> None:
    with pytest.raises(BoundsError, match="A number this long is not a number"):
        decimal(10**5000)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20.50", "20.50"),
        (" 7 ", "7"),
        (6.5, "6.5"),
        (0, "0"),
        ("-3", "-3"),
        ("1e3", "1000"),
        ("1E-3", "0.001"),
    ],
)
def test_an_ordinary_number_is_read_exactly(typed: object, read: str) -> None:
    assert decimal(typed) == Decimal(read)


@given(st.decimals(allow_nan=True, allow_infinity=True) | st.integers() | st.floats() | st.text(max_size=60))
def test_whatever_is_accepted_is_short_when_written_out(value: object) -> None:
    try:
        read = decimal(value)
    except BoundsError:
        return
    assert fits(read)
    assert len(f"{read:f}") <= 1 + DIGITS + 1 + PLACES


def test_a_budget_is_spent_by_count_and_says_how_to_ask_for_less() -> None:
    budget = Budget(3, "This asks for too much", "Ask for less")
    budget.spend(2)
    budget.spend()
    with pytest.raises(BoundsError, match=r"This asks for too much\. Ask for less\."):
        budget.spend()
