"""The one door to a scratchpad and to a line of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from codeward.web.accounts.api import current_learner
from codeward.web.scratchpad.models import PadLine, Scratchpad

__all__ = ["own_line", "own_pad"]


def own_pad(request: HttpRequest, public_id: str) -> Scratchpad:
    """The scratchpad of that id if it is of whoever works here. Somebody else's, or none, is a 404."""
    learner = current_learner(request)
    if learner is None:
        raise Http404
    return get_object_or_404(Scratchpad, public_id=public_id, learner=learner)


def own_line(request: HttpRequest, public_id: str) -> PadLine:
    """The line of that id if it is on a scratchpad of whoever works here."""
    learner = current_learner(request)
    if learner is None:
        raise Http404
    return get_object_or_404(
        PadLine.objects.select_related("pad__learner"), public_id=public_id, pad__learner=learner
    )
