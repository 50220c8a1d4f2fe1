"""Whether a code may stand on a claim: the list of valid codes answers for its days, else the validator of its system.

The two are asked together: the list knows the day, the validator what is wrong with a code and how to mend it.
"""

from __future__ import annotations

from datetime import date

from codeward.codesets import validity
from codeward.codesets.container.book import Book
from codeward.codesets.container.model import Validation
from codeward.codesets.container.system import resolved
from codeward.codesets.systems import system

__all__ = ["validate"]


def validate(book: Book, asked: str, on: date | None = None) -> Validation:
    """Say whether *asked* may stand on a claim dated *on*, and if not, why and what to do.

    Without *on* the date that the book was opened for is meant. The list of valid codes answers for the days that it
    speaks of, the book for all others and for a release that was named without a date.

    Guideline I.B.2 (highest level of detail), I.A.4 and I.A.5 of ICD-10-CM; A1 and B2.1a of ICD-10-PCS; elsewhere the
    code's own dates. Raises CodewardError for a book of a system that Codeward does not know.
    """
    of = system(book.system)
    validator = resolved(of.validator)
    day = on or book.asked
    if day is not None and (valid := validity.speaking(book.system, day)) is not None:
        from codeward.codesets.dated import by_list

        return by_list(valid, book, asked, day, lambda: validator(book, asked, None, of))
    told: Validation = validator(book, asked, on, of)
    if told.valid and day is not None:  # for a day, and by no list: the edition is what was checked against
        begins = book.release.in_force_from
        edition = str(begins.year) if of.calendar == "year" else f"of {begins:%B %Y}"
        return told._replace(message=f"{told.message} Checked against {of.display} {edition}.")
    return _beyond(told, book.system) if on is not None and told.reason == "not_in_force" else told


def _beyond(told: Validation, of: str) -> Validation:
    """Return the answer with the days that the list speaks of, where it says nothing of the day asked."""
    found = validity.opened()
    if found is None or of not in found.systems:
        return told
    from codeward.codesets.dated import in_words

    speaks = f"The {found.title} speaks of {in_words(found.first)} to {in_words(found.last)} only."
    return told._replace(message=f"{told.message} {speaks}")
