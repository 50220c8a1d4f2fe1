"""What the base template needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from codeward.web.accounts.guests import session_guest
from codeward.web.accounts.models import User
from codeward.web.mail.access import may_read

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
    """`theme`, `csp_nonce` (django-htmx reads it too), `learner` (account or guest), `codeward`, `outbox_open`."""
    return {
        "theme": theme_of(request),
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "learner": SimpleLazyObject(lambda: _learner(request)),
        "codeward": settings.CODEWARD,
        "outbox_open": SimpleLazyObject(lambda: hasattr(request, "user") and may_read(request)),
    }
