"""Sessions that end when nobody uses them: as long as the rules say that apps registered (ASVS 7.3.1, 7.3.2).

Whoever such a rule names signs in anew after half a day in any case, and everybody else after a year.

When a person was last here stands in the session itself, to the minute, and only where a rule asks for it: a
learner's pages write nothing. What a person may be doing for longer than that without a request, such as an exam,
keeps the session (:func:`keeps_alive`). A script that asks again and again by itself sends ``X-Poll``: that is no use
of the page.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

__all__ = ["AWAY", "Idle", "connect", "keeps_alive", "on_idle"]

Rule = Callable[[HttpRequest], timedelta | None]
Alive = Callable[[HttpRequest], bool]
USED = "used_at"
BORN = "born_at"
GRAIN = 60
# The longest that a session lives however much it is used: of whoever a rule names, and of all.
HALF_A_DAY, YEAR = timedelta(hours=12), timedelta(days=365)
# In the address of the page for signing in: why one is there.
AWAY = "away"
POLL = "X-Poll"
# What a list or a hidden field gives is shorter than this and has no blank in it.
CHOICE = 32
KEPT_BACK = ("csrfmiddlewaretoken", "password", "code", "token", "secret")
_rules: list[Rule] = []
_alive: list[Alive] = []


def on_idle(rule: Rule) -> None:
    """Register ``rule(request)``: after how long without use a signed-in person's session ends; None has no opinion.

    The shortest answer counts. It is asked at most once a minute and session.
    """
    _rules.append(rule)


def keeps_alive(rule: Alive) -> None:
    """Register ``rule(request)``: whether this person does something now that must not be cut off, such as an exam."""
    _alive.append(rule)


class Idle:
    """Ends a session that was not used for too long, and says so without losing what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.was_idle = request.user.is_authenticated and _over(request)  # type: ignore[attr-defined]
        if request.was_idle:  # type: ignore[attr-defined]
            logout(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Answer for the page, after its token was checked: what was typed is shown again."""
        return _answer(request) if request.was_idle else None  # type: ignore[attr-defined]


def _over(request: HttpRequest) -> bool:
    now, last = int(time.time()), request.session.get(USED)
    if last is not None and 0 <= now - last < GRAIN:
        return False
    limits = [limit for rule in _rules if (limit := rule(request)) is not None]
    age = now - request.session.setdefault(BORN, now)
    late = bool(limits) and last is not None and now - last > min(limits).total_seconds()
    old = age > (HALF_A_DAY if limits else YEAR).total_seconds()
    if (late or old) and not any(rule(request) for rule in _alive):
        return True
    if limits and (last is None or POLL not in request.headers):
        request.session[USED] = now
    return False


def connect() -> None:
    """Listen for people who sign in: from then on a session's age is counted."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.idle.signed_in")


def _signed_in(sender: object, request: HttpRequest, **rest: object) -> None:
    request.session[BORN] = int(time.time())


def _answer(request: HttpRequest) -> HttpResponse:
    error = _("You were signed out because you were away for a while. This keeps your account safe")
    safe = request.method in ("GET", "HEAD")
    if request.headers.get("HX-Request"):
        if safe:
            return HttpResponseClientRedirect(_sign_in(request.headers.get("HX-Current-URL", "/")))
        said = _("Nothing was sent. What you typed is still here: copy it, then reload the page to sign in.")
        answer = HttpResponse(status=409)
        return trigger_client_event(answer, "toast", {"kind": "warning", "text": f"{error}. {said}"})
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        way_out = _("Your changes are saved on this device. Reload the page and sign in.")
        return JsonResponse({"error": error, "way_out": way_out, "session": "over"}, status=409)
    if safe:
        return HttpResponseRedirect(_sign_in(request.get_full_path()))
    context = {"typed": _typed(request), "sign_in": _sign_in(_back(request))}
    return render(request, "accounts/was_idle.html", context, status=409)


def _sign_in(back: str) -> str:
    parts = urlsplit(back)
    there = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: there, AWAY: 1})}"


def _back(request: HttpRequest) -> str:
    """The page on which the form stood, as far as the browser tells it; else the first page."""
    referer = urlsplit(request.headers.get("Referer", ""))
    return referer.path or "/" if referer.netloc == request.get_host() else "/"


def _typed(request: HttpRequest) -> list[str]:
    """What a person wrote into the form; no token, no password, no choice of a list."""
    return [
        value
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in KEPT_BACK)
        for value in values
        if " " in value.strip() or len(value) > CHOICE
    ]
