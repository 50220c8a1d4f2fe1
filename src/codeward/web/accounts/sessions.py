"""Sessions that slide, and that one tab cannot take from another.

Whoever comes back is kept for another whole period: once a day the session is renewed, and the day noted with the
person. A request that was on its way while somebody signed in still names the session from before, which is gone. Its
answer must neither make a new guest (:func:`is_over`) nor delete the cookie of the session that replaced it.

Where the school is reached by https the cookie's name begins with ``__Host-``. A session from before that is taken over
by the old name once, and marked: no session that was made since is ever found by a name that others could set.

What a page for somebody holds is kept by no cache (ASVS 14.3.2); an answer for everybody touches no session at all.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from codeward.errors import CodewardError
from codeward.web.accounts.models import User

__all__ = ["SessionOver", "Sessions", "connect", "end_sessions", "is_over", "second_step"]

GUEST = "guest"
SEEN = "seen"
# The names of before https, and what marks a session that goes by the new one.
OLD_SESSION, OLD_CSRF = "cw_session", "cw_csrf"
OWN_NAME = "own_name"


class SessionOver(CodewardError):  # noqa: N818 - named as people say it
    """The request names a session that is over: somebody signed in or out meanwhile."""


def is_over(request: HttpRequest) -> bool:
    """Whether the request's cookie names a session that is no longer there."""
    request.session.get(SEEN)  # looks the session up
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and request.session.session_key is None


def second_step(request: HttpRequest) -> bool:
    """Whether whoever is signed in gave a second factor in this session: a code of an app, or a recovery code."""
    if not request.user.is_authenticated:
        return False
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))


def connect() -> None:
    """Listen for people who show that they are still themselves: their session goes by a new key then (ASVS 7.2.4).

    Setting up an authenticator app is such a moment.
    """
    authentication_step_completed.connect(_renewed, dispatch_uid="accounts.sessions.renewed")
    authenticator_added.connect(_just_shown, dispatch_uid="accounts.sessions.second_step_shown")


def _renewed(sender: object, request: HttpRequest, **rest: object) -> None:
    if rest.get("reauthenticated"):
        request.session.cycle_key()


def _just_shown(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any
) -> None:
    # Setting it up took a code of the app: that is the second step, and nobody is asked for it again at once.
    if authenticator.type == Authenticator.Type.TOTP:
        more = {"id": authenticator.pk, "type": authenticator.type, "reauthenticated": True}
        record_authentication(request, user, "mfa", **more)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End the sessions of `user`, account or guest, on every device but the one of key `but`; returns how many."""
    # Sessions name their user only inside their data, so each is opened. A school has thousands, not millions.
    ended, key = 0, str(user.pk)
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        held = session.get_decoded()
        if session.session_key == but:
            continue
        if held.get("_auth_user_id") == key or held.get(GUEST) == user.public_id:
            session.delete()
            ended += 1
    return ended


class Sessions(SessionMiddleware):
    """Django's sessions, which slide once a day and leave the cookie of a newer session alone."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the session; one from before https by its old name, once."""
        super().process_request(request)
        name, old = settings.SESSION_COOKIE_NAME, request.COOKIES.get(OLD_SESSION)
        if name == OLD_SESSION or not old or name in request.COOKIES:
            return
        held = self.SessionStore(old)
        if held.is_empty() or OWN_NAME in held:
            return
        request.session = held
        request.COOKIES[name] = old
        if OLD_CSRF in request.COOKIES:  # so that forms that stand open can still be sent
            request.COOKIES.setdefault(settings.CSRF_COOKIE_NAME, request.COOKIES[OLD_CSRF])
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Renew what was used, then save and set cookies as Django does."""
        if "public" in response.get("Cache-Control", ""):
            return response
        if response.status_code >= 500:
            # A database that did not answer is not asked again: who waits for it twice keeps others waiting too.
            return response
        held: Any = getattr(request, "session", None)
        named = settings.SESSION_COOKIE_NAME in request.COOKIES
        somebody = held is not None and held.accessed and not held.is_empty()
        if somebody and named:
            _slide(request)
        if somebody and settings.SESSION_COOKIE_NAME != OLD_SESSION and OWN_NAME not in held:
            held[OWN_NAME] = True
        if somebody and (SESSION_KEY in held or GUEST in held):
            response.setdefault("Cache-Control", "no-store")
        answer = super().process_response(request, response)
        if settings.SESSION_COOKIE_NAME != OLD_SESSION:
            for old in {OLD_SESSION, OLD_CSRF} & request.COOKIES.keys():
                answer.delete_cookie(old, samesite="Lax")
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
