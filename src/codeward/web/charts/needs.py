"""What of the charts would lose its book with a release: charts of its time, attempts under way, and grades."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from codeward.charts import Chart
from codeward.codesets import CODING, Release, books
from codeward.web.charts.models import Attempt
from codeward.web.charts.snapshots import charts
from codeward.web.office.api import Need

__all__ = ["needs"]

EXAMPLES = 5


def needs(release: Release) -> list[Need]:
    """Charts that nothing else of this host answers for, attempts not handed in, and grades that name the release."""
    begun = Attempt.objects.filter(~Q(state=Attempt.State.SUBMITTED), editions__edition=release.id)
    graded = Attempt.objects.filter(grades__editions__edition=release.id)
    return [need for need in (_charts(release), _begun(begun), _graded(graded)) if need.count]


def _begun(rows: QuerySet[Attempt]) -> Need:
    n, names = _told(rows)
    return Need(ngettext("%(n)d attempt in progress", "%(n)d attempts in progress", n) % {"n": n}, n, names)


def _graded(rows: QuerySet[Attempt]) -> Need:
    n, names = _told(rows)
    return Need(ngettext("%(n)d graded attempt", "%(n)d graded attempts", n) % {"n": n}, n, names)


def _told(rows: QuerySet[Attempt]) -> tuple[int, tuple[str, ...]]:
    """How many attempts there are, and the charts of some: whose they are is nobody's business here."""
    names = rows.order_by("chart_id").values_list("chart_id", flat=True).distinct()[:EXAMPLES]
    return rows.distinct().count(), tuple(names)


def _charts(release: Release) -> Need:
    names = [chart.id for chart in charts().values() if _leans_on(chart, release)]
    words = ngettext("%(n)d chart from its time", "%(n)d charts from its time", len(names)) % {
        "n": len(names)
    }
    return Need(words, len(names), tuple(names[:EXAMPLES]))


def _leans_on(chart: Chart, release: Release) -> bool:
    """Whether the chart is coded by this release and no other one here is in force on its date."""
    day = chart.coding_date
    if release.system not in CODING or not release.covers(day):
        return False
    if release.system not in {line.system for line in chart.key.lines}:
        return False
    answers = books.answering(release.system, day)
    if answers is None or answers.id != release.id:
        return False
    other = books.answering(release.system, day, without=release.id)
    return other is None or not other.covers(day)
