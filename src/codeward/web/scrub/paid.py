"""What a claim pays, for its page: the group of a stay with its reasons, amounts where a fee schedule is installed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from codeward.claims import Claim
from codeward.codesets import Shelf
from codeward.errors import CodewardError
from codeward.grouper import explain, shown_code
from codeward.grouper import told as effect_told
from codeward.pricing import Difference, Priced, dollars, price
from codeward.web.problems import told

__all__ = ["Paid", "moved", "paid"]


@dataclass(frozen=True, slots=True)
class Paid:
    """What is paid, or in words why that cannot be said."""

    priced: Priced | None
    total: str
    reasons: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    problem: str = ""


def paid(claim: Claim, shelf: Shelf) -> Paid:
    """Price a claim; of a stay say what each code did."""
    try:
        priced = price(claim, shelf)
        reasons: tuple[tuple[str, str], ...] = ()
        if priced.stay is not None:
            grouped, why = explain(claim)
            reasons = tuple((shown_code(each), effect_told(each, grouped)) for each in why)
    except CodewardError as error:
        return Paid(None, "", (), (), told(error))
    missing = tuple(dict.fromkeys(one.why for one in priced.unpriced))
    return Paid(priced, dollars(priced.total) if priced.total is not None else "", reasons, missing)


def moved(difference: Difference) -> tuple[tuple[str, str, str], ...]:
    """The figures that a change moves: what, before, after."""
    rows = []
    if difference.drg.before != difference.drg.after:
        rows.append(("MS-DRG", _group(difference.drg.before), _group(difference.drg.after)))
    if difference.amount.before != difference.amount.after:
        before, after = difference.amount.before, difference.amount.after
        rows.append((_("Amount"), _cents(before), _cents(after)))
    return tuple(rows)


def _group(number: float | None) -> str:
    return "–" if number is None else f"{int(number):03d}"


def _cents(amount: float | None) -> str:
    return "–" if amount is None else dollars(int(amount))
