"""Pages of the results app. Each gets its attempt through a door: its learner's own, or to read what a role reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from codeward.web.charts.api import (
    Attempt,
    Grade,
    chart_or_404,
    charts,
    current_grades,
    edits_run,
    own_attempt,
    start,
    start_from,
    version_of,
)
from codeward.web.codebook.api import release_title
from codeward.web.limits import CONTESTS, allowed
from codeward.web.quotas import ask_disk
from codeward.web.results.does import does
from codeward.web.results.doors import own_row, seen_grade, seen_past
from codeward.web.results.figures import figure_rows, type_rows
from codeward.web.results.lines import in_sections
from codeward.web.results.models import MAX_CODE, MAX_TEXT, Contest
from codeward.web.results.nexts import Nexts, nexts
from codeward.web.results.present import Line, shown
from codeward.web.results.settling import keep

__all__ = ["again", "contest", "correct", "past", "result"]

# Who has so few charts graded is shown at once what is not coded, and why.
FEW_CHARTS = 3


@require_GET
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a submission is worth and why, by its current grade. One not handed in leads back to its chart."""
    attempt, grade, mine = seen_grade(request, public_id)
    if grade is None:
        return redirect("charts:chart", chart_id=attempt.chart_id)
    return render(request, "results/result.html", _context(attempt, grade, mine=mine))


@require_GET
def past(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """A grade as it was given, with its own words; the current one is the result itself."""
    seen, grade = seen_past(request, public_id, number)
    if grade.current:
        return redirect("results:result", public_id=public_id)
    return render(request, "results/result.html", _context(seen.attempt, grade, mine=seen.mine))


def _context(attempt: Attempt, grade: Grade, *, mine: bool = True) -> dict[str, Any]:
    learner = attempt.learner
    chart = version_of(grade.snapshot_id)
    today = charts().get(attempt.chart_id)
    # Of the other grades their scores alone: an answer and its figures are long.
    scores = Grade.objects.only("attempt_id", "number", "current", "cause", "score", "made_at").order_by(
        "number"
    )
    every = Attempt.objects.filter(learner=learner, chart_id=chart.id).order_by("number")
    mine_here = list(every.prefetch_related(Prefetch("grades", scores)))
    tries = [one for one in mine_here if one.state == Attempt.State.SUBMITTED]
    this = next(one for one in tries if one.pk == attempt.pk)
    counted = list(current_grades(learner).filter(attempt__counts=True).values_list("figures", flat=True))
    contests = {one.row: one for one in attempt.contests.all()}
    stored = grade.to_json()
    told = shown(stored, chart, contests)
    effect = does(attempt, stored["answer"], chart)
    left = nexts(learner) if mine else None
    release = grade.edition_of("icd10cm")
    return {
        "attempt": attempt,
        "edits_run": edits_run(attempt),
        "grade": grade,
        "grades": list(this.grades.all()),
        "chart": chart,
        "release": release_title(release),
        "shown": told,
        "figures": figure_rows(grade.figures, counted, principal=chart.inpatient_facility),
        "charts_counted": len(counted),
        "teach_mentions": len(counted) < FEW_CHARTS,
        "counting": next((one for one in tries if one.counts), None),
        "mine": mine,
        "tries": tries,
        "open": next((one for one in mine_here if one.state == Attempt.State.OPEN), None),
        "next": left.after(chart) if left is not None else None,
        "to_fix": _sections(told.to_fix, left, chart.id),
        "smaller": _sections(told.smaller, left, chart.id),
        "right": _sections(told.right, None, chart.id),
        "uncounted": _sections(told.uncounted, None, chart.id),
        "does": effect,
        "types": type_rows(grade.figures, effect),
        "changed": today is not None and today.version != chart.version,
        "gone": today is None,
        "max_text": MAX_TEXT,
    }


Drilled = tuple[Line, tuple[str, int] | None]


def _sections(lines: Iterable[Line], left: Nexts | None, chart_id: str) -> list[tuple[Any, list[Drilled]]]:
    """Rows by section, each with the rule that other charts give practice in and how many do, or None."""
    drilled: list[Drilled] = [
        (line, left.practice((c.text for c in line.citations if c.section), chart_id) if left else None)
        for line in lines
    ]
    return in_sections(drilled, lambda one: one[0].section)


@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Try the chart again: a new attempt, which is practice. An open one is gone on with."""
    attempt = own_attempt(request, public_id)
    chart = chart_or_404(attempt.chart_id)
    if attempt.learner.is_guest:
        ask_disk()
    start(attempt.learner, chart)
    return redirect("charts:chart", chart_id=chart.id)


@require_POST
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct the answer: a new attempt, which is practice, that begins with what was submitted.

    An open one is gone on with, so that pressing twice is pressing once.
    """
    attempt = own_attempt(request, public_id)
    if attempt.state != Attempt.State.SUBMITTED:
        return redirect("charts:chart", chart_id=attempt.chart_id)
    chart = chart_or_404(attempt.chart_id)
    if attempt.learner.is_guest:
        ask_disk()
    start_from(attempt, chart)
    return redirect("charts:chart", chart_id=chart.id)


@require_POST
def contest(request: HttpRequest, public_id: str, row: str) -> HttpResponse:
    """Store why a learner contests a row of their grade, whatever it says. Empty words take the contest back."""
    attempt, grade, code = own_row(request, public_id, row)
    text = request.POST.get("text", "").replace("\x00", "").strip()
    back = redirect(f"{reverse('results:result', args=[public_id])}#row-{row}")
    if not text:
        gone, _models = Contest.objects.filter(attempt=attempt, row=row, state=Contest.State.OPEN).delete()
        if gone:
            messages.success(request, _("You withdrew your report."))
        else:
            messages.warning(request, _("Write what is wrong and why, then send it."))
        return back
    if not allowed(request, *CONTESTS, key=attempt.learner.public_id):
        return render(request, "429.html", status=429)
    if len(text) > MAX_TEXT:
        messages.error(request, _("That is longer than %(n)d characters. Make it shorter.") % {"n": MAX_TEXT})
        unsent = {"unsent_row": row, "unsent": text}
        return render(request, "results/result.html", {**_context(attempt, grade), **unsent}, status=422)
    if keep(attempt, row, code[:MAX_CODE], text):
        messages.success(request, _("Sent. A teacher here will read it and decide."))
    else:
        messages.warning(request, _("This was already decided. You see the decision below."))
    return back
