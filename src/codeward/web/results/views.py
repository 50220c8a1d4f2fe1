"""Pages of the results app. Each gets its attempt through the charts app's door: its learner's, or nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from codeward.web.charts.api import (
    Attempt,
    Grade,
    chart_or_404,
    charts,
    current_grades,
    open_attempt,
    own_attempt,
    start,
    version_of,
)
from codeward.web.codebook.api import release_title
from codeward.web.results.figures import figure_rows
from codeward.web.results.models import MAX_CODE, MAX_TEXT, Contest
from codeward.web.results.nexts import next_chart
from codeward.web.results.present import shown

__all__ = ["again", "contest", "past", "result"]


@require_GET
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a submission is worth and why, by its current grade. One not handed in leads back to its chart."""
    attempt = own_attempt(request, public_id)
    grade = _grades(attempt).filter(current=True).first()
    if grade is None:
        return redirect("charts:chart", chart_id=attempt.chart_id)
    return render(request, "results/result.html", _context(attempt, grade))


@require_GET
def past(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """A grade as it was given, with its own words; the current one is the result itself."""
    attempt = own_attempt(request, public_id)
    grade = get_object_or_404(_grades(attempt), number=number)
    if grade.current:
        return redirect("results:result", public_id=public_id)
    return render(request, "results/result.html", _context(attempt, grade))


def _grades(attempt: Attempt) -> QuerySet[Grade]:
    return attempt.grades.select_related("attempt", "supersedes").prefetch_related("rows", "editions")


def _context(attempt: Attempt, grade: Grade) -> dict[str, Any]:
    learner = attempt.learner
    chart = version_of(grade.snapshot_id)
    today = charts().get(attempt.chart_id)
    mine = Attempt.objects.filter(learner=learner, chart_id=chart.id, state=Attempt.State.SUBMITTED)
    counted = current_grades(learner).filter(attempt__counts=True)
    contests = {one.row: one for one in attempt.contests.all()}
    release = grade.edition_of("icd10cm")
    return {
        "attempt": attempt,
        "grade": grade,
        "grades": attempt.grades.order_by("number"),
        "chart": chart,
        "release": release_title(release),
        "shown": shown(grade.to_json(), chart, contests),
        "figures": figure_rows(
            grade.figures, counted.values_list("figures", flat=True), principal=chart.inpatient_facility
        ),
        "charts_counted": counted.count(),
        "counting": mine.filter(counts=True).first(),
        "tries": mine.prefetch_related("grades").order_by("number"),
        "open": open_attempt(learner, chart.id),
        "next": next_chart(chart, learner),
        "changed": today is not None and today.version != chart.version,
        "gone": today is None,
        "max_text": MAX_TEXT,
    }


@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Try the chart again: a new attempt, which is practice. An open one is gone on with."""
    attempt = own_attempt(request, public_id)
    chart = chart_or_404(attempt.chart_id)
    start(attempt.learner, chart)
    return redirect("charts:chart", chart_id=chart.id)


@require_POST
def contest(request: HttpRequest, public_id: str, row: str) -> HttpResponse:
    """Store why a learner contests a row of their grade, whatever it says. Empty words take the contest back."""
    attempt = own_attempt(request, public_id)
    grade = _grades(attempt).filter(current=True).first()
    contested = grade.rows.filter(row=row).first() if grade is not None else None
    side = (contested.mine or contested.key) if contested is not None else None
    if grade is None or side is None:
        raise Http404
    text = request.POST.get("text", "").replace("\x00", "").strip()
    back = redirect(f"{reverse('results:result', args=[public_id])}#row-{row}")
    if not text:
        gone, _models = Contest.objects.filter(attempt=attempt, row=row).delete()
        if gone:
            messages.success(request, _("Your contest is taken back."))
        else:
            messages.warning(request, _("Write what is wrong and why, then send it."))
        return back
    if len(text) > MAX_TEXT:
        messages.error(request, _("That is longer than %(n)d characters. Shorten it.") % {"n": MAX_TEXT})
        unsent = {"unsent_row": row, "unsent": text}
        return render(request, "results/result.html", {**_context(attempt, grade), **unsent}, status=422)
    Contest.objects.update_or_create(
        attempt=attempt,
        row=row,
        defaults={"text": text, "code": side["code"][:MAX_CODE], "changed_at": timezone.now()},
    )
    messages.success(request, _("Your contest is kept with this result."))
    return back
