"""Billing units of a drug: administered, discarded, and the modifiers JW and JZ.

    drug_units("J1885", dose=amount("30 mg", "dose"), per=amount("15 mg", "per"),
               containers=(amount("30 mg", "vial"),), single_dose=True)

The rules are Medicare's (Claims Processing Manual, ch. 17 §40): units administered are rounded up, what is left of a
single-dose container is billed on a line of its own with JW where it is a whole unit or more, and the two together
never exceed what the opened containers hold. Other payers have policies of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal, NamedTuple, get_args

from codeward.calculators.containers import least_waste
from codeward.calculators.discarded import discarded
from codeward.calculators.measures import Amount, Strength, convert, measure, shown
from codeward.calculators.reasons import InputError, Reason, number
from codeward.errors import CodewardError, quoted

__all__ = ["BilledLine", "BillingUnit", "DrugUnits", "Payer", "billing_unit", "drug_units", "route_of"]

Payer = Literal["medicare", "other"]

ROUNDED = "Noridian Medicare, Modifier JZ (2024-03-20)"
SMALLEST = "CGS Medicare, Billing and Coding: JW and JZ Modifier Guidelines (2023-06-27)"


class BilledLine(NamedTuple):
    """One line of a claim."""

    code: str
    modifiers: tuple[str, ...]
    units: int

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {"code": self.code, "modifiers": list(self.modifiers), "units": self.units}


class DrugUnits(NamedTuple):
    """The answer: the claim's lines, what was opened and discarded, and why."""

    inputs: dict[str, Any]
    lines: tuple[BilledLine, ...]
    administered: int
    discarded: int
    opened: tuple[tuple[Amount, int], ...]
    opened_amount: Amount | None
    discarded_amount: Amount | None
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "inputs": self.inputs,
            "result": {
                "lines": [line.to_json() for line in self.lines],
                "administered_units": self.administered,
                "discarded_units": self.discarded,
                "opened": [{"container": _json(size), "count": count} for size, count in self.opened],
                "opened_amount": _json(self.opened_amount),
                "discarded_amount": _json(self.discarded_amount),
            },
            "reasons": [reason.to_json() for reason in self.reasons],
        }


class _Given(NamedTuple):
    code: str
    payer: Payer
    on: dt.date
    single_dose: bool
    separately_payable: bool
    measure: str
    route: str
    dispensed: bool


class BillingUnit(NamedTuple):
    """What one unit of a code is, and in which release of the HCPCS book it was read."""

    per: Amount
    release: str
    in_force: bool


def billing_unit(code: str, on: dt.date | None = None) -> BillingUnit:
    """Return what one unit of *code* is, as the HCPCS book for the date says.

    Raises InputError where the book states no unit, or where the code is no more on the date.
    """
    from codeward.codesets import books

    way = "Say what one unit is, such as 15 mg"
    try:
        book = books.open("hcpcs", on)
        facts = book[code].facts
    except CodewardError as e:
        raise InputError("per", f"the billing unit of {code} is not known: {e.message}", way) from e
    until = facts.get("effective_to")
    if until and (on or _today()).isoformat() > until:
        raise InputError("code", f"{code} was deleted after {until}", "Give the code in force on the date")
    unit = facts.get("unit")
    if not unit or "amount" not in unit:
        raise InputError("per", f"the HCPCS book states no amount for one unit of {code}", way)
    per = Amount(Decimal(str(unit["amount"])), measure(str(unit["unit"])))
    return BillingUnit(per, book.release.id, book.in_force)


def route_of(code: str, on: dt.date | None = None) -> str:
    """Return how the drug of *code* is given, as the HCPCS book for the date says; empty where it does not say."""
    from codeward.codesets import books

    concept = books.open("hcpcs", on).get(code)
    return str(concept.facts.get("route") or "") if concept is not None else ""


def drug_units(  # noqa: PLR0913 - keywords, each a thing the record says
    code: str,
    *,
    dose: Amount,
    per: Amount,
    containers: Sequence[Amount] = (),
    single_dose: bool = True,
    payer: Payer = "medicare",
    on: dt.date | None = None,
    strength: Strength | None = None,
    separately_payable: bool = True,
    route: str = "",
    dispensed: bool | None = None,
) -> DrugUnits:  # fmt: skip
    """Return the billing units of a *dose* of *code*, one unit of which is *per*.

    *containers* are the sizes that can be had, each in any number; *strength* leads from volume to drug; *route* is
    how the drug is given, in the HCPCS book's words; *dispensed* says that a supplier handed it out for the patient
    to take, by default where the route says so. Raises InputError, naming the input, where they cannot be compared.
    """
    if dispensed is None:
        dispensed = route in discarded().dispensed.routes
    given = _Given(
        code.strip().upper(),
        payer,
        on or _today(),
        single_dose,
        separately_payable,
        per.measure,
        route,
        dispensed,
    )
    _check(given, containers)
    unit = Fraction(per.value)
    dose_amount = convert(dose, per.measure, "dose", strength)
    administered = ceil(dose_amount / unit)
    reasons = [_administered(dose, dose_amount, per, administered)]
    opened: tuple[tuple[Amount, int], ...] = ()
    total: Fraction | None = None
    left = 0
    if containers:
        opened, total = _open(dose_amount, containers, per.measure, strength)
        reasons.append(_opened(opened))
    if single_dose and total is not None:
        left = max(0, floor(total / unit) - administered)
    lines, more = _lines(given, administered, left, total, dose_amount)
    return DrugUnits(
        inputs={
            "code": given.code,
            "dose": _json(dose),
            "per": _json(per),
            "containers": [_json(each) for each in containers],
            "strength": str(strength) if strength else None,
            "single_dose": single_dose,
            "separately_payable": separately_payable,
            "dispensed": dispensed,
            "payer": payer,
            "on": given.on.isoformat(),
        },
        lines=lines,
        administered=administered,
        discarded=0 if given.dispensed else left,
        opened=opened,
        opened_amount=None if total is None else Amount(shown(total), per.measure),
        discarded_amount=(
            Amount(shown(total - dose_amount), per.measure) if single_dose and total is not None else None
        ),
        reasons=(*reasons, *more),
    )


def _check(given: _Given, containers: Sequence[Amount]) -> None:
    if not given.code.isascii() or not given.code.isalnum() or len(given.code) != 5:
        raise InputError(
            "code", f"{quoted(given.code)} is not a HCPCS code", "Five characters, such as J1885"
        )
    if given.payer not in get_args(Payer):
        raise InputError("payer", f"{quoted(given.payer)} is not a payer here", "medicare or other")
    if given.single_dose and not containers:
        raise InputError(
            "vial",
            "a single-dose container has a size",
            "Say which can be had, such as 30 mg, or that it is a multi-dose container",
        )


def _administered(dose: Amount, amount: Fraction, per: Amount, units: int) -> Reason:
    even = amount == units * Fraction(per.value)
    same = "" if measure(dose.measure) == per.measure else f" is {shown(amount)} {per.measure}, which"
    how = "exactly" if even else "rounded up to the next whole unit:"
    return Reason(
        "administered", f"{dose}{same} at {per} a unit is {how} {units}.", discarded().cited("manual")
    )


def _open(
    dose: Fraction, containers: Sequence[Amount], to: str, strength: Strength | None
) -> tuple[tuple[tuple[Amount, int], ...], Fraction]:
    sizes = {convert(each, to, "vial", strength): each for each in reversed(containers)}
    chosen = least_waste(dose, tuple(sizes))
    return (
        tuple((sizes[size], count) for size, count in chosen),
        sum((size * count for size, count in chosen), Fraction(0)),
    )


def _opened(opened: Sequence[tuple[Amount, int]]) -> Reason:
    words = " and ".join(f"{count} of {size}" for size, count in opened)
    return Reason("containers", f"The least waste comes from opening {words}.", (SMALLEST,))


def _lines(
    given: _Given, administered: int, left: int, total: Fraction | None, dose: Fraction
) -> tuple[tuple[BilledLine, ...], tuple[Reason, ...]]:
    """Return the claim's lines, and why they carry JW, JZ or neither."""
    rules = discarded()

    def line(*modifiers: str, units: int = administered) -> BilledLine:
        return BilledLine(given.code, modifiers, units)

    if not given.single_dose or total is None:
        text = "A multi-dose container: only what was administered is billed, and neither JW nor JZ applies."
        return (line(),), (Reason("modifiers", text, rules.cited("manual", "faq")),)
    if given.payer != "medicare":
        text = "JW and JZ are Medicare's. Many other payers require them too: follow the payer's own policy."
        return (line(),), (Reason("modifiers", text, rules.cited("manual")),)
    reason = _neither(given)
    if reason is not None:
        return (line(),), (reason,)
    if given.dispensed:
        return _dispensed(given, line)
    if left:
        since = (
            f" required since {rules.jw_required.valid_from}"
            if given.on >= rules.jw_required.valid_from
            else f", before {rules.jw_required.valid_from.year} as the contractor asked"
        )
        units = "unit" if left == 1 else "units"
        text = (
            f"The amount left over is {shown(total - dose)} of {shown(total)}: {left} whole {units} beyond those "
            f"administered, on a line of its own with JW{since}. Both lines stay within what was opened."
        )
        return (line(), line("JW", units=left)), (
            Reason("modifiers", text, rules.cited(*rules.jw_required.source)),
        )
    return _nothing_discarded(given, line, exact=total == dose)


def _neither(given: _Given) -> Reason | None:
    """Return why Medicare takes neither JW nor JZ with the code on the date; None where it takes one of them."""
    rules = discarded()
    if not given.separately_payable:
        text = (
            "Not paid separately under Part B (packaged, inpatient, RHC or FQHC): neither JW nor JZ applies."
        )
        return Reason("modifiers", text, rules.cited("faq"))
    for row in rules.neither:
        if row.holds(given.code, given.route, given.measure, given.on):
            return Reason("modifiers", row.words, rules.cited(*row.source))
    return None


def _dispensed(given: _Given, line: Any) -> tuple[tuple[BilledLine, ...], tuple[Reason, ...]]:
    """Return the line of a drug that a supplier hands out: JZ since 2024, and nothing of what the patient leaves."""
    rules = discarded().dispensed
    sources = discarded().cited(*rules.source)
    if given.on < rules.jz_required:
        return (line(),), (Reason("modifiers", rules.before, sources),)
    text = f"{rules.since} {rules.prepared}" if given.on >= rules.jw_required else rules.since
    return (line("JZ"),), (Reason("modifiers", text, sources),)


def _nothing_discarded(
    given: _Given, line: Any, *, exact: bool
) -> tuple[tuple[BilledLine, ...], tuple[Reason, ...]]:
    rules = discarded()
    reasons = []
    if not exact:
        text = (
            "The amount left over does not fill one more billing unit; the units rounded up already cover it. "
            "One line, and no JW: a further unit would bill more than was opened."
        )
        reasons.append(Reason("discarded", text, (*rules.cited("manual", "faq"), ROUNDED)))
    required, allowed, edits = (
        row.valid_from for row in (rules.jz_required, rules.jz_allowed, rules.jz_edits)
    )
    if given.on < required:
        may = f"may be reported from {allowed} and must be" if given.on >= allowed else "is required"
        reasons.append(
            Reason("modifiers", f"No unit discarded; JZ {may} from {required}.", rules.cited("faq"))
        )
        return (line(),), tuple(reasons)
    checked = "" if given.on < edits else f"; since {edits} a claim without it is returned"
    text = f"No unit discarded from a single-dose container: JZ, required since {required}{checked}."
    sources = rules.cited("manual", "faq") if exact else (*rules.cited("faq"), ROUNDED)
    reasons.append(Reason("modifiers", text, sources))
    return (line("JZ"),), tuple(reasons)


def _json(value: Amount | None) -> dict[str, Any] | None:
    return None if value is None else {"amount": number(value.value), "unit": value.measure}


def _today() -> dt.date:
    from codeward.codesets.books import today

    return today()
