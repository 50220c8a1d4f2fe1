"""Lines: numbers in their order with the band of their interval, and the sparkline beside a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.web.ui.drawing.scale import Behind, Scale, finite, heads, marks, per_cent, plain, short

__all__ = ["Dot", "HeightMark", "Line", "LinePoint", "Sparkline", "line", "sparkline"]

# The plot: y in px of its highest and its lowest mark; across, the path counts in thousandths.
TOP, BOTTOM, WIDE = 10.0, 170.0, 1000.0
# More points than this are a line without dots.
MOST_DOTS = 60
# A sparkline in px, with room for its last dot.
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96.0, 24.0, 4.0
# So many numbers are said one by one; of more only first, last, lowest and highest.
SAID_SINGLY = 12


@dataclass(frozen=True, slots=True)
class LinePoint:
    """One number in its order, None where there is none. One that does not count is a ring beside the line."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Dot:
    """A point as it is drawn."""

    x: str
    y: str
    counts: bool


@dataclass(frozen=True, slots=True)
class HeightMark:
    """A round number at the edge of the plot, at `y` px."""

    y: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn: `path` and `band` in a box of 1000 by 180, dots in per cent and px."""

    path: str
    band: str
    dots: tuple[Dot, ...]
    marks: tuple[HeightMark, ...]
    reference: str
    reference_name: str
    first: str
    last: str
    told: str
    behind: Behind


def line(
    points: Sequence[LinePoint],
    *,
    columns: tuple[str, str] = ("", ""),
    low: float | None = None,
    high: float | None = None,
    reference: tuple[str, float] | None = None,
) -> Line:
    """Draw `points` in their order, evenly spread, on a scale of `low` to `high` or of the numbers themselves.

    `columns` name the table's columns: label and number. `reference` is a line that all are held against.
    """
    ends = finite([end for one in points for end in (one.value, one.low, one.high)])
    ends += finite([] if reference is None else [reference[1]])
    least = min(ends, default=0.0) if low is None else low
    most = max(ends, default=1.0) if high is None else high
    round_ones = marks(least, most)
    scale = Scale(round_ones[0], round_ones[-1])
    places = [(index + 0.5) / len(points) for index in range(len(points))]
    shown = [
        Dot(per_cent(x), _px(scale.down(one.value, TOP, BOTTOM)), one.counts)
        for x, one in zip(places, points, strict=True)
        if one.value is not None and (len(points) <= MOST_DOTS or not one.counts)
    ]
    return Line(
        path=_path(_runs((x, one.value) for x, one in zip(places, points, strict=True) if one.counts), scale),
        band=_band(places, points, scale),
        dots=tuple(shown),
        marks=tuple(HeightMark(_px(scale.down(one, TOP, BOTTOM)), short(one)) for one in round_ones),
        reference="" if reference is None else _px(scale.down(reference[1], TOP, BOTTOM)),
        reference_name="" if reference is None else reference[0],
        first=points[0].label if points else "",
        last=points[-1].label if len(points) > 1 else "",
        told=told([one.value for one in points if one.value is not None]),
        behind=_behind(points, columns, reference),
    )


def told(values: Sequence[float]) -> str:
    """A series in words: each number of a short one, the course of a long one."""
    if not values:
        return _("Nothing to draw yet.")
    if len(values) <= SAID_SINGLY:
        return "; ".join(plain(value) for value in values)
    course = ngettext(
        "%(n)d number, from %(first)s to %(last)s, lowest %(low)s, highest %(high)s",
        "%(n)d numbers, from %(first)s to %(last)s, lowest %(low)s, highest %(high)s",
        len(values),
    )
    return course % {
        "n": len(values),
        "first": plain(values[0]),
        "last": plain(values[-1]),
        "low": plain(min(values)),
        "high": plain(max(values)),
    }


def _runs(places: Iterable[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """Stretches without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, value in places:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, value))
    return [run for run in runs if run]


def _path(runs: Sequence[Sequence[tuple[float, float]]], scale: Scale) -> str:
    parts = []
    for run in runs:
        corners = [f"{WIDE * x:.1f} {scale.down(value, TOP, BOTTOM):.1f}" for x, value in run]
        parts.append("M" + "L".join(corners))
    return "".join(parts)


def _band(places: Sequence[float], points: Sequence[LinePoint], scale: Scale) -> str:
    stretches: list[list[tuple[float, float, float]]] = [[]]
    for x, one in zip(places, points, strict=True):
        if one.low is None or one.high is None or not one.counts:
            stretches.append([])
        else:
            stretches[-1].append((x, one.low, one.high))
    parts = []
    for stretch in stretches:
        if not stretch:
            continue
        over = [f"{WIDE * x:.1f} {scale.down(high, TOP, BOTTOM):.1f}" for x, _low, high in stretch]
        under = [f"{WIDE * x:.1f} {scale.down(low, TOP, BOTTOM):.1f}" for x, low, _high in reversed(stretch)]
        parts.append("M" + "L".join([*over, *under]) + "Z")
    return "".join(parts)


def _behind(
    points: Sequence[LinePoint], columns: tuple[str, str], reference: tuple[str, float] | None
) -> Behind:
    wide = any(one.low is not None for one in points)
    rows = [
        (one.label, _known(one.value), *((_known(one.low), _known(one.high)) if wide else ()))
        for one in points
    ]
    if reference is not None:
        rows.append((reference[0], plain(reference[1]), *(("–", "–") if wide else ())))
    return Behind(heads(*columns, *(("", "") if wide else ())), tuple(rows))


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line as small as a word. `path` and the last point are in px of a box of `width` by `height`."""

    path: str
    x: str
    y: str
    told: str
    behind: Behind
    width: str = f"{SPARK_WIDTH:g}"
    height: str = f"{SPARK_HEIGHT:g}"


def sparkline(
    values: Sequence[float], *, labels: Sequence[str] = (), columns: tuple[str, str] = ("", "")
) -> Sparkline:
    """Draw `values` in their order. `labels` name them in the table; without labels their number does."""
    ends = finite(values)
    scale = Scale(min(ends, default=0.0), max(ends, default=1.0))
    wide, high = SPARK_WIDTH - 2 * SPARK_EDGE, SPARK_HEIGHT - SPARK_EDGE
    step = wide / (len(values) - 1) if len(values) > 1 else 0.0
    places = [
        (SPARK_EDGE + index * step, scale.down(value, SPARK_EDGE, high)) for index, value in enumerate(values)
    ]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places) if places else ""
    x, y = (_px(places[-1][0]), _px(places[-1][1])) if places else ("", "")
    names = labels or [str(index + 1) for index in range(len(values))]
    rows = tuple((name, plain(value)) for name, value in zip(names, values, strict=True))
    return Sparkline(path, x, y, told(values), Behind(heads(*columns), rows))


def _px(value: float) -> str:
    return f"{value:.1f}"


def _known(value: float | None) -> str:
    return "–" if value is None else plain(value)
