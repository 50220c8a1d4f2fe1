"""What every drawing stands on: a scale, round marks on it, figures as text, and the table behind the drawing.

Places across are per cent, so that text keeps its size on every screen; places down are px.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

__all__ = ["Behind", "Scale", "finite", "heads", "marks", "per_cent", "plain", "short"]

# Steps between marks that people count in.
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Behind:
    """The table behind a drawing: it holds every number. The first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`. Where both are the same number, everything lies in the middle."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """How far along `value` lies, 0 to 1; what lies outside lies at the edge."""
        # Halves first: the difference of two huge numbers is no number.
        span = self.high / 2 - self.low / 2
        if span <= 0:
            return 0.5
        return min(1.0, max(0.0, (value / 2 - self.low / 2) / span))

    def across(self, value: float) -> str:
        """The place of `value` across, in per cent."""
        return per_cent(self.share(value))

    def down(self, value: float, top: float, bottom: float) -> float:
        """The place of `value` down, in px: `high` at `top`."""
        return bottom - (bottom - top) * self.share(value)


def heads(*given: str) -> tuple[str, ...]:
    """The heads of a table's columns. One without a word is a name, a value, or the ends of its interval."""
    words = (_("Name"), _("Value"), _("Low"), _("High"))
    return tuple(head or words[min(n, len(words) - 1)] for n, head in enumerate(given))


def finite(values: Iterable[float | None]) -> list[float]:
    """The numbers that are there. Raises ValueError on one that is infinite or none at all (NaN)."""
    found = [value for value in values if value is not None]
    if not all(math.isfinite(value) for value in found):
        raise ValueError("a drawing shows finite numbers")
    return found


def marks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from at most `low` to at least `high`, two to `most` + 1 of them, evenly spaced."""
    span = high - low
    if not 0 < span < math.inf:
        return [low] if low == high else [low, high]
    rough = span / (most - 1)
    size = 10.0 ** math.floor(math.log10(rough)) if rough > 1e-300 else 0.0
    # Also where the numbers lie so close together, or so far out, that no step tells them apart.
    if not 0 < size < math.inf or low + size == low or high + size == high:
        return [low, high]
    step = next(size * one for one in STEPS if size * one >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, last + 1)]


def per_cent(share: float) -> str:
    """A share as SVG reads it: never by locale, it knows only the point."""
    return f"{100 * share:.2f}%"


def plain(value: float) -> str:
    """A number as text, no more of it than there is: 1,250; 0.5; −3."""
    text = f"{value:,.12g}"
    if text in {"0", "-0"}:
        return "0"
    return f"−{text[1:]}" if text.startswith("-") else text


def short(value: float) -> str:
    """A number for the edge of a plot, where there is room for about five letters."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size <= abs(value) < size * 1000 and (size > 1e3 or abs(value) >= 1e4):
            return plain(float(f"{value / size:.3g}")) + letter
    return plain(float(f"{value:.3g}"))
