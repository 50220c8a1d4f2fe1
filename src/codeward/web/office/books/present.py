"""The books of this host as rows to read: what answers on a date, what is here, what its publisher has beyond."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from codeward.codesets import CODING, SYSTEMS, BookFile, Release, System, books, system_of_release
from codeward.codesets.install import Offer, newer, offers
from codeward.errors import CodewardError
from codeward.settings import home
from codeward.web.jobs.api import home_id
from codeward.web.office.books import homes
from codeward.web.office.books.models import LIVE, BookJob, BookOutcome
from codeward.web.office.books.needs import Need, needs

__all__ = [
    "Held",
    "OfferRow",
    "SystemRow",
    "held",
    "is_licensed",
    "live_jobs",
    "offer_rows",
    "recent_jobs",
    "system_rows",
]

RECENT = 15
GROUPS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("Code systems"), CODING),
    (_("Indexes and lists"), tuple(name for name in SYSTEMS if name not in CODING)),
)
LICENSES: dict[str, Promise] = {
    "public": _("Free for everybody"),
    "numbers": _(
        "Free; lists CPT code numbers, so its publisher may ask first that the AMA’s license be accepted"
    ),
    "licensed": _("Each licensee’s own files"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A release of this host: packaged, installed or damaged. `size` in bytes, None before it is first opened."""

    id: str
    title: str
    release: Release | None
    state: str
    size: int | None
    in_force: bool
    answers: bool  # whether it is the one that answers on the date
    checked_at: dt.datetime | None
    made_of: tuple[str, ...] = ()
    why: str = ""
    older: str = ""
    needed_by: tuple[Need, ...] = ()
    withheld: bool = False  # a licensee's text, which no page shows

    @property
    def removable(self) -> bool:
        """Whether it may go: it was installed here, and nothing needs it."""
        return self.state != "packaged" and not self.needed_by


@dataclass(frozen=True, slots=True)
class SystemRow:
    """A system: the release that answers on the date, how many are here, and those that its publisher has beyond."""

    system: System
    answers: Release | None
    in_force: bool
    count: int
    size: int
    damaged: int
    newer: tuple[Release, ...]


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A release that can be fetched: from where, how large, on what terms."""

    offer: Offer
    host: str
    terms: Promise


def is_licensed(system: str) -> bool:
    """Whether only a licensee's own files make this book."""
    return SYSTEMS[system].licensed


def system_rows(on: dt.date, today: dt.date) -> list[tuple[Promise, list[SystemRow]]]:
    """Every system in two groups, each with what this host has of it."""
    listed = homes.listed()
    made = []
    for label, names in GROUPS:
        rows = []
        for name in names:
            mine = [row for release, row in listed.items() if system_of_release(release) == name]
            answers = books.answering(name, on)
            rows.append(
                SystemRow(
                    system=SYSTEMS[name],
                    answers=answers,
                    in_force=answers is not None and answers.covers(on),
                    count=len(mine),
                    size=sum(_size(row) or 0 for row in mine),
                    damaged=sum(row.error is not None for row in mine),
                    newer=newer(home(), name, today),
                )
            )
        made.append((label, rows))
    return made


def held(system: str, on: dt.date) -> list[Held]:
    """The releases of a system that are on this host, newest first."""
    listed = homes.listed(system)
    answers = books.answering(system, on)
    checked = _checked(row.path.name for row in listed.values())
    rows = sorted(
        listed.items(),
        key=lambda item: (item[1].release.in_force_from if item[1].release else dt.date.min, item[0]),
        reverse=True,
    )
    return [
        _held(name, row, on, answers, checked, [other for _name, other in rows[place + 1 :]])
        for place, (name, row) in enumerate(rows)
    ]


def _held(
    name: str,
    row: books.Listed,
    on: dt.date,
    answers: Release | None,
    checked: Mapping[str, dt.datetime],
    before: list[books.Listed],
) -> Held:
    release, installed = row.release, row.source == "installed"
    older = next(
        (
            one.id
            for one in before
            if release is not None
            and one.release is not None
            and one.release.in_force_from < release.in_force_from
        ),
        "",
    )
    return Held(
        id=name,
        title=release.title if release else name,
        release=release,
        state="damaged" if row.error else "installed" if installed else "packaged",
        size=_size(row),
        in_force=release is not None and release.covers(on),
        answers=release is not None and answers is not None and release.id == answers.id,
        checked_at=checked.get(row.path.name),
        made_of=_made_of(row) if installed and not row.error else (),
        why=row.error or "",
        older=older,
        withheld=release is not None and is_licensed(release.system) and not release.glosses_only,
        needed_by=tuple(needs(release)) if release is not None and installed else (),
    )


def _size(row: books.Listed) -> int | None:
    try:
        return row.path.stat().st_size
    except OSError:
        return None


def _made_of(row: books.Listed) -> tuple[str, ...]:
    """The names of the publisher's files that an installed book was made of, as the book itself says."""
    try:
        source = BookFile(row.path).manifest.get("source", {})
        return tuple(str(file["file"]) for file in source.get("files", ()))
    except (CodewardError, KeyError, TypeError, AttributeError):
        return ()


def _checked(names: Iterable[str]) -> dict[str, dt.datetime]:
    """When each of these books was last compared with the digest inside it, on this host."""
    rows = (
        BookOutcome.objects.filter(
            job__home=home_id(),
            job__state=BookJob.State.DONE,
            book__in=list(names),
            kind__in=["installed", "already", "verified"],
        )
        .values("book")
        .annotate(at=Max("job__ended_at"))
    )
    return {row["book"]: row["at"] for row in rows}


def offer_rows(system: str) -> list[OfferRow]:
    """What can be fetched of a system and is not here, newest first."""
    return [
        OfferRow(
            one,
            ", ".join(dict.fromkeys(urlsplit(file.url).hostname or "" for file in one.files)),
            LICENSES[one.license],
        )
        for one in offers(home(), system)
        if not one.held
    ]


def live_jobs(system: str | None = None) -> list[BookJob]:
    """The work that waits or goes on, on every host, the oldest first."""
    rows = BookJob.objects.filter(state__in=LIVE).select_related("actor").order_by("asked_at", "pk")
    return list(rows.filter(system=system) if system else rows)


def recent_jobs(system: str | None = None) -> list[BookJob]:
    """The work that ended last."""
    rows = BookJob.objects.exclude(state__in=LIVE).select_related("actor").prefetch_related("outcomes")
    return list((rows.filter(system=system) if system else rows)[:RECENT])
