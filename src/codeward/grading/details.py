"""What a line asks for beside its code, and how far an answer's line gives it: each axis by itself.

The shares are those of decision 35. An axis that the chart does not ask for, or that this line cannot have, has none:
its share stays with the code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from codeward.charts import AnswerLine, Chart, EmWorksheet, KeyLine, OtherLine
from codeward.codesets import modifiers
from codeward.grading.services import SERVICES

__all__ = [
    "SHARES",
    "Axis",
    "Details",
    "Pointed",
    "agreement",
    "asked_axes",
    "code_share",
    "details_of",
    "judged",
    "letter",
    "used_details",
]

Axis = Literal["poa", "modifiers", "units", "pointers", "date"]
# Of a line's weight of 1; what is left is the code's (decision 35).
SHARES: dict[Axis, Fraction] = {
    "poa": Fraction(1, 5),
    "modifiers": Fraction(1, 5),
    "units": Fraction(1, 10),
    "pointers": Fraction(1, 10),
    "date": Fraction(1, 10),
}
ALL, HALF, NOTHING = Fraction(1), Fraction(1, 2), Fraction(0)
# For each diagnosis of the answer, by its id, the key's lines that it codes; none for a code that the key has not.
Pointed = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Details:
    """What the key says of a line beside its code."""

    poa: str | None = None
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    pointers: tuple[str, ...] = ()
    pointers_allowed: tuple[str, ...] = ()
    date: dt.date | None = None
    through: dt.date | None = None
    place: str | None = None
    em: EmWorksheet | None = None


def details_of(line: KeyLine) -> Details:
    """Return what a line of the key says beside its code."""
    return Details(
        line.poa,
        _written(line.modifiers),
        line.units,
        line.pointers,
        line.pointers_allowed,
        line.date,
        line.through,
        line.place,
        line.em,
    )


def used_details(use: OtherLine, replaced: KeyLine) -> Details:
    """Return what a line of an alternative says: its own fields, or where it is silent those of the line it replaces.

    Modifiers of another code are its own: silence there means none.
    """
    said = use.model_fields_set
    same = use.code == replaced.code
    return Details(
        poa=use.poa or replaced.poa,
        modifiers=_written(use.modifiers if "modifiers" in said or not same else replaced.modifiers),
        units=use.units if use.units is not None else replaced.units,
        pointers=use.pointers or replaced.pointers,
        pointers_allowed=replaced.pointers_allowed,
        date=use.date or replaced.date,
        through=replaced.through if use.date in (None, replaced.date) else None,
        place=use.place or replaced.place,
        em=replaced.em,
    )


def asked_axes(chart: Chart, kind: str, system: str, details: Details) -> tuple[Axis, ...]:
    """Return the axes, beside the code, that *chart* asks for and that the key settles for such a line."""
    asks = chart.asks
    if kind == "diagnosis":
        poa = "poa" in asks and chart.inpatient_facility and details.poa is not None
        return ("poa",) if poa else ()
    found: list[Axis] = []
    if system in SERVICES:
        if "modifiers" in asks:
            found.append("modifiers")
        if "units" in asks and details.units is not None:
            found.append("units")
        if "pointers" in asks and details.pointers:
            found.append("pointers")
    if "dates" in asks and details.date is not None:
        found.append("date")
    return tuple(found)


@lru_cache(maxsize=256)
def code_share(axes: tuple[Axis, ...]) -> Fraction:
    """Return what is left for the code of a line with these axes."""
    return ALL - sum((SHARES[axis] for axis in axes), NOTHING)


def agreement(line: AnswerLine, details: Details, axes: tuple[Axis, ...], pointed: Pointed) -> Fraction:
    """Return how much of a line with the right code is right, from the code's own share to 1."""
    return _summed(axes, tuple(judged(axis, line, details, pointed) for axis in axes))


@lru_cache(maxsize=4096)
def _summed(axes: tuple[Axis, ...], agreed: tuple[Fraction, ...]) -> Fraction:
    return code_share(axes) + sum(
        (SHARES[axis] * one for axis, one in zip(axes, agreed, strict=True)), NOTHING
    )


def judged(axis: Axis, line: AnswerLine, details: Details, pointed: Pointed) -> Fraction:
    """Return how far the line agrees with the key on one axis: 1, ½ (modifiers out of order, pointers in part), 0."""
    if axis == "poa":
        right = letter(line.poa) == letter(details.poa)
    elif axis == "modifiers":
        return _modifiers(_written(line.modifiers), details.modifiers, line.code)
    elif axis == "units":
        right = line.units == details.units
    elif axis == "pointers":
        return _pointers(line, details, pointed)
    else:
        mine, key = (line.date, line.through or line.date), (details.date, details.through or details.date)
        right = mine == key
    return ALL if right else NOTHING


def letter(poa: str | None) -> str | None:
    """Return the indicator as the claim has it: an exempt code has none (ICD-10-CM Guidelines, Appendix I)."""
    return None if poa == "exempt" else poa


def _written(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in codes)


def _modifiers(mine: tuple[str, ...], key: tuple[str, ...], code: str) -> Fraction:
    """The set decides; the place of one that changes the price decides too (Claims Processing Manual, ch. 23)."""
    if sorted(mine) != sorted(key):
        return NOTHING
    pricing = {one for one in key if (found := modifiers.get(one, line=code)) and found.kind == "pricing"}
    moved = any(a != b and (a in pricing or b in pricing) for a, b in zip(mine, key, strict=True))
    return HALF if moved else ALL


def _pointers(line: AnswerLine, details: Details, pointed: Pointed) -> Fraction:
    """The first pointer decides, then whether the rest is whole and allowed.

    A diagnosis that the answer lacks was charged where it is missing, and one that the key has not where it stands:
    neither is charged a second time at the service that would point to it.
    """
    there = frozenset[str]().union(*pointed.values())
    wanted = [name for name in details.pointers if name in there]
    if not wanted:
        return ALL
    said = [pointed[name] for name in line.pointers if pointed.get(name)]
    if not said or wanted[0] not in said[0]:
        return NOTHING
    allowed = {*details.pointers, *details.pointers_allowed}
    nowhere = any(name not in pointed for name in line.pointers)
    whole = set(wanted) <= frozenset[str]().union(*said)
    return ALL if whole and not nowhere and all(ids & allowed for ids in said) else HALF
