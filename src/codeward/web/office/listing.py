"""A queue as it is asked for: filtered, sorted, the soonest due first, in pages; with words for ages and due times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.web.accounts.api import User
from codeward.web.grants.api import Pass
from codeward.web.limits import ROWS_OF_A_PAGE
from codeward.web.office.models import Ownership
from codeward.web.office.ownership import owners
from codeward.web.office.registry import Queue, QueueRow
from codeward.web.typed import one_line
from codeward.web.ui.api import Column, Segment, Sorting, sorted_rows, sorting

__all__ = [
    "Listing",
    "QueueFilter",
    "QueueLine",
    "age",
    "asked",
    "due_words",
    "listing",
    "order_of",
    "owner_choices",
]

# No page and no table holds more; whoever has more waiting finds by name.
MOST = 1_000
OWNERS = ("all", "mine", "nobody")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a page's address asks of a queue."""

    owner: str = "all"
    state: str = ""
    words: str = ""
    page: str = "1"


def asked(query: Mapping[str, str]) -> QueueFilter:
    """Read it from the address; what is unknown there counts as not asked."""
    owner = query.get("owner", "all")
    return QueueFilter(
        owner=owner if owner in OWNERS else "all",
        state=one_line(query.get("state", ""), LONGEST),
        words=one_line(query.get("q", ""), LONGEST),
        page=query.get("page", "1"),
    )


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One row with its owner and its times in words. `due_kind`: over, today or ""."""

    row: QueueRow
    owner: Ownership | None
    mine: bool
    age: str
    due: str
    due_kind: str
    about_reader: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page shows: the lines of one page, the number for each owner, the states there are."""

    page: Page[QueueLine]
    lines: list[QueueLine]
    counts: dict[str, int]
    states: list[str]
    more: bool
    rows: list[QueueRow]  # all that were read, whatever the filter shows


def order_of(queue: Queue, query: QueryDict) -> Sorting:
    """The order that an address asks for, and the heads of the table that change it."""
    columns = (
        Column("name", queue.first),
        Column("detail", queue.second, "detail"),
        Column("state", _("State"), "state"),
        Column("age", _("Age"), "age"),
        Column("due", _("Due"), "due"),
        Column("owner", _("Owner"), "owner"),
    )
    return sorting(columns, query, "due")


# What a column sorts by. Times are ages: the youngest is the first of ascending ages.
KEYS: dict[str, Callable[[QueueLine], Any]] = {
    "name": lambda line: line.row.name.casefold(),
    "detail": lambda line: line.row.detail.casefold(),
    "state": lambda line: str(line.row.state.word).casefold(),
    "age": lambda line: -line.row.made_at.timestamp(),
    "due": lambda line: line.row.due_at,
    "owner": lambda line: line.owner.owner.shown_name.casefold() if line.owner and line.owner.owner else None,
}


def owner_choices(query: QueryDict, wish: QueueFilter, counts: Mapping[str, int]) -> list[Segment]:
    """The segments of the owner's filter; the rest of the address stays, but for the page."""
    names = {"all": _("All"), "mine": _("Mine"), "nobody": _("Nobody’s")}
    choices = []
    for owner in OWNERS:
        rest = query.copy()
        rest.pop("page", None)
        rest["owner"] = owner
        href = f"?{rest.urlencode()}"
        choices.append(Segment(names[owner], href, present=owner == wish.owner, count=counts[owner]))
    return choices


def listing(queue: Queue, passed: Pass, wish: QueueFilter, order: Sorting) -> Listing:
    """Return the queue as `wish` and `order` ask for it. Counts are of what fits the words and the state."""
    found = list(islice(queue.rows(passed, wish.words), MOST + 1))
    more = len(found) > MOST
    now = timezone.now()
    rows = sorted(found[:MOST], key=_soonest)
    held = owners(queue.name, [row.id for row in rows])
    states = sorted({str(row.state.word) for row in rows})
    fitting = (row for row in rows if not wish.state or str(row.state.word) == wish.state)
    lines = sorted_rows((_line(row, held.get(row.id), passed.user, now) for row in fitting), order, KEYS)
    fits = {
        "all": lines,
        "mine": [one for one in lines if one.mine],
        "nobody": [one for one in lines if one.owner is None],
    }
    chosen = fits[wish.owner]
    counts = {name: len(some) for name, some in fits.items()}
    return Listing(Paginator(chosen, ROWS_OF_A_PAGE).get_page(wish.page), chosen, counts, states, more, rows)


def _soonest(row: QueueRow) -> tuple[bool, dt.datetime]:
    return (row.due_at is None, row.due_at or row.made_at)


def _line(row: QueueRow, owner: Ownership | None, reader: User, now: dt.datetime) -> QueueLine:
    due, kind = due_words(row.due_at, now)
    mine = owner is not None and owner.owner_id == reader.pk
    about = row.about is not None and row.about.pk == reader.pk
    return QueueLine(row, owner, mine, age(row.made_at, now), due, kind, about)


def age(since: dt.datetime, now: dt.datetime) -> str:
    """How long something waits, in its largest unit."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 1:
        return _("under a minute")
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def due_words(due: dt.datetime | None, now: dt.datetime) -> tuple[str, str]:
    """When something is due in the reader's own days, and whether that is over, today or later."""
    if due is None:
        return "", ""
    local, today = timezone.localtime(due), timezone.localtime(now).date()
    day = date_format(local, "D, M j")
    if due < now:
        late = (today - local.date()).days
        if late < 1:
            return _("Today %(time)s, late") % {"time": date_format(local, "TIME_FORMAT")}, "over"
        words = ngettext("%(day)s, %(n)d day late", "%(day)s, %(n)d days late", late)
        return words % {"day": day, "n": late}, "over"
    if local.date() == today:
        return _("Today %(time)s") % {"time": date_format(local, "TIME_FORMAT")}, "today"
    return day, ""
