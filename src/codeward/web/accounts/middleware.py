"""The reader's own time zone for every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from codeward.web.accounts import cookies
from codeward.web.accounts.zones import known_zone
from codeward.web.school.api import school

__all__ = ["TIME_ZONE_COOKIE", "SchoolZone", "TimeZone"]

Next = Callable[[HttpRequest], HttpResponse]

TIME_ZONE_COOKIE = "cw_tz"


class SchoolZone(tzinfo):
    """The school's zone, looked up once a page shows a time: most answers show none and ask the database nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(school(self._request).zone)

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """As the zone."""
        return self._zone.utcoffset(dt)

    def dst(self, dt: datetime | None) -> timedelta | None:
        """As the zone."""
        return self._zone.dst(dt)

    def tzname(self, dt: datetime | None) -> str | None:
        """As the zone."""
        return self._zone.tzname(dt)

    def fromutc(self, dt: datetime) -> datetime:
        """As the zone, an hour that comes twice included."""
        return self._zone.fromutc(dt.replace(tzinfo=self._zone)).replace(tzinfo=self)

    def __str__(self) -> str:
        return str(self._zone)


class TimeZone:
    """Shows times in the reader's own zone: the account's, else the browser's, else the school's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.user.time_zone if request.user.is_authenticated else ""
        name = chosen or cookies.read(request, TIME_ZONE_COOKIE)
        with timezone.override(ZoneInfo(name) if known_zone(name) else SchoolZone(request)):
            return self.get_response(request)
