"""The one door to an attempt."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from codeward.web.accounts.api import current_learner
from codeward.web.charts.models import Attempt

__all__ = ["own_attempt"]


def own_attempt(request: HttpRequest, public_id: str) -> Attempt:
    """The attempt of that id if it is of whoever works here. Somebody else's, or none, is a 404."""
    learner = current_learner(request)
    found = None
    if learner is not None:
        found = (
            Attempt.objects.filter(public_id=public_id, learner=learner).select_related("snapshot").first()
        )
    if found is None:
        raise Http404
    return found
