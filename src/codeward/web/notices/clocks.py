"""Hours of a person's own clock: when quiet hours end, and when a digest is due. No rows, no Django.

A wall time is one instant of a day, by the zone's rules of that day: one that the change to summer time leaves out is
the instant that its old offset gives (02:30 is 03:30 then), one that comes twice is the first of the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

__all__ = ["Hours", "Quiet", "due_daily", "due_weekly"]

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours without mail, by the wall clock; `end` before `start` goes over midnight. The two differ."""

    start: dt.time
    end: dt.time

    def holds(self, wall: dt.time) -> bool:
        """Whether a wall time lies in them; their end does not."""
        bare = wall.replace(tzinfo=None)
        if self.start < self.end:
            return self.start <= bare < self.end
        return bare >= self.start or bare < self.end


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's zone and quiet hours."""

    zone: ZoneInfo
    quiet: Quiet | None = None

    def quiet_until(self, moment: dt.datetime) -> dt.datetime | None:
        """When the quiet hours that hold at `moment` (aware) end, in UTC; None where none hold."""
        local = moment.astimezone(self.zone)
        if self.quiet is None or not self.quiet.holds(local.time()):
            return None
        # Three days: a zone that crosses the date line leaves one out.
        ends = (
            instant(local.date() + n * DAY, self.quiet.end, self.zone, fold)
            for n in range(4)
            for fold in (0, 1)
        )
        return min(
            end for end in ends if end > moment and not self.quiet.holds(end.astimezone(self.zone).time())
        )


def instant(day: dt.date, wall: dt.time, zone: ZoneInfo, fold: int = 0) -> dt.datetime:
    """The instant, in UTC, at which the clock of `zone` shows `wall` on `day`."""
    return dt.datetime.combine(day, wall.replace(fold=fold), zone).astimezone(dt.UTC)


def due_daily(now: dt.datetime, at: dt.time, zone: ZoneInfo) -> tuple[str, dt.datetime]:
    """The last daily digest that is due at `now`: its key, the day such as 2026-11-30, and when it fell due."""
    day, due = _last(now, at, zone, lambda day: True)
    return day.isoformat(), due


def due_weekly(now: dt.datetime, weekday: int, at: dt.time, zone: ZoneInfo) -> tuple[str, dt.datetime]:
    """The last weekly digest that is due at `now`: its key, the ISO week such as 2026-W49, and when it fell due.

    By the week and not by the day, so that somebody who chooses another day gets no second one in the same week.
    """
    day, due = _last(now, at, zone, lambda day: day.weekday() == weekday)
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}", due


def _last(
    now: dt.datetime, at: dt.time, zone: ZoneInfo, fits: Callable[[dt.date], bool]
) -> tuple[dt.date, dt.datetime]:
    day = now.astimezone(zone).date()
    while True:
        due = instant(day, at, zone)
        if fits(day) and due <= now:
            return day, due
        day -= DAY
