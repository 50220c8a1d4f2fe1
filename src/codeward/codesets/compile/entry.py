"""One concept on its way into a book: what every loader gives and the writer takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from codeward.codesets.container.model import InstructionKind

__all__ = ["Entry", "SeventhCharacter"]


class SeventhCharacter:
    """One line of a 7th-character definition: the character, its text, and the notes printed under it."""

    __slots__ = ("char", "notes", "text")

    def __init__(self, char: str, text: str) -> None:
        self.char = char
        self.text = text
        self.notes: list[str] = []


class Entry:
    """One concept ready to be written: `title` is only the extension's text where `extends` is true."""

    __slots__ = ("billable", "code", "end", "extends", "facts", "kind", "notes", "parent", "seventh", "title")

    def __init__(self, code: str, kind: str, title: str, parent: int, seventh: int) -> None:
        self.code = code
        self.kind = kind
        self.title = title
        self.parent = parent  # index of the entry above, -1 for a chapter
        self.end = 0  # index after the last entry below
        self.seventh = seventh  # number of the definition in force here, from 1; 0 for none
        self.extends = False
        self.billable = False
        self.notes: Sequence[tuple[InstructionKind, str]] = ()
        self.facts: dict[str, Any] | None = None
