"""Places in the drawings, as SVG attributes. Widths are per cent, so that text keeps its size on every screen."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from codeward.grading import wilson

__all__ = ["BOTTOM", "TOP", "Bar", "Dot", "Segment", "bar", "dots", "segments"]

# The plot of scores: y in px of 100 and of 0.
TOP, BOTTOM = 10.0, 170.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One submission in the plot."""

    x: str
    y: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A line between two submissions that count."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A proportion as a bar with its Wilson 95% interval: widths and places in per cent."""

    width: str
    low: str
    high: str


def dots(scores: Sequence[tuple[float, bool]]) -> list[Dot]:
    """Places of (score, counts) in their order, spread evenly."""
    n = len(scores)
    return [Dot(_per_cent((i + 0.5) / n), _height(score), counts) for i, (score, counts) in enumerate(scores)]


def segments(points: Sequence[Dot]) -> list[Segment]:
    """Lines through the submissions that count."""
    counting = [dot for dot in points if dot.counts]
    return [Segment(a.x, a.y, b.x, b.y) for a, b in itertools.pairwise(counting)]


def bar(right: int, total: int) -> Bar:
    """The bar of `right` of `total`. Raises ValueError where there is nothing to show."""
    low, high = wilson(right, total)
    return Bar(_per_cent(right / total), _per_cent(low), _per_cent(high))


def _per_cent(share: float) -> str:
    # Never by locale: SVG knows only the point.
    return f"{100 * share:.2f}%"


def _height(score: float) -> str:
    return f"{BOTTOM - (BOTTOM - TOP) * score / 100:.1f}"
