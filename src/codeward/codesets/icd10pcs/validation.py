"""Why a code of ICD-10-PCS may or may not stand on a claim, and what to do about it.

ICD-10-PCS guideline A1 (seven characters) and B2.1a-B6 through the tables.
"""

from __future__ import annotations

from datetime import date

from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import Concept
from codeward.codesets.container.codes import as_key
from codeward.codesets.container.model import Reason, Validation
from codeward.codesets.container.system import System
from codeward.codesets.container.validation import judged, refused

__all__ = ["validate"]


def validate(book: Book, asked: str, on: date | None, system: System) -> Validation:
    """Return whether *asked* may stand on a claim dated *on*, or why not and what to do."""
    return judged(book, asked, on, absent=lambda: _absent(book, asked, system), heading=_short)


def _short(asked: str, concept: Concept) -> Validation:
    message = (
        f"{concept.code} ({concept.description}) has {len(concept.code)} of the seven characters of a code. "
        "Choose the others from its table."
    )
    return refused(asked, "needs_more_characters", message, concept.children)


def _absent(book: Book, asked: str, system: System) -> Validation:
    from codeward.codesets.icd10pcs.unlawful import explain

    message, near = explain(book, asked)
    reason: Reason = "unknown" if system.looks_like(asked) else "malformed"
    key = as_key(asked) or ""
    if key and len(key) < 7 and any(code.startswith(key) for code in near):
        reason = "needs_more_characters"
    return refused(asked, reason, message, near)
