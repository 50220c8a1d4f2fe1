"""Facts of a case: rows of official lists that a chart brings along, for where the list itself is not installed.

A fact names the edition that it was read in. For a later day it answers "taken as unchanged"; for a day before its
edition it says nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from codeward.edits.finding import Checked, Source

__all__ = ["NONE", "CaseFact", "Facts", "Mue"]

NONE = "none"
"""The value of a fact that says: this edition of the list has no such row."""


class Mue(NamedTuple):
    """A medically unlikely edit: so many units, by this adjudication indicator (1 a line, 2 and 3 a day)."""

    units: int
    mai: int


class CaseFact(NamedTuple):
    """One row of a list, with the edition (its first day) that it was read in.

    Of pairs and add-on codes `codes` are columns 1 and 2, or add-on and primary; the value of a pair is its modifier
    indicator, of an add-on its type ("type 1"), of OPPS the status indicator, of the fee schedule the global days
    ("global 090"). "none" says that the list has no such row.
    """

    list: str
    edition: dt.date
    codes: tuple[str, ...]
    value: Mue | str

    @property
    def none(self) -> bool:
        """Whether it says that the list has no such row."""
        return self.value == NONE

    @property
    def source(self) -> Source:
        """Where a finding by this fact comes from: the edition, and the row as the chart brings it."""
        said = (
            self.value if isinstance(self.value, str) else f"{self.value.units} units, MAI {self.value.mai}"
        )
        return Source(self.list, self.edition.isoformat(), row=f"{' '.join(self.codes)} {said}")

    @property
    def told(self) -> str:
        """A sentence on where it comes from, for a reason."""
        return f"From this case, not from the list: edition {self.edition:%Y-%m}, taken as unchanged."

    def checked(self, rule: str) -> Checked:
        """Return that *rule* was asked by this fact."""
        return Checked(rule, self.list, f"{self.edition.isoformat()} (this case)")


class Facts:
    """The facts of a case, found by list and codes."""

    __slots__ = ("_rows",)

    def __init__(self, facts: Iterable[CaseFact] = ()) -> None:
        self._rows: dict[tuple[str, tuple[str, ...]], CaseFact] = {}
        for fact in sorted(facts, key=lambda each: each.edition):  # of two editions the newer one answers
            self._rows[fact.list, fact.codes] = fact

    def __bool__(self) -> bool:
        return bool(self._rows)

    def of(self, name: str, on: dt.date, *codes: str) -> CaseFact | None:
        """Return what the case knows of *codes* in the list *name* on the day *on*, or None where it is silent."""
        fact = self._rows.get((name, codes))
        return fact if fact is not None and fact.edition <= on else None
