"""What a crosswalk speaks of: targets with flags, alternatives, editions. Small immutable values."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from codeward.codesets import days_outside

__all__ = ["FORMAT", "Alternative", "Edition", "Target", "display"]

FORMAT = 1  # of compiled crosswalks


class Target(NamedTuple):
    """One thing that a code maps to: its code, what that means, and what the publisher says of the mapping.

    `code` is empty where the publisher says that nothing corresponds (a GEM row marked "no map").
    """

    code: str
    description: str
    flags: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {"code": self.code or None, "description": self.description, "flags": self.flags}


class Alternative(NamedTuple):
    """One lawful way to translate a code: one code from each of `lists`; `scenario` 0 means a single code.

    GEM documentation, "Combination flag, scenario, choice list": a cluster takes one entry of each choice list of
    one scenario, all of them together.
    """

    scenario: int
    lists: tuple[tuple[Target, ...], ...]


class Edition(NamedTuple):
    """One dated edition of a crosswalk; dates are inclusive, None means until further notice."""

    id: str
    in_force_from: date
    in_force_to: date | None

    def days_from(self, on: date) -> int:
        """Return how many days *on* lies outside the dates in force; 0 inside."""
        return days_outside(self.in_force_from, self.in_force_to, on)


def display(system: str, key: str) -> str:
    """Return *key* as people write it in *system*: "E1122" → "E11.22", "25040" → "250.40", "E8000" → "E800.0".

    ICD-9-CM has its dot after the third character, after the fourth in external causes (E codes).
    """
    if system == "icd9cm":
        place = 4 if key[:1] == "E" else 3
    elif system in ("icd10cm", "icd10cm-old"):
        place = 3
    else:
        return key
    return f"{key[:place]}.{key[place:]}" if len(key) > place else key
