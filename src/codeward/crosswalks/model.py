"""What a crosswalk speaks of: targets with flags, alternatives, editions. Small immutable values."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from codeward.codesets import days_outside
from codeward.errors import UnknownCode, quoted

__all__ = [
    "FORMAT",
    "Alternative",
    "Edition",
    "MisplacedDot",
    "OtherSystem",
    "Target",
    "display",
    "keyed",
    "reading_order",
]

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


class MisplacedDot(UnknownCode):
    """A code whose dot is not where its system has it: what a spreadsheet leaves of "011.00" is "11.00"."""

    def __init__(self, code: str, system: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(code, system, suggestions)
        fourth = ", after the fourth of an E code" if system == "icd9cm" else ""
        self.message = (
            f"{quoted(code)} has its dot in the wrong place: it comes after the third character{fourth}"
        )
        self.way_out = f"Meant may be {', '.join(suggestions)}" if suggestions else "Write the code in full"
        self.command = ""


_SYSTEMS = {"icd9cm": "ICD-9-CM", "icd10cm": "ICD-10-CM", "icd10cm-old": "ICD-10-CM"}


class OtherSystem(UnknownCode):
    """A code of one system, asked of a crosswalk that begins at another."""

    def __init__(self, code: str, title: str, of: str, begins: str) -> None:
        super().__init__(code, title)
        named = _SYSTEMS.get(begins, begins)
        self.message = f"{quoted(code)} is a code of {_SYSTEMS.get(of, of)}, and {title} begins at {named}"
        self.way_out = f"Choose a crosswalk that begins at {_SYSTEMS.get(of, of)}"
        self.command = ""


def reading_order(flags: dict[str, Any]) -> tuple[int, int]:
    """Return where a mapping stands when it is read: single codes first, then each scenario, list by list."""
    return (flags.get("scenario") or 0, flags.get("choice_list") or 0) if flags.get("combination") else (0, 0)


def display(system: str, key: str) -> str:
    """Return *key* as people write it in *system*: "E1122" → "E11.22", "25040" → "250.40", "E8000" → "E800.0".

    ICD-9-CM has its dot after the third character, after the fourth in external causes (E codes).
    """
    place = _dot(system, key)
    return f"{key[:place]}.{key[place:]}" if place and len(key) > place else key


def keyed(system: str, written: str) -> str | None:
    """Return what people write without its dot, in capitals; None where the dot is not where *system* has it."""
    code = written.strip().upper()
    head, dot, tail = code.partition(".")
    place = _dot(system, code)
    if place and dot and (len(head) != place or "." in tail):
        return None
    return head + tail if place else code.replace(".", "", 1)


def _dot(system: str, code: str) -> int:
    """Return after how many characters the dot stands; 0 where a system has none."""
    if system == "icd9cm":
        return 4 if code[:1] == "E" else 3
    return 3 if system in ("icd10cm", "icd10cm-old") else 0
