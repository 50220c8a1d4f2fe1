"""Canonical text and spans: offsets count Unicode code points of a document's canonical text.

Canonical means: NFC, lines end with LF, no tab, no blank before a line's end, no control character and no
byte order mark. The text is stored and shown as it is; nothing is ever normalized behind a writer's back,
because that would move every offset after it.
"""

from __future__ import annotations

import unicodedata

__all__ = ["find_quote", "not_canonical", "overlap"]

# Unicode's controls and line breaks that browsers and editors treat in their own ways.
_BREAKS = {"\x0b", "\x0c", "\x85", "\u2028", "\u2029"}


def not_canonical(text: str) -> tuple[int, str] | None:
    """Return (code point offset, what is wrong) of the first fault, or None for canonical text."""
    for offset, character in enumerate(text):
        if character == "\r":
            return offset, "a carriage return; lines end with LF alone"
        if character == "\t":
            return offset, "a tab; use blanks"
        if character == "\ufeff":
            return offset, "a byte order mark"
        if character in _BREAKS or (character != "\n" and unicodedata.category(character) == "Cc"):
            return offset, f"the control character U+{ord(character):04X}"
        if unicodedata.category(character) == "Cs":
            return offset, f"half of a surrogate pair, U+{ord(character):04X}"
    offset = 0
    for line in text.split("\n"):
        if line != line.rstrip():
            return offset + len(line.rstrip()), "a blank before the end of a line"
        offset += len(line) + 1
    if not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        pairs = zip(text, composed, strict=False)
        offset = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(text), len(composed)))
        return offset, "text that is not in Unicode's composed form (NFC)"
    return None


def find_quote(text: str, quote: str, occurrence: int = 1) -> int | None:
    """Return the code point offset of the *occurrence*-th (from 1) place of *quote*, or None.

    Places may overlap each other; they are counted from the start of the text.
    """
    start = -1
    for _ in range(occurrence):
        start = text.find(quote, start + 1)
        if start < 0 or not quote:
            return None
    return start


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Return how many code points two half-open spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))
