"""Who may read the outbox page. Mails hold links that sign people in, so never by an address or a Host header.

Staff may. On a machine that runs the demo, whoever used the one-time sign-in may too: a signed cookie says so, and
stays when they sign up as somebody else, which is when they need the page.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "cw_owner"
SALT = "codeward.outbox.owner"
DAYS = 7


def remember_owner(response: HttpResponse) -> None:
    """Mark the browser of whoever used the demo's one-time sign-in."""
    response.set_signed_cookie(
        COOKIE,
        "demo",
        salt=SALT,
        max_age=DAYS * 86400,
        httponly=True,
        samesite="Strict",
        secure=settings.CODEWARD.https,
    )


def may_read(request: HttpRequest) -> bool:
    """Whether this request may see the outbox."""
    if request.user.is_authenticated and request.user.is_staff:
        return True
    if settings.SMTP or not settings.DEMO:
        return False
    return request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=DAYS * 86400) == "demo"
