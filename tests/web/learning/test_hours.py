"""Hours: what the server saw, in stretches that grow; the page; the plan."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from codeward.practice.minutes import Event, Minutes, Way, stretches
from codeward.web import quotas
from codeward.web.accounts.models import User
from codeward.web.learning import api, hours
from codeward.web.learning.models import Span
from tests.web.learning.answers import SKILL, answer
from tests.web.pseudo import untranslated

pytestmark = pytest.mark.django_db
# A Monday.
START = datetime(2026, 6, 1, 15, tzinfo=UTC)


def see(learner: User, way: Way, id_: str, *minutes: float) -> None:
    """The server sees the learner at it, so many minutes after the start."""
    for one in minutes:
        with time_machine.travel(START + timedelta(minutes=one), tick=False):
            api.note_activity(learner, way, id_)


def test_what_is_kept_is_what_all_events_say(alice: User, bob: User) -> None:
    told = [
        (0, Way.LESSON, "d3"), (2, Way.LESSON, "d3"), (4, Way.DRILL, SKILL), (5, Way.LESSON, "d3"),
        (30, Way.CHART, "c"), (39, Way.CHART, "c"), (49.5, Way.CHART, "c"), (50, Way.LESSON, "d3"),
    ]  # fmt: skip
    for minute, way, id_ in told:
        see(alice, way, id_, minute)
        see(bob, Way.DRILL, "other", minute)
    events = [Event(START + timedelta(minutes=minute), way, id_) for minute, way, id_ in told]
    assert hours.stretches_of(alice) == stretches(events)
    # Ten and a half minutes without a sign are no minutes at a chart, nine are.
    assert api.minutes(alice) == Minutes(instructional=3.5, practice=11)
    assert hours.stretches_of(None) == []


def test_an_answer_is_a_sign_as_well(alice: User) -> None:
    see(alice, Way.LESSON, "d3", 0)
    with time_machine.travel(START + timedelta(minutes=2), tick=False):
        given = answer()
        for _ in range(2):
            api.record(alice, given, activity=api.Activity(Way.LESSON, "d3"))
    assert api.minutes(alice) == Minutes(instructional=2)


def test_at_most_twice_the_plan_counts(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hours, "_plans", hours._plans.copy())
    api.on_plan("test", lambda: {(Way.LESSON, "d3"): 5.0})
    see(alice, Way.LESSON, "d3", *range(30))
    see(alice, Way.LESSON, "d4", *range(30, 40))
    assert api.minutes(alice) == Minutes(instructional=20)


def test_every_chart_of_the_path_has_a_plan() -> None:
    plan = hours.plan()
    assert {way for way, _ in plan} >= {Way.CHART, Way.GUIDED_CHART}
    assert all(minutes > 0 for minutes in plan.values())


def test_without_room_nothing_is_noted_and_nothing_is_refused(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    see(alice, Way.LESSON, "d3", 0)
    monkeypatch.setattr("codeward.web.learning.log.RESPONSES", quotas.RESPONSES._replace(account=hours.ROW))
    see(alice, Way.DRILL, SKILL, 60)
    assert Span.objects.count() == 1
    # A stretch that is there takes no more room, however long it grows.
    see(alice, Way.LESSON, "d3", 2)
    assert api.minutes(alice) == Minutes(instructional=2)


def test_the_page_tells_weeks_in_ones_own_zone(as_alice: Client, alice: User) -> None:
    see(alice, Way.LESSON, "without-plan", *range(0, 66, 2))
    # Sunday at eleven in the evening in Chicago, Monday in UTC: still the week of June 1.
    sunday = 6 * 24 * 60 + 13 * 60
    see(alice, Way.DRILL, SKILL, *range(sunday, sunday + 6))
    see(alice, Way.DRILL, SKILL, *range(10_000, 10_011))
    page = as_alice.get("/hours/").content.decode()
    rows = [re.findall(r">([^<>]+)</t[hd]>", part) for part in page.split("<tr>")[2:]]
    assert rows == [
        ["June 8, 2026", "0 min", "10 min"],
        ["June 1, 2026", "1 h 04 min", "5 min"],
        ["All in all", "1 h 04 min", "15 min"],
    ]


def test_looking_makes_nobody_and_says_when_time_begins(client: Client) -> None:
    page = client.get("/hours/").content.decode()
    assert "No time is counted yet" in page
    assert not User.objects.exists()


def test_the_page_asks_little(as_alice: Client, alice: User, django_assert_max_num_queries: object) -> None:
    see(alice, Way.LESSON, "d3", 0, 2)
    as_alice.get("/hours/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        as_alice.get("/hours/")


@pytest.mark.usefixtures("pseudo_locale")
def test_the_page_speaks_the_readers_language_throughout(as_alice: Client, alice: User) -> None:
    assert untranslated(as_alice.get("/hours/").content.decode()) == []
    see(alice, Way.LESSON, "d3", *range(0, 66, 2))
    assert untranslated(as_alice.get("/hours/").content.decode()) == []
