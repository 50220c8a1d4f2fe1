"""The rules as data: which codes, minutes, problems, risks and thresholds, each row with dates and sources."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "LEVELS",
    "Code",
    "Deleted",
    "Element",
    "Group",
    "Level",
    "Prolonged",
    "Shared",
    "Studies",
    "Timed",
    "cited",
    "deleted_rows",
    "elements",
    "groups",
    "others",
    "prolonged_rows",
    "shared_rows",
    "studies",
]

Level = Literal["straightforward", "low", "moderate", "high"]
LEVELS: tuple[Level, ...] = ("straightforward", "low", "moderate", "high")
Dated = TypeVar("Dated", bound="_Dated")


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _Dated(_Data):
    valid_from: dt.date = Field(default=dt.date.min, alias="from")
    valid_to: dt.date = Field(default=dt.date.max, alias="to")
    source: tuple[str, ...] = ()

    def holds(self, on: dt.date) -> bool:
        """Say whether the row is in force on *on*."""
        return self.valid_from <= on <= self.valid_to


class Minutes(_Dated):
    """The least minutes that lead to a code, while the row is in force."""

    least: int


class Code(_Data):
    """One code of a group."""

    code: str
    levels: tuple[Level, ...]
    minutes: tuple[Minutes, ...] = ()

    def least(self, on: dt.date) -> Minutes | None:
        """Return the least minutes in force on *on*; None where the code is not chosen by time."""
        return next((row for row in self.minutes if row.holds(on)), None)


class Group(_Dated):
    """The codes of one kind of encounter, from the lowest to the highest."""

    category: str
    kind: str | None
    staff_only: str | None = None
    codes: tuple[Code, ...]


class Element(_Dated):
    """What raises the problems or the risk to a level."""

    id: str
    words: str
    count: int = 1
    level: Level
    only: tuple[str, str] | None = None


class Prolonged(_Dated):
    """An add-on for time beyond the highest code."""

    payer: str
    code: str
    primary: str = Field(alias="with")
    threshold: int
    before: int = 0
    after: int = 0


class DeletedRow(_Data):
    """Codes that are no more, what else to say of them, and who says so."""

    codes: tuple[str, ...]
    words: str = ""
    source: tuple[str, ...]


class Deleted(NamedTuple):
    """A code that is no more: its last day, what is reported in its place, and who says so."""

    code: str
    last: dt.date
    instead: tuple[str, ...]
    words: str
    source: tuple[str, ...]


class Panel(_Data):
    """A test that is made of others: `parts` are codes, or words for an element without a code of its own."""

    code: str
    name: str
    parts: tuple[str, ...]
    source: tuple[str, ...]


class Range(_Data):
    """Codes from one to another, both included."""

    first: str = Field(alias="from")
    last: str = Field(alias="to")

    def holds(self, code: str) -> bool:
        """Say whether *code* lies between the two, of the same kind: 00100 is not among 0001U to 9999U."""
        alike = code[-1] == self.last[-1] or (code[-1].isdigit() and self.last[-1].isdigit())
        return alike and self.first <= code <= self.last


class ResultsOnly(_Data):
    """Tests that give a result and ask for no professional interpretation."""

    source: tuple[str, ...]
    ranges: tuple[Range, ...]
    but: frozenset[str]

    def holds(self, code: str) -> bool:
        """Say whether *code* is such a test."""
        return code not in self.but and any(row.holds(code) for row in self.ranges)


class NoTest(_Data):
    """What has a code and is no test for the level of an encounter."""

    source: tuple[str, ...]
    codes: frozenset[str]


class Studies(_Data):
    """Which tests count as data: panels with their parts, results without interpretation, and what is no test."""

    version: Literal[1] = Field(alias="schema")
    source: tuple[str, ...]
    panels: tuple[Panel, ...]
    results_only: ResultsOnly
    no_test: NoTest


class Shared(_Dated):
    """Who reports a visit that a physician and another practitioner of the group shared, and with which modifier."""

    payer: str
    modifier: str | None
    words: str
    time_only: tuple[str, ...]
    never: tuple[str, ...]
    notes: dict[str, str]


class Step(_Data):
    """A code from so many minutes on; `each` further minutes are one more unit."""

    code: str
    least: int = 0
    threshold: int = 0
    each: int = 0


class Timed(_Dated):
    """Codes chosen by minutes alone: a first, then either a longer one or further units."""

    category: str
    payer: str | None = None
    first: Step
    longer: Step | None = None
    further: Step | None = None


class Preventive(_Data):
    """Preventive visits of one band of age."""

    from_age: int
    to_age: int | None
    new: str
    established: str


class Others(_Data):
    """Codes by minutes alone or by age, and the words of every source."""

    version: Literal[1] = Field(alias="schema")
    timed: tuple[Timed, ...]
    preventive: tuple[Preventive, ...]
    preventive_source: tuple[str, ...]
    sources: dict[str, str]


@lru_cache
def _read(name: str) -> dict[str, Any]:
    raw = yaml.safe_load(files("codeward.calculators.em").joinpath("data", name).read_bytes())
    assert isinstance(raw, dict)
    return raw


@lru_cache
def groups() -> tuple[Group, ...]:
    """Return the groups of levelled codes."""
    return tuple(Group.model_validate(row) for row in _read("levels.yaml")["groups"])


@lru_cache
def elements(which: Literal["problems", "risk"]) -> tuple[Element, ...]:
    """Return what raises the problems or the risk."""
    return tuple(Element.model_validate(row) for row in _read("elements.yaml")[which])


@lru_cache
def prolonged_rows() -> tuple[Prolonged, ...]:
    """Return the add-ons for time beyond the highest code."""
    return tuple(Prolonged.model_validate(row) for row in _read("prolonged.yaml")["rows"])


@lru_cache
def deleted_rows() -> tuple[DeletedRow, ...]:
    """Return the codes that are no more."""
    return tuple(DeletedRow.model_validate(row) for row in _read("deleted.yaml")["rows"])


@lru_cache
def studies() -> Studies:
    """Return which tests count as data."""
    return Studies.model_validate(_read("studies.yaml"))


@lru_cache
def shared_rows() -> tuple[Shared, ...]:
    """Return the rules of split or shared visits."""
    return tuple(Shared.model_validate(row) for row in _read("shared.yaml")["rows"])


@lru_cache
def others() -> Others:
    """Return codes by minutes alone or by age, and the sources."""
    return Others.model_validate(_read("other.yaml"))


def cited(*keys: str) -> tuple[str, ...]:
    """Return the words of the sources *keys*, each once."""
    return tuple(dict.fromkeys(others().sources[key] for key in keys))
