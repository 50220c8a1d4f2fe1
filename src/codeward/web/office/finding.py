"""The search of the office: people within one's reach first, then what other apps register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

from codeward.web.accounts.api import User
from codeward.web.ids import ALPHABET, LENGTH
from codeward.web.office.doors import in_reach, people_within, reaches_school
from codeward.web.registry import Registry

__all__ = ["LEAST", "LONGEST", "MOST", "Found", "Search", "find_people", "search", "searches_of"]

MOST = 50
LEAST, LONGEST = 2, 100
# Of those whose name fits, how many are asked about one by one for somebody who reaches scopes only.
ASKED = 500
PUBLIC_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that fits: what it is called, what stands beside it, and its page."""

    name: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Search:
    """What an app finds for somebody of the office. ``find(user, words)`` keeps to what they may read."""

    name: str
    label: str | Promise
    find: Callable[[User, str], Iterable[Found]]
    shown: Callable[[User], bool]


_searches: Registry[Search] = Registry("searches for people")


def search(one: Search) -> Search:
    """Register a search beside that of people; call it in your AppConfig's ``ready``."""
    _searches.add(one.name, one)
    return one


def searches_of(user: User) -> list[Search]:
    """The further searches that somebody may use."""
    return [one for one in _searches.values() if one.shown(user)]


def find_people(user: User, words: str) -> list[User]:
    """The accounts within somebody's reach whose name, address or public id fits, at most :data:`MOST`.

    Part of a name or address is enough; a public id is whole. Raises Http404 where they may search nobody.
    """
    found = people_within(user)
    if PUBLIC_ID.fullmatch(words.lower()):
        found = found.filter(Q(public_id=words.lower()) | Q(display_name__icontains=words))
    else:
        found = found.filter(Q(display_name__icontains=words) | Q(email__icontains=words))
    found = found.order_by("display_name", "email", "pk")
    if reaches_school(user):
        return list(found[:MOST])
    return [one for one in found[:ASKED] if in_reach(user, one)][:MOST]
