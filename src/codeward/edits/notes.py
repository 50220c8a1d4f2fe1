"""What the notes of the Tabular List say of a code or of two, remembered.

A claim of ten codes asks for ninety pairs, and the next claim for most of them again. What is remembered hangs on the
book's file: each request opens a `Book` of its own upon the same file, and a note does not change with the date.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from codeward.codesets import Book, BookFile, Instruction, matches
from codeward.edits.finding import Source

__all__ = [
    "Asked",
    "NoteGroup",
    "asked_by",
    "excludes1_note",
    "is_conditional",
    "note_groups",
    "notes_of",
    "printed",
]

# Some 40 charts name a few hundred codes. A remembered pair is a few hundred bytes: these are some megabytes.
_CODES = 4096
_PAIRS = 32768
# A note with these words holds only where its condition is there and is the cause.
_CONDITIONAL = re.compile(
    r"\bif applicable\b|\bif known\b|\bsuch as\b|\bwhere applicable\b|\bif present\b", re.I
)


def is_conditional(text: str) -> bool:
    """Say whether a "code first" or "use additional" note speaks conditionally."""
    return bool(_CONDITIONAL.search(text))


class NoteGroup(NamedTuple):
    """A heading of a note ("any associated:") with the items printed beneath it."""

    heading: str
    origin: str
    items: tuple[Instruction, ...]
    conditional: bool


class Asked(NamedTuple):
    """An item of a note that names a code: its words, and whether they speak conditionally."""

    text: str
    conditional: bool


def note_groups(code: str, kind: str, book: Book) -> tuple[NoteGroup, ...]:
    """Return the notes of *kind* that hold for *code*, each heading with its items."""
    return _note_groups(book.file, code, kind)


def notes_of(code: str, kind: str, book: Book) -> tuple[Instruction, ...]:
    """Return the instructions of *kind* that hold for *code*, own first; none where the book lacks the code."""
    return _notes(book.file, code, kind)


def asked_by(code: str, kind: str, other: str, book: Book) -> tuple[Asked, ...]:
    """Return the items of the notes of *kind* at *code* that name *other*."""
    return _asked_by(book.file, code, kind, other)


def excludes1_note(a: str, b: str, book: Book) -> str | None:
    """Return the text of an Excludes1 note that holds for *a* and names *b*; None where there is none.

    The note is *a*'s own or inherited from above, up to the chapter. A note that names no code bars
    nothing, and so does one under which both codes stand. None also where a code is not in the book.
    """
    return _excludes1_note(book.file, a, b)


def printed(book: Book, text: str) -> Source:
    """Return the note of the Tabular List, word for word, that a finding rests on."""
    return Source("icd10cm", book.release.id, row=text)


@lru_cache(maxsize=_CODES)
def _notes(file: BookFile, code: str, kind: str) -> tuple[Instruction, ...]:
    """Return the instructions of *kind* that hold for *code*, own first; none where the book lacks the code."""
    book = Book(file, in_force=False)
    return tuple(i for i in book.instructions_for(code) if i.kind == kind) if code in book else ()


@lru_cache(maxsize=_CODES)
def _places(file: BookFile, code: str) -> frozenset[str]:
    """Return *code* and everything above it; nothing where the book lacks the code."""
    concept = Book(file, in_force=False).get(code)
    return frozenset() if concept is None else frozenset((concept.code, *concept.ancestors))


@lru_cache(maxsize=_CODES)
def _note_groups(file: BookFile, code: str, kind: str) -> tuple[NoteGroup, ...]:
    groups: list[tuple[str, str, list[Instruction]]] = []
    for instruction in _notes(file, code, kind):
        is_heading = instruction.text.rstrip().endswith(":")
        if is_heading or not groups or groups[-1][1] != instruction.origin:
            groups.append((instruction.text if is_heading else "", instruction.origin, []))
        if instruction.references:
            groups[-1][2].append(instruction)
    return tuple(
        NoteGroup(
            heading,
            origin,
            tuple(items),
            is_conditional(heading) or any(is_conditional(item.text) for item in items),
        )
        for heading, origin, items in groups
    )


@lru_cache(maxsize=_PAIRS)
def _asked_by(file: BookFile, code: str, kind: str, other: str) -> tuple[Asked, ...]:
    return tuple(
        Asked(item.text, group.conditional)
        for group in _note_groups(file, code, kind)
        for item in group.items
        if any(matches(reference, other) for reference in item.references)
    )


@lru_cache(maxsize=_PAIRS)
def _excludes1_note(file: BookFile, a: str, b: str) -> str | None:
    above_b = _places(file, b)
    if not above_b or a == b:
        return None
    for instruction in _notes(file, a, "excludes1"):
        if instruction.origin in above_b:
            continue
        if any(matches(reference, b) for reference in instruction.references):
            return instruction.text
    return None
