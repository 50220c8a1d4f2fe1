"""Hours of one's own clock, in every zone and through every change of it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from codeward.web.accounts.api import known_zone
from codeward.web.notices.clocks import Hours, Quiet, due_daily, due_weekly

UTC = dt.UTC
DAY = dt.timedelta(days=1)
CHICAGO = ZoneInfo("America/Chicago")
# Half-hour changes, a day left out, a change at midnight, far east and far west.
NAMED = [
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Havana",
    "Pacific/Kiritimati",
    "Asia/Beirut",
    "Africa/Cairo",
]
zones = st.sampled_from([ZoneInfo(name) for name in NAMED]) | st.timezone_keys().filter(known_zone).map(
    ZoneInfo
)
moments = st.datetimes(dt.datetime(2005, 1, 1), dt.datetime(2037, 1, 1), timezones=st.just(UTC))
walls = st.times().map(lambda time: time.replace(second=0, microsecond=0))


def local(
    year: int, month: int, day: int, hour: int, minute: int, zone: ZoneInfo, fold: int = 0
) -> dt.datetime:
    """An instant by the wall clock of a zone."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=zone, fold=fold).astimezone(UTC)


@given(zones, moments, walls, walls)
@example(ZoneInfo("Pacific/Apia"), dt.datetime(2011, 12, 30, 9, 30, tzinfo=UTC), dt.time(22), dt.time(7))
@settings(deadline=None, max_examples=300)
def test_quiet_hours_end_and_are_over_then(
    zone: ZoneInfo, now: dt.datetime, start: dt.time, end: dt.time
) -> None:
    if start == end:
        return
    quiet = Quiet(start, end)
    until = Hours(zone, quiet).quiet_until(now)
    assert (until is not None) == quiet.holds(now.astimezone(zone).time())
    if until is None:
        return
    assert now < until <= now + 2 * DAY
    assert not quiet.holds(until.astimezone(zone).time())
    shown = until.astimezone(zone).time().replace(fold=0)
    assert shown >= end or shown < dt.time(4), (
        "the end by the wall clock, or as much later as the clock jumped"
    )


@given(zones, moments, walls)
@settings(deadline=None, max_examples=300)
def test_a_daily_digest_falls_due_once_a_day(zone: ZoneInfo, now: dt.datetime, at: dt.time) -> None:
    key, due = due_daily(now, at, zone)
    assert due <= now < due + 2 * DAY
    assert due_daily(due, at, zone) == (key, due), "at the very instant it is due"
    before, earlier = due_daily(due - dt.timedelta(microseconds=1), at, zone)
    assert before < key
    assert earlier < due
    same = due_daily(now, at, zone)[0]
    assert same == key


@given(zones, moments, walls, st.integers(0, 6))
@settings(deadline=None, max_examples=300)
def test_a_weekly_digest_falls_due_on_its_day(
    zone: ZoneInfo, now: dt.datetime, at: dt.time, weekday: int
) -> None:
    key, due = due_weekly(now, weekday, at, zone)
    assert due <= now < due + 9 * DAY
    assert key == due_weekly(due, weekday, at, zone)[0]
    assert due_weekly(due - dt.timedelta(microseconds=1), weekday, at, zone)[0] < key


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-30T23:00", "2026-12-01T07:00"),
        ("2026-12-01T06:59", "2026-12-01T07:00"),
        ("2026-12-01T07:00", None),
        ("2026-12-01T21:59", None),
        # The night on which the clock goes forward is an hour shorter, the other an hour longer.
        ("2026-03-07T22:00", "2026-03-08T07:00"),
        ("2026-10-31T22:00", "2026-11-01T07:00"),
    ],
)
def test_a_night_in_chicago(now: str, until: str | None) -> None:
    def at(text: str) -> dt.datetime:
        return dt.datetime.fromisoformat(text).replace(tzinfo=CHICAGO)

    found = Hours(CHICAGO, Quiet(dt.time(22), dt.time(7))).quiet_until(at(now))
    assert found == (None if until is None else at(until))


def test_the_hour_that_is_left_out_and_the_hour_that_comes_twice() -> None:
    hours = Hours(CHICAGO, Quiet(dt.time(22), dt.time(2, 30)))
    spring = hours.quiet_until(local(2026, 3, 8, 1, 0, CHICAGO))
    assert spring == local(2026, 3, 8, 3, 30, CHICAGO)
    early = Hours(CHICAGO, Quiet(dt.time(22), dt.time(1, 30)))
    assert early.quiet_until(local(2026, 11, 1, 1, 15, CHICAGO)) == local(2026, 11, 1, 1, 30, CHICAGO)
    second = local(2026, 11, 1, 1, 15, CHICAGO, fold=1)
    assert early.quiet_until(second) == local(2026, 11, 1, 1, 30, CHICAGO, fold=1)
    key, due = due_daily(local(2026, 3, 8, 12, 0, CHICAGO), dt.time(2, 30), CHICAGO)
    assert (key, due) == ("2026-03-08", local(2026, 3, 8, 3, 30, CHICAGO))
    twice = [due_daily(local(2026, 11, 1, 1, 45, CHICAGO, fold), dt.time(1, 30), CHICAGO) for fold in (0, 1)]
    assert twice[0] == twice[1]


def test_another_weekday_gives_no_second_mail_in_the_same_week() -> None:
    now = local(2026, 12, 4, 12, 0, CHICAGO)  # a Friday
    assert (
        due_weekly(now, 0, dt.time(8), CHICAGO)[0] == due_weekly(now, 4, dt.time(8), CHICAGO)[0] == "2026-W49"
    )


def test_the_year_of_a_week_is_the_weeks() -> None:
    assert due_weekly(local(2027, 1, 1, 12, 0, CHICAGO), 0, dt.time(8), CHICAGO)[0] == "2026-W53"
