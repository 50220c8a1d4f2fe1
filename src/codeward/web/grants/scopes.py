"""For what a role is given: the school, a program or a cohort. The apps that hold these say who is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from codeward.web.accounts.api import User
from codeward.web.grants.table import Area
from codeward.web.registry import Registry

__all__ = [
    "SCHOOL",
    "Scope",
    "ScopeKind",
    "choices_of",
    "kinds",
    "known",
    "on_scope",
    "on_share",
    "shared",
    "title",
    "within",
]


class Scope(NamedTuple):
    """``Scope("school")``, or a program or cohort with its public id."""

    kind: str = "school"
    id: str = ""


SCHOOL = Scope()


@dataclass(frozen=True, slots=True)
class ScopeKind:
    """How a kind of scope is read. `around`: the wider scopes a thing of this kind stands in, the school left out."""

    holds: Callable[[str, User], bool]
    around: Callable[[str], Iterable[Scope]]
    choices: Callable[[], Iterable[tuple[str, str]]]


_kinds: Registry[ScopeKind] = Registry("kinds of scopes")
_shares: Registry[Callable[[User, User], bool]] = Registry("rules of sharing")


def on_scope(
    kind: str,
    holds: Callable[[str, User], bool],
    *,
    choices: Callable[[], Iterable[tuple[str, str]]],
    around: Callable[[str], Iterable[Scope]] = lambda _id: (),
) -> None:
    """Say how scopes of a `kind` ("program", "cohort") are read; called in an app's ``ready``.

    ``holds(id, person)``: whether the person learns there; ``choices()``: (id, title) of those a role may be given for;
    ``around(id)``: the scopes it stands in (a cohort's program).
    """
    _kinds.add(kind, ScopeKind(holds, around, choices))


def on_share(area: Area, shares: Callable[[User, User], bool]) -> None:
    """Say whether ``shares(learner, reader)`` in an area: what a cell with reach s asks. By default nothing is."""
    _shares.add(area, shares)


def kinds() -> tuple[str, ...]:
    """The kinds of scope there are here, the school first."""
    return ("school", *_kinds)


def choices_of(kind: str) -> list[tuple[str, str]]:
    """(id, title) of the programs or cohorts there are."""
    found = _kinds.get(kind)
    return list(found.choices()) if found is not None else []


def known(scope: Scope) -> bool:
    """Whether there is such a scope."""
    if scope.kind == "school":
        return not scope.id
    kind = _kinds.get(scope.kind)
    return kind is not None and scope.id in dict(kind.choices())


def title(scope: Scope) -> str:
    """What a program or cohort is called; empty for the school and for one that is gone."""
    kind = _kinds.get(scope.kind)
    return dict(kind.choices()).get(scope.id, "") if kind is not None else ""


def within(given: Scope, *, about: User | None = None, scope: Scope | None = None) -> bool:
    """Whether a grant for `given` reaches a thing that stands in `scope` and is `about` somebody.

    The school reaches all. Where neither is said, the question is whether there is a door at all.
    """
    if given.kind == "school" or (about is None and scope is None):
        return True
    kind = _kinds.get(given.kind)
    if kind is None:
        return False
    if scope is not None and given != scope and given not in _around(scope):
        return False
    return about is None or kind.holds(given.id, about)


def shared(area: Area, learner: User, reader: User) -> bool:
    """Whether the learner shares this area with the reader."""
    rule = _shares.get(area)
    return rule is not None and rule(learner, reader)


def _around(scope: Scope) -> tuple[Scope, ...]:
    kind = _kinds.get(scope.kind)
    return tuple(kind.around(scope.id)) if kind is not None else ()
