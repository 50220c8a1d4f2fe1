"""What the templates of every page know of the reader: who works here, and which appearance was chosen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from codeward.web.accounts import cookies
from codeward.web.accounts.guests import coming_along, session_guest
from codeward.web.accounts.models import User

__all__ = ["THEME_COOKIE", "page", "theme_of"]

THEME_COOKIE = "cw_theme"


def theme_of(request: HttpRequest) -> str:
    """light, dark or auto: the account's choice, else the browser's cookie."""
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_authenticated:
        return user.theme
    asked = cookies.read(request, THEME_COOKIE)
    return asked if asked in User.Theme.values else str(User.Theme.AUTO)


def _learner(request: HttpRequest) -> User | None:
    # An error page may come before the session and the user are known.
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_authenticated:
        return user
    return session_guest(request) if hasattr(request, "session") else None


def _coming_along(request: HttpRequest) -> str:
    learner = _learner(request)
    if learner is None or not learner.is_guest:
        return ""
    return str(get_text_list(coming_along(learner), _("and")))


def page(request: HttpRequest) -> dict[str, Any]:
    """`theme`; `learner`: the account or the guest; `coming_along`: what a guest would keep by signing up, in words."""
    return {
        "theme": theme_of(request),
        "learner": SimpleLazyObject(lambda: _learner(request)),
        "coming_along": SimpleLazyObject(lambda: _coming_along(request)),
    }
