"""What the record says of an encounter, and what the calculator makes of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args

from codeward.bounds import fits
from codeward.calculators.reasons import InputError, Reason, number
from codeward.errors import quoted

__all__ = [
    "CATEGORIES",
    "Category",
    "Data",
    "Decision",
    "Encounter",
    "Finding",
    "Judged",
    "Option",
    "Problem",
    "Test",
]

Category = Literal[
    "office", "home", "hospital", "same_day", "consultation", "nursing", "emergency", "critical_care",
    "discharge", "nursing_discharge", "preventive", "prolonged_other_day",
]  # fmt: skip
CATEGORIES: tuple[str, ...] = get_args(Category)
Payer = Literal["medicare", "other"]
DATA_LEVELS = ("minimal", "limited", "moderate", "extensive")
LEVEL_WORDS = ("minimal", "low", "moderate", "high")
MOST = 10_000


@dataclass(frozen=True)
class Problem:
    """So many problems of one kind that were addressed."""

    kind: str
    count: int = 1


@dataclass(frozen=True)
class Test:
    """A test that was ordered, or whose result was reviewed (`reviewed`), or that was interpreted independently.

    `separately_reported` where the one who reports the encounter reports the test too: its professional interpretation
    then earns no credit here, a laboratory result does;
    `ordered_before` where its order was counted at an earlier encounter.
    """

    code: str
    reviewed: bool = True
    interpreted: bool = False
    separately_reported: bool = False
    ordered_before: bool = False

    __test__ = False  # pytest: not a test of ours


@dataclass(frozen=True)
class Data:
    """The data that were reviewed and analyzed."""

    tests: tuple[Test, ...] = ()
    external_notes: tuple[str, ...] = ()
    independent_historian: bool = False
    discussion: bool = False


@dataclass(frozen=True)
class Encounter:
    """An encounter as the record has it. Problems, data and risk are a level each, or what was found.

    `minutes` is the practitioner's total time on the date; `minutes_separately_reported` of them belong to services
    reported on their own; `minutes_other_days` are those of the days around, which only Medicare's prolonged services
    of some categories count. `hours` is how long a stay of one date lasted. `split_shared` is a visit that a physician
    and another practitioner of the group gave between them; `minutes_by_other` of `minutes` are then those of the one
    who does not report it.
    """

    category: str
    on: dt.date
    payer: str = "other"
    patient: str | None = None
    last_seen: dt.date | None = None
    same_group: bool = True
    same_specialty: bool = True
    stage: str | None = None
    setting: str | None = None
    problems: tuple[Problem, ...] | str | None = None
    data: Data | str | None = None
    risk: tuple[str, ...] | str | None = None
    minutes: int | None = None
    minutes_separately_reported: int = 0
    minutes_other_days: int = 0
    staff_only: bool = False
    principal_physician: bool = False
    split_shared: bool = False
    minutes_by_other: int | None = None
    age: int | None = None
    hours: Decimal | None = None
    code: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, naming the field."""
        self._one_of("category", CATEGORIES)
        self._one_of("payer", get_args(Payer))
        self._one_of("patient", (None, "new", "established"))
        self._one_of("stage", (None, "initial", "subsequent"))
        self._one_of("setting", (None, "office", "inpatient", "nursing"))
        if isinstance(self.problems, str):
            self._one_of("problems", LEVEL_WORDS)
        if isinstance(self.data, str):
            self._one_of("data", DATA_LEVELS)
        if isinstance(self.risk, str):
            self._one_of("risk", LEVEL_WORDS)
        for name, most in (
            ("minutes", 1440), ("minutes_separately_reported", 1440), ("minutes_other_days", MOST),
            ("minutes_by_other", 1440), ("age", 130),
        ):  # fmt: skip
            value = getattr(self, name)
            if value is not None and not 0 <= value <= most:
                raise InputError(name, f"{quoted(value)} cannot be", f"Give a whole number from 0 to {most}")
        if self.hours is not None and not (fits(self.hours) and 0 <= self.hours <= 24):
            raise InputError(
                "hours", f"{quoted(self.hours)} cannot be", "A stay of one date has 0 to 24 hours"
            )
        if self.last_seen is not None and self.last_seen > self.on:
            raise InputError(
                "last_seen", f"{self.last_seen} is after the encounter", "Give an earlier service's date"
            )
        for name in ("minutes_separately_reported", "minutes_by_other"):
            if (getattr(self, name) or 0) > (self.minutes or 0):
                raise InputError(
                    name, "is more than the minutes in all", "Give the total with them in minutes"
                )
        if self.minutes_by_other is not None and not self.split_shared:
            raise InputError(
                "minutes_by_other", "the visit is not split or shared", "Say that it is, or leave them out"
            )

    def _one_of(self, name: str, allowed: tuple[str | None, ...]) -> None:
        if getattr(self, name) not in allowed:
            words = ", ".join(word for word in allowed if word)
            raise InputError(name, f"{quoted(getattr(self, name))} is not known", f"One of: {words}")

    @property
    def minutes_counted(self) -> int | None:
        """Return the minutes of the date that count for this encounter."""
        return None if self.minutes is None else self.minutes - self.minutes_separately_reported

    def to_json(self) -> dict[str, Any]:
        """Return what was asked, as JSON that `em.read_encounter` reads."""
        return {each.name: _jsoned(getattr(self, each.name)) for each in fields(self)}


def _jsoned(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, (Problem, Test, Data)):
        return {each.name: _jsoned(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_jsoned(each) for each in value]
    return value


class Judged(NamedTuple):
    """One element of decision making: the level it reaches, and why."""

    name: str
    level: str
    word: str
    decides: bool
    reason: str
    citation: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "element": self.name, "level": self.word, "decision_making": self.level, "decides": self.decides,
            "reason": self.reason, "citation": list(self.citation),
        }  # fmt: skip


class Option(NamedTuple):
    """A code that one method leads to."""

    code: str
    method: str
    level: str | None = None
    minutes: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return self._asdict()


class Finding(NamedTuple):
    """What is reported: a code, its modifiers and units."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {"code": self.code, "modifiers": list(self.modifiers), "units": self.units}


@dataclass(frozen=True)
class Decision:
    """The code, how it was chosen, what else was possible, and why.

    `code` is None where nothing that was documented leads to one. `lines` begin with the code; add-ons follow.
    """

    encounter: Encounter
    code: str | None
    method: str | None
    lines: tuple[Finding, ...] = ()
    level: str | None = None
    patient: str | None = None
    alternatives: tuple[Option, ...] = ()
    elements: tuple[Judged, ...] = ()
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def agrees(self) -> bool | None:
        """Say whether the code that was asked about is the one decided on; None where none was."""
        asked = self.encounter.code
        return None if asked is None else asked.strip().upper() == self.code

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "inputs": self.encounter.to_json(),
            "result": {
                "code": self.code,
                "method": self.method,
                "level": self.level,
                "patient": self.patient,
                "lines": [line.to_json() for line in self.lines],
                "alternatives": [option.to_json() for option in self.alternatives],
                "elements": [element.to_json() for element in self.elements],
                "agrees": self.agrees,
            },
            "reasons": [reason.to_json() for reason in self.reasons],
        }
