"""Remove an installed release, and say who still names it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.releases import SUFFIX, packaged
from codeward.errors import BookError, quoted
from codeward.settings import DATABASE, RELEASES

__all__ = ["Removed", "bring_back", "drop", "left_aside", "removable", "remove", "set_aside"]

_ASIDE = ".aside"  # what a hidden book's name ends in; that of a book begins with its release


class Removed(NamedTuple):
    """The files that went, and the tables of the school's database whose rows name the release."""

    paths: tuple[Path, ...]
    named_in: tuple[str, ...]


def removable(release_id: str, home: Path) -> tuple[Path, ...]:
    """Return the files that `remove` would take away. Raises BookError where there are none of it in *home*.

    A book that only a package carries cannot be removed; its copy that a grade keeps here can.
    """
    folder = home / RELEASES
    paths = tuple(
        sorted(path for path in folder.glob(f"*{SUFFIX}") if path.name.partition(".")[0] == release_id)
    )
    if paths:
        return paths
    names = sorted({path.name.partition(".")[0] for path in folder.glob(f"*{SUFFIX}")})
    if any(row.release.id == release_id for row in packaged()):
        raise BookError(
            f"{release_id} comes with a package and cannot be removed", f"Installed: {_list(names)}"
        )
    raise BookError(f"The release {quoted(release_id)} is not installed", f"Installed: {_list(names)}")


def remove(release_id: str, home: Path) -> Removed:
    """Remove the book of *release_id* from *home*. Raises BookError where it is not installed there.

    Who has it open reads on: the bytes go when the last of them closes the file.
    """
    named = tuple(_naming(release_id, home / DATABASE))
    aside = set_aside(release_id, home)
    drop(aside)
    return Removed(tuple(path.with_name(_name(path)) for path in aside), named)


def set_aside(release_id: str, home: Path) -> tuple[Path, ...]:
    """Hide the book of *release_id*, so that nobody opens it any more; return the hidden files.

    Then whoever had begun with it is done soon, and it can be asked once more whether it is needed: `drop` it, or
    `bring_back`. Raises BookError where it is not installed, or cannot be touched.
    """
    paths = removable(release_id, home)
    try:
        return tuple(path.rename(path.with_name(f".{path.name}{_ASIDE}")) for path in paths)
    except OSError as e:
        raise BookError(f"{e.filename} cannot be removed ({e.strerror or e})", "Check its rights") from e


def drop(aside: Iterable[Path]) -> None:
    """Delete hidden books."""
    for path in aside:
        path.unlink(missing_ok=True)


def bring_back(aside: Iterable[Path]) -> None:
    """Put hidden books back in their place."""
    for path in aside:
        with suppress(FileNotFoundError):
            path.rename(path.with_name(_name(path)))


def left_aside(home: Path, older: float) -> tuple[Path, ...]:
    """Return the books that were hidden more than *older* seconds ago: whoever did was ended before the decision."""
    before = time.time() - older
    return tuple(
        path for path in (home / RELEASES).glob(f".*{SUFFIX}{_ASIDE}") if path.stat().st_ctime < before
    )


def _name(aside: Path) -> str:
    return aside.name[1:].removesuffix(_ASIDE)


def _list(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _naming(release_id: str, database: Path) -> Iterator[str]:
    """Yield the tables in which a kept answer, grade or note names the release; nothing where none can be read."""
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection:
            tables = [
                row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            for table in tables:
                columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
                tests = " OR ".join(f'instr("{column}", ?)' for column in columns)
                found = connection.execute(
                    f'SELECT 1 FROM "{table}" WHERE {tests} LIMIT 1',  # noqa: S608 - names out of the schema
                    [release_id] * len(columns),
                )
                if columns and found.fetchone():
                    yield table
    except sqlite3.Error:
        return
