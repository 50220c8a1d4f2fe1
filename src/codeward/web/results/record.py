"""The record with the marks of both sides, made on the server: its text is shown unchanged.

A document's text is cut at the ends of every marked span. Each piece that lies in a span becomes a ``<mark>`` that
names the rows it speaks for, so that the page can light one row's evidence. Offsets are code points, as the server
counts, so nothing is converted.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from codeward.charts import Document
from codeward.web.charts.api import styled_lines

__all__ = ["Marked", "Span", "marked"]

Side = Literal["mine", "key", "wrong", "mention"]
# By whether mine, key and wrong lie there. A mention that is not coded shows only when it is chosen.
_CLASSES = {
    (False, False, False): "off",
    (True, False, False): "evidence",
    (False, True, False): "evidence evidence-key",
    (False, False, True): "evidence evidence-wrong",
    (True, True, False): "evidence evidence-both",
    (False, True, True): "evidence evidence-wrong",
    (True, False, True): "evidence evidence-wrong",
    (True, True, True): "evidence evidence-both",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A marked span of a document, half-open, in code points: whose it is and which row it speaks for."""

    document: str
    start: int
    end: int
    side: Side
    row: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A document ready to be shown: its text as HTML with marks."""

    document: Document
    html: SafeString


def marked(document: Document, spans: Iterable[Span]) -> Marked:
    """Render the text of `document` with the `spans` that lie in it. Everything is escaped."""
    text = document.text
    mine = [s for s in spans if s.document == document.id and 0 <= s.start < s.end <= len(text)]
    lines = _styled(text)
    cuts = {0, len(text)}
    for span in mine:
        cuts |= {span.start, span.end}
    for start, end, _ in lines:
        cuts |= {start, end}
    points = sorted(cuts)
    style = _covering(lines)
    pieces = (
        _mark(over, format_html_join("", "{}", ((_piece(text[a:b], style(a)),) for a, b in places)))
        for over, places in itertools.groupby(
            itertools.pairwise(points), lambda at: _over(at[0], at[1], mine)
        )
    )
    return Marked(document, format_html_join("", "{}", ((piece,) for piece in pieces)))


def _over(start: int, end: int, spans: list[Span]) -> list[Span]:
    """The spans that the piece lies in. Neighbors that lie in the same ones are one mark, whatever their style."""
    return [span for span in spans if span.start <= start and end <= span.end]


@lru_cache(maxsize=512)
def _styled(text: str) -> tuple[tuple[int, int, str], ...]:
    """The lines of a document that have a style: the same for every reader of it."""
    return tuple(styled_lines(text))


def _covering(lines: tuple[tuple[int, int, str], ...]) -> Callable[[int], str]:
    """The style of the piece that begins at a place. Text is cut at the ends of lines, so a piece lies in one line."""
    starts = [start for start, _end, _style in lines]

    def style(place: int) -> str:
        found = bisect_right(starts, place) - 1
        return lines[found][2] if found >= 0 and place < lines[found][1] else ""

    return style


def _piece(text: str, style: str) -> SafeString | str:
    return format_html('<span class="{}">{}</span>', style, text) if style else text


def _mark(over: list[Span], piece: SafeString) -> SafeString:
    if not over:
        return piece
    sides = {span.side for span in over}
    rows = {side: " ".join(dict.fromkeys(s.row for s in over if s.side == side)) for side in sides}
    attributes = format_html_join("", ' data-{}="{}"', sorted(rows.items()))
    kind = _CLASSES["mine" in sides, "key" in sides, "wrong" in sides]
    return format_html('<mark class="{}"{}>{}</mark>', kind, attributes, piece)
