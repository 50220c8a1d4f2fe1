"""How the lines of a document are shown: as headings, or in a type of one width where blanks make columns.

The text itself is never changed. The workspace, the result and what is printed all ask here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

__all__ = ["Style", "styled_lines"]

Style = Literal["record-heading", "record-columns"]

_COLUMNS = re.compile(r"\S {3,}\S")
# "A/P", "PE:", "DX", "S/P" alone on their line: providers name their sections so.
_SHORT = re.compile(r"[^\W\d_]{1,5}(?:/[^\W\d_]{1,5}){0,2}:?")
_MOST = 60


def styled_lines(text: str) -> Iterator[tuple[int, int, Style]]:
    """Yield (start, end, class) of the lines of *text* that are headings or hold columns, in code points, half-open."""
    start = 0
    for line in text.split("\n"):
        if _COLUMNS.search(line):
            yield start, start + len(line), "record-columns"
        elif _is_heading(line):
            yield start, start + len(line), "record-heading"
        start += len(line) + 1


def _is_heading(line: str) -> bool:
    """A heading is a short line of capitals: an abbreviation alone, or words, the first of three or more letters.

    A line of readings ("BP 118/72, HR 96") is none, nor is a sentence that somebody shouted.
    """
    if not 2 <= len(line) <= _MOST or any(c.islower() for c in line):
        return False
    if _SHORT.fullmatch(line):
        return True
    if "," in line or line.endswith("."):
        return False
    first = re.search(r"\w{3}", line)
    letters, digits = sum(map(str.isalpha, line)), sum(map(str.isdigit, line))
    return first is not None and first[0].isalpha() and letters > digits
