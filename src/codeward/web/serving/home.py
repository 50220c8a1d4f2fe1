"""The home folder and the database in it: closed to others, and used by one school at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from codeward import settings
from codeward.errors import CodewardError
from codeward.locks import locked
from codeward.web.conf.database import configured
from codeward.web.serving import dumps

__all__ = ["in_use", "make", "make_database"]


def make(home: Path) -> None:
    """Make the home folder, closed to others. Raises CodewardError when it cannot be made or written."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CodewardError(
            f"The home folder {home} cannot be made ({error.strerror})",
            "Set CODEWARD_HOME to a folder that you may write.",
        ) from error
    if not os.access(home, os.W_OK):
        raise CodewardError(
            f"The home folder {home} cannot be written", "Set CODEWARD_HOME to a folder that you may write."
        )

    _close(home)


def _close(home: Path) -> None:
    """Let nobody but its owner into the home, nor read its database: learners' data is there."""
    db = configured()
    closed = {home: 0o700, home / settings.SECRET_KEY: 0o600}
    if dumps.is_sqlite(db):
        path = Path(db["NAME"])
        closed |= {path.with_name(path.name + tail): 0o600 for tail in ("", "-wal", "-shm")}
    for path, mode in closed.items():
        if path.exists() and path.stat().st_mode & 0o777 & ~mode:
            with suppress(PermissionError):  # somebody else's, who decides
                path.chmod(mode)


def make_database() -> None:
    """Make the file of a SQLite database that is not there yet, empty, readable by its owner only.

    SQLite itself would make it readable by all; its journals get the rights of the file. Raises OSError.
    """
    db = configured()
    if dumps.is_sqlite(db):
        with suppress(FileExistsError):
            os.close(os.open(db["NAME"], os.O_CREAT | os.O_EXCL, 0o600))


@contextmanager
def in_use(home: Path) -> Iterator[None]:
    """Hold the home for one server, and its SQLite database where that lies elsewhere.

    Raises CodewardError when another holds either. The locks go with the processes that hold them, so a killed server
    leaves none behind.
    """
    places = [home / settings.LOCK]
    db = configured()
    if dumps.is_sqlite(db) and (path := Path(db["NAME"])).parent != home and path.parent.is_dir():
        places.append(path.with_name(f".{path.name}.lock"))
    with ExitStack() as stack:
        for place in places:
            try:
                stack.enter_context(locked(place, wait=False, mode=0o600))
            except BlockingIOError:
                raise CodewardError(
                    f"A school is already running from {home if place == places[0] else path}",
                    "Stop it first, or set CODEWARD_HOME to another folder.",
                ) from None
        yield
