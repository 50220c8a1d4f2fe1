"""How near a wrong code of a procedure or service is to the right one, and what the two differ in.

ICD-10-PCS: two codes of one table differ in axes of their own (section, body system and operation are the same), and
earn as diagnoses do. CPT and HCPCS: a wrong code earns nothing, but a visit given for another visit, or a wrong choice
that the key expects, is one difference and no second charge.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from codeward.calculators import em
from codeward.codesets import Shelf
from codeward.codesets.icd10pcs import Builder, names
from codeward.grading.axes import Nearness

__all__ = ["PCS", "SERVICES", "compare_service", "expected_service", "pcs_axes", "told_axes"]

PCS = "icd10pcs"
SERVICES = ("cpt", "hcpcs")
NOTHING = Fraction(0)
_TABLE = 3
_CITED = ("PCS A1",)


def compare_service(system: str, mine: str, key: str, shelf: Shelf) -> Nearness | None:
    """Return how *mine* is near to *key*, two different codes of *system*, or None where it is not."""
    if system != PCS:
        return _visits(mine, key) if system == "cpt" else None
    if len(mine) != len(key) or mine[:_TABLE] != key[:_TABLE]:
        return None
    axes = tuple(title for title, _place in pcs_axes(mine, key))
    # What no table holds is no code: one slip, and nothing that a payer could read.
    worth = None if shelf.concept(PCS, mine) is not None else NOTHING
    return Nearness(axes, "", (), worth)


def expected_service(system: str, mine: str, key: str, shelf: Shelf) -> Nearness:
    """Return what a wrong choice that the key expects for *key* is worth: by its axes in PCS, else nothing."""
    if system != PCS:
        return _visits(mine, key) or Nearness(("service",), "", (), NOTHING)
    found = compare_service(system, mine, key, shelf)
    if found is not None:
        return found
    return Nearness(tuple(title for title, _place in pcs_axes(mine, key)) or ("length",))


@lru_cache(maxsize=4096)
def pcs_axes(mine: str, key: str) -> tuple[tuple[str, int], ...]:
    """Return the axes in which two codes differ: each one's name in the section, and its place from 1 to 7."""
    places = (place for place, pair in enumerate(zip(mine, key, strict=False), 1) if pair[0] != pair[1])
    return tuple((names().axis(key[0], place).lower(), place) for place in places)


def told_axes(mine: str, key: str, shelf: Shelf) -> tuple[tuple[str, str, str], ...]:
    """Return for each axis in which two PCS codes differ its name and what either value means in the tables."""
    book = shelf.get(PCS)
    if book is None:
        return ()
    builder = Builder(book)
    chosen = [dict(enumerate(code, 1)) for code in (mine, key)]

    def meaning(which: int, place: int) -> str:
        char = chosen[which].get(place, "")
        found = next((v for v in builder.values(chosen[which], place) if v.char == char), None)
        return f"{char} {found.label}" if found is not None else f"{char} (not in this table)"

    return tuple((title, meaning(0, place), meaning(1, place)) for title, place in pcs_axes(mine, key))


def _visits(mine: str, key: str) -> Nearness | None:
    """Return what two visits differ in; None where one of the two is none."""
    one, other = em.visit(mine), em.visit(key)
    if one is None or other is None:
        return None
    axes = []
    if one.category != other.category:
        axes.append("category")
    elif one.kind != other.kind:
        first = "initial" in (one.kind, other.kind)
        axes.append("initial or subsequent" if first else "new or established")
    if one.category == other.category and one.rank != other.rank:
        axes.append(other.chosen_by)
    return Nearness(tuple(axes) or ("level",), "", (), NOTHING)
