"""An inpatient stay: its group, and what a hospital paid by MS-DRG gets for it."""

from __future__ import annotations

from decimal import Decimal

from codeward.claims import Claim
from codeward.grouper import CannotGroup, group
from codeward.pricing import rules
from codeward.pricing.model import CannotPrice, Stay, Step, cents, dollars

__all__ = ["stay"]

_KINDS = {
    "ipf": "a psychiatric hospital", "irf": "a rehabilitation hospital", "ltch": "a long-term care hospital",
    "cah": "a critical access hospital", "cancer": "a cancer hospital", "childrens": "a children's hospital",
    "apr": "a hospital paid by another grouper", "none": "a hospital that is not paid by stay",
}  # fmt: skip


def stay(claim: Claim, base_rate: int) -> Stay:
    """Return the stay's group and its amount at *base_rate* (cents). Raises CannotPrice where it has no group."""
    try:
        grouped = group(claim)
    except CannotGroup as error:
        raise CannotPrice(error.message, error.way_out, command=error.command) from None
    payment = claim.provider.payment
    if payment != "ipps":
        who = _KINDS[payment] if payment else "a hospital of which it is not said how it is paid"
        why = (
            f"Grouped for teaching: {who} is not paid this way."
            if payment
            else f"Grouped for teaching, for {who}."
        )
        return Stay(grouped, None, None, (), why)
    row = grouped.final.weight
    if grouped.reason or row is None or row.weight is None:
        why = grouped.reason or f"No weights are here for a discharge on {claim.statement.through}"
        return Stay(grouped, None, base_rate, (), f"{why}.")
    amount = cents(row.weight * base_rate / 100)
    steps = (
        Step(
            "relative weight", str(row.weight), row.weight,
            f"MS-DRG {grouped.final.number:03d}, weights of {grouped.weights}, a yearly fall capped at 10 %.",
            rules.WEIGHTS,
        ),
        Step(
            "base rate", f"× {dollars(base_rate)}", Decimal(amount) / 100,
            "An invented base rate: every hospital has its own." if base_rate == rules.BASE_RATE
            else "The base rate as given.",
            rules.INPATIENT,
        ),
    )  # fmt: skip
    return Stay(grouped, amount, base_rate, steps)
