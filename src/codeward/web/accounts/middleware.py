"""The reader's own time zone for every page."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from codeward.web.accounts.zones import known_zone

Next = Callable[[HttpRequest], HttpResponse]

TIME_ZONE_COOKIE = "cw_tz"


class TimeZone:
    """Shows times in the reader's own zone: the account's, else the browser's, else UTC."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.user.time_zone if request.user.is_authenticated else ""
        name = chosen or request.COOKIES.get(TIME_ZONE_COOKIE, "")
        with timezone.override(ZoneInfo(name) if known_zone(name) else None):
            return self.get_response(request)
