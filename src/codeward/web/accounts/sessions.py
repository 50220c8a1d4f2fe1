"""Sessions that slide, and that one tab cannot take from another.

Whoever comes back is kept for another whole period: once a day the session is renewed, and the day noted with the
person. A request that was on its way while somebody signed in still names the session from before, which is gone. Its
answer must neither make a new guest (:func:`is_over`) nor delete the cookie of the session that took its place.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from codeward.errors import CodewardError
from codeward.web.accounts.models import User

__all__ = ["SessionOver", "Sessions", "is_over"]

GUEST = "guest"
SEEN = "seen"


class SessionOver(CodewardError):  # noqa: N818 - named as people say it
    """The request names a session that is over: somebody signed in or out meanwhile."""


def is_over(request: HttpRequest) -> bool:
    """Whether the request's cookie names a session that is no longer there."""
    request.session.get(SEEN)  # looks the session up
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and request.session.session_key is None


class Sessions(SessionMiddleware):
    """Django's sessions, which slide once a day and leave the cookie of a newer session alone."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Renew what was used, then save and set cookies as Django does."""
        held: Any = getattr(request, "session", None)
        named = settings.SESSION_COOKIE_NAME in request.COOKIES
        if held is not None and named and held.accessed and not held.is_empty():
            _slide(request)
        answer = super().process_response(request, response)
        cookie = answer.cookies.get(settings.SESSION_COOKIE_NAME)
        # Only a page that is opened says that the cookie is of no use; an answer to a script may be late.
        mode = request.headers.get("Sec-Fetch-Mode", "navigate")
        if cookie is not None and not cookie.value and mode != "navigate":
            del answer.cookies[settings.SESSION_COOKIE_NAME]
        return answer


def _slide(request: HttpRequest) -> None:
    today = timezone.now().date().isoformat()
    if request.session.get(SEEN) == today:
        return
    request.session[SEEN] = today
    here = User.objects.none()
    user = getattr(request, "user", None)  # a request that was refused early has none
    if user is not None and user.is_authenticated:
        here = User.objects.filter(pk=user.pk)
    elif GUEST in request.session:
        here = User.objects.filter(public_id=request.session[GUEST], state=User.State.GUEST)
    here.update(active_at=timezone.now())
