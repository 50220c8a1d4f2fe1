"""What the home of each host holds, as its own processes last saw it."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from codeward.codesets import SYSTEMS, books, system_of_release
from codeward.web.jobs.api import home_id
from codeward.web.office.books.models import BookHolding, BookHome

__all__ = ["Other", "listed", "others", "report", "this_name"]

# A home that was not seen for so long is gone: a host that was taken down.
GONE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Other:
    """Another home of this school, beside this one: what it has not and this one has, and the other way round."""

    home: str
    name: str
    lacks: tuple[str, ...]
    more: tuple[str, ...]


def this_name() -> str:
    """What this host calls itself."""
    return platform.node()[:100] or "?"


def listed(system: str | None = None) -> dict[str, books.Listed]:
    """Each release of this host once: what was installed stands for what a package has, unless it is its very copy."""
    found: dict[str, books.Listed] = {}
    for row in books.listed():
        name = row.id if row.release is not None else row.path.name.partition(".")[0]
        if (row.release.system if row.release else system_of_release(name)) not in SYSTEMS:
            continue  # the list of valid codes, which is no book
        there = found.get(name)
        copy = there is not None and there.path.name == row.path.name
        if not copy and (row.error is None or there is None):
            found[name] = row
    return {name: row for name, row in found.items() if system is None or system_of_release(name) == system}


def _held() -> dict[str, str]:
    """The installed releases of this home, each with the name of its book."""
    return {
        name: row.path.name
        for name, row in listed().items()
        if row.source == "installed" and row.error is None
    }


def report() -> dict[str, str]:
    """Write down what this home holds; return it. Idempotent, and of several processes any may do it."""
    home, held = home_id(), _held()
    if _told_lately(home, held):
        return held
    with transaction.atomic():
        BookHome.objects.update_or_create(
            home=home, defaults={"name": this_name(), "seen_at": timezone.now()}
        )
        there = dict(BookHolding.objects.filter(home_id=home).values_list("release", "book"))
        gone = [release for release, book in there.items() if held.get(release) != book]
        BookHolding.objects.filter(home_id=home, release__in=gone).delete()
        new = [(release, book) for release, book in held.items() if there.get(release) != book]
        BookHolding.objects.bulk_create(
            (BookHolding(home_id=home, release=release, book=book) for release, book in new),
            ignore_conflicts=True,  # another process of this home has just told the same
        )
    return held


def _told_lately(home: str, held: dict[str, str]) -> bool:
    """Whether the same was written down within the last minute: then nothing is written again."""
    if not BookHome.objects.filter(home=home, seen_at__gt=timezone.now() - timedelta(minutes=1)).exists():
        return False
    return held == dict(BookHolding.objects.filter(home_id=home).values_list("release", "book"))


def others() -> list[Other]:
    """The other homes that were seen lately, each compared with this one."""
    home = home_id()
    seen = BookHome.objects.filter(seen_at__gt=timezone.now() - GONE).prefetch_related("holdings")
    holdings = {one.home: {row.release for row in one.holdings.all()} for one in seen}
    mine = holdings.get(home, set())
    return [
        Other(one.home, one.name, tuple(sorted(mine - theirs)), tuple(sorted(theirs - mine)))
        for one in seen
        if one.home != home
        for theirs in [holdings[one.home]]
    ]


def prune() -> int:
    """Forget homes that were not seen for a month; return how many."""
    return BookHome.objects.filter(seen_at__lt=timezone.now() - timedelta(days=30)).delete()[0]
