"""What differs between two releases of one code system, index or list."""

from __future__ import annotations

from codeward.codesets.compare.changes import Change, Diff, FactChange, Heading, InstructionChange, Retitled
from codeward.codesets.compare.codes import Successors, compare_codes
from codeward.codesets.compare.terms import compare_terms, holds_terms
from codeward.codesets.container.book import Book
from codeward.errors import CodewardError

__all__ = ["Change", "Diff", "FactChange", "Heading", "InstructionChange", "Retitled", "diff"]


def diff(old: Book, new: Book, successors: Successors | None = None) -> Diff:
    """Return what changed from *old* to *new*, two releases of one system.

    *successors* says which codes took the place of a deleted one (a conversion table), where it is known. Instructions
    are compared only where both releases have them: order files and code lists do not. Raises CodewardError for books
    of two systems.
    """
    if old.system != new.system:
        raise CodewardError(
            f"{old.release.id} and {new.release.id} are of two code systems", "Compare two releases of one"
        )
    if holds_terms(old) and holds_terms(new):
        return compare_terms(old, new)
    return compare_codes(old, new, successors)
