"""Charts as the school serves them: the curriculum in the package, and every version that was ever attempted."""

from __future__ import annotations

import logging
from functools import lru_cache

from django.http import Http404

from codeward.charts import Chart, Curriculum, Stop, load_curriculum, load_snapshot, stops
from codeward.errors import UnknownChart
from codeward.web.learning.api import ContentVersion, keep_version, keep_versions

__all__ = [
    "chart_or_404",
    "charts",
    "curriculum",
    "forget_charts",
    "path",
    "shown_id_of",
    "snapshot_of",
    "sync",
    "version_of",
]

_CHART = ContentVersion.Kind.CHART
log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def curriculum() -> Curriculum:
    """What the packs hold, read once per process.

    A chart that cannot be read is left out and told to the log: it does not hide the others. So is a fault of a path,
    whose chart keeps the place that its level and number give it.
    """
    found = load_curriculum(strict=False)
    for error in found.errors:
        log.error("chart left out: %s", error)
    return found


def forget_charts() -> None:
    """Have the packs read anew when they are asked for next: for an author's preview alone."""
    curriculum.cache_clear()


def charts() -> dict[str, Chart]:
    """The charts of today by id, in the order of their numbers: those that learners practice on."""
    return curriculum().practice()


def path() -> tuple[Stop, ...]:
    """The charts of today in the order in which they are taught, each with its level and minutes."""
    return stops(charts(), curriculum().minutes)


def chart_or_404(chart_id: str) -> Chart:
    """Today's chart of that id, which may leave out the pack where only one is meant; Http404 when there is none."""
    try:
        return Curriculum(charts()).find(chart_id)
    except UnknownChart:
        raise Http404(chart_id) from None


def shown_id_of(asked: str) -> str:
    """The id by which a chart is kept and shown, for any form of it; what was asked where there is no such chart."""
    try:
        return Curriculum(charts()).find(asked).id
    except UnknownChart:
        return asked


def snapshot_of(chart: Chart) -> ContentVersion:
    """The stored version of `chart`, made when it is new. Two processes may ask at once: one row results."""
    return keep_version(_CHART, chart.id, chart.version, chart.files)


@lru_cache(maxsize=64)
def version_of(version: str) -> Chart:
    """The chart as that version was, today's or an old one. Raises ContentVersion.DoesNotExist."""
    for chart in charts().values():
        if chart.version == version:
            return chart
    return load_snapshot(ContentVersion.objects.get(digest=version, kind=_CHART).files)


def sync() -> int:
    """Store every chart version that is not yet stored; returns how many were new. Idempotent."""
    return keep_versions(_CHART, ((one.id, one.version, one.files) for one in charts().values()))
