"""Minutes from dated events of the server: how long somebody studied, what of it was instruction and what practice.

An event is something that the server saw happen: an answer, a change to a chart, a place kept in a lesson. The time
between two events of a person counts, for what the later one was about, unless it is longer than the idle limit (3
minutes; at a chart, where a record is read and a book searched, 10): then nothing of it counts. So no minute counts
twice, however many tabs are open. Of each thing at most twice its planned minutes count.

Instructional and practice minutes are kept apart: a body that accepts hours decides which it accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
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
    "apart",
    "by_week",
    "going_on",
    "idle_of",
    "stretches",
    "total",
    "total_of",
]

IDLE: Final = timedelta(minutes=3)
IDLE_AT_CHART: Final = timedelta(minutes=10)
MOST: Final = 2
"""How many times the planned minutes of a thing count at most."""
_MINUTE, _NONE = timedelta(minutes=1), timedelta(0)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


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
        return self in _INSTRUCTIONAL


_INSTRUCTIONAL: Final = frozenset({Way.LESSON, Way.GUIDED_CHART, Way.LIVE, Way.MARKED})


class Event(NamedTuple):
    """Something that the server saw happen."""

    at: datetime
    way: Way
    id: str


class Stretch(NamedTuple):
    """Time at one thing without a pause that is too long. They sort by when they began."""

    began: datetime
    last: datetime
    way: Way
    id: str

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.last - self.began


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of instruction and of practice, apart."""

    instructional: float = 0.0
    practice: float = 0.0


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
        return newest if same else Stretch(newest.last, newest.last, event.way, event.id)
    if newest is None or event.at - newest.last > idle_of(event.way):
        return Stretch(event.at, event.at, event.way, event.id)
    if (newest.way, newest.id) == (event.way, event.id):
        return newest._replace(last=event.at)
    return Stretch(newest.last, event.at, event.way, event.id)


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


def _counted(
    spent: Iterable[Stretch], plan: Mapping[tuple[Way, str], float]
) -> Iterator[tuple[datetime, Way, timedelta]]:
    """Yield what counts: when it began, what it was, how long. What has no plan counts whole."""
    left = {thing: MOST * minutes * _MINUTE for thing, minutes in plan.items()}
    for one in sorted(spent):
        length, room = one.length, left.get((one.way, one.id))
        if room is not None:
            length = min(length, room)
            left[one.way, one.id] = room - length
        if length:
            yield one.began, one.way, length


def apart(spent: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches so that none lies over another, in their order: what two hold is the first's.

    A guest's and an account's on two devices may lie so. None is left out: one that another holds whole has no length.
    """
    made, until = [], _LONG_AGO
    for one in sorted(spent):
        made.append(one._replace(began=min(max(one.began, until), one.last)))
        until = max(one.last, until)
    return made


def total(spent: Iterable[Stretch], plan: Mapping[tuple[Way, str], float]) -> Minutes:
    """Return the minutes of instruction and of practice."""
    return _sum((way, length) for _, way, length in _counted(spent, plan))


def total_of(spent: Mapping[tuple[Way, str], timedelta], plan: Mapping[tuple[Way, str], float]) -> Minutes:
    """Return the same of what was added up by thing already."""
    most = {thing: MOST * minutes * _MINUTE for thing, minutes in plan.items()}
    return _sum((thing[0], min(length, most.get(thing, length))) for thing, length in spent.items())


def _sum(told: Iterable[tuple[Way, timedelta]]) -> Minutes:
    instructional = practice = _NONE
    for way, length in told:
        if way in _INSTRUCTIONAL:
            instructional += length
        else:
            practice += length
    return Minutes(instructional / _MINUTE, practice / _MINUTE)


def by_week(
    spent: Iterable[Stretch], plan: Mapping[tuple[Way, str], float], zone: tzinfo
) -> dict[date, Minutes]:
    """Return the minutes of each week, by its Monday in that zone, oldest first.

    A stretch is of the week that it began in.
    """
    weeks: dict[date, list[tuple[Way, timedelta]]] = {}
    for began, way, length in _counted(spent, plan):
        day = began.astimezone(zone).date()
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append((way, length))
    return {monday: _sum(told) for monday, told in sorted(weeks.items())}
