"""Bars beside their names, in groups where several series are compared, and ranges on one scale."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from codeward.web.ui.drawing.scale import Behind, Scale, finite, heads, marks, per_cent, plain, short

__all__ = [
    "BarRow",
    "BarValue",
    "Bars",
    "DrawnBar",
    "DrawnBars",
    "DrawnRange",
    "Mark",
    "Range",
    "Ranges",
    "bars",
    "ranges",
]


@dataclass(frozen=True, slots=True)
class BarValue:
    """One number with its interval, where it has one.

    `said` is its figure in words, `note` what stands behind it, `between` its interval in words.
    """

    value: float
    low: float | None = None
    high: float | None = None
    said: str = ""
    note: str = ""
    between: str = ""


@dataclass(frozen=True, slots=True)
class BarRow:
    """A name and its number in each series; None where there is none. `id` stands in bold before the name."""

    name: str
    values: tuple[BarValue | None, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar in per cent of the width, with the ends of its interval; `series` counts from 1, `""` is no bar."""

    series: int
    of: str
    said: str
    note: str
    interval: str
    x: str
    width: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class DrawnBars:
    """A row as it is drawn."""

    id: str
    name: str
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """All rows on one scale; `zero` is where their bars begin. `key` names the hatches of the second series on."""

    series: tuple[str, ...]
    rows: tuple[DrawnBars, ...]
    zero: str
    behind: Behind
    key: str


def bars(
    rows: Sequence[BarRow],
    series: Sequence[str] = ("",),
    *,
    column: str = "",
    low: float | None = None,
    high: float | None = None,
) -> Bars:
    """Draw `rows`, each with a value for every one of the `series`, from zero, on a scale of `low` to `high`.

    Without `low` and `high` the scale is that of the numbers. `column` is what the names are called in the table.
    Raises ValueError where a row has not as many values as there are series.
    """
    if any(len(row.values) != len(series) for row in rows):
        raise ValueError("a row has a value, or None, for every series")
    every = [value for row in rows for value in row.values if value is not None]
    ends = finite([end for one in every for end in (one.value, one.low, one.high)])
    least = min([0.0, *ends]) if low is None else low
    most = max([0.0, *ends]) if high is None else high
    scale = Scale(least, most if most > least else least + 1.0)
    drawn = tuple(
        DrawnBars(row.id, row.name, tuple(_bar(scale, n, series[n], one) for n, one in enumerate(row.values)))
        for row in rows
    )
    behind = _bars_behind(rows, series, column)
    return Bars(tuple(series), drawn, scale.across(0.0), behind, _key(behind))


def _bar(scale: Scale, n: int, of: str, one: BarValue | None) -> DrawnBar:
    if one is None:
        return DrawnBar(n + 1, of, "–", "", "", "", "", "", "")
    zero, end = scale.share(0.0), scale.share(one.value)
    whiskers = one.low is not None and one.high is not None
    low = scale.across(one.low) if whiskers and one.low is not None else ""
    high = scale.across(one.high) if whiskers and one.high is not None else ""
    x, width = per_cent(min(zero, end)), per_cent(abs(end - zero))
    return DrawnBar(
        n + 1, of, one.said or plain(one.value), one.note, one.between or _interval(one), x, width, low, high
    )


def _interval(one: BarValue) -> str:
    if one.low is None or one.high is None:
        return ""
    return f"{plain(one.low)} – {plain(one.high)}"


def _bars_behind(rows: Sequence[BarRow], series: Sequence[str], column: str) -> Behind:
    wide = any(value is not None and value.low is not None for row in rows for value in row.values)
    names = [name or _("Value") for name in series]
    shown = [
        head
        for name in names
        for head in ((name, _("%(name)s, interval") % {"name": name}) if wide else (name,))
    ]
    cells = []
    for row in rows:
        line = [f"{row.id} {row.name}".strip()]
        for value in row.values:
            line.append("–" if value is None else plain(value.value))
            if wide:
                line.append("–" if value is None else _interval(value) or "–")
        cells.append(tuple(line))
    return Behind((*heads(column), *shown), tuple(cells))


@dataclass(frozen=True, slots=True)
class Range:
    """Where most lie (`low` to `high`) and where this one lies (`value`), for one name; None where it is not known."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A round number on the scale."""

    x: str
    said: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class DrawnRange:
    """A row as it is drawn; `""` where a number is not known."""

    name: str
    said: str
    x: str
    low: str
    width: str


@dataclass(frozen=True, slots=True)
class Ranges:
    """All ranges on one scale, with the line that all are held against."""

    rows: tuple[DrawnRange, ...]
    marks: tuple[Mark, ...]
    reference: str
    reference_name: str
    behind: Behind


def ranges(
    rows: Sequence[Range],
    *,
    columns: tuple[str, str, str, str] = ("", "", "", ""),
    reference: tuple[str, float] | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Ranges:
    """Draw `rows` on one scale. `columns` name the table's columns: name, value, low, high."""
    ends = finite([end for one in rows for end in (one.value, one.low, one.high)])
    ends += finite([] if reference is None else [reference[1]])
    round_ones = marks(
        min(ends, default=0.0) if low is None else low, max(ends, default=1.0) if high is None else high
    )
    scale = Scale(round_ones[0], round_ones[-1])
    drawn = tuple(_range(scale, one) for one in rows)
    shown = tuple(
        Mark(
            scale.across(one),
            short(one),
            "start" if n == 0 else "end" if n == len(round_ones) - 1 else "middle",
        )
        for n, one in enumerate(round_ones)
    )
    cells = tuple((one.name, *(_known(end) for end in (one.value, one.low, one.high))) for one in rows)
    if reference is not None:
        cells += ((reference[0], plain(reference[1]), "–", "–"),)
    behind = Behind(heads(*columns), cells)
    if reference is None:
        return Ranges(drawn, shown, "", "", behind)
    return Ranges(drawn, shown, scale.across(reference[1]), reference[0], behind)


def _range(scale: Scale, one: Range) -> DrawnRange:
    x = "" if one.value is None else scale.across(one.value)
    if one.low is None or one.high is None:
        return DrawnRange(one.name, one.said or _known(one.value), x, "", "")
    start, end = sorted((scale.share(one.low), scale.share(one.high)))
    return DrawnRange(one.name, one.said or _known(one.value), x, per_cent(start), per_cent(end - start))


def _known(value: float | None) -> str:
    return "–" if value is None else plain(value)


def _key(behind: Behind) -> str:
    """A name for what a page may hold several of, the same for the same drawing."""
    return hashlib.sha256(repr(behind).encode()).hexdigest()[:8]
