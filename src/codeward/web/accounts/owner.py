"""Whose machine the demo runs on: the browser that used its one-time sign-in, by a signed cookie.

The cookie stays when that person signs up as somebody else, which is when they need the outbox page.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from codeward.web.accounts import cookies

__all__ = ["is_owner", "remember_owner"]

COOKIE = "cw_owner"
# The salt of cookies that browsers already hold.
SALT = "codeward.outbox.owner"
DAYS = 7


def remember_owner(response: HttpResponse) -> None:
    """Mark the browser of whoever used the demo's one-time sign-in."""
    cookies.keep(response, COOKIE, "demo", days=DAYS, strict=True, salt=SALT)


def is_owner(request: HttpRequest) -> bool:
    """Whether the demo runs and this browser is its owner's."""
    return bool(
        settings.DEMO
        and request.get_signed_cookie(cookies.full(COOKIE), "", salt=SALT, max_age=DAYS * 86400) == "demo"
    )
