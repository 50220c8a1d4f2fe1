"""How much a chart, a key and an answer may hold: asked when something is accepted, the same everywhere."""

from __future__ import annotations

from typing import NamedTuple

from codeward.errors import quoted

__all__ = [
    "CASE_FACTS",
    "CODE",
    "LINES",
    "MODIFIERS",
    "OPTIONS",
    "OPTION_TEXT",
    "POINTERS",
    "QUERIES",
    "QUERY_TEXT",
    "RECORDS",
    "SPANS",
    "TRAPS",
    "UNITS",
    "Words",
    "code_fault",
]

LINES = 200
QUERIES = 20
SPANS = 50  # of one line, or of one query
CODE = 16  # characters
MODIFIERS = 4
POINTERS = 4
UNITS = 99_999
QUERY_TEXT = 4_000  # characters
OPTIONS = 10
OPTION_TEXT = 300
CASE_FACTS = 8
TRAPS = 40


class Words(NamedTuple):
    """How many words a record of one kind has."""

    least: int
    most: int


# A lesson's record shows one thing; a chart is a real piece of reading; a stay is what a hospital leaves behind.
RECORDS = {"lesson": Words(60, 800), "encounter": Words(300, 2500), "stay": Words(300, 6000)}


def code_fault(text: str) -> str | None:
    """Return what keeps *text* from being taken as a code (empty, too long, odd characters), or None.

    Whether a book holds such a code is another question: an answer may hold codes that do not exist.
    """
    if not text.strip():
        return "the code is empty"
    if len(text.strip()) > CODE:
        return f"{quoted(text)} is longer than {CODE} characters"
    if not text.isprintable():
        return f"{quoted(text)} holds characters that no code has"
    return None
