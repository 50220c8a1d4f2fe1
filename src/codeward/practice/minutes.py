"""Minutes from dated events of the server: how long somebody studied, what of it was instruction and what practice.

An event is something that the server saw happen: an answer, a change to a chart, a place kept in a lesson. The time
between two events of a person counts, for what the later one was about, unless it is longer than the idle limit (3
minutes; at a chart, where a record is read and a book searched, 10): then nothing of it counts. So no minute counts
twice, however many tabs are open. Of each thing at most twice its planned minutes count.

Instructional and practice minutes are kept apart: a body that accepts hours decides which it accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

__all__ = [
    "IDLE",
    "IDLE_AT_CHART",
    "MOST",
    "Event",
    "Minutes",
    "Stretch",
    "Way",
    "by_week",
    "going_on",
    "idle_of",
    "stretches",
    "total",
]

IDLE: Final = timedelta(minutes=3)
IDLE_AT_CHART: Final = timedelta(minutes=10)
MOST: Final = 2
"""How many times the planned minutes of a thing count at most."""
_MINUTE, _NONE = timedelta(minutes=1), timedelta(0)


class Way(StrEnum):
    """A way of learning."""

    LESSON = "lesson"
    GUIDED_CHART = "guided_chart"
    LIVE = "live"
    MARKED = "marked"
    CHART = "chart"
    DRILL = "drill"
    CARDS = "cards"
    TEST = "test"

    @property
    def instructional(self) -> bool:
        """Whether its minutes are instruction: lessons, guided charts, live hours, work that an instructor marks."""
        return self in {Way.LESSON, Way.GUIDED_CHART, Way.LIVE, Way.MARKED}


class Event(NamedTuple):
    """Something that the server saw happen."""

    at: datetime
    way: Way
    id: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time at one thing without a pause that is too long."""

    way: Way
    id: str
    began: datetime
    last: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.last - self.began


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of instruction and of practice, apart."""

    instructional: float = 0.0
    practice: float = 0.0

    def plus(self, way: Way, length: timedelta) -> Minutes:
        """Return these with that much more time spent that way."""
        more = length / _MINUTE
        if way.instructional:
            return replace(self, instructional=self.instructional + more)
        return replace(self, practice=self.practice + more)


def idle_of(way: Way) -> timedelta:
    """Return how long a pause may be that still counts."""
    return IDLE_AT_CHART if way in {Way.CHART, Way.GUIDED_CHART} else IDLE


def going_on(newest: Stretch | None, event: Event) -> Stretch:
    """Return the stretch that the event makes: `newest` grown, or another that begins where that one ended.

    `newest` is the person's stretch with the latest end. An event that comes before that end (a clock was set back)
    changes nothing: `newest` is returned as it is.
    """
    if newest is not None and event.at <= newest.last:
        same = (newest.way, newest.id) == (event.way, event.id)
        return newest if same else Stretch(event.way, event.id, newest.last, newest.last)
    if newest is None or event.at - newest.last > idle_of(event.way):
        return Stretch(event.way, event.id, event.at, event.at)
    if (newest.way, newest.id) == (event.way, event.id):
        return replace(newest, last=event.at)
    return Stretch(event.way, event.id, newest.last, event.at)


def stretches(events: Iterable[Event]) -> list[Stretch]:
    """Return the stretches of one person's events, whatever order these come in."""
    made: list[Stretch] = []
    for event in sorted(events):
        newest = made[-1] if made else None
        now = going_on(newest, event)
        if newest is not None and (now.way, now.id, now.began) == (newest.way, newest.id, newest.began):
            made[-1] = now
        else:
            made.append(now)
    return made


def counted(spent: Iterable[Stretch], plan: Mapping[tuple[Way, str], float]) -> Iterator[Stretch]:
    """Yield what counts of the stretches, in their order: of a thing with planned minutes at most twice those.

    What has no plan counts whole. Where two lie over each other (a guest's and an account's, on two devices), the time
    that both hold counts for the first.
    """
    left = {thing: MOST * minutes * _MINUTE for thing, minutes in plan.items()}
    until: datetime | None = None
    for one in sorted(spent, key=lambda stretch: (stretch.began, stretch.last, stretch.way, stretch.id)):
        began = one.began if until is None else max(one.began, until)
        until = one.last if until is None else max(one.last, until)
        length = max(one.last - began, _NONE)
        room = left.get((one.way, one.id))
        if room is not None:
            length = min(length, room)
            left[one.way, one.id] = room - length
        if length:
            yield replace(one, began=began, last=began + length)


def total(spent: Iterable[Stretch], plan: Mapping[tuple[Way, str], float]) -> Minutes:
    """Return the minutes of instruction and of practice."""
    made = Minutes()
    for one in counted(spent, plan):
        made = made.plus(one.way, one.length)
    return made


def by_week(
    spent: Iterable[Stretch], plan: Mapping[tuple[Way, str], float], zone: tzinfo
) -> dict[date, Minutes]:
    """Return the minutes of each week, by its Monday in that zone, oldest first.

    A stretch is of the week that it began in.
    """
    weeks: dict[date, Minutes] = {}
    for one in counted(spent, plan):
        day = one.began.astimezone(zone).date()
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, Minutes()).plus(one.way, one.length)
    return dict(sorted(weeks.items()))
