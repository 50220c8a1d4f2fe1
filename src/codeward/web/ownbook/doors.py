"""The one door to a mark of the own book."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from codeward.web.accounts.api import current_learner
from codeward.web.ownbook.models import Mark

__all__ = ["own_mark"]


def own_mark(request: HttpRequest, mark_id: UUID) -> Mark:
    """One mark of one's own, standing or taken out. Anybody else's is a 404: an own book is no record."""
    learner = current_learner(request)
    found = Mark.objects.filter(learner=learner, client_id=mark_id).first() if learner is not None else None
    if found is None:
        raise Http404
    return found
