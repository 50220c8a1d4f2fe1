"""The clock of a sitting: the database's, so that hosts whose clocks differ agree on when the time is over.

All of it is in UTC: a clock that is put forward or back on the wall, or in a browser, moves no deadline.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from codeward.web.exams.models import Sitting

__all__ = ["GRACE", "deadline_of", "in_break", "left", "now", "run_out", "still_open"]

GRACE: Final = dt.timedelta(seconds=5)
"""What was sent before the deadline may be on its way for so long. The room shuts at the deadline itself."""


def now() -> dt.datetime:
    """The database's time."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")
            return dt.datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=dt.UTC)
        cursor.execute("SELECT statement_timestamp()")
        found: dt.datetime = cursor.fetchone()[0]
        return found.astimezone(dt.UTC)


def deadline_of(sitting: Sitting) -> dt.datetime | None:
    """When the time is over: the start, the minutes by the factor, what was added, the breaks that stopped the clock.

    A break under way counts whole, and what is left of it is taken back when somebody returns early: whoever never
    returns finds the break ended by itself and the clock run on.
    """
    if not sitting.timed:
        return None
    minutes = sitting.form.minutes * sitting.factor / 100
    stopped = dt.timedelta(seconds=sitting.paused)
    if sitting.break_from is not None and sitting.break_until is not None:
        stopped += sitting.break_until - sitting.break_from
    return sitting.started_at + dt.timedelta(minutes=minutes, seconds=sitting.added) + stopped


def in_break(sitting: Sitting, at: dt.datetime) -> bool:
    """Whether a break is under way."""
    return sitting.break_until is not None and at < sitting.break_until


def left(sitting: Sitting, at: dt.datetime) -> int | None:
    """The whole seconds that are left, never below 0; None where there is no clock. In a break they stand still."""
    if sitting.deadline is None:
        return None
    if sitting.break_until is not None:
        at = max(at, sitting.break_until)
    return max(0, int((sitting.deadline - at).total_seconds()))


def still_open(rows: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Those whose time is not over by the database's clock: what every UPDATE of an open one is conditional on."""
    return rows.filter(Q(deadline=None) | Q(deadline__gt=Now() - GRACE), state=Sitting.State.OPEN)


def run_out(rows: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Those whose time is over and that nobody has closed."""
    return rows.filter(state=Sitting.State.OPEN, deadline__lte=Now() - GRACE)
