"""A hospital outpatient claim by its status indicators: what is packaged, what is paid inpatient only, and the rate.

A first stage: what a line pays beside others (comprehensive groups, conditional packaging, half pay of a second
procedure, wage index) is not reckoned, so a national rate is shown and no amount.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from codeward.claims import Claim, Line
from codeward.pricing import rules
from codeward.pricing.model import CannotPrice, PricedLine, Step, Unpriced, cents
from codeward.pricing.schedule import Lists

__all__ = ["INDICATORS", "outpatient"]

# Addendum D1 of the OPPS final rule, in our words.
INDICATORS: Final[dict[str, str]] = {
    "A": "paid by another fee schedule than the outpatient one",
    "B": "not recognized on an outpatient claim; another code may be",
    "C": "paid to a hospital only for inpatients",
    "D": "code is no more",
    "E1": "not covered, or not paid by Medicare",
    "E2": "no price is set, as there are no claims to set it by",
    "F": "bought at reasonable cost",
    "G": "drug or biological with pass-through payment",
    "H": "device with pass-through payment",
    "H1": "medical device that spares opioids, paid apart",
    "J1": "comprehensive: one payment takes in nearly all else on the claim",
    "J2": "comprehensive where certain services meet, such as observation",
    "K": "drug or biological paid apart",
    "K1": "drug that spares opioids, paid apart",
    "L": "vaccine against influenza, pneumonia, hepatitis B or COVID-19, at reasonable cost",
    "M": "not billable to the hospital's contractor",
    "N": "packaged into other services, never paid apart",
    "P": "partial hospitalization or intensive outpatient day",
    "Q1": "packaged where a service of S, T or V is on the claim",
    "Q2": "packaged where a service of T is on the claim",
    "Q3": "may be paid as part of a composite",
    "Q4": "laboratory test, packaged beside other hospital services",
    "R": "blood or blood product",
    "S": "paid in full, beside others too",
    "S1": "skin substitute, paid apart beside others",
    "T": "paid in full once, half for others of its kind on the day",
    "U": "brachytherapy source",
    "V": "clinic or emergency visit",
    "Y": "equipment, billed to another contractor",
}


def outpatient(claim: Claim, lists: Lists) -> tuple[list[PricedLine], list[Unpriced]]:
    """Return the lines of *claim* in order with their status indicators; amounts only where a line pays nothing."""
    lines: list[PricedLine] = []
    unpriced: list[Unpriced] = []
    for line in claim.lines:
        try:
            priced, why = _line(claim, line, lists)
        except CannotPrice as error:
            priced = PricedLine(line.id, line.code.strip().upper(), line.modifiers, None, "none", "", "", ())
            why = error
        lines.append(priced)
        if why is not None:
            told = f"{why.message}. {why.way_out}." if why.way_out else f"{why.message}."
            unpriced.append(Unpriced(line.id, priced.code, told, why.list, why.command or None))
    return lines, unpriced


def _line(claim: Claim, line: Line, lists: Lists) -> tuple[PricedLine, CannotPrice | None]:
    code = line.code.strip().upper()
    book = lists.book("opps", claim.day_of(line))
    concept = book.get(code)
    if concept is None:
        raise CannotPrice(f"{code} is not in Medicare's list of outpatient services", list="opps")
    facts = concept.facts
    status = str(facts["status"]).strip().upper()
    meaning = INDICATORS.get(status, "")
    rate = _rate(facts.get("payment"))
    apc = f", APC {facts['apc']}" if facts.get("apc") else ""
    citation = {"N": rules.PACKAGED, "C": rules.INPATIENT_ONLY}.get(status, rules.APC)
    reason = f"Status indicator {status}{apc}: {meaning or 'see Addendum D1'}."
    pays_nothing = status in ("N", "C")
    step = Step("status indicator", "× 0" if pays_nothing else status, rate or Decimal(0), reason, citation)
    if pays_nothing:
        step = step._replace(after=Decimal(0))
        return PricedLine(
            line.id, code, line.modifiers, 0, "outpatient", status, meaning, (step,), reason
        ), None
    shown = cents(rate) if rate is not None else None
    priced = PricedLine(
        line.id, code, line.modifiers, None, "outpatient", status, meaning, (step,), "", shown
    )
    return priced, CannotPrice(
        f"Status indicator {status}: what it pays depends on the rest of the claim and on the hospital's wages, "
        "which are not reckoned here",
        "" if shown is None else "The rate shown is the national one",
    )


def _rate(written: object) -> Decimal | None:
    try:
        return Decimal(str(written)) if written else None
    except InvalidOperation:
        return None
