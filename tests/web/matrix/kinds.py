"""The words of the matrix: who asks, what they ask for, and which row of which model it would show or change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.grants.table import Area, Need, Role

__all__ = ["Act", "Actor", "Row", "World", "by", "everyone", "nobody", "own"]


class Actor(NamedTuple):
    """Somebody who asks. `role` is what the table of roles is asked for; None has none but a learner's."""

    name: str
    role: Role | None
    client: Client
    user: User | None
    second_step: bool = True
    demo: bool = False


@dataclass
class World:
    """One owner, whose rows these are, and everybody who asks for them."""

    owner: User
    other_director: User
    actors: dict[str, Actor] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


def _nothing(_world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Act:
    """One address with one method. Who may: the owner, and whom the table of roles lets; everybody else gets a 404.

    `everyone`: the page is everybody's and shows each their own; then `shows` must be seen by the owner alone.
    `sign_in`: whoever is nobody here is sent to sign in, not told 404. `shows`: words of the owner's row that a page
    shows to whoever may see it. `ok`: further answers of those who may, beside a page or the way back.
    """

    url: str
    method: str = "GET"
    need: Need = Need.READ
    args: Callable[[World], Mapping[str, Any]] = _nothing
    data: Callable[[World], Any] = _nothing
    own: bool = False
    everyone: bool = False
    sign_in: bool = False
    # One of them is enough.
    areas: tuple[Area, ...] = ()
    part: str = ""
    shows: str = ""
    ok: frozenset[int] = frozenset({200, 302})
    json: bool = False
    # The answer to those who may not, where it is not a 404; and whether an empty page of everybody's is one.
    refusal: int = 404
    may_be_empty: bool = False
    # Reading is noted in the row itself.
    looking_changes: bool = False
    # Not where the school is set up: nobody has a second step yet.
    second_step: bool = True
    # Decides where the table writes: the second step is asked.
    decides: bool = False


@dataclass(frozen=True)
class Row:
    """One model. `mine`: the owner's rows, which nobody else may change. Without acts: why no address shows it."""

    model: str
    acts: tuple[Act, ...] = ()
    mine: Callable[[World], QuerySet[Any]] | None = None
    why_none: str = ""


def own(url: str, method: str = "GET", **more: Any) -> Act:
    """The owner's alone."""
    return Act(url, method, _need(method), own=True, **more)


def everyone(url: str, method: str = "GET", **more: Any) -> Act:
    """Everybody's page, of one's own things."""
    return Act(url, method, _need(method), everyone=True, **more)


def by(area: Area | tuple[Area, ...], need: Need, url: str, method: str = "GET", **more: Any) -> Act:
    """Those whose role has the door, or one of them; the owner too where `own=True`."""
    areas = area if isinstance(area, tuple) else (area,)
    return Act(url, method, need, areas=areas, **more)


def nobody(url: str, method: str = "GET", **more: Any) -> Act:
    """Nobody of the cast: it opens to a secret that none of them holds."""
    return Act(url, method, _need(method), **more)


def _need(method: str) -> Need:
    return Need.READ if method == "GET" else Need.WRITE
