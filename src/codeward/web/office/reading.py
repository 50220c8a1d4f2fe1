"""The audit as the office reads it: asked for by who, whom, what and when; each row in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from codeward.web.accounts.api import User
from codeward.web.audit.api import AuditRow, Kind, acts, names, nobody, role_label, rows, told
from codeward.web.office.sheets import moment
from codeward.web.typed import one_line

__all__ = ["MOST_CSV", "AuditFilter", "AuditLine", "asked", "found", "in_words", "lines", "trail"]

# A table holds no more; whoever needs more narrows the days.
MOST_CSV = 10_000
# People whose name or address fits what was written: rows of all of them are shown.
MOST_PEOPLE = 50
MOST_TRAIL = 20
LONGEST = 100


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the page's address asks: who did it, about whom, which act or kind, between which days."""

    actor: str = ""
    about: str = ""
    kind: str = ""
    act: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def __bool__(self) -> bool:
        return self != AuditFilter()


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row in words. `changes` are (field, before, after)."""

    row: AuditRow
    actor: str
    actor_id: str
    about: str
    about_id: str
    role: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    origin: str


def asked(query: Mapping[str, str]) -> AuditFilter:
    """Read it; what is unknown counts as not asked."""
    kind, act = query.get("kind", ""), query.get("act", "")
    return AuditFilter(
        actor=one_line(query.get("actor", ""), LONGEST),
        about=one_line(query.get("about", ""), LONGEST),
        kind=kind if kind in Kind.values else "",
        act=act if act in {one.name for one in acts()} else "",
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def found(wish: AuditFilter) -> QuerySet[AuditRow]:
    """Return the rows that fit, the newest first, with where they came from."""
    some = rows().select_related("origin")
    if wish.kind:
        some = some.filter(kind=wish.kind)
    if wish.act:
        some = some.filter(act=wish.act)
    if wish.actor:
        some = some.filter(actor__in=_ids(wish.actor))
    if wish.about:
        some = some.filter(about__in=_ids(wish.about))
    if wish.since is not None:
        some = some.filter(at__gte=_begin(wish.since))
    if wish.until is not None and wish.until < dt.date.max:
        some = some.filter(at__lt=_begin(wish.until + dt.timedelta(days=1)))
    return some


def _begin(day: dt.date) -> dt.datetime:
    """The beginning of a day in the reader's zone."""
    try:
        return timezone.make_aware(dt.datetime.combine(day, dt.time()))
    except OverflowError:
        return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def _ids(words: str) -> list[str]:
    """The public ids that are meant: of people whose name or address fits, and the words themselves."""
    fits = User.objects.filter(Q(display_name__icontains=words) | Q(email__icontains=words))
    return [*fits.order_by("pk").values_list("public_id", flat=True)[:MOST_PEOPLE], words.lower()]


def trail(thing: str) -> list[AuditLine]:
    """What happened to one row of a queue, the newest first: moves and whose it was. At most 20."""
    some = rows().filter(thing=thing).exclude(kind=Kind.ACCESS)
    return lines(some[:MOST_TRAIL])


def lines(some: Iterable[AuditRow]) -> list[AuditLine]:
    """Return rows in words. Somebody whose account is gone goes by the number that meant them."""
    page = list(some)
    known = names({one for row in page for one in (row.actor, row.about) if one})
    return [_line(row, known) for row in page]


def _line(row: AuditRow, known: Mapping[str, str]) -> AuditLine:
    def named(public_id: str) -> str:
        return known.get(public_id) or _("someone who has left (%(id)s)") % {"id": public_id}

    origin = getattr(row, "origin", None)
    return AuditLine(
        row=row,
        actor=named(row.actor) if row.actor else nobody(row),
        actor_id=row.actor if row.actor in known else "",
        about=named(row.about) if row.about else "",
        about_id=row.about if row.about in known else "",
        role=str(role_label(row.role)) if row.role and row.actor else "",
        what=str(told(row)),
        changes=tuple(_change(name, pair) for name, pair in row.changed.items()),
        origin=f"{origin.address or ''} {origin.device}".strip() if origin is not None else "",
    )


def _change(name: str, pair: Any) -> tuple[str, str, str]:
    before, after = pair if isinstance(pair, list) and len(pair) == 2 else ("", pair)
    return name.replace("_", " "), _value(before), _value(after)


def _value(value: Any) -> str:
    return _("nothing") if value in (None, "") else str(value)


def in_words(line: AuditLine) -> list[str]:
    """A row as cells of a table: when, who, in which role, did what, about whom, to what, changed how, why.

    Not from where: the school forgets network addresses after 90 days, and a file that somebody took does not.
    """
    changes = "; ".join(f"{name}: {before} → {after}" for name, before, after in line.changes)
    return [
        moment(line.row.at),
        line.actor,
        line.role,
        line.what,
        line.about,
        f"{line.row.thing_kind} {line.row.thing}".strip(),
        changes,
        line.row.reason,
    ]
