"""What first timed answers in practice exams say of questions: the rows of the table that teachers read.

Counted by the database, in four queries whatever the number of sittings; the figures are practice.statistics'. Answers
to versions that asked the same are counted together. What was left open is no answer. The rest of a sitting's points,
with which an answer is correlated, is taken to the whole point, without the question itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Round
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.curriculum import Item, QueryItem, SbaItem, ScenarioItem
from codeward.practice import alike
from codeward.practice.mastery import Source
from codeward.practice.statistics import Exposure, ItemFigures, Rate, figures_of
from codeward.web.exams.models import Score, Suspension
from codeward.web.exams.papers import item_of
from codeward.web.learning.api import ContentVersion, Response
from codeward.web.results.api import percent

__all__ = ["FLAGS", "ItemRow", "rows_of"]

FLAGS: Final = {
    "too hard": gettext_lazy("too hard"),
    "too easy": gettext_lazy("too easy"),
    "weak": gettext_lazy("hardly separates"),
    "distractor above the key": gettext_lazy("a wrong option goes with more points than the key"),
    "suspend": gettext_lazy("turned: suspend it"),
    "dead distractor": gettext_lazy("a wrong option that hardly anyone takes"),
}
_PRIOR: Final = {1: -1.0, 2: 0.0, 3: 1.0}
_PARTS: Final = 3
"""Questions that a scenario counts as."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One question of the table. `figures` is None for whoever may not read figures of the whole school."""

    item: Item
    figures: ItemFigures | None
    suspended: str = ""
    retired: str = ""

    @property
    def p(self) -> str:
        """How many of 100 had it right, with the interval."""
        rate = self.figures.p if self.figures else None
        if rate is None:
            return "–"
        return _("%(p)s (%(low)s to %(high)s)") % {
            "p": percent(rate.value), "low": percent(rate.low), "high": percent(rate.high),
        }  # fmt: skip

    @property
    def r(self) -> str:
        """The corrected correlation, with the interval."""
        rate: Rate | None = self.figures.r if self.figures else None
        if rate is None:
            return "–"
        return _("%(r)s (%(low)s to %(high)s)") % {
            "r": _two(rate.value), "low": _two(rate.low), "high": _two(rate.high),
        }  # fmt: skip

    @property
    def seconds(self) -> str:
        """The middle time."""
        found = self.figures.seconds if self.figures else None
        return "–" if found is None else _("%(n)d s") % {"n": round(found)}

    @property
    def options(self) -> list[tuple[int, bool, str, str]]:
        """Of each option: its number, whether it is right, how many of 100 took it, and the correlation of that."""
        if self.figures is None or self.figures.p is None or not isinstance(self.item, SbaItem | QueryItem):
            return []
        told = self.figures.options
        return [
            (
                place + 1,
                option.right,
                percent(told.get(place, (0, None))[0] / self.figures.n),
                _two(told.get(place, (0, None))[1]),
            )
            for place, option in enumerate(self.item.options)
        ]

    @property
    def flags(self) -> list[str]:
        """What is to be looked at, in words."""
        return [str(FLAGS[one]) for one in self.figures.flags] if self.figures else []


def _two(value: float | None) -> str:
    return "–" if value is None else number_format(round(value, 2), decimal_pos=2)


def rows_of(items: Sequence[Item], *, figures: bool) -> list[ItemRow]:
    """The rows of questions, in their order. Four queries, one without figures."""
    names = [one.id for one in items]
    out: dict[str, dict[str, str]] = defaultdict(dict)
    taken = Suspension.objects.filter(item__in=names, ended_at=None)
    for item, kind, reason in taken.values_list("item", "kind", "reason"):
        out[item][kind] = reason
    told = _figures(items) if figures else {}
    return [
        ItemRow(
            one,
            told.get(one.id),
            out[one.id].get(Suspension.Kind.SUSPENDED, ""),
            out[one.id].get(Suspension.Kind.RETIRED, ""),
        )
        for one in items
    ]


def _figures(items: Sequence[Item]) -> Mapping[str, ItemFigures]:
    asked = _same(items)
    first = Response.objects.filter(
        item__in=[one.id for one in items],
        version__in=asked,
        first=True,
        timed=True,
        source=str(Source.EXAM),
    ).order_by()
    score = Score.objects.filter(sitting__public_id=OuterRef("sitting"), current=True)
    counted = (
        first.annotate(
            points=Round(Subquery(score.values("points")[:1])),
            possible=Subquery(score.values("possible")[:1]),
        )
        .filter(possible__gt=0)
        .values_list("item", "option", "right", "points", "possible")
        .annotate(many=Count("pk"))
    )
    by_id = {one.id: one for one in items}
    exposures: dict[str, list[Exposure]] = defaultdict(list)
    for name, option, right, points, possible, many in counted:
        one = _exposure(by_id[name], option, right, points, possible)
        exposures[name].extend([one] * many)
    times: dict[str, Counter[int]] = defaultdict(Counter)
    for name, seconds, many in first.values_list("item", "seconds").annotate(many=Count("pk")):
        if seconds:
            times[name][seconds] = many
    return {
        one.id: _of(one, exposures[one.id])._replace(
            seconds=_middle(times[one.id]) if len(exposures[one.id]) >= 30 else None
        )
        for one in items
    }


def _same(items: Iterable[Item]) -> list[str]:
    """The versions that asked the same as today's, today's too."""
    by_id = {one.id: one for one in items}
    kept = ContentVersion.objects.filter(kind=ContentVersion.Kind.ITEM, content_id__in=list(by_id))
    return [one.pk for one in kept if alike(item_of(one), by_id[one.content_id])]


def _exposure(item: Item, option: str, right: bool, points: float, possible: float) -> Exposure:
    parts = _PARTS if isinstance(item, ScenarioItem) else 1
    rest = (points - parts * right) / (possible - parts) if possible > parts else 0.0
    place = option.removeprefix("#")
    chosen = int(place) if isinstance(item, SbaItem | QueryItem) and place.isdigit() else None
    return Exposure(right, min(1.0, max(0.0, rest)), chosen)


def _of(item: Item, exposures: Sequence[Exposure]) -> ItemFigures:
    options = item.options if isinstance(item, SbaItem | QueryItem) else ()
    key = next((place for place, one in enumerate(options) if one.right), None)
    return figures_of(exposures, _PRIOR[item.level], key, len(options))


def _middle(times: Counter[int]) -> float | None:
    left = sum(times.values()) // 2
    for seconds, many in sorted(times.items()):
        if left < many:
            return float(seconds)
        left -= many
    return None
