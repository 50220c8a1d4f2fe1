"""Whose time zone a page is in."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.web.accounts.middleware import SchoolZone
from codeward.web.accounts.models import User
from codeward.web.accounts.zones import zone_names, zone_of
from codeward.web.school.models import StoredSetting

pytestmark = pytest.mark.django_db


def in_new_york() -> SchoolZone:
    """A school in New York, without asking the database."""
    made = SchoolZone(HttpRequest())
    made.__dict__["_zone"] = ZoneInfo("America/New_York")
    return made


@given(st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2037, 12, 30), timezones=st.just(dt.UTC)))
def test_the_schools_zone_says_what_the_zone_says(moment: dt.datetime) -> None:
    lazy, plain = moment.astimezone(in_new_york()), moment.astimezone(ZoneInfo("America/New_York"))
    assert lazy.replace(tzinfo=None) == plain.replace(tzinfo=None)
    assert (lazy.utcoffset(), lazy.dst(), lazy.tzname(), lazy.fold) == (
        plain.utcoffset(),
        plain.dst(),
        plain.tzname(),
        plain.fold,
    )
    assert lazy.astimezone(dt.UTC) == moment


def test_the_hour_that_comes_twice() -> None:
    first = dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC).astimezone(in_new_york())
    second = dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC).astimezone(in_new_york())
    assert first.strftime("%H:%M %Z") == "01:30 EDT"
    assert second.strftime("%H:%M %Z") == "01:30 EST"


def test_it_is_looked_up_once_a_time_is_shown(rf: Any, django_assert_num_queries: Any) -> None:
    from django.contrib.auth.models import AnonymousUser

    from codeward.web.accounts.middleware import TimeZone

    StoredSetting.objects.create(name="time_zone", value="America/Denver")
    shown: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        with django_assert_num_queries(1):
            shown.append(str(timezone.localtime(dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)).hour))
            timezone.localdate()
        shown.append(timezone.get_current_timezone_name())
        return HttpResponse()

    request = rf.get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(1):
        TimeZone(view)(request)
    assert shown[0] == "6"


def test_answers_without_a_time_ask_nothing(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answers = [
            client.get("/codebook/citation", {"c": "I.A.13"}),
            client.get("/api/v1/systems"),
            client.get("/fhir/R4/metadata"),
        ]
    assert [one.status_code for one in answers] == [200, 200, 200]


@settings(deadline=None)  # the first call reads the list
@given(st.sampled_from(zone_names()), st.randoms(use_true_random=False))
def test_a_zone_is_known_by_its_name_however_it_is_typed(name: str, random: Any) -> None:
    typed = "".join(random.choice([c.lower(), c.upper()]) for c in name).replace("_", " ")
    assert zone_of(f" {typed} ") == name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chicago", "America/Chicago"),
        ("New  York", "America/New_York"),
        ("utc", "UTC"),
        ("louisville", ""),  # two zones bear it
        ("Mars/Olympus", ""),
        ("", ""),
    ],
)
def test_a_city_is_enough_where_one_zone_bears_it(typed: str, meant: str) -> None:
    assert zone_of(typed) == meant


def test_the_profile_keeps_the_zone_that_was_meant(as_alice: Client, alice: User) -> None:
    page = as_alice.get("/account/").content.decode()
    assert '<option value="America/Denver">' in page
    assert 'list="time-zones"' in page
    form = {"display_name": "Alice", "time_zone": "denver", "theme": "auto"}
    assert as_alice.post("/account/profile", form).status_code == 302
    alice.refresh_from_db()
    assert alice.time_zone == "America/Denver"
