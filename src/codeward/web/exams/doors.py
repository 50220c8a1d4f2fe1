"""The doors to a sitting: its learner's own. Somebody else's, or none, is a 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from codeward.curriculum import Blueprint
from codeward.web.accounts.api import current_learner
from codeward.web.exams.forms import found_exam
from codeward.web.exams.models import Sitting

__all__ = ["exam_or_404", "own_sitting"]


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
