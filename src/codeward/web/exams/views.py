"""Pages before a sitting: which examinations there are, one of them, the planned day, the start."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from codeward.bounds import BoundsError
from codeward.codesets import books
from codeward.errors import CodewardError
from codeward.web.accounts.api import current_learner
from codeward.web.exams.doors import exam_or_404
from codeward.web.exams.forms import FURTHEST, exam_day, make_form, size_of
from codeward.web.exams.models import PlannedExam, Sitting
from codeward.web.exams.papers import in_order
from codeward.web.exams.present import exam_context, figures
from codeward.web.exams.sittings import SittingRefused, begin, open_sitting

__all__ = ["exam", "exam_list", "plan", "start"]


@require_safe
def exam_list(request: HttpRequest) -> HttpResponse:
    """Which examinations there are, and what of them is under way."""
    learner = current_learner(request)
    going = {}
    if learner is not None:
        rows = Sitting.objects.filter(learner=learner, state=Sitting.State.OPEN).select_related("form")
        going = {one.exam: one for one in rows}
    shown = []
    for blueprint in in_order():
        edition = blueprint.on(exam_day(learner, blueprint.exam)).edition
        shown.append((blueprint, figures(edition)[:3], going.get(blueprint.exam)))
    return render(request, "exams/list.html", {"exams": shown})


@require_safe
def exam(request: HttpRequest, exam: str) -> HttpResponse:
    """One examination: what it is, what may be begun, what was sat so far."""
    blueprint = exam_or_404(exam)
    learner = current_learner(request)
    context = {"learner": learner, **exam_context(blueprint, learner)}
    return render(request, "exams/exam.html", context)


@require_POST
def plan(request: HttpRequest, exam: str) -> HttpResponse:
    """Keep the day on which the examination is planned; an empty one forgets it."""
    blueprint = exam_or_404(exam)
    learner = current_learner(request)
    if learner is None or learner.is_guest:
        messages.warning(request, _("Sign up to keep a planned day. It costs nothing."))
        return redirect("exams:exam", blueprint.exam.lower())
    text = request.POST.get("day", "").strip()
    mine = PlannedExam.objects.filter(learner=learner, exam=blueprint.exam)
    if not text:
        mine.delete()
        return redirect("exams:exam", blueprint.exam.lower())
    try:
        day = dt.date.fromisoformat(text)
        fits = books.today() <= day <= books.today() + FURTHEST
    except ValueError:
        fits = False
    if not fits:
        messages.error(request, _("Give a day from today on, at most three years ahead."))
    else:
        PlannedExam.objects.update_or_create(learner=learner, exam=blueprint.exam, defaults={"day": day})
    return redirect("exams:exam", blueprint.exam.lower())


@require_POST
def start(request: HttpRequest, exam: str) -> HttpResponse:
    """Begin a sitting, or go on with the one under way."""
    blueprint = exam_or_404(exam)
    learner = current_learner(request)
    back = redirect("exams:exam", blueprint.exam.lower())
    if learner is None:
        messages.warning(
            request, _("A practice exam needs an account: it takes hours, and must not be lost.")
        )
        return back
    going = open_sitting(learner, blueprint.exam)
    if going is not None:
        return redirect("exams:sitting", going.public_id)
    size = size_of(request.POST.get("length", ""), blueprint, exam_day(learner, blueprint.exam))
    if size is None:
        messages.error(request, _("Choose how long it is."))
        return back
    try:
        if learner.is_guest:
            raise SittingRefused(
                _("A practice exam needs an account: it takes hours, and must not be lost"),
                _("Sign up: it costs nothing, and what you did so far comes along"),
            )
        form = make_form(blueprint.exam, size, learner)
        one = begin(learner, form, timed=request.POST.get("timing") != "untimed")
    except (SittingRefused, BoundsError) as error:
        return _refused(request, error, back)
    return redirect("exams:sitting", one.public_id)


def _refused(request: HttpRequest, error: CodewardError, back: HttpResponse) -> HttpResponse:
    messages.warning(request, f"{error.message}. {error.way_out}.")
    return back
