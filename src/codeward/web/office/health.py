"""How the school stands: disk, database, mail, jobs, books, clock; each with what to do, in words for people.

What must answer is asked as ``/healthz`` asks it (:mod:`codeward.web.health`); here is what else is known of each.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from codeward.codesets import books
from codeward.errors import CodewardError
from codeward.web import health
from codeward.web.audit.api import rows
from codeward.web.conf.durability import weaknesses
from codeward.web.jobs.api import failures, waiting, worker_seen
from codeward.web.mail.api import standing
from codeward.web.office.books import homes
from codeward.web.office.listing import age

__all__ = ["Fact", "facts"]

log = structlog.get_logger("codeward.web.health")
Stands = Literal["ok", "attention", "broken"]
# Bytes of the disk below which it is time to make room.
ROOM_SOON = 1_073_741_824
# A worker signs every 15 seconds, also while a long job runs.
SILENT = timedelta(minutes=2)
MAIL_SLOW, MAIL_STUCK = timedelta(minutes=30), timedelta(hours=6)
JOBS_MANY = 200
CLOCK_OFF = timedelta(minutes=2)
PROBE = "office-health"


@dataclass(frozen=True, slots=True)
class Fact:
    """One part of the school: how it stands in a word, what is said of it, and what to do (empty where nothing)."""

    name: str
    label: str | Promise
    state: Stands
    said: list[str]
    do: str = ""


def facts() -> list[Fact]:
    """Return all of them. One that cannot be asked is broken and does not keep the others from being told."""
    return [_asked(name, label, ask) for name, label, ask in CHECKS]


def _asked(name: str, label: Promise, ask: Callable[[], tuple[Stands, list[str], str]]) -> Fact:
    try:
        state, said, do = ask()
    except (DatabaseError, CodewardError, OSError) as error:
        log.exception("unhealthy", part=name)
        state, said = "broken", [_("It does not answer (%(kind)s).") % {"kind": type(error).__name__}]
        do = _("The log of the school says more. Ask whoever looks after its machine.")
    return Fact(name, label, state, said, do)


def disk() -> tuple[Stands, list[str], str]:
    """Room where the school keeps what must not be lost."""
    usage = shutil.disk_usage(settings.HOME)
    said = [_("%(free)s free of %(total)s") % {"free": _size(usage.free), "total": _size(usage.total)}]
    if health.full():
        return "broken", said, _("Make room now: nothing can be saved. Old backups and downloads go first.")
    if usage.free < ROOM_SOON:
        return "attention", said, _("Make room soon. Old backups and downloads go first.")
    return "ok", said, ""


def database() -> tuple[Stands, list[str], str]:
    """Its kind and size, whether a row is really written, and whether a commit waits for the disk."""
    kind, size = (
        ("SQLite", _sqlite_size()) if health.database() == "sqlite" else ("PostgreSQL", _postgresql_size())
    )
    weak = weaknesses(connection)
    said = [
        _("%(kind)s, %(size)s") % {"kind": kind, "size": _size(size)},
        _("Write test: a row was written and read back"),
        *(weak or [_("What is saved is on the disk before it is confirmed")]),
    ]
    probe = timezone.now().isoformat()
    cache.set(PROBE, probe, 60)
    if cache.get(PROBE) != probe:
        said[1] = _("Write test: what was written did not come back")
        return "broken", said, _("Ask whoever looks after the database at once.")
    if weak:
        return "attention", said, _("Ask whoever looks after the database to turn full safety on.")
    return "ok", said, ""


def _sqlite_size() -> int:
    with connection.cursor() as cursor:
        pages = int(cursor.execute("PRAGMA page_count").fetchone()[0])
        size = pages * int(cursor.execute("PRAGMA page_size").fetchone()[0])
    log_file = Path(f"{connection.settings_dict['NAME']}-wal")
    return size + (log_file.stat().st_size if log_file.exists() else 0)


def _postgresql_size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def mail() -> tuple[Stands, list[str], str]:
    """Whether mails go out."""
    stands = standing()
    said = [_("A mail server is set up") if stands.can_send else _("No mail server is set up")]
    said.append(ngettext("%(n)d mail waits", "%(n)d mails wait", stands.waiting) % {"n": stands.waiting})
    if stands.failed:
        said.append(ngettext("%(n)d mail failed", "%(n)d mails failed", stands.failed) % {"n": stands.failed})
    if stands.oldest is not None:
        now = timezone.now()
        said.append(_("The oldest has waited %(age)s") % {"age": age(now - stands.oldest, now)})
    if not stands.can_send:
        return (
            "attention",
            said,
            _(
                "Set up a mail server: without it nobody can confirm an address, and no notice goes out by mail."
            ),
        )
    if stands.oldest is not None and stands.oldest > MAIL_STUCK:
        return "broken", said, _("Mails have not gone out for hours. See the queue of mails for the reason.")
    if stands.failed or (stands.oldest is not None and stands.oldest > MAIL_SLOW):
        return "attention", said, _("See the queue of mails: each can be sent again.")
    return "ok", said, ""


def jobs() -> tuple[Stands, list[str], str]:
    """Whether somebody works behind the pages."""
    seen, now, queue, failed = worker_seen(), timezone.now(), waiting(), failures()
    if seen is None:
        said = [_("No background worker has been seen yet")]
    else:
        said = [_("The background worker was seen %(age)s ago") % {"age": age(seen, now)}]
    said.append(
        ngettext("%(n)d job is waiting or running", "%(n)d jobs are waiting or running", queue) % {"n": queue}
    )
    if failed:
        said.append(ngettext("%(n)d failed", "%(n)d failed", failed) % {"n": failed})
    if seen is None or now - seen > SILENT:
        return (
            "broken",
            said,
            _("Restart the school: without a worker no mail goes out and nothing is tidied."),
        )
    if failed:
        return "attention", said, _("See the queue of failed jobs: each can be done again.")
    if queue > JOBS_MANY:
        return "attention", said, _("Wait a while. If the number grows, ask whoever looks after the machine.")
    return "ok", said, ""


def code_books() -> tuple[Stands, list[str], str]:
    """Whether the code books open, and speak of today."""
    book = health.open_book()
    listed = books.listed()
    here = len(homes.listed())  # as the page Books counts them
    damaged = [one.id for one in listed if one.error is not None]
    said = [
        _("Open: %(book)s") % {"book": book.release.title},
        ngettext("%(n)d release installed", "%(n)d releases installed", here) % {"n": here},
    ]
    if damaged:
        said.append(_("Damaged: %(names)s") % {"names": ", ".join(damaged)})
        return "broken", said, _("Install what is damaged again, on the page Books.")
    if not book.in_force:
        said.append(_("It is not in force today"))
        return "attention", said, _("Install the release that is in force, on the page Books.")
    said.append(_("It is in force today"))
    return "ok", said, ""


def clock() -> tuple[Stands, list[str], str]:
    """Whether the machine's clock agrees with the database's, and with what was written before."""
    now = timezone.now()
    zone = timezone.get_current_timezone_name()
    said = [
        _("%(time)s (%(zone)s)")
        % {"time": date_format(timezone.localtime(now), "DATETIME_FORMAT"), "zone": zone}
    ]
    do = _("Let the server set its clock from the network. Times written meanwhile may be wrong.")
    latest = max((one for one in (worker_seen(), _last_act()) if one is not None), default=now)
    if latest - now > CLOCK_OFF:
        said.append(
            _("Something was written at a later time: the clock was set back by %(age)s")
            % {"age": age(now, latest)}
        )
        return "broken", said, do
    off = abs(_database_now(now) - now)
    if off > CLOCK_OFF:
        said.append(_("The database's clock is %(age)s apart") % {"age": age(now - off, now)})
        return "attention", said, do
    said.append(_("It agrees with what was written before"))
    return "ok", said, ""


def _last_act() -> datetime | None:
    return rows().values_list("at", flat=True).first()


def _database_now(now: datetime) -> datetime:
    if connection.vendor != "postgresql":
        return now  # the database is in this machine
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def _size(number: int) -> str:
    return str(filesizeformat(number)).replace("\xa0", " ")


CHECKS: tuple[tuple[str, Promise, Callable[[], tuple[Stands, list[str], str]]], ...] = (
    ("disk", gettext_lazy("Disk"), disk),
    ("database", gettext_lazy("Database"), database),
    ("mail", gettext_lazy("Mail"), mail),
    ("jobs", gettext_lazy("Jobs"), jobs),
    ("books", gettext_lazy("Code books"), code_books),
    ("clock", gettext_lazy("Clock"), clock),
)
