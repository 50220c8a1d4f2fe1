"""Whether a code may stand on a claim: the validator of its system answers."""

from __future__ import annotations

from datetime import date

from codeward.codesets.container.book import Book
from codeward.codesets.container.model import Validation
from codeward.codesets.container.system import resolved
from codeward.codesets.systems import system

__all__ = ["validate"]


def validate(book: Book, asked: str, on: date | None = None) -> Validation:
    """Say whether *asked* may stand on a claim dated *on*, and if not, why and what to do.

    Guideline I.B.2 (highest level of detail), I.A.4 and I.A.5 of ICD-10-CM; A1 and B2.1a of ICD-10-PCS; elsewhere the
    code's own dates. Raises CodewardError for a book of a system that Codeward does not know.
    """
    of = system(book.system)
    answer: Validation = resolved(of.validator)(book, asked, on, of)
    return answer
