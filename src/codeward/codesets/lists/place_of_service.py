"""Place of service codes: where care was given, and whether Medicare pays the practitioner the facility rate there.

CMS's Place of Service Code Set; Medicare Claims Processing Manual (Pub. 100-04), chapter 26, section 10.5, and
chapter 12, section 20.4.2 for the facility rate. Names and explanations are ours. Codes that CMS leaves unassigned
are no codes here.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = ["Place", "all_of", "get"]


class Place(NamedTuple):
    """One place. `facility` says that the practitioner is paid the facility rate of the fee schedule."""

    code: str
    name: str
    explanation: str
    facility: bool
    effective_from: date | None
    source: str
    verified: str

    def in_force(self, on: date) -> bool:
        """Say whether the code may be used for a service on that day."""
        return self.effective_from is None or self.effective_from <= on

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape; the words are ours (`gloss`)."""
        begins = self.effective_from.isoformat() if self.effective_from else None
        return {**self._asdict(), "effective_from": begins, "gloss": True}


@lru_cache(maxsize=1)
def _places() -> dict[str, Place]:
    text = (
        files("codeward.codesets.lists").joinpath("data", "place-of-service.csv").read_text(encoding="utf-8")
    )
    rows = (row for row in csv.DictReader(text.splitlines()) if row["source"])
    return {
        row["code"]: Place(
            row["code"], row["name"], row["explanation"], row["facility"] == "yes",
            date.fromisoformat(row["from"]) if row["from"] else None, row["source"], row["verified"],
        )
        for row in rows
    }  # fmt: skip


def all_of(on: date | None = None) -> tuple[Place, ...]:
    """Return the places in the order of their codes, those in force on that day where one is given."""
    return tuple(place for place in _places().values() if on is None or place.in_force(on))


def get(code: str | int, on: date | None = None) -> Place | None:
    """Return the place with the code, which may be given as "11", "2", "02" or 2; None where there is none then."""
    place = _places().get(str(code).strip().zfill(2))
    return place if place is not None and (on is None or place.in_force(on)) else None
