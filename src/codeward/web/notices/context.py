"""What the templates of every page know of notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from codeward.web.accounts.api import current_learner
from codeward.web.notices.reading import unread

__all__ = ["page", "unread_here"]


def unread_here(request: HttpRequest) -> int:
    """How many notices whoever works here has not read: asked of the database once for each page."""
    if not hasattr(request, "unread_notices"):
        request.unread_notices = _count(request)  # type: ignore[attr-defined] # kept for this request alone
    return int(request.unread_notices)  # type: ignore[attr-defined]


def _count(request: HttpRequest) -> int:
    # An error page may come before the session and the user are known.
    if not hasattr(request, "session") or not hasattr(request, "user"):
        return 0
    learner = current_learner(request)
    return unread(learner) if learner is not None else 0


def page(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`: how many notices whoever works here has not read."""
    return {"unread_notices": SimpleLazyObject(lambda: unread_here(request))}
