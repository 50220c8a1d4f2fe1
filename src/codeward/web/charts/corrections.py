"""Whom a corrected key concerns: whoever handed the chart in. A changed grade is told with both scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from codeward.web.charts import snapshots
from codeward.web.charts.models import Grade
from codeward.web.notices.api import Concern, Correction, Group, Timing, kind, on_correction, tell

__all__ = ["GRADE_CHANGED", "KEY_CORRECTED", "concerned", "register", "tell_changed"]

_WHY = "R50.9 is not coded beside J11.1."
_CASES = {
    "chart": "Cough and fever",
    "before": "70",
    "after": "82.5",
    "why": "R50.9 is not coded beside J11.1.",
}
GRADE_CHANGED = kind(
    "charts.grade_changed",
    _("The grade of a chart you submitted was corrected"),
    group=Group.STUDY,
    template="charts/notices/grade_changed.txt",
    action=_("See the result"),
    preview=lambda: (
        [{**_CASES, "cause": cause} for cause in ("key", "rules")] + [{**_CASES, "cause": "key", "why": ""}]
    ),
)
KEY_CORRECTED = kind(
    "charts.key_corrected",
    _("The answer key of a chart you submitted was corrected, and your score stays the same"),
    group=Group.STUDY,
    template="charts/notices/key_corrected.txt",
    action=_("See the result"),
    preview=lambda: [_CASES, {**_CASES, "why": ""}],
    default=Timing.DAILY,
)


def tell_changed(grade: Grade, before: Grade, why: str = "") -> None:
    """Tell the learner that a correction changed their score. In the transaction that made the grade."""
    if grade.score != before.score:
        attempt = grade.attempt
        context = {**_words(grade, before, why), "cause": grade.cause}
        tell(
            attempt.learner,
            GRADE_CHANGED,
            f"{attempt.public_id}:{grade.number}",
            context=context,
            url=_url(grade),
        )


def concerned(correction: Correction) -> Iterator[Concern]:
    """Whoever handed the chart in, was judged again by that version of its key, and kept their score each time."""
    if correction.kind != "key":
        return
    again = Grade.objects.filter(
        attempt__chart_id=correction.id, snapshot_id=correction.version, cause=Grade.Cause.KEY
    )
    changed = again.exclude(score=F("supersedes__score")).values("attempt__learner")
    kept = again.exclude(attempt__learner__in=changed).select_related("attempt__learner", "supersedes")
    for grade in kept.order_by("-attempt__counts", "pk").iterator(chunk_size=200):
        if grade.supersedes is not None:
            yield Concern(
                grade.attempt.learner, _words(grade, grade.supersedes, correction.summary), _url(grade)
            )


def _words(grade: Grade, before: Grade, why: str) -> dict[str, Any]:
    chart = snapshots.charts().get(grade.attempt.chart_id)
    return {
        "chart": chart.title if chart is not None else grade.attempt.chart_id,
        "before": floatformat(before.score, "-1"),
        "after": floatformat(grade.score, "-1"),
        "why": why,
    }


def _url(grade: Grade) -> str:
    return reverse("results:result", args=[grade.attempt.public_id])


def register() -> None:
    """Answer when a key was corrected."""
    on_correction("charts", KEY_CORRECTED, concerned)
