"""Anesthesia: base, time and modifying units, medical direction, and what they come to.

    reckon(Case("00790", minutes=95, base=Decimal(7), conversion_factor=Decimal("20.50")))

Medicare pays base and time units (Claims Processing Manual, ch. 12 §50; 42 CFR 414.46) and nothing for physical status
or qualifying circumstances; other payers pay these as they have agreed. Directing two to four cases, or one, pays half
to each of the two professionals; more than four is supervision.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any, NamedTuple

from codeward.calculators.anesthesia_case import Case
from codeward.calculators.anesthesia_rules import (
    ANESTHETISTS,
    CIRCUMSTANCES,
    DIRECTION,
    FEE_SCHEDULE,
    GUIDE,
    HALF,
    INCLUDED,
    MANUAL,
    PAYMENT,
    STATUS,
    STEPS,
    UNTIMED,
)  # fmt: skip
from codeward.calculators.measures import plain
from codeward.calculators.reasons import InputError, Reason, number
from codeward.errors import CodewardError

__all__ = [
    "CIRCUMSTANCES",
    "STATUS",
    "STEPS",
    "Base",
    "Case",
    "ClaimLine",
    "Reckoned",
    "base_units",
    "reckon",
]


class ClaimLine(NamedTuple):
    """A line of the claim: anesthesia is reported in minutes, a qualifying circumstance in units."""

    code: str
    modifiers: tuple[str, ...]
    minutes: int | None
    units: int | None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {**self._asdict(), "modifiers": list(self.modifiers)}


class _Modifier(NamedTuple):
    """How the case was given: the modifier, the share it pays, and why. None: it cannot be reported this way."""

    name: str | None
    share: Decimal
    reason: Reason


@dataclass(frozen=True)
class Reckoned:
    """The units, the lines, the amount where a conversion factor was given, and why."""

    case: Case
    modifier: str | None
    lines: tuple[ClaimLine, ...]
    base: Decimal
    time: Decimal
    status: int
    circumstances: int
    total: Decimal
    share: Decimal
    amount: Decimal | None
    counterpart: tuple[str, Decimal | None] | None
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        done = self.case.steps
        return {
            "inputs": self.case.to_json(),
            "result": {
                "modifier": self.modifier,
                "lines": [line.to_json() for line in self.lines],
                "base_units": number(self.base),
                "time_units": number(self.time),
                "status_units": self.status,
                "circumstance_units": self.circumstances,
                "total_units": number(self.total),
                "share": number(self.share),
                "amount": number(self.amount),
                "counterpart": (
                    {"modifier": self.counterpart[0], "amount": number(self.counterpart[1])}
                    if self.counterpart
                    else None
                ),
                "medical_direction": [
                    {"step": step, "words": words, "done": None if done is None else step in done}
                    for step, words in STEPS.items()
                ],
            },
            "reasons": [reason.to_json() for reason in self.reasons],
        }


class Base(NamedTuple):
    """Base units of a code, where they are from, and how that was checked."""

    units: Decimal
    source: str
    verified: str


def base_units(code: str, on: dt.date | None = None) -> Base:
    """Return the base units of an anesthesia code, as the CPT book's facts have them. Raises InputError."""
    from codeward.codesets import books

    way = "Give the base units, such as 7"
    try:
        facts = books.open("cpt", on)[code].facts
    except CodewardError as e:
        raise InputError("base", f"the base units of {code} are not known: {e.message}", way) from e
    if facts.get("base_units") is None:
        raise InputError("base", f"the CPT book states no base units for {code}", way)
    return Base(
        Decimal(str(facts["base_units"])),
        facts.get("base_units_source", ""),
        facts.get("base_units_verified", ""),
    )


def _base(case: Case) -> tuple[Decimal, Reason]:
    if case.base is not None:
        return case.base, Reason("base", f"{plain(case.base)} base units, as given.", (MANUAL, PAYMENT))
    found = base_units(case.code, case.on)
    checked = f" ({found.verified})" if found.verified else ""
    text = f"{case.code} has {plain(found.units)} base units{checked}."
    return found.units, Reason("base", text, (found.source or MANUAL, PAYMENT))


def reckon(case: Case) -> Reckoned:
    """Return the units of *case*, what they come to, and why. Raises InputError where the base is not known."""
    how = _modifier(case)
    reasons = [how.reason]
    if how.name == "AD":
        time, status, circumstances = Decimal(1 if case.at_induction else 0), 0, 0
        base = Decimal(3)
        circumstance_lines: tuple[ClaimLine, ...] = ()
    else:
        base, reason = _base(case)
        reasons.append(reason)
        time, reason = _time(case)
        reasons.append(reason)
        status, circumstances, circumstance_lines, more = _modifying(case)
        reasons += more
    total = base + time + status + circumstances
    modifiers = _modifiers(case, how)
    amount = _money(total, case.conversion_factor, how.share) if how.name else None
    if amount is not None:
        share = " × 50 %" if how.share == HALF else ""
        text = f"{plain(total)} units × {case.conversion_factor}{share} = {amount}, to the cent."
        reasons.append(Reason("amount", text, (MANUAL, PAYMENT)))
    return Reckoned(
        case=case,
        modifier=how.name,
        lines=(ClaimLine(case.code, modifiers, case.minutes, None), *circumstance_lines) if how.name else (),
        base=base,
        time=time,
        status=status,
        circumstances=circumstances,
        total=total,
        share=how.share,
        amount=amount,
        counterpart=_counterpart(how, amount),
        reasons=tuple(reasons),
    )


def _modifier(case: Case) -> _Modifier:
    if case.role == "anesthetist":
        return _anesthetist(case)
    count = case.concurrent
    if count == 0:
        return _said(
            "AA", Decimal(1), "The physician gave the anesthesia in person: AA, paid in full.", MANUAL
        )
    if count > 4:
        text = f"{count} cases at once, more than four, are supervision: AD, three base units and no time"
        text += (
            ", and one unit more for presence at induction."
            if case.at_induction
            else "; not present at induction."
        )
        return _said("AD", Decimal(1), text, MANUAL, PAYMENT)
    missing = [step for step in STEPS if case.steps is not None and step not in case.steps]
    if missing:
        words = "; ".join(STEPS[step] for step in missing)
        text = f"Not medical direction, because these of the seven steps are not documented: {words}."
        return _said(None, Decimal(0), text, DIRECTION, MANUAL)
    name = "QY" if count == 1 else "QK"
    cases = "one case" if count == 1 else f"{count} cases at once"
    checked = "" if case.steps else " All seven steps of medical direction must be documented."
    return _said(name, HALF, f"Directing {cases}: {name}, paid at 50 %.{checked}", MANUAL, DIRECTION)


def _anesthetist(case: Case) -> _Modifier:
    if not case.directed:
        return _said(
            "QZ", Decimal(1), "The anesthetist without medical direction: QZ, paid in full.", ANESTHETISTS
        )
    if case.concurrent > 4:
        raise InputError(
            "concurrent",
            "with more than four cases at once the physician supervises and does not direct",
            "Ask the payer which modifier the anesthetist reports beside AD",
        )
    return _said("QX", HALF, "The anesthetist under a physician's direction: QX, paid at 50 %.", ANESTHETISTS)


def _said(name: str | None, share: Decimal, text: str, *citation: str) -> _Modifier:
    return _Modifier(name, share, Reason("modifier", text, citation))


def _time(case: Case) -> tuple[Decimal, Reason]:
    if case.code in UNTIMED:
        return Decimal(0), Reason("time", f"{case.code} {UNTIMED[case.code]}: no time units.", (MANUAL,))
    exact = Decimal(case.minutes) / case.minutes_per_unit
    if case.time_rule == "whole":
        units = exact.to_integral_value(ROUND_UP)
        how, sources = "rounded up to whole units, as the payer asks", (GUIDE,)
    else:
        units = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        how, sources = "to one decimal", (MANUAL,)
    text = f"{case.minutes} minutes at {case.minutes_per_unit} a unit are {plain(units)} units, {how}."
    return units, Reason("time", text, sources)


def _modifying(case: Case) -> tuple[int, int, tuple[ClaimLine, ...], list[Reason]]:
    """Return the units of physical status and of circumstances, the lines of the latter, and why."""
    reasons: list[Reason] = []
    if case.payer == "medicare":
        if case.status or case.circumstances:
            text = "Medicare pays no units for physical status, and qualifying circumstances are bundled."
            reasons.append(Reason("modifying", text, (MANUAL, FEE_SCHEDULE)))
        return 0, 0, (), reasons
    status = STATUS.get(case.status or "", 0)
    if case.status:
        reasons.append(
            Reason("status", f"{case.status} adds {status} units, where the payer pays them.", (GUIDE,))
        )
    lines = []
    units = 0
    for code in case.circumstances:
        if code in INCLUDED.get(case.code, ()):
            text = f"{code} is not reported with {case.code}, which already says so."
            reasons.append(Reason("circumstances", text, (GUIDE,)))
            continue
        worth, words = CIRCUMSTANCES[code]
        units += worth
        lines.append(ClaimLine(code, (), None, 1))
        reasons.append(Reason("circumstances", f"{code}, {words}, adds {worth} units.", (GUIDE,)))
    return status, units, tuple(lines), reasons


def _modifiers(case: Case, how: _Modifier) -> tuple[str, ...]:
    """Return the line's modifiers: the one that decides payment first."""
    names = [how.name, "QS" if case.monitored else None, case.status if case.payer != "medicare" else None]
    return tuple(name for name in names if name)


def _money(units: Decimal, factor: Decimal | None, share: Decimal) -> Decimal | None:
    return None if factor is None else (units * factor * share).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _counterpart(how: _Modifier, amount: Decimal | None) -> tuple[str, Decimal | None] | None:
    """Return the other professional's modifier and amount. Each claim is reckoned, and rounded, on its own."""
    other = {"QK": "QX", "QY": "QX", "QX": "QK or QY"}.get(how.name or "")
    return (other, amount) if other else None
