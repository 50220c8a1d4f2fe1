"""The test-out of a lesson: what it is, its questions, what came of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from codeward.bounds import BoundsError
from codeward.curriculum import Lesson
from codeward.web.accounts.api import User, current_learner
from codeward.web.courses import sittings, testing
from codeward.web.courses.answering import key_of_request, read_values
from codeward.web.courses.doors import lesson_or_404
from codeward.web.courses.drawn import drawn
from codeward.web.learning.api import (
    TestOut,
    TestOutRefused,
    end_test_out,
    may_test_out_from,
    open_test_out,
)
from codeward.web.ui.api import Timer

__all__ = ["test_out"]


@require_http_methods(["GET", "HEAD", "POST"])
def test_out(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """Begin it, answer the question at hand, or see what came of the last one."""
    lesson = lesson_or_404(lesson_id)
    learner = current_learner(request)
    if request.method == "POST":
        return _act(request, lesson, current_learner(request, create=True))
    return _page(request, lesson, learner)


test_out.__test__ = False  # type: ignore[attr-defined] # no test, whatever its name


def _act(request: HttpRequest, lesson: Lesson, learner: User) -> HttpResponse:
    going = open_test_out(learner, lesson.id)
    try:
        if request.POST.get("act") == "begin":
            testing.begin(lesson, learner)
        elif going is not None:
            _take(request, going)
    except (TestOutRefused, BoundsError) as error:
        return _page(request, lesson, learner, f"{error.message}. {error.way_out}")
    return redirect(request.path)


def _take(request: HttpRequest, going: TestOut) -> None:
    """The answer to the question that the form names; to one that was answered already it is none."""
    hand = testing.at_hand(going)
    if request.POST.get("act") == "end":
        end_test_out(going)
        return
    if hand is not None and request.POST.get("item") == hand[1]["id"]:
        _generator, item = drawn(hand[1])
        values = () if request.POST.get("act") == "unknown" else read_values(item, request.POST)
        if values or request.POST.get("act") == "unknown":
            testing.give(going, hand[1], values, key_of_request(request.POST))
    if testing.at_hand(going) is None:
        end_test_out(going)


def _page(request: HttpRequest, lesson: Lesson, learner: User | None, refused: str = "") -> HttpResponse:
    going = open_test_out(learner, lesson.id)
    last = (
        TestOut.objects.filter(learner=learner, lesson=lesson.id).exclude(ended_at=None).last()
        if learner
        else None
    )
    context = {"lesson": lesson, "refused": refused, "last": last, "going": going}
    if going is not None:
        hand = testing.at_hand(going)
        if hand is not None:
            number, one = hand
            place = _("question %(n)d of %(of)d") % {"n": number, "of": len(going.items)}
            context["asked"] = sittings.asked(one, place)
            left = int((going.ends_at - timezone.now()).total_seconds())
            context["timer"] = Timer(max(left, 0), warn=300)
    else:
        context["offered"] = testing.offered(lesson)
        context["again"] = may_test_out_from(learner, lesson.id)
        context["told"] = testing.told(last) if last is not None else ()
    return render(request, "courses/test_out.html", context)
