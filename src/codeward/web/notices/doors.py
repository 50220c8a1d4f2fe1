"""Doors of the notices app: one's own notice, and whoever a signed address names."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from codeward.web.accounts.api import User, current_learner
from codeward.web.notices.models import Notice
from codeward.web.notices.off import Off, read_token

__all__ = ["own_notice", "whose_mail"]


def own_notice(request: HttpRequest, public_id: str) -> Notice:
    """The notice of that id, if it is of whoever works here. Somebody else's, or none, is a 404."""
    learner = current_learner(request)
    if learner is None:
        raise Http404
    return get_object_or_404(Notice, public_id=public_id, person=learner)


def whose_mail(text: str) -> tuple[User, Off]:
    """Whose mail a signed address ends, and which, for whoever holds the address. One that is not ours is a 404."""
    off = read_token(text)
    if off is None:
        raise Http404
    return get_object_or_404(User, public_id=off.person), off
