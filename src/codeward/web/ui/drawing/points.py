"""The points bar: what was kept, and what was lost on what."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from codeward.web.ui.drawing.scale import finite, per_cent, plain

__all__ = ["PointPart", "PointsBar", "PointsSegment", "points_bar"]

# A loss is drawn at least so wide: one that cannot be seen is no loss to whoever looks.
LEAST = 0.012


@dataclass(frozen=True, slots=True)
class PointPart:
    """Points that were kept, or lost on something. `name` in a few words: "first diagnosis"."""

    name: str
    points: float
    lost: bool = True


@dataclass(frozen=True, slots=True)
class PointsSegment:
    """A part as it is drawn: from `x`, `width` wide, in per cent; `said` is its figure with its sign."""

    name: str
    said: str
    lost: bool
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class PointsBar:
    """The bar. `told` says all of it in one sentence; `key` names its hatch, of which a page may hold several."""

    segments: tuple[PointsSegment, ...]
    told: str
    key: str


def points_bar(parts: Sequence[PointPart], *, of: float = 100.0) -> PointsBar:
    """Draw `parts` in their order on a bar of `of` points, or of their sum where it is more.

    Parts of no points are left out. Raises ValueError on points below zero or without end.
    """
    if any(points < 0 for points in finite([of, *(part.points for part in parts)])):
        raise ValueError("points kept or lost are not below zero")
    shown = [part for part in parts if part.points > 0]
    # Shares first: a sum of huge numbers is no number.
    most = max([of, *(part.points for part in shown)], default=0.0)
    sizes = [part.points / most for part in shown] if most else []
    whole = max(sum(sizes), of / most) if most else 1.0
    widths = [max(LEAST, size / whole) for size in sizes]
    excess = max(1.0, sum(widths))
    segments, x = [], 0.0
    for part, width in zip(shown, widths, strict=True):
        wide = min(width / excess, 1.0 - x)
        segments.append(PointsSegment(part.name, _said(part), part.lost, per_cent(x), per_cent(wide)))
        x = min(1.0, x + wide)
    told = _told(shown, of)
    return PointsBar(tuple(segments), told, hashlib.sha256(told.encode()).hexdigest()[:8])


def _said(part: PointPart) -> str:
    return f"−{plain(part.points)}" if part.lost else plain(part.points)


def _told(parts: Sequence[PointPart], of: float) -> str:
    kept = ", ".join(f"{plain(part.points)} {part.name}" for part in parts if not part.lost)
    lost = ", ".join(f"{plain(part.points)} {part.name}" for part in parts if part.lost)
    whole = _("of %(of)s points") % {"of": plain(of)}
    said = [kept or plain(0.0), whole]
    if lost:
        return " ".join(said) + ". " + _("Lost: %(parts)s") % {"parts": lost}
    return " ".join(said)
