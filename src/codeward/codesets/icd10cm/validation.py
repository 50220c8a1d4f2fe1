"""Why a code of ICD-10-CM may or may not stand on a claim, and what to do about it.

ICD-10-CM guideline I.B.2 (highest level of detail), I.A.4 and I.A.5 (placeholder X and 7th characters).
"""

from __future__ import annotations

from datetime import date

from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import Concept
from codeward.codesets.container.codes import as_key, dotted, undotted
from codeward.codesets.container.model import Validation
from codeward.codesets.container.nearest import nearest
from codeward.codesets.container.system import System
from codeward.codesets.container.validation import not_there, refused
from codeward.errors import quoted

__all__ = ["validate"]


def validate(book: Book, asked: str, on: date | None, _system: System) -> Validation:
    """Return whether *asked* is billable in *book* on the date *on* (if given), or why not and what to do."""
    concept = book.get(asked)
    if concept is None:
        return _absent(book, asked)
    if not concept.billable:
        return _not_billable(book, asked, concept)
    if on is not None and not book.release.covers(on):
        return _not_in_force(book, asked, concept, on)
    return _billable(asked, concept)


def _billable(asked: str, concept: Concept) -> Validation:
    return Validation(asked, True, "billable", f"{concept.code} is billable: {concept.description}.")  # noqa: FBT003


def _not_in_force(book: Book, asked: str, concept: Concept, on: date) -> Validation:
    release = book.release
    until = f" to {release.in_force_to}" if release.in_force_to else ""
    message = (
        f"{concept.code} is billable in {release.title}, in force from {release.in_force_from}{until}, "
        f"not on {on}. Check it against the release of that date."
    )
    return refused(asked, "not_in_force", message, (concept.code,))


def _not_billable(book: Book, asked: str, concept: Concept) -> Validation:
    if concept.kind in ("chapter", "section"):
        what = "a chapter" if concept.kind == "chapter" else "a block"
        message = f"{concept.code} is {what} ({concept.description}). Choose a code within it."
        return refused(asked, "header", message, concept.children)
    children = concept.children
    below = [book[code] for code in children]
    if below and all(len(undotted(child.code)) == 7 and child.billable for child in below):
        return _needs_seventh(book, asked, concept, below)
    length = len(undotted(concept.code))
    message = (
        f"{concept.code} ({concept.description}) is not billable: it needs a {_ordinal(length + 1)} character"
        f"{_in_all(book, below, length)}. "
        f"Choose one of its {len(children)} subdivisions."
    )
    return refused(asked, "needs_more_characters", message, children)


def _in_all(book: Book, below: list[Concept], length: int) -> str:
    """Return how many characters a code below has at least, where one more is not enough; else nothing."""
    level, least = below, length + 1
    while level and not any(child.billable for child in level):
        level = [book[code] for child in level for code in child.children]
        # The 7th character comes after placeholders, so a level may be more than one character below the last.
        least = min((len(undotted(child.code)) for child in level if child.billable), default=least + 1)
    if not level or least <= length + 1:
        return ""
    return f", {least} in all" if least == 7 else f", at least {least} in all"


def _needs_seventh(book: Book, asked: str, stem: Concept, below: list[Concept]) -> Validation:
    names = book.seventh_characters(stem.code) or {}
    choices = "; ".join(f"{child.code[-1]} {names.get(child.code[-1], child.description)}" for child in below)
    length = len(undotted(stem.code))
    if length < 6:
        filler = "X" * (6 - length)
        example = below[0].code
        message = (
            f"{stem.code} needs a 7th character after the placeholder {filler}, as in {example}. "
            f"Choose the 7th character: {choices}."
        )
    else:
        message = f"{stem.code} needs a 7th character. Choose: {choices}."
    return refused(asked, "missing_seventh_character", message, tuple(child.code for child in below))


def _absent(book: Book, asked: str) -> Validation:
    key = as_key(asked)
    if key is None or not 3 <= len(key) <= 7 or "-" in key or not key[0].isalpha():
        repaired = _repaired(book, asked)
        if repaired:
            message = (
                f"{quoted(asked)} is not written as a code: a dot comes after the 3rd character. Write it so."
            )
            return refused(asked, "malformed", message, repaired)
        message = (
            f"{quoted(asked)} is not an ICD-10-CM code: these have 3 to 7 letters and digits, a letter "
            "first, and a dot after the 3rd. Search by words instead."
        )
        return refused(asked, "malformed", message)
    placeholder = _placeholder_missing(book, key)
    if placeholder:
        message = (
            f"{dotted(key)} lacks the placeholder X: the 7th character must be the 7th. Write {placeholder}."
        )
        return refused(asked, "missing_placeholder", message, (placeholder,))
    stem = _stem(book, key)
    if stem is not None and len(key) == 7:
        names = book.seventh_characters(stem.code) or {}
        choices = "; ".join(f"{code[-1]} {names.get(code[-1], '')}" for code in stem.children)
        message = f"{quoted(key[6])} is no 7th character of {stem.code}. Choose: {choices}."
        return refused(asked, "bad_seventh_character", message, stem.children)
    near = nearest(book.get, asked)
    return refused(asked, "unknown", not_there(dotted(key), book, near), near)


def _placeholder_missing(book: Book, key: str) -> str | None:
    """Return the code meant where the last character is a 7th character that stands too early.

    The placeholder is wanted before the 7th character (W00.0A) or, in T36-T50 and the like, before the character
    that tells the intent (T38.36A).
    """
    if not 4 <= len(key) <= 6:
        return None
    filler = "X" * (7 - len(key))
    meant = [stem.ljust(6, "X") + key[-1] for stem in (key[:-1], key[:-1].rstrip("X")) if len(stem) >= 3]
    meant += [key[:place] + filler + key[place:] for place in range(len(key) - 2, 3, -1)]
    for candidate in meant:
        concept = book.get(candidate)
        if concept is not None and concept.billable and len(undotted(concept.code)) == 7:
            return concept.code
    return None


def _stem(book: Book, key: str) -> Concept | None:
    """Return the entry whose 7th-character codes begin as *key* does."""
    for length in range(min(len(key) - 1, 6), 2, -1):
        if key[length:6].strip("X"):
            return None
        stem = book.get(key[:length])
        if stem is not None:
            takes = stem.children and len(undotted(stem.children[0])) == 7 and book[stem.children[0]].billable
            return stem if takes else None
    return None


def _repaired(book: Book, asked: str) -> tuple[str, ...]:
    """Return the code meant where only dots, blanks or hyphens are in the wrong places."""
    if len(asked) > 24:
        return ()
    plain = "".join(c for c in asked.upper() if c.isascii() and c.isalnum())
    concept = book.get(plain)
    return (concept.code,) if concept is not None and len(plain) >= 3 else ()


def _ordinal(n: int) -> str:
    return f"{n}th"
