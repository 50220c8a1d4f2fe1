"""The result of a sitting that is over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from codeward.web.exams.doors import own_sitting
from codeward.web.exams.models import Sitting
from codeward.web.exams.present_result import Result
from codeward.web.exams.sittings import settled
from codeward.web.exams.words import length_words

__all__ = ["result"]


@require_safe
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """What came of it; while it is under way, back to the room: keys are told when it is over."""
    one = settled(own_sitting(request, public_id))
    if one.is_open:
        return redirect("exams:sitting", one.public_id)
    shown = Result(one)
    context = {
        "sitting": one,
        "result": shown,
        "score": shown.score,
        "told": shown.told,
        "sections": shown.sections(),
        "questions": shown.questions(),
        "skills": shown.skills(),
        "times": shown.times(),
        "length": length_words(one.form.length, shown.titles),
        "voided": one.state == Sitting.State.VOID,
    }
    return render(request, "exams/result.html", context)
