"""Whether the codes that a crosswalk speaks of stand on the date that is asked.

A crosswalk is of the year it was made for: codes that it names have ended since, and codes that have come since are in
no row of it. The list of valid codes says which (`codesets.validity`); where there is none, the book in force does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from codeward.crosswalks.model import Edition, Target

if TYPE_CHECKING:
    from codeward.codesets import Book
    from codeward.codesets.validity import Span

__all__ = ["first_day", "known_by_date", "marked", "remark"]

_MOST = 8  # codes below a heading that are named


def marked(targets: Iterable[Target], system: str, on: date | None = None) -> tuple[Target, ...]:
    """Return *targets*, codes of *system*, each that is not billable on the date with the flag `billable` false.

    Without a date today is asked. Where nobody knows of the day or the system nothing is marked.
    """
    day = _day(on)
    return tuple(
        target._replace(flags={**target.flags, "billable": False})
        if target.code and _billable(system, target.code, day) is False
        else target
        for target in targets
    )


def remark(system: str, code: str, on: date | None = None) -> str:
    """Return what to say of a code that is asked about and not billable on the date; empty where it is, or of others.

    The rows of a crosswalk may still name a code that has become a heading since.
    """
    day = _day(on)
    if _billable(system, code, day) is not False:
        return ""
    written = code.strip().upper()
    spans = _spans(system, code)
    book = _book(system, on)
    concept = book.get(written) if book is not None else None
    below = concept.children if concept is not None else ()
    way = f". Below it stand {', '.join(below[:_MOST])}" if below else ""
    if spans and spans[-1].last < day:
        return f"{written} was billable until {spans[-1].last}, not on {day}{way}"
    if spans and day < spans[0].first:
        return f"{written} is billable from {spans[0].first}, not yet on {day}"
    if concept is not None:
        return f"{concept.code} is a heading; map one of the codes below it"
    return ""


def known_by_date(system: str, code: str) -> bool:
    """Say whether the list of valid codes knows *code* on any day."""
    return bool(_spans(system, code))


def first_day(system: str, code: str, edition: Edition) -> date | None:
    """Return since when *code* is in use where *edition* began before that; None where it did not."""
    spans = _spans(system, code)
    return spans[0].first if spans and spans[0].first > edition.in_force_from else None


def _day(on: date | None) -> date:
    from codeward.codesets.books import today

    return on or today()


def _spans(system: str, code: str) -> tuple[Span, ...]:
    from codeward.codesets import validity

    listed = validity.opened()
    return listed.spans(system, code) if listed is not None else ()


def _billable(system: str, code: str, day: date) -> bool | None:
    """Say whether *code* is billable on *day*; None where nobody knows."""
    from codeward.codesets import validity

    listed = validity.opened()
    if listed is not None and system in listed.systems:
        return any(day in span for span in listed.spans(system, code)) if listed.covers(day) else None
    book = _book(system, day)
    if book is None or not book.in_force:
        return None
    concept = book.get(code)
    return concept is not None and concept.billable


def _book(system: str, on: date | None) -> Book | None:
    """Return the book of *system* for the date, None where Codeward has no books of it (ICD-9-CM, categories)."""
    from codeward.codesets import books

    return books.open(system, on) if books.releases(system) else None
