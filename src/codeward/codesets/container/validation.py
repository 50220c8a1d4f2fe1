"""Why a code may or may not stand on a claim, in a system without rules of its own, and what to do about it.

What stands in the book decides, and the dates of each code (HCPCS Level II, CPT): a code that a release still lists
may have ended before the date of service. A system with rules of its own gives `judged` its own words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import Concept
from codeward.codesets.container.model import Reason, Validation
from codeward.codesets.container.nearest import MOST, nearest
from codeward.codesets.container.system import System
from codeward.errors import quoted

__all__ = ["judged", "not_there", "refused", "validate"]


def validate(book: Book, asked: str, on: date | None, system: System) -> Validation:
    """Return whether *asked* may stand on a claim dated *on*, or why not and what to do."""
    return judged(book, asked, on, absent=lambda: _absent(book, asked, system), heading=_heading)


def judged(
    book: Book,
    asked: str,
    on: date | None,
    *,
    absent: Callable[[], Validation],
    heading: Callable[[str, Concept], Validation],
) -> Validation:
    """Return whether *asked* may stand on a claim dated *on*; the system says what is *absent* or a *heading*."""
    concept = book.get(asked)
    if concept is None:
        return absent()
    if on is not None:
        outside = _outside(concept, on)
        if outside is not None:
            return refused(asked, "not_in_force", outside, _successors(book, concept))
    if not concept.billable:
        return heading(asked, concept) if concept.children else _ended(book, asked, concept)
    release = book.release
    if on is not None and not release.covers(on):
        until = f" to {release.in_force_to}" if release.in_force_to else ""
        message = (
            f"{concept.code} stands in {release.title}, in force from {release.in_force_from}{until}, not on {on}. "
            "Check it against the release of that date."
        )
        return refused(asked, "not_in_force", message, (concept.code,))
    valid = True
    # An answer travels to where a licensee's descriptors may not: only a title of our own or a free one goes along.
    title = "" if book.manifest.get("licensed") else f": {concept.description}"
    return Validation(asked, valid, "billable", f"{concept.code} is billable{title}.")


def refused(asked: str, reason: Reason, message: str, suggestions: tuple[str, ...] = ()) -> Validation:
    """Return the answer for a code that may not stand; of the *suggestions* the first few."""
    valid = False
    return Validation(asked, valid, reason, message, suggestions[:MOST])


def _outside(concept: Concept, on: date) -> str | None:
    """Return words for a code whose own dates do not cover *on*."""
    facts = concept.facts
    first, last = facts.get("effective_from"), facts.get("effective_to")
    if last and on.isoformat() > last:
        return f"{concept.code} ended on {last} and may not be billed for {on}. {_replaced(concept)}"
    if first and on.isoformat() < first:
        return f"{concept.code} is in force from {first}, not yet on {on}."
    return None


def _replaced(concept: Concept) -> str:
    by = concept.facts.get("replaced_by")
    return f"Replaced by {', '.join(by)}." if by else "Look for what replaced it in the release of that date."


def _successors(book: Book, concept: Concept) -> tuple[str, ...]:
    return tuple(code for code in concept.facts.get("replaced_by") or () if code in book)


def _heading(asked: str, concept: Concept) -> Validation:
    message = f"{concept.code} is a heading. Choose a code within it."
    return refused(asked, "header", message, concept.children)


def _ended(book: Book, asked: str, concept: Concept) -> Validation:
    last = concept.facts.get("effective_to")
    if last:
        message = f"{concept.code} ended on {last}. {_replaced(concept)}"
        return refused(asked, "not_in_force", message, _successors(book, concept))
    return refused(
        asked, "not_in_force", f"{concept.code} is listed in {book.release.title} but may not be billed."
    )


def _absent(book: Book, asked: str, system: System) -> Validation:
    near = nearest(book.get, asked)
    if not system.looks_like(asked):
        message = (
            f"{quoted(asked)} is not written as a {system.display} code; one is {system.example}. "
            "Search by words instead."
        )
        return refused(asked, "malformed", message, near)
    return refused(asked, "unknown", not_there(asked.strip().upper(), book, near), near)


def not_there(code: str, book: Book, near: tuple[str, ...]) -> str:
    """Return the words for a well-written code that *book* lacks; of a choice of codes that says little of the code."""
    way = "The nearest are offered." if near else "Search by words instead."
    if not book.release.glosses_only:
        return f"{code} does not exist in {book.release.title}. {way}"
    return (
        f"{code} is not among the codes that have a study gloss here ({book.release.title}). It may be valid all "
        f"the same: look into the publisher's own book. {way}"
    )
