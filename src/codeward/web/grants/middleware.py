"""What grants do around a page: look at the rows once, and lead on whoever's role asks for the second step."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from codeward.web.grants.doors import SecondStepNeeded
from codeward.web.grants.rights import looking_once
from codeward.web.shapes import refusal

__all__ = ["LookingOnce", "SecondStep"]

Next = Callable[[HttpRequest], HttpResponse]
SAFE = {"GET", "HEAD"}


def _back(request: HttpRequest) -> str:
    """Where to go on afterwards: the page that was asked for, or the one whose form was sent."""
    if request.method in SAFE:
        return request.get_full_path()
    parts = urlsplit(request.headers.get("Referer", ""))
    return parts.path if parts.netloc == request.get_host() and parts.path else "/"


class LookingOnce:
    """Has a page that is only read (RFC 9110 9.2.1) look at the grants of each person once."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; one that changes something asks the rows anew each time."""
        if request.method not in SAFE:
            return self.get_response(request)
        with looking_once():
            return self.get_response(request)


class SecondStep:
    """Answers :class:`SecondStepNeeded` with a page that says why and leads on, or in JSON: 403, nothing was done."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page, for that one exception."""
        if not isinstance(error, SecondStepNeeded):
            return None
        said = _("This asks for the second step of your sign-in.")
        way_out = _("Open the office again, sign in with it, and try once more.")
        answer = refusal(request, 403, said, way_out)
        if answer is not None:
            return answer
        context = {"has_second_step": is_mfa_enabled(request.user), "back": _back(request)}
        return render(request, "grants/second_step.html", context, status=403)
