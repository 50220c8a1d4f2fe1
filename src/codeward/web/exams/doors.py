"""The doors to a sitting: its learner's own, or that of whoever decides about time. Anything else is a 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from codeward.curriculum import Blueprint
from codeward.web.accounts.api import User, current_learner
from codeward.web.exams.forms import found_exam
from codeward.web.exams.models import Accommodation, Sitting
from codeward.web.grants.api import Area, Need, Pass, passes

__all__ = [
    "accommodation_to_end",
    "exam_or_404",
    "own_sitting",
    "sitting_to_extend",
    "timed_person",
    "timekeeper",
]


def exam_or_404(name: str) -> Blueprint:
    """The examination of that name."""
    found = found_exam(name)
    if found is None:
        raise Http404
    return found


def own_sitting(request: HttpRequest, public_id: str) -> Sitting:
    """The sitting of that id if it is of whoever works here."""
    learner = current_learner(request)
    rows = Sitting.objects.select_related("form", "learner")
    found = rows.filter(public_id=public_id, learner=learner).first() if learner is not None else None
    if found is None:
        raise Http404
    return found


def timekeeper(request: HttpRequest, about: User | None = None) -> Pass:
    """Whoever decides about time; with `about` a learner, who sees that their record was opened."""
    return passes(request, Area.PROGRAMS, Need.DECIDE, about=about)


def timed_person(request: HttpRequest, *, public_id: str = "", email: str = "") -> tuple[Pass, User]:
    """Whoever decides about time, and the learner of that number or address whom they ask for."""
    passed = timekeeper(request)
    rows = User.objects.filter(state=User.State.ACTIVE)
    found = rows.filter(public_id=public_id).first() if public_id else None
    if found is None and email:
        found = rows.filter(email__iexact=email).first()
    if found is None:
        raise Http404
    timekeeper(request, found)
    return passed, found


def sitting_to_extend(request: HttpRequest, public_id: str) -> tuple[Pass, Sitting]:
    """Whoever decides about time, and a sitting."""
    passed = timekeeper(request)
    found = Sitting.objects.select_related("learner", "form").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    timekeeper(request, found.learner)
    return passed, found


def accommodation_to_end(request: HttpRequest, public_id: str) -> tuple[Pass, Accommodation]:
    """Whoever decides about time, and what was given."""
    passed = timekeeper(request)
    found = Accommodation.objects.select_related("learner").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    timekeeper(request, found.learner)
    return passed, found
