"""Our cookies: one way to name, keep and read them.

Where the school is reached by https each name begins with ``__Host-``: a browser takes such a cookie only from this
very host, over https, for every path, so that no neighbor of the domain can set one (ASVS 3.3.1, 3.3.3).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse

__all__ = ["ShortMessages", "drop", "full", "keep", "read"]

DAY = 86400


def full(name: str) -> str:
    """The name as browsers know it."""
    return f"{settings.COOKIE_PREFIX}{name}"


def read(request: HttpRequest, name: str) -> str:
    """The cookie's value; from before the school was reached by https too; empty where there is none.

    For choices alone, whose values are checked: who somebody is, and whether a form is theirs, is never read so.
    """
    return request.COOKIES.get(full(name)) or request.COOKIES.get(name, "")


def keep(
    response: HttpResponse, name: str, value: str, *, days: int, strict: bool = False, salt: str = ""
) -> None:
    """Set a cookie for `days`, out of reach of scripts; signed where a `salt` is given."""
    how: Any = {
        "max_age": days * DAY,
        "httponly": True,
        "samesite": "Strict" if strict else "Lax",
        "secure": settings.CODEWARD.https,
    }
    if salt:
        response.set_signed_cookie(full(name), value, salt=salt, **how)
    else:
        response.set_cookie(full(name), value, **how)


def drop(response: HttpResponse, name: str) -> None:
    """Have the browser forget it."""
    for one in {full(name), name}:
        response.delete_cookie(one, samesite="Lax")
        response.cookies[one]["secure"] = settings.CODEWARD.https


class _MessageCookie(CookieStorage):
    """Django's signed cookie of short messages, under a name of ours."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override] # a fixed name in Django
        """The name as browsers know it."""
        return full("cw_messages")


class ShortMessages(FallbackStorage):
    """Short messages for the next page: in a cookie of this host, in the session where they are too long for it."""

    storage_classes = (_MessageCookie, SessionStorage)
