"""The heat map: a number for each pair of a row and a column, as shades of one color with the number in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codeward.web.ui.drawing.scale import Behind, Scale, finite, heads, per_cent, plain, short

__all__ = ["HeatCell", "HeatMap", "HeatRow", "heat_map"]

# Shades of the scale; a tile holds its number where there are at most so many beside one another.
SHADES = 6
MOST_FIGURES = 12


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A tile: from `x`, `width` wide, `middle` for its number, in per cent. `shade` is 1 to 6, 0 for no number."""

    x: str
    width: str
    middle: str
    shade: int
    said: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of tiles; `told` says its numbers."""

    name: str
    cells: tuple[HeatCell, ...]
    told: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The map: what stands over its columns, its rows, and what its palest and darkest shades mean."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    lowest: str
    highest: str
    figures: bool
    behind: Behind


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    *,
    corner: str = "",
    low: float | None = None,
    high: float | None = None,
) -> HeatMap:
    """Draw ``values[row][column]``. Raises ValueError where they are not as many as names.

    The shades run from `low` to `high`, or over the numbers themselves; `corner` heads the table's first column.
    """
    if len(values) != len(rows) or any(len(line) != len(columns) for line in values):
        raise ValueError("a heat map has one value, or None, for every row and column")
    ends = finite([value for line in values for value in line])
    least = min(ends, default=0.0) if low is None else low
    most = max(ends, default=1.0) if high is None else high
    scale = Scale(least, most)
    figures = len(columns) <= MOST_FIGURES
    drawn = tuple(_row(scale, name, columns, line, figures) for name, line in zip(rows, values, strict=True))
    above = tuple((per_cent((n + 0.5) / len(columns)), name) for n, name in enumerate(columns))
    cells = tuple(
        (name, *("–" if one is None else plain(one) for one in line))
        for name, line in zip(rows, values, strict=True)
    )
    return HeatMap(
        above, drawn, plain(least), plain(most), figures, Behind((*heads(corner), *columns), cells)
    )


def _row(
    scale: Scale, name: str, columns: Sequence[str], line: Sequence[float | None], figures: bool
) -> HeatRow:
    wide = 1 / len(columns) if columns else 1.0
    cells = tuple(
        HeatCell(
            per_cent(n * wide),
            per_cent(wide),
            per_cent((n + 0.5) * wide),
            0 if value is None else shade(scale, value),
            ("–" if value is None else short(value)) if figures else "",
        )
        for n, value in enumerate(line)
    )
    told = "; ".join(
        f"{column}: {'–' if value is None else plain(value)}"
        for column, value in zip(columns, line, strict=True)
    )
    return HeatRow(name, cells, told)


def shade(scale: Scale, value: float) -> int:
    """The shade of a number, 1 to 6, each for a like part of the scale."""
    return 1 + min(SHADES - 1, int(scale.share(value) * SHADES))
