"""What must answer for the school to be well: the database, the book, and room on the disk.

The one home of these questions: ``/healthz`` asks them for machines, the office asks the same and says more of each.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext_lazy

from codeward.errors import CodewardError
from codeward.web.outages import is_full

if TYPE_CHECKING:
    from codeward.codesets import Book

__all__ = ["CHECKS", "NoRoom", "book", "check", "database", "disk", "full", "open_book"]

logger = structlog.get_logger("codeward.web.health")
ASK_EVERY: Final = 5.0
"""Seconds for which the disk's answer holds."""
_asked = {"at": float("-inf"), "full": 0.0}


def database() -> str:
    """The kind of database, once it has answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return connection.vendor


def open_book() -> Book:
    """The book that answers today. Raises CodewardError where it does not open."""
    from codeward.codesets import books

    return books.open()


def book() -> str:
    """The id of the release that answers today, once its book has opened."""
    return str(open_book().release.id)


class NoRoom(CodewardError):  # noqa: N818 - named as it is said
    """There is no room left to save anything."""


def full() -> bool:
    """Whether the disk of the home takes no more, tried now."""
    return is_full(settings.HOME)


def disk() -> str:
    """What the disk of the home says, once a file could be written there; asked anew every few seconds."""
    now = time.monotonic()
    if now - _asked["at"] > ASK_EVERY:
        _asked["full"] = float(full())
        _asked["at"] = now
    if _asked["full"]:
        raise NoRoom("The disk is full", "Make room on the disk of the home folder")
    return "ok"


CHECKS: dict[str, Callable[[], str]] = {"database": database, "book": book, "disk": disk}
SENTENCES = {
    "database": gettext_lazy("The database does not answer; see the log."),
    "book": gettext_lazy("The code book does not open; install it again."),
    "disk": gettext_lazy("The disk of the home folder is full: nothing can be saved until there is room."),
}


def check() -> tuple[bool, dict[str, Any]]:
    """Whether all is well, and what each part said. A failure names the part, in a sentence, and nothing secret."""
    said: dict[str, Any] = {}
    well = True
    for name, ask in CHECKS.items():
        try:
            said[name] = ask()
        except (DatabaseError, CodewardError, OSError) as error:
            logger.exception("unhealthy", part=name)
            said[name] = f"failed: {type(error).__name__}"
            said.setdefault("said", str(SENTENCES[name]))
            well = False
    return well, {"status": "ok" if well else "failed", **said}
