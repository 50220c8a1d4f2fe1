"""What Medicare asks of a drug's leftovers, as data: since when JW and JZ, and what takes neither."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Discarded", "Dispensed", "Neither", "Since", "discarded"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Since(_Data):
    """A rule and the first day it holds."""

    valid_from: dt.date = Field(alias="from")
    source: tuple[str, ...]


class Neither(_Data):
    """What takes neither JW nor JZ, and why."""

    id: str
    words: str
    codes: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    measure: str | None = None
    valid_from: dt.date = Field(default=dt.date.min, alias="from")
    valid_to: dt.date = Field(default=dt.date.max, alias="to")
    source: tuple[str, ...]

    def holds(self, code: str, route: str, measure: str, on: dt.date) -> bool:
        """Say whether the row is about a drug of this code, given this way and so measured, on the date."""
        if not self.valid_from <= on <= self.valid_to:
            return False
        return (
            route in self.routes or measure == self.measure or any(_within(code, each) for each in self.codes)
        )


class Dispensed(_Data):
    """Drugs that a supplier hands out and that the patient takes at home."""

    routes: tuple[str, ...]
    jz_required: dt.date
    jw_required: dt.date
    before: str
    since: str
    prepared: str
    source: tuple[str, ...]


class Discarded(_Data):
    """All rules on what is left of a drug."""

    version: Literal[1] = Field(alias="schema")
    jw_required: Since
    jz_allowed: Since
    jz_required: Since
    jz_edits: Since
    neither: tuple[Neither, ...]
    dispensed: Dispensed
    sources: dict[str, str]

    def cited(self, *keys: str) -> tuple[str, ...]:
        """Return the words of the sources *keys*."""
        return tuple(self.sources[key] for key in keys)


def _within(code: str, codes: str) -> bool:
    first, _, last = codes.partition("-")
    return first <= code <= (last or first)


@lru_cache(maxsize=1)
def discarded() -> Discarded:
    """Return the rules."""
    raw = yaml.safe_load(files("codeward.calculators").joinpath("data", "discarded.yaml").read_bytes())
    return Discarded.model_validate(raw)
