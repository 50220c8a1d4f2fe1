"""What the templates of every page know of the reader: who works here, and which appearance was chosen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from codeward.web.accounts.guests import session_guest
from codeward.web.accounts.models import User

THEME_COOKIE = "cw_theme"


def theme_of(request: HttpRequest) -> str:
    """light, dark or auto: the account's choice, else the browser's cookie."""
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_authenticated:
        return user.theme
    asked = request.COOKIES.get(THEME_COOKIE, "")
    return asked if asked in User.Theme.values else str(User.Theme.AUTO)


def _learner(request: HttpRequest) -> User | None:
    # An error page may come before the session and the user are known.
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_authenticated:
        return user
    return session_guest(request) if hasattr(request, "session") else None


def page(request: HttpRequest) -> dict[str, Any]:
    """`theme`, and `learner`: the account or the guest."""
    return {"theme": theme_of(request), "learner": SimpleLazyObject(lambda: _learner(request))}
