"""Anesthesia on a claim: minutes stand in the units field, the modifier says who gave it, the calculator reckons it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from codeward.claims import Line
from codeward.codesets import cpt
from codeward.pricing import rules
from codeward.pricing.model import CannotPrice, PricedLine, Step, cents
from codeward.pricing.schedule import Schedule

__all__ = ["Anesthetic", "anesthesia", "anesthetics"]

# Who gave it, as the calculator asks: role, cases at once, directed.
_GIVEN: dict[str, tuple[str, int, bool]] = {
    "AA": ("physician", 0, False),
    "QY": ("physician", 1, False),
    "QK": ("physician", 2, False),
    "AD": ("physician", 5, False),
    "QX": ("anesthetist", 1, True),
    "QZ": ("anesthetist", 0, False),
}
_ADD_ON = frozenset({"01953", "01968", "01969"})  # beside another anesthesia code (CPT)
_MOST_MINUTES = 10_080


@dataclass(frozen=True, slots=True)
class Anesthetic:
    """A line of anesthesia reckoned by itself, with what one session is known by."""

    place: int
    session: tuple[date, str | None, str]
    base: Decimal
    priced: PricedLine


def anesthesia(place: int, line: Line, schedule: Schedule, day: date) -> Anesthetic:
    """Return the line with its amount. Raises CannotPrice without locality, factor, minutes, base or modifier."""
    from codeward.calculators import InputError
    from codeward.calculators.anesthesia import Case, reckon

    factor = schedule.indices.anesthesia
    if factor is None:
        raise CannotPrice(
            "Anesthesia has a conversion factor by locality"
            + (
                " and none is named"
                if not schedule.indices.id
                else f", and {schedule.indices.id} has none here"
            ),
            "Name the payment locality, such as 10112-00"
            if not schedule.indices.id
            else "Install the whole archive",
            list="localities",
        )
    named = [name for name in line.modifiers if name in _GIVEN]
    if len(named) != 1:
        raise CannotPrice(
            "Anesthesia needs one modifier that says who gave it", "Add AA, QK, QX, QY, QZ or AD"
        )
    role, cases, directed = _GIVEN[named[0]]
    minutes = line.units if line.units is not None else Decimal(0)
    if minutes != minutes.to_integral_value() or minutes > _MOST_MINUTES:
        raise CannotPrice("The units of anesthesia are minutes, and these cannot be", "Give whole minutes")
    try:
        found = reckon(
            Case(
                line.code.strip().upper(), int(minutes), conversion_factor=factor, role=role, concurrent=cases,
                directed=directed, monitored="QS" in line.modifiers, on=day,
            )
        )  # fmt: skip
    except InputError as error:
        raise CannotPrice(error.message, error.way_out) from None
    amount = found.amount or Decimal(0)
    steps = [
        Step("base units", f"{found.base.normalize():f}", found.base, "Base units of the procedure.", rules.ANESTHESIA),
        Step(
            "time units", f"+ {found.time.normalize():f}", found.total,
            f"{minutes:f} minutes at 15 a unit, to one decimal.", rules.ANESTHESIA,
        ),
        Step(
            "conversion factor", f"× {factor}", found.total * factor,
            f"Dollars a unit in {schedule.indices.id} {schedule.indices.name}.", rules.ANESTHESIA,
        ),
    ]  # fmt: skip
    said = next(reason for reason in found.reasons if reason.about == "modifier")
    steps.append(
        Step(
            f"modifier {named[0]}",
            f"× {(found.share * 100).normalize():f} %",
            amount,
            said.text,
            said.citation,
        )
    )
    priced = PricedLine(
        line.id, line.code.strip().upper(), line.modifiers, cents(amount), "anesthesia", "J",
        cpt.meaning("status", "J"), tuple(steps),
    )  # fmt: skip
    return Anesthetic(place, (day, line.rendering, role), found.base, priced)


def anesthetics(found: Sequence[Anesthetic]) -> Iterator[tuple[Anesthetic, PricedLine | CannotPrice]]:
    """Give each line its result: of two anesthesias of a session by one person none has an amount (section 50.G).

    Medicare pays the one with most base units, with the time of all, which two lines do not say. Add-on codes stand by
    themselves.
    """
    sessions: dict[object, int] = defaultdict(int)
    for each in found:
        sessions[each.session] += each.priced.code not in _ADD_ON
    for each in found:
        if sessions[each.session] > 1 and each.priced.code not in _ADD_ON:
            yield (
                each,
                CannotPrice(
                    "Two anesthesias on one day by the same person",
                    "Of one session report the code with the most base units, with all the time",
                ),
            )
        else:
            yield each, each.priced
