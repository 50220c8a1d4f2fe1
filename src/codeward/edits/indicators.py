"""What Medicare's fee schedule says of a code on a day: by the list installed for that day, else by what comes along.

CMS's facts about single numbers that come with Codeward are those of July 2024. They answer from that day on, named by
their edition and taken as unchanged; for days before it, and for numbers that they do not have, only the list can say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from codeward.codesets import Book, BookFile, Shelf, cpt
from codeward.edits.finding import Checked, Source

__all__ = ["LIST", "Indicators", "indicators_of"]

LIST = "mpfs"
# The list's names for what the facts of the CPT book call so.
_NAMES = {
    "status": "status", "global_days": "global", "pc_tc": "pc_tc", "multiple_procedure": "multiple",
    "bilateral": "bilateral", "assistant": "assistant", "co_surgeons": "co_surgeons", "team_surgeons": "team",
}  # fmt: skip
_OWN_FILE = "facts.csv"


@dataclass(frozen=True, slots=True, eq=False)
class Indicators:
    """The indicators of a code by their names in the CPT book's facts, and which edition of which list says so.

    The same code of the same book is the same object, so that what was worked out from it can be kept.
    """

    code: str
    values: Mapping[str, str]
    edition: str
    file: str | None

    def get(self, name: str) -> str:
        """Return the value of an indicator; nothing where the list has none."""
        return self.values.get(name, "")

    def source(self, *names: str) -> Source:
        """Return the row that a finding rests on: the code with the indicators *names*."""
        return _source(self, names)

    def checked(self, rule: str) -> Checked:
        """Return that *rule* was asked by this list."""
        return Checked(rule, LIST, self.edition)


@lru_cache(maxsize=16384)
def _source(known: Indicators, names: tuple[str, ...]) -> Source:
    said = "; ".join(f"{name.replace('_', ' ')} {known.get(name)}" for name in names)
    return Source(LIST, known.edition, known.file, f"{known.code} {said}")


def indicators_of(code: str, day: dt.date, shelf: Shelf) -> Indicators | None:
    """Return what the fee schedule says of *code* on *day*, or None where nobody here knows."""
    book = shelf.find_listed(LIST, day)
    if book is None:
        return _own(code, day)
    if code not in book:
        return None
    return _listed(book.file, code, book.release.id)


@lru_cache(maxsize=16384)
def _listed(file: BookFile, code: str, edition: str) -> Indicators:
    facts = Book(file, in_force=True)[code].facts
    values = {ours: str(facts[theirs]) for ours, theirs in _NAMES.items() if facts.get(theirs)}
    return Indicators(code, values, edition, None)


@lru_cache(maxsize=8192)
def _own(code: str, day: dt.date) -> Indicators | None:
    facts: dict[str, Any] = cpt.facts(code)
    edition = facts.get("indicators_from")
    if edition is None or day.isoformat() < edition:
        return None
    values = {name: str(facts[name]) for name in _NAMES if facts.get(name)}
    if facts.get("add_on"):
        values["add_on"] = "yes"
    return Indicators(code, values, edition, _OWN_FILE)
