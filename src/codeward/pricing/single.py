"""One service by itself: the fee schedule amount, and what modifiers make of it before other services count.

The amount is the sum of each component's value times its index, times the conversion factor, to the cent as CMS
publishes it; what a modifier or another procedure does is reckoned from there, and rounded once more at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from codeward.claims import Claim, Line
from codeward.codesets import cpt, lists
from codeward.pricing import rules
from codeward.pricing.model import CannotPrice, Step, rounded
from codeward.pricing.schedule import Schedule, Values

__all__ = ["Work", "facility_of", "fee", "single", "valued"]

_ONE, _ZERO = Decimal(1), Decimal(0)
_PART = ("26", "TC", "53")
_SPLIT = {"54", "55", "56", "78"}
# Statuses that pay nothing by themselves, and those that are paid by something else than this schedule.
_NOTHING = frozenset("BIMNP")
_ELSEWHERE = {
    "C": "The contractor sets the amount, case by case",
    "E": "Paid outside the fee schedule, such as by a drug's average sales price",
    "X": "Paid outside the fee schedule, such as by the laboratory fee schedule",
}
_UNDIVIDED = {
    "26": "Modifier 26 does not fit: the schedule has no professional part of this service",
    "TC": "Modifier TC does not fit: the schedule has no technical part of this service",
}


@dataclass(slots=True)
class Work:
    """A line, in its place on the claim, on its way to an amount: `each` is what one procedure comes to so far.

    `count` is how often it is done.
    """

    place: int
    line: Line
    values: Values
    schedule: Schedule
    facility: bool
    each: Decimal = _ZERO
    count: Decimal = _ONE
    steps: list[Step] = field(default_factory=list)
    nothing: str = ""
    """Why the rules pay nothing for it; empty where they do."""

    def step(self, name: str, figure: str, reason: str, citation: tuple[str, ...]) -> None:
        """Add a step whose result is what the line comes to now."""
        self.steps.append(Step(name, figure, self.each, reason, citation))

    def times(self, share: Decimal, name: str, reason: str, citation: tuple[str, ...]) -> None:
        """Take a share of the amount, and say so."""
        self.each *= share
        self.step(name, f"× {percent(share)}", reason, citation)

    def pays_nothing(self, name: str, reason: str, citation: tuple[str, ...]) -> None:
        """Take everything off, and say why."""
        self.each, self.nothing = _ZERO, reason
        self.step(name, "× 0", reason, citation)


def percent(share: Decimal) -> str:
    """Return a share as people write it: "62.5 %"."""
    return f"{(share * 100).normalize():f} %"


def facility_of(claim: Claim, line: Line) -> bool:
    """Say whether the service was given where the facility rate is paid. Raises CannotPrice without a place."""
    code = line.place or claim.place
    place = None if code is None else lists.place_of_service.get(code)
    if place is None:
        raise CannotPrice(
            "The place of service decides the amount and is not said"
            if code is None
            else f"{code} is no place",
            "Give the place of service, such as 11 for an office",
        )
    return place.facility


def single(place: int, line: Line, values: Values, schedule: Schedule, *, facility: bool) -> Work:
    """Return the line in *place* of the claim with the amount of one procedure, its own modifiers reckoned.

    Raises CannotPrice where the schedule has no amount for it.
    """
    count = _ONE if line.units is None else line.units
    work = Work(place, line, values, schedule, facility, count=count)
    if values.status in _NOTHING:
        work.pays_nothing("status", f"{_status(values)}.", rules.SCHEDULE_STATUS)
        return work
    if values.status in _ELSEWHERE or values.status not in ("A", "R", "T"):
        raise CannotPrice(
            _ELSEWHERE.get(values.status, f"Status {values.status} has no amount in the schedule")
        )
    for modifier, why in (("52", "reduced"), ("53", "discontinued"), ("66", "team surgery")):
        if modifier in line.modifiers and values.modifier != modifier:
            raise CannotPrice(f"Modifier {modifier} ({why}): the contractor sets the amount by report")
    if facility and values.never[1]:
        raise CannotPrice(
            "The schedule has no amount for it in a facility (NA): the facility is paid for the technical part",
            "Report the professional part alone (26), if it was interpreted",
        )
    _reckon(work, schedule)
    _split(work)
    return work


def valued(line: Line, schedule: Schedule) -> Values:
    """Return the row of a line's code and part. Raises CannotPrice where the schedule has none."""
    code = line.code.strip().upper()
    whole = schedule.values(code)
    if whole is None:
        raise CannotPrice(f"{code} is not in Medicare's fee schedule", list="mpfs")
    for part in _PART:
        if part not in line.modifiers:
            continue
        found = schedule.values(code, part)
        if found is not None:
            return found
        if part in _UNDIVIDED and whole.status in ("A", "R", "T"):
            raise CannotPrice(_UNDIVIDED[part], "Take it off, or report the code of that part")
    return whole


def fee(values: Values, schedule: Schedule, *, facility: bool) -> Decimal:
    """Return the fee schedule amount in dollars, to the cent, with the cap on imaging."""
    plain = _sum(values, schedule, values.pe[facility], values.mp)
    pe, mp = values.cap[facility], values.cap[2]
    amount = rounded(plain * schedule.factor)
    return min(amount, rounded(_sum(values, schedule, pe, mp) * schedule.factor)) if pe or mp else amount


def _sum(values: Values, schedule: Schedule, pe: Decimal, mp: Decimal) -> Decimal:
    at = schedule.indices
    return values.work * at.work + pe * at.pe + mp * at.mp


def _reckon(work: Work, schedule: Schedule) -> None:
    """Add the steps of the formula, and the amount."""
    values, at, facility = work.values, schedule.indices, work.facility
    pe = values.pe[facility]
    where = f"in {at.id} {at.name}" if at.id else "as a national amount, without locality"
    setting = "in a facility" if facility else "outside a facility"
    running = _ZERO
    for name, value, index, why in (
        ("work", values.work, at.work, f"What the clinician's work is worth, {where}"),
        ("practice expense", pe, at.pe, f"What the practice costs {setting}, {where}"),
        ("malpractice", values.mp, at.mp, f"What the insurance costs, {where}"),
    ):
        running += value * index
        work.steps.append(
            Step(name, f"{_places(value, 2)} × {_places(index, 3)}", running, f"{why}.", rules.FORMULA)
        )
    if values.never[0] and not facility:
        work.steps[-2] = work.steps[-2]._replace(
            reason="Rarely done outside a facility (NA): the schedule gives the facility's figure.",
            citation=rules.PLACE,
        )
    work.each = rounded(running * schedule.factor)
    work.step(
        "conversion factor", f"× {schedule.factor}", "Dollars a relative value unit, to the cent.", rules.FACTORS
    )  # fmt: skip
    capped = fee(values, schedule, facility=facility)
    if capped < work.each:
        work.each = capped
        work.step(
            "imaging cap", f"≤ {capped}", "The technical part of imaging pays no more than a hospital gets.", rules.CAP
        )  # fmt: skip


def _places(value: Decimal, least: int) -> str:
    """Return a figure with at least so many decimal places, as CMS writes it."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # as it is finite
    return f"{value:.{max(least, -exponent)}f}"


def _split(work: Work) -> None:
    """Take the part of the surgical package that a modifier names (54, 55, 56, 78)."""
    named = sorted(_SPLIT & set(work.line.modifiers))
    if not named:
        return
    values = work.values
    if values.global_days not in ("010", "090"):
        if named == ["78"]:
            return  # no package to take a part of: the return to the operating room pays in full
        raise CannotPrice(
            f"Modifier {named[0]} does not fit: {values.code} has no surgical package of 10 or 90 days to share"
        )
    shares = {
        "54": (values.preoperative + values.intraoperative, "Surgery alone: the parts before and during it"),
        "55": (values.postoperative, "Care after surgery alone, all of its days"),
        "56": (values.preoperative, "Care before surgery alone"),
        "78": (values.intraoperative, "Return to the operating room for a complication: the surgery itself"),
    }
    if len(named) > 1:
        raise CannotPrice(f"Modifiers {' and '.join(named)} together: the contractor sets the amount")
    share, why = shares[named[0]]
    work.times(share, f"modifier {named[0]}", f"{why}.", rules.GLOBAL)


def _status(values: Values) -> str:
    said = cpt.meaning("status", values.status)
    return f"Status {values.status}: {said}" if said else f"Status {values.status}"
