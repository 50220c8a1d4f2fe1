"""Placement: what it is, its questions one at a time, and what came of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from codeward.bounds import BoundsError
from codeward.curriculum import Item, Lesson, program
from codeward.practice.mastery import Source
from codeward.practice.placement import FIRST, MOST
from codeward.web.accounts.api import User, current_learner
from codeward.web.courses import placing, sittings
from codeward.web.courses.answering import key_of_request, read_values
from codeward.web.courses.doors import placement_or_404
from codeward.web.courses.drawn import drawn
from codeward.web.courses.given import NOTHING, Given
from codeward.web.courses.standing import standing_of
from codeward.web.learning.api import (
    Placement,
    PlacementRefused,
    end_placement,
    go_on_placement,
    last_placement,
    may_go_on,
    may_place_from,
    open_placement,
)
from codeward.web.quotas import counter

__all__ = ["placed", "placement"]


@require_http_methods(["GET", "HEAD", "POST"])
def placement(request: HttpRequest) -> HttpResponse:
    """Begin one, answer the question at hand, stop, or go on."""
    if request.method != "POST":
        return _page(request, current_learner(request))
    learner = current_learner(request, create=True)
    try:
        return _act(request, learner)
    except (PlacementRefused, BoundsError) as error:
        return _page(request, learner, refused=f"{error.message}. {error.way_out}")


def _going(learner: User | None) -> Placement | None:
    """The one under way. Where its question is in the books no more it ends, and its answers stand."""
    going = open_placement(learner)
    if going is not None and not placing.can_be_asked(going):
        end_placement(going)
        return None
    return going


def _act(request: HttpRequest, learner: User) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "begin":
        placing.begin(learner, count=counter(request, guest=learner.is_guest))
        return redirect("courses:placement")
    found = placement_or_404(learner, request.POST.get("sitting", ""))
    going = _going(learner)
    if act == "go-on":
        found = go_on_placement(found)
    elif act == "end":
        found = end_placement(found)
    elif going is not None and going.pk == found.pk:
        unread = _take(request, found)
        if unread is not None:
            return _page(request, learner, unread=unread)
        found.refresh_from_db()
    else:
        found.refresh_from_db()
    return (
        redirect("courses:placement")
        if found.ended_at is None
        else redirect("courses:placed", found.public_id)
    )


def _take(request: HttpRequest, going: Placement) -> Given | None:
    """Take the answer to the question that the form names; what cannot be read as one is returned.

    To a question that was answered already, in another tab or by the same form sent twice, it is none.
    """
    one = going.items[-1]
    act = request.POST.get("act")
    if request.POST.get("item") != one["id"] or act not in {"give", "unknown"}:
        return None
    item: Item = drawn(one)[1]
    values = () if act == "unknown" else read_values(item, request.POST)
    if not values and act != "unknown":
        return Given()
    count = counter(request, guest=going.learner.is_guest)
    _now, verdict = placing.give(going, values, key_of_request(request.POST), count=count)
    return Given(values=values) if values and verdict.unread else None


def _page(
    request: HttpRequest, learner: User | None, *, refused: str = "", unread: Given | None = None
) -> HttpResponse:
    going, last = _going(learner), last_placement(learner)
    context: dict[str, Any] = {"refused": refused, "first": FIRST, "most": MOST, "going": going}
    if going is not None:
        place = placing.place_words(len(going.items))
        context["asked"] = sittings.asked(going.items[-1], place, unread or NOTHING)
        context["sitting"] = going.public_id
        if unread is not None and not unread.values:
            context["refused"] = _("Choose or type an answer, or say that you don’t know.")
    else:
        context["again"] = may_place_from(learner)
        context["last"] = last
        context["begin"] = _first(learner)
    return render(request, "courses/placement.html", context)


def _first(learner: User | None) -> Lesson | None:
    """The lesson that is next without any placement."""
    found = standing_of(learner).next_of(program().path)
    return program().lessons[found] if found is not None else None


@require_safe
def placed(request: HttpRequest, sitting: str) -> HttpResponse:
    """What came of one; with its questions and all their reasons where they are asked for."""
    learner = current_learner(request)
    if learner is None:
        raise Http404
    found = placement_or_404(learner, sitting)
    going = _going(learner)
    if going is not None and going.pk == found.pk:
        return redirect("courses:placement")
    found.refresh_from_db()
    answered = sittings.answers_of(learner.pk, found.public_id, Source.PLACEMENT)
    reasons = bool(request.GET.get("reasons"))
    context = {
        "placement": found,
        "result": placing.result_of(found, standing_of(learner)),
        "go_on": may_go_on(found) and placing.can_be_asked(found),
        "again": may_place_from(learner),
        "told": sittings.told([one for one in found.items if one["id"] in answered], answered)
        if reasons
        else (),
        "reasons": reasons,
    }
    return render(request, "courses/placed.html", context)
