"""Who may what: the live grants of a person, read against the table of roles.

Every look is at the rows of now; only a page that is read, and so changes none, looks once (:func:`looking_once`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from codeward.web.accounts.api import User
from codeward.web.grants.models import Grant
from codeward.web.grants.scopes import SCHOOL, Scope, shared, within
from codeward.web.grants.table import Area, Need, Role, cell, table

__all__ = [
    "Reach",
    "granted",
    "grants_of",
    "holders",
    "is_staff",
    "live",
    "looking_once",
    "may",
    "needs_second_step",
    "reach",
    "role_for",
    "who_may",
]

Somebody = AbstractBaseUser | AnonymousUser | None

# The live grants of the people whom this page has asked about, by their row; None where every look is new.
_seen: ContextVar[dict[int, list[Grant]] | None] = ContextVar("grants_seen", default=None)


@contextmanager
def looking_once() -> Iterator[None]:
    """Look at the rows of each person once within: the bar of an office page alone asks fifteen times.

    Only for what gives and ends no grants. A move decides by the rows of its own transaction.
    """
    before = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(before)


def live(at: dt.datetime | None = None) -> QuerySet[Grant]:
    """The grants that count now: in force, in their time, and held by a person with an account that may sign in.

    Guests and demo people hold none, whatever a row says: their rows are left out here.
    """
    now = at or timezone.now()
    return Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now),
        state=Grant.State.LIVE,
        starts_at__lte=now,
        person__state=User.State.ACTIVE,
        person__is_active=True,
    )


def grants_of(user: Somebody) -> list[Grant]:
    """The live grants of a person, the widest first."""
    if not isinstance(user, User) or user.state != User.State.ACTIVE or not user.is_active:
        return []
    seen = _seen.get()
    if seen is None:
        return _now_of(user)
    if user.pk not in seen:
        seen[user.pk] = _now_of(user)
    return list(seen[user.pk])


def _now_of(user: User) -> list[Grant]:
    order = list(Role)
    return sorted(live().filter(person=user), key=lambda one: (-order.index(Role(one.role)), one.pk))


def is_staff(user: Somebody) -> bool:
    """Whether the person holds any live grant: whether they work for the school."""
    return bool(grants_of(user))


def holders(role: Role, scope: Scope | None = None) -> QuerySet[User]:
    """The people who hold a role, for a `scope` itself or for the whole school where one is said."""
    found = live().filter(role=role)
    if scope is not None:
        found = found.filter(Q(scope_kind="school") | Q(scope_kind=scope.kind, scope_id=scope.id))
    return User.objects.filter(pk__in=found.values("person"))


def who_may(area: Area, need: Need, *, scope: Scope | None = None) -> QuerySet[User]:
    """The people some role of whose has a door for `need` in an area, within a `scope` where one is said."""
    roles = [role for role in Role if role is not Role.LEARNER and cell(role, area).allows(need)]
    found = [one for one in live().filter(role__in=roles) if within(one.scope, scope=scope)]
    return User.objects.filter(pk__in={one.person_id for one in found})


def role_for(
    user: Somebody,
    area: Area,
    need: Need,
    *,
    about: User | None = None,
    scope: Scope | None = None,
    part: str = "",
) -> Role | None:
    """The role by which the person may do it; None where they may not.

    What is one's own comes by the learner's row. About oneself a role of staff only reads: nobody decides about
    themselves, nor writes their own marks.
    """
    if not isinstance(user, User) or not user.is_active:
        return None
    if _own(user, area, need, about, part):
        return Role.LEARNER
    myself = about is not None and about.pk == user.pk
    if myself and need is not Need.READ:
        return None
    for grant in grants_of(user):
        role = Role(grant.role)
        given = cell(role, area)
        if not given.allows(need, part) or given.reach == "o":
            continue
        if given.reach == "s" and (about is None or not shared(area, about, user)):
            continue
        if within(grant.scope, about=about, scope=scope):
            return role
    return None


def may(
    user: Somebody,
    area: Area,
    need: Need,
    *,
    about: User | None = None,
    scope: Scope | None = None,
    part: str = "",
) -> bool:
    """Whether the person may read, write or decide in an area: at all, or `about` somebody, or within a `scope`.

    `part` is a part of an area that the table names by itself: "files" and "state" of applications, "money" of tickets.
    The second step of the sign-in is asked by :func:`codeward.web.grants.doors.passes`, not here.
    """
    return role_for(user, area, need, about=about, scope=scope, part=part) is not None


def _own(user: User, area: Area, need: Need, about: User | None, part: str) -> bool:
    given = cell(Role.LEARNER, area)
    if not given.allows(need, part):
        return False
    return given.reach != "o" or (about is not None and about.pk == user.pk)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody reaches in an area, for the rows of a list: the whole school, or these scopes."""

    school: bool
    scopes: tuple[Scope, ...]

    def __bool__(self) -> bool:
        return self.school or bool(self.scopes)


def reach(user: Somebody, area: Area, need: Need, part: str = "") -> Reach:
    """How far the person's roles of staff reach. What is shared with them is no reach: it is asked person by person."""
    scopes: set[Scope] = set()
    for grant in grants_of(user):
        given = cell(Role(grant.role), area)
        if given.allows(need, part) and given.reach in {"", "c"}:
            scopes.add(grant.scope)
    return Reach(SCHOOL in scopes, tuple(sorted(scopes - {SCHOOL})))


def granted(roles: Iterable[Role]) -> QuerySet[Grant]:
    """The live grants of these roles, with their people."""
    return live().filter(role__in=list(roles)).select_related("person")


def needs_second_step(area: Area, need: Need) -> bool:
    """Whether the act asks for the second step of the sign-in: deciding always, every act where the table says so."""
    return need is Need.DECIDE or area in table().asks_second_step
