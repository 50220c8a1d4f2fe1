"""What stands in the office: queues, searches and tabs. Apps register theirs in their AppConfig's ``ready``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from codeward.web.accounts.api import User
from codeward.web.grants.api import Area, Need, Pass, may
from codeward.web.registry import Registry

__all__ = ["Panel", "Queue", "QueueRow", "State", "Tab", "queue", "queues", "queues_of", "tab", "tabs_of"]

Text = str | Promise


@dataclass(frozen=True, slots=True)
class State:
    """The state of a row as icon and word. `kind`: right, partial, wrong, info, or "" for no color."""

    word: Text
    icon: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One thing that waits for somebody.

    `id` is its public id (letters, digits, hyphens, at most 64), `name` what stands first (a person, a mail, a job),
    `detail` what stands beside it. `about` is the person it concerns, who neither takes nor decides it.
    """

    id: str
    name: str
    detail: str
    state: State
    made_at: dt.datetime
    due_at: dt.datetime | None = None
    about: User | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One row read whole: a heading, a line under it, and the template that shows its moves and facts.

    The frame adds who owns it. With `about` the person is told that whoever reads opened their record: `thing` of it.
    """

    title: str
    line: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    state: State | None = None
    about: User | None = None
    thing: Model | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue of the office.

    ``rows(pass, words)`` gives what waits, fitting `words` where some are given, the soonest due first; it reads what
    the pass reaches and no more. ``panel(pass, id)`` reads one row whole, None where there is none (any more).
    `area` and `need` say who sees the queue; a move asks its own door. `first`, `second`: what its two columns are
    called; `empty`: what fills it.
    """

    name: str
    label: Text
    rows: Callable[[Pass, str], Iterable[QueueRow]]
    panel: Callable[[Pass, str], Panel | None]
    area: Area
    need: Need
    first: Text
    second: Text
    empty: Text
    order: int = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the office's bar, shown to whoever `shown` says."""

    name: str
    label: Text
    url_name: str
    shown: Callable[[User], bool]
    order: int


_queues: Registry[Queue] = Registry("queues of the office")
_tabs: Registry[Tab] = Registry("tabs of the office")


def queue(one: Queue) -> Queue:
    """Register a queue (see :class:`Queue`) and return it."""
    _queues.add(one.name, one)
    return one


def tab(
    name: str,
    label: Text,
    url_name: str,
    area: Area,
    need: Need = Need.READ,
    *,
    order: int = 50,
    shown: Callable[[User], bool] | None = None,
) -> None:
    """Register a page of the bar, for whoever may `need` in `area`, or whom `shown` says."""
    _tabs.add(name, Tab(name, label, url_name, shown or (lambda user: may(user, area, need)), order))


def queues() -> list[Queue]:
    """Every queue, in the order of the bar."""
    return sorted(_queues.values(), key=lambda one: one.order)


def queues_of(user: User) -> list[Queue]:
    """The queues that somebody sees."""
    return [one for one in queues() if may(user, one.area, one.need)]


def tabs_of(user: User) -> list[Tab]:
    """The pages that somebody sees, in the order of the bar."""
    return sorted((one for one in _tabs.values() if one.shown(user)), key=lambda one: one.order)
