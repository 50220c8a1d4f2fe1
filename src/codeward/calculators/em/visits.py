"""Where a visit's code stands: its category, for whom it is, and its place from the lowest to the highest."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from codeward.calculators.em.rules import groups, others

__all__ = ["Visit", "visit"]


class Visit(NamedTuple):
    """A visit's code among those of its kind.

    `kind` is new or established, initial or subsequent, or None where the category makes no such difference; `rank`
    counts from 0, the lowest; `chosen_by` says what makes the rank: level, minutes or age.
    """

    category: str
    kind: str | None
    rank: int
    chosen_by: str


def visit(code: str) -> Visit | None:
    """Return where *code* stands among the visits (CPT, evaluation and management), or None for another service."""
    return _visits().get(code)


@lru_cache(maxsize=1)
def _visits() -> dict[str, Visit]:
    found: dict[str, Visit] = {}
    for group in groups():
        staff = (group.staff_only,) if group.staff_only else ()
        for rank, code in enumerate((*staff, *(one.code for one in group.codes))):
            found[code] = Visit(group.category, group.kind, rank, "level")
    for row in others().timed:
        for rank, step in enumerate(one for one in (row.first, row.longer or row.further) if one is not None):
            found.setdefault(step.code, Visit(row.category, None, rank, "minutes"))
    for rank, band in enumerate(others().preventive):
        for kind, code in (("new", band.new), ("established", band.established)):
            found[code] = Visit("preventive", kind, rank, "age")
    return found
