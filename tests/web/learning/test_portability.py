"""What a guest answered comes along; everything is told in an export."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from codeward.practice.mastery import mastery
from codeward.practice.minutes import Minutes, Way
from codeward.web.accounts.models import User
from codeward.web.learning import api, portability, standings
from codeward.web.learning.models import Log, Response, Span, Standing, TestOut
from codeward.web.learning.responses import ROW
from tests.web.learning.answers import SKILL, answer

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 1, 9, tzinfo=UTC)
ITEMS = [{"id": f"i{n}"} for n in range(12)]


@pytest.fixture
def guest(db: None) -> User:
    """Somebody without an account."""
    return User.objects.create_guest()


def at(hours: float) -> time_machine.travel:
    """So many hours after the start."""
    return time_machine.travel(START + timedelta(hours=hours), tick=False)


def test_of_an_item_that_both_answered_the_earlier_answer_stays_the_first(alice: User, guest: User) -> None:
    with at(0):
        api.record(alice, answer("hers", right=True))
        api.record(guest, answer("theirs", right=False))
    with at(1):
        api.record(guest, answer("hers", right=False))
        api.record(alice, answer("theirs", right=True))
        api.record(guest, answer("new"))
    portability.merge(guest, alice)
    portability.merge(guest, alice)
    guest.delete()
    told = Response.objects.filter(learner=alice).order_by("item", "at").values_list("item", "right", "first")
    assert list(told) == [
        ("hers", True, True),
        ("hers", False, False),
        ("new", True, True),
        ("theirs", False, True),
        ("theirs", True, False),
    ]
    assert api.states(alice) == mastery(standings.evidence(alice))
    assert api.states(alice)[SKILL].window == "022" or api.states(alice)[SKILL].window == "202"
    assert Log.objects.get().stored == 5 * ROW


def test_an_answer_that_was_sent_again_after_signing_in_is_one(alice: User, guest: User) -> None:
    given = answer()
    api.record(guest, given)
    api.record(alice, given)
    portability.merge(guest, alice)
    assert Response.objects.get().learner == alice
    assert Response.objects.get().first


def test_a_test_out_and_hours_come_along(alice: User, guest: User) -> None:
    for person in (alice, guest):
        api.start_test_out(person, "d3", [SKILL], ITEMS)
    api.start_test_out(guest, "d4", [SKILL], ITEMS)
    api.note_activity(guest, Way.LESSON, "d3")
    portability.merge(guest, alice)
    open_ones = TestOut.objects.filter(learner=alice, ended_at=None).values_list("lesson", flat=True)
    assert sorted(open_ones) == ["d3", "d4"]
    assert TestOut.objects.filter(learner=alice).count() == 3
    assert Span.objects.get().learner == alice


def test_time_on_two_devices_at_once_counts_once(alice: User, guest: User) -> None:
    for minute in range(0, 12, 2):
        for person, way in ((alice, Way.LESSON), (guest, Way.DRILL)):
            with time_machine.travel(START + timedelta(minutes=minute), tick=False):
                api.note_activity(person, way, "d3")
    portability.merge(guest, alice)
    assert api.minutes(alice) in (Minutes(instructional=10), Minutes(practice=10))
    assert Span.objects.filter(learner=alice).count() == 2


def test_what_came_after_a_merge_is_folded_on(alice: User, guest: User) -> None:
    with at(0):
        api.record_all(guest, [answer(f"g{n}") for n in range(5)])
    with at(1):
        api.record_all(alice, [answer(f"a{n}") for n in range(2)])
    portability.merge(guest, alice)
    with at(2):
        api.record(alice, answer("last"))
    assert api.states(alice)[SKILL].passed_at == START + timedelta(hours=2)
    assert api.states(alice) == mastery(standings.evidence(alice))


def test_who_answered_nothing_brings_nothing(alice: User, guest: User) -> None:
    assert portability.counted(guest) == ""
    portability.merge(guest, alice)
    assert not Log.objects.exists()
    api.record_all(guest, [answer("i1"), answer("i2")])
    assert portability.counted(guest) == "2 answers"


def test_the_export_tells_every_table(alice: User) -> None:
    api.record(alice, answer(option="E11.22"), activity=api.Activity(Way.DRILL, SKILL))
    api.start_test_out(alice, "d3", [SKILL], ITEMS)
    api.start_placement(alice, 5, ITEMS[0])
    told = portability.give(alice)
    assert {name: len(rows) for name, rows in told.items()} == dict.fromkeys(
        ("responses", "test_outs", "placements", "skills", "times", "log"), 1
    )
    assert told["responses"][0]["option"] == "E11.22"
    assert told["skills"][0]["state"] == "learning"
    assert Standing.objects.count() == 1
