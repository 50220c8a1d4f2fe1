"""Why a code of ICD-10-PCS, HCPCS Level II or CPT may or may not stand on a claim, and what to do about it.

ICD-10-PCS guideline A1 (seven characters) and B2.1a-B6 through the tables; HCPCS and CPT by the dates of each code:
a code that a release still lists may have ended before the date of service.
"""

from __future__ import annotations

from datetime import date

from codeward.codesets.container.book import Book
from codeward.codesets.container.codes import as_key
from codeward.codesets.container.model import Concept, Reason, Validation
from codeward.codesets.systems import SYSTEMS
from codeward.errors import quoted

__all__ = ["nearest_plain", "validate_plain"]

_MOST = 8


def validate_plain(book: Book, asked: str, on: date | None = None) -> Validation:
    """Return whether *asked* may stand on a claim dated *on*, or why not and what to do."""
    concept = book.get(asked)
    if concept is None:
        return _absent(book, asked)
    if on is not None:
        outside = _outside(concept, on)
        if outside is not None:
            return _no(asked, "not_in_force", outside, _successors(book, concept))
    if not concept.billable:
        return _not_billable(book, asked, concept)
    release = book.release
    if on is not None and not release.covers(on):
        until = f" to {release.in_force_to}" if release.in_force_to else ""
        message = (
            f"{concept.code} stands in {release.id}, in force from {release.in_force_from}{until}, not on {on}. "
            "Check it against the release of that date."
        )
        return _no(asked, "not_in_force", message, (concept.code,))
    valid = True
    return Validation(asked, valid, "billable", f"{concept.code} is billable: {concept.description}.")


def _no(asked: str, reason: Reason, message: str, suggestions: tuple[str, ...] = ()) -> Validation:
    valid = False
    return Validation(asked, valid, reason, message, suggestions)


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
    return tuple(code for code in concept.facts.get("replaced_by") or () if code in book)[:_MOST]


def _not_billable(book: Book, asked: str, concept: Concept) -> Validation:
    if concept.children:
        if book.system == "icd10pcs":
            have = len(concept.code)
            message = (
                f"{concept.code} ({concept.description}) has {have} of the seven characters of a code. "
                "Choose the others from its table."
            )
            return _no(asked, "needs_more_characters", message, concept.children[:_MOST])
        message = f"{concept.code} is a heading ({concept.description}). Choose a code within it."
        return _no(asked, "header", message, concept.children[:_MOST])
    last = concept.facts.get("effective_to")
    if last:
        message = f"{concept.code} ended on {last}. {_replaced(concept)}"
        return _no(asked, "not_in_force", message, _successors(book, concept))
    return _no(asked, "not_in_force", f"{concept.code} is listed in {book.release.id} but may not be billed.")


def _absent(book: Book, asked: str) -> Validation:
    system = SYSTEMS[book.system]
    near = nearest_plain(book, asked)
    if book.system == "icd10pcs":
        from codeward.codesets.icd10pcs.explain import explain

        message, near = explain(book, asked)
        reason: Reason = "unknown" if system.looks_like(asked) else "malformed"
        key = as_key(asked) or ""
        if key and len(key) < 7 and any(code.startswith(key) for code in near):
            reason = "needs_more_characters"
        return _no(asked, reason, message, near[:_MOST])
    if not system.looks_like(asked):
        message = (
            f"{quoted(asked)} is not written as a {system.display} code; one is {system.example}. "
            "Search by words instead."
        )
        return _no(asked, "malformed", message, near)
    way = "The nearest are offered." if near else "Search by words instead."
    message = f"{asked.strip().upper()} does not exist in {book.release.id}. {way}"
    return _no(asked, "unknown", message, near)


def nearest_plain(book: Book, asked: str, most: int = _MOST) -> tuple[str, ...]:
    """Return up to *most* real codes one slip away from *asked*: swapped, mistaken or neighbouring characters."""
    key = as_key("".join(c for c in asked[:24] if c.isascii() and c.isalnum())[:7])
    if key is None or len(key) < 2:
        return ()
    found: dict[str, None] = {}
    for candidate in _slips(key):
        concept = book.get(candidate)
        if concept is not None and not concept.children:
            found.setdefault(concept.code)
            if len(found) == most:
                break
    return tuple(found)


def _slips(key: str) -> list[str]:
    letters = "0123456789"
    out = [key, key[:1] + key[1:].translate(str.maketrans("OILSB", "01158"))]
    out += [key[:i] + key[i + 1] + key[i] + key[i + 2 :] for i in range(len(key) - 1)]
    out += [key[:-1] + c for c in letters]
    out += [key[:i] + key[i + 1 :] for i in range(len(key))]
    out += [key[:i] + c + key[i + 1 :] for i in range(1, len(key) - 1) for c in letters]
    return out
