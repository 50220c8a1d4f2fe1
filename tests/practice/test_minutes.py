"""Minutes from events: idle time, two tabs, the plan, weeks, and the fold that is kept."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.practice.minutes import (
    Event,
    Minutes,
    Stretch,
    Way,
    apart,
    by_week,
    going_on,
    stretches,
    total,
    total_of,
)

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
LESSON, CHART, DRILL = (Way.LESSON, "d3"), (Way.CHART, "walk-in-cough"), (Way.DRILL, "dx.with")


def events(thing: tuple[Way, str], *minutes: float) -> list[Event]:
    """Events at one thing, so many minutes after the start."""
    return [Event(START + timedelta(minutes=one), *thing) for one in minutes]


def counted(*told: list[Event], plan: dict[tuple[Way, str], float] | None = None) -> Minutes:
    """The minutes of all these events."""
    return total(stretches(one for part in told for one in part), plan or {})


def test_a_pause_counts_up_to_three_minutes_and_at_a_chart_up_to_ten() -> None:
    assert counted(events(LESSON, 0, 3, 6)) == Minutes(instructional=6)
    assert counted(events(LESSON, 0, 3.01)) == Minutes()
    assert counted(events(LESSON, 0, 2, 60, 61)) == Minutes(instructional=3)
    assert counted(events(CHART, 0, 10, 20)) == Minutes(practice=20)
    assert counted(events(CHART, 0, 10.01)) == Minutes()
    assert counted(events((Way.GUIDED_CHART, "w"), 0, 10)) == Minutes(instructional=10)


def test_one_event_alone_is_no_time() -> None:
    assert counted(events(LESSON, 5)) == Minutes()
    assert counted() == Minutes()


def test_instruction_and_practice_are_kept_apart() -> None:
    spent = counted(events(LESSON, 0, 2, 4), events(DRILL, 5, 7))
    # The minute from the last answer in the lesson to the first in the drill is the drill's.
    assert spent == Minutes(instructional=4, practice=3)


def test_two_tabs_at_once_are_one_time() -> None:
    spent = counted(events(LESSON, *range(0, 20, 2)), events(DRILL, *range(1, 21, 2)))
    assert spent.instructional + spent.practice == 19


def test_at_most_twice_the_plan_counts() -> None:
    told = events(LESSON, *range(91))
    assert counted(told, plan={LESSON: 26}) == Minutes(instructional=52)
    assert counted(told, plan={LESSON: 60}) == Minutes(instructional=90)
    assert counted(told, plan={DRILL: 1}) == Minutes(instructional=90)
    # The second sitting gets what the first left.
    assert counted(told, events(LESSON, *range(1_000, 1_030)), plan={LESSON: 50}) == Minutes(
        instructional=100
    )


def test_weeks_are_of_the_readers_zone() -> None:
    # Sunday evening in Chicago is Monday in UTC.
    sunday = datetime(2026, 6, 8, 2, tzinfo=UTC)
    spent = stretches([Event(sunday + timedelta(minutes=n), *LESSON) for n in range(3)])
    assert by_week(spent, {}, ZoneInfo("America/Chicago")) == {date(2026, 6, 1): Minutes(instructional=2)}
    assert by_week(spent, {}, UTC) == {date(2026, 6, 8): Minutes(instructional=2)}


def test_time_that_two_devices_hold_counts_once() -> None:
    def minute(n: int) -> datetime:
        return START + timedelta(minutes=n)

    def spent(*told: Stretch) -> Minutes:
        return total(apart(told), {})

    both = (Stretch(minute(0), minute(10), *LESSON), Stretch(minute(5), minute(15), *DRILL))
    assert spent(*both) == Minutes(instructional=10, practice=5)
    assert spent(*both, Stretch(minute(2), minute(8), *DRILL)) == Minutes(instructional=10, practice=5)
    assert len(apart([*both, Stretch(minute(2), minute(8), *DRILL)])) == 3


def test_what_was_added_up_by_thing_counts_the_same() -> None:
    told = stretches([*events(LESSON, *range(90)), *events(DRILL, *range(200, 230))])
    by_thing: dict[tuple[Way, str], timedelta] = {}
    for one in told:
        by_thing[one.way, one.id] = by_thing.get((one.way, one.id), timedelta(0)) + one.length
    for plan in ({}, {LESSON: 26.0}, {LESSON: 60.0, DRILL: 5.0}):
        assert total_of(by_thing, plan) == total(told, plan)


many = st.lists(
    st.builds(
        Event,
        at=st.integers(0, 3_000).map(lambda seconds: START + timedelta(seconds=seconds * 7)),
        way=st.sampled_from([Way.LESSON, Way.CHART, Way.DRILL]),
        id=st.sampled_from(["a", "b"]),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=60)
@given(told=many, seed=st.integers())
def test_the_stretches_that_grow_are_those_of_all_events(told: list[Event], seed: int) -> None:
    grown: list[Stretch] = []
    for event in sorted(told):
        now = going_on(grown[-1] if grown else None, event)
        if grown and (now.way, now.id, now.began) == (grown[-1].way, grown[-1].id, grown[-1].began):
            grown.pop()
        grown.append(now)
    random.Random(seed).shuffle(told)
    assert stretches(told) == grown
    spent = total(grown, {})
    for earlier, later in pairwise(grown):
        assert earlier.last <= later.began
    if told:
        most = (max(told).at - min(told).at) / timedelta(minutes=1)
        assert spent.instructional + spent.practice <= most + 1e-6


def test_a_clock_that_was_set_back_adds_nothing() -> None:
    newest = stretches(events(LESSON, 0, 2))[-1]
    assert going_on(newest, events(LESSON, -60)[0]) == newest
    assert going_on(newest, events(DRILL, -60)[0]).length == timedelta(0)
