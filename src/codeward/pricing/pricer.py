"""The door of pricing: a whole claim to what it pays, step by step, and what of it has no amount here."""

from __future__ import annotations

from codeward import bounds
from codeward.claims import Claim
from codeward.codesets import Shelf
from codeward.errors import CodewardError
from codeward.pricing import rules
from codeward.pricing.model import CannotPrice, Priced, PricedLine, Stay, Unpriced
from codeward.pricing.risk import risk
from codeward.pricing.schedule import Lists

__all__ = ["price"]

_NOTES = {
    "professional": (
        "Amounts are what Medicare's fee schedule allows a participating clinician, before deductible, coinsurance and "
        "sequestration; a lower charge is paid as charged. Other payers pay as they have agreed."
    ),
    "outpatient": "Rates are Medicare's national ones, before wage index and copayment.",
    "inpatient": (
        "The amount is weight times base rate: without transfer, outlier, teaching and disproportionate share payments."
    ),
}


def price(claim: Claim, shelf: Shelf, *, apm: bool = False, base_rate: int = rules.BASE_RATE) -> Priced:
    """Return what *claim* pays under Medicare's rules, by the lists of *shelf*.

    *apm*: the clinician is a qualifying participant of an alternative payment model, with a conversion factor of their
    own from 2026 on. *base_rate* is what a hospital gets for a weight of 1, in cents. A list that is missing makes an
    entry of `unpriced` and never a figure. Pure: the same claim and books give the same amounts. Raises BoundsError for
    a base rate that cannot be.
    """
    if not 0 <= base_rate <= bounds.MOST_CENTS:
        raise bounds.BoundsError("A base rate that cannot be", f"Give 0 to {bounds.MOST_CENTS} cents")
    # Each kind of claim has its own rooms to wait for; a command prices one.
    lists = Lists(shelf, claim.provider.locality, apm=apm)
    lines: list[PricedLine] = []
    unpriced: list[Unpriced] = []
    hospital: Stay | None = None
    if claim.kind == "inpatient":
        from codeward.pricing.stay import stay

        try:
            hospital = stay(claim, base_rate)
        except CannotPrice as error:
            unpriced.append(Unpriced(None, None, _told(error), error.list, error.command or None))
    elif claim.kind == "outpatient":
        from codeward.pricing.outpatient import outpatient

        lines, unpriced = outpatient(claim, lists)
    else:
        from codeward.pricing.professional import professional

        lines, unpriced = professional(claim, lists)
    if hospital is not None and hospital.amount is None:
        unpriced.append(Unpriced(None, None, hospital.why))
    return Priced(tuple(lines), hospital, risk(claim), tuple(unpriced), lists.editions, (_NOTES[claim.kind],))


def _told(error: CodewardError) -> str:
    return f"{error.message}. {error.way_out}." if error.way_out else f"{error.message}."
