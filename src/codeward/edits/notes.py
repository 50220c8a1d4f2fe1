"""The instructions that hold for a code, remembered: a claim of many codes asks for the same ones again and again."""

from __future__ import annotations

from functools import lru_cache

from codeward.codesets import Book, Instruction
from codeward.edits.finding import Source

__all__ = ["notes", "places", "printed"]

# Some 40 charts name a few hundred codes; 2,048 remembered codes are a few megabytes.
_REMEMBERED = 2048


@lru_cache(maxsize=_REMEMBERED)
def notes(book: Book, code: str, kind: str) -> tuple[Instruction, ...]:
    """Return the instructions of *kind* that hold for *code*, own first; none where the book lacks the code."""
    if code not in book:
        return ()
    return tuple(i for i in book.instructions_for(code) if i.kind == kind)


@lru_cache(maxsize=_REMEMBERED)
def places(book: Book, code: str) -> frozenset[str]:
    """Return *code* and everything above it; nothing where the book lacks the code."""
    concept = book.get(code)
    return frozenset() if concept is None else frozenset((concept.code, *concept.ancestors))


def printed(book: Book, text: str) -> Source:
    """Return the note of the Tabular List, word for word, that a finding rests on."""
    return Source("icd10cm", book.release.id, row=text)
