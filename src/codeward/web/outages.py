"""What the school cannot help at the moment: no room on the disk, a database that is busy or away; told to people."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final

from django.db import DatabaseError
from django.utils.translation import gettext as _

__all__ = ["ROOM_LEAST", "Outage", "is_full", "outage", "told"]

ROOM_LEAST: Final = 16_777_216
"""Bytes of a disk below which there is no room."""


class Outage(Enum):
    """What is wrong with the ground that the school stands on."""

    FULL = "full"
    BUSY = "busy"
    AWAY = "away"


_ERRNO = {errno.ENOSPC: Outage.FULL, errno.EDQUOT: Outage.FULL, errno.EFBIG: Outage.FULL}
_SQLITE = {
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_IOERR: Outage.FULL,  # a write that the disk did not take
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_CANTOPEN: Outage.AWAY,
    sqlite3.SQLITE_READONLY: Outage.AWAY,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: a code, or the class that it begins with
_STATES = {
    "53100": Outage.FULL,
    "53": Outage.AWAY,
    "08": Outage.AWAY,
    "57": Outage.AWAY,
    "55P03": Outage.BUSY,
    "40": Outage.BUSY,
}


def is_full(folder: Path) -> bool:
    """Return whether there is no room on the disk of a *folder*: little is left, or a file cannot be written there."""
    if shutil.disk_usage(folder).free < ROOM_LEAST:
        return True
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"." * 65_536)
            probe.flush()
    except OSError:
        return True
    return False


def outage(error: BaseException | None) -> Outage | None:
    """Return what of the ground failed, where *error* or what led to it says so."""
    for one in _chain(error):
        if isinstance(one, sqlite3.Error):
            code = getattr(one, "sqlite_errorcode", None)
            return _SQLITE.get(code & 0xFF) if code is not None else None
        if isinstance(one, OSError) and one.errno in _ERRNO:
            return _ERRNO[one.errno]
        state = getattr(one, "sqlstate", None)
        if state:
            return _STATES.get(state) or _STATES.get(state[:2])
        if hasattr(one, "sqlstate") and isinstance(error, DatabaseError):
            return Outage.AWAY if type(one).__name__ == "OperationalError" else None
    return None


def told(kind: Outage) -> tuple[str, str]:
    """Return (what is wrong, what to do) for whoever wanted something of the school."""
    if kind is Outage.FULL:
        return (
            _("The school cannot save anything right now because its disk is full."),
            _("What you saved before is safe. Keep this page open and try again later."),
        )
    if kind is Outage.BUSY:
        return (
            _("The school is too busy to save this right now."),
            _("What you saved before is safe. Try again in a moment."),
        )
    return (
        _("The school's database is not responding right now."),
        _("What you saved before is safe. Try again in a few minutes."),
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
