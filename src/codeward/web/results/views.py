"""Pages of the results app. Each gets its attempt through the charts app's door: its learner's, or nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from codeward.web.charts.api import (
    Attempt,
    Grade,
    chart_of,
    chart_or_404,
    charts,
    open_attempt,
    own_attempt,
    start,
)
from codeward.web.results.figures import figure_rows
from codeward.web.results.models import MAX_TEXT, Contest
from codeward.web.results.nexts import next_chart
from codeward.web.results.present import shown

__all__ = ["again", "contest", "result"]


@require_GET
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a submission was worth and why. An attempt that was not handed in leads back to its chart."""
    attempt = own_attempt(request, public_id)
    grade = Grade.objects.filter(attempt=attempt).first()
    if grade is None:
        return redirect("charts:chart", chart_id=attempt.chart_id)
    return render(request, "results/result.html", _context(attempt, grade))


def _context(attempt: Attempt, grade: Grade) -> dict[str, Any]:
    learner = attempt.learner
    chart = chart_of(attempt)
    today = charts().get(attempt.chart_id)
    mine = Attempt.objects.filter(learner=learner, chart_id=chart.id, state=Attempt.State.SUBMITTED)
    counted = Grade.objects.filter(attempt__learner=learner, attempt__counts=True)
    contests = {one.row: one for one in attempt.contests.all()}
    return {
        "attempt": attempt,
        "grade": grade,
        "chart": chart,
        "shown": shown(grade.result, chart, contests),
        "figures": figure_rows(
            grade.result["figures"],
            [one["figures"] for one in counted.values_list("result", flat=True)],
            principal=chart.inpatient_facility,
        ),
        "charts_counted": counted.count(),
        "counting": mine.filter(counts=True).first(),
        "tries": mine.select_related("grade").order_by("number"),
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
    """Store why a learner contests a code that is not in the key. Empty words take the contest back."""
    attempt = own_attempt(request, public_id)
    grade = Grade.objects.filter(attempt=attempt).first()
    rows = {one["id"]: one for one in grade.result["rows"]} if grade is not None else {}
    if grade is None or row not in rows or rows[row]["verdict"] != "unsupported":
        raise Http404
    text = request.POST.get("text", "").replace("\x00", "").strip()
    back = redirect(f"{reverse('results:result', args=[public_id])}#row-{row}")
    if not text:
        gone, _models = Contest.objects.filter(attempt=attempt, row=row).delete()
        if gone:
            messages.success(request, _("Your contest is taken back."))
        else:
            messages.warning(request, _("Write why the record supports the code, then send it."))
        return back
    if len(text) > MAX_TEXT:
        messages.error(request, _("That is longer than %(n)d characters. Shorten it.") % {"n": MAX_TEXT})
        unsent = {"unsent_row": row, "unsent": text}
        return render(request, "results/result.html", {**_context(attempt, grade), **unsent}, status=422)
    Contest.objects.update_or_create(
        attempt=attempt,
        row=row,
        defaults={"text": text, "code": rows[row]["mine"]["code"], "changed_at": timezone.now()},
    )
    messages.success(request, _("Your contest is kept with this result."))
    return back
