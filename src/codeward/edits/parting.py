"""What parts two services that are else paid as one: NCCI's modifiers with dates, and what the record must show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from codeward.edits.finding import Bypass
from codeward.edits.serviceset import ServiceSet

__all__ = ["Parting", "PartingFile", "bypass_of"]


class _Data(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True, defer_build=True
    )


class Parting(_Data):
    """Modifiers that part a pair in one way. `places`: they name a side, a finger, an eyelid, a vessel."""

    modifiers: tuple[str, ...]
    valid_from: dt.date = Field(alias="from")
    places: bool = False
    shows: str


class PartingFile(_Data):
    """All of them, and since when a modifier on either code of a pair counts."""

    version: Literal[1] = Field(alias="schema")
    either_since: dt.date
    visits: ServiceSet
    groups: tuple[Parting, ...]
    of_procedures: frozenset[str]

    def on(self, day: dt.date) -> dict[str, Parting]:
        """Return the modifiers that part a pair on *day*, each with its group."""
        return {name: one for one in self.groups if one.valid_from <= day for name in one.modifiers}

    def shows(self, modifiers: Iterable[str]) -> str:
        """Return what the record must show for *modifiers*: a clause for each way of parting, in their order."""
        found: dict[str, list[str]] = {}
        for name in modifiers:
            for one in self.groups:
                if name in one.modifiers:
                    found.setdefault(one.shows, []).append(name)
        if len(found) < 2:
            return "".join(found)
        clauses = (f"{', '.join(names)}: {shows.rstrip('.')}" for shows, names in found.items())
        return "; ".join(clauses) + "."


def bypass_of(modifiers: tuple[str, ...], where: str, file: PartingFile) -> Bypass:
    """Return the way past a finding: the modifiers, where they would stand, and what the record must then show."""
    return Bypass(modifiers, where, file.shows(modifiers))
