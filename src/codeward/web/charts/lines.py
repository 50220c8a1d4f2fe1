"""How the lines of a document are shown: as headings, or in a type of one width where blanks make columns.

Line ends that only wrap prose are told as well, so that the text runs on as wide as its pane is.

The text itself is never changed. The workspace, the result and what is printed all ask here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Literal

__all__ = ["Style", "styled_lines"]

Style = Literal["record-heading", "record-columns", "record-wrap"]

_COLUMNS = re.compile(r"\S {3,}\S")
# "A/P", "PE:", "DX", "S/P" alone on their line: providers name their sections so.
_SHORT = re.compile(r"[^\W\d_]{1,5}(?:/[^\W\d_]{1,5}){0,2}:?")
_MOST = 60
# A list's next item, or a line that begins with its name ("Father: well"): never run on from the line before.
_ITEM = re.compile(r"\s*(?:[-*•#>]|\(?\w{1,2}[.)]\s|[^\W\d_][\w /&-]{0,30}:)")
# The width at which typed notes are wrapped, in characters. Shorter lines are wanted so; longer ones are not wrapped.
_WRAPPED = range(56, 91)


def styled_lines(text: str) -> Iterator[tuple[int, int, Style]]:
    """Yield (start, end, class) in code points, half-open, in the order of *text*.

    Of lines that are headings or hold columns; and, as "record-wrap", of each line end (with the indent after it) that
    stands only where the line was full.
    """
    start = 0
    lines = text.split("\n")
    width = max(map(len, lines))
    pairs = itertools.pairwise(lines)
    wrapped = width in _WRAPPED and sum(_runs_on(line, after, width) for line, after in pairs) > 1
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        end = start + len(line)
        if style := _style(line):
            yield start, end, style
        elif wrapped and _runs_on(line, after, width):
            yield end, end + 1 + len(after) - len(after.lstrip()), "record-wrap"
        start = end + 1


def _style(line: str) -> Style | None:
    if _COLUMNS.search(line):
        return "record-columns"
    return "record-heading" if _is_heading(line) else None


def _runs_on(line: str, after: str, width: int) -> bool:
    """Whether *line* ended only because the first word of the line *after* it had no room in *width*."""
    words = after.split(maxsplit=1)
    if not words or _style(after) or _ITEM.match(after):
        return False
    # Within a sentence: a note in which each line is an entry of its own may have one that is as long.
    if (not line[-1:].isalpha() and not line.endswith(",")) or not words[0][0].isalpha():
        return False
    return len(line.rstrip()) + 1 + len(words[0]) > width


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
