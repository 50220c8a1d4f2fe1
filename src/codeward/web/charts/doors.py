"""The doors to an attempt: its learner's own, and to read it, those whose role reads the learner's record."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from codeward.web.accounts.api import current_learner
from codeward.web.charts.models import Attempt
from codeward.web.grants.api import Area, Need, passes

__all__ = ["own_attempt", "record_attempt"]


def own_attempt(request: HttpRequest, public_id: str) -> Attempt:
    """The attempt of that id if it is of whoever works here. Somebody else's, or none, is a 404."""
    attempt = _attempt(public_id)
    learner = current_learner(request)
    if learner is None or attempt.learner_id != learner.pk:
        raise Http404
    return attempt


def record_attempt(request: HttpRequest, public_id: str) -> tuple[Attempt, bool]:
    """The attempt to read, and whether it is one's own. By a role it is somebody's record, who sees who read it.

    Http404 for everybody else, and for what was not handed in: that is work in the making, and its learner's alone.
    """
    attempt = _attempt(public_id)
    learner = current_learner(request)
    if learner is not None and attempt.learner_id == learner.pk:
        return attempt, True
    if attempt.state != Attempt.State.SUBMITTED:
        raise Http404
    passes(request, Area.RECORD, Need.READ, about=attempt.learner, thing=attempt)
    return attempt, False


def _attempt(public_id: str) -> Attempt:
    found = Attempt.objects.filter(public_id=public_id).select_related("snapshot", "learner").first()
    if found is None:
        raise Http404
    return found
