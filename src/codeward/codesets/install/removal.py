"""Remove an installed release, and say who still names it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.releases import SUFFIX, packaged
from codeward.errors import BookError, quoted
from codeward.settings import DATABASE, RELEASES

__all__ = ["Removed", "remove"]


class Removed(NamedTuple):
    """The files that went, and the tables of the school's database whose rows name the release."""

    paths: tuple[Path, ...]
    named_in: tuple[str, ...]


def remove(release_id: str, home: Path) -> Removed:
    """Remove the book of *release_id* from *home*. Raises BookError where it is not installed there."""
    folder = home / RELEASES
    paths = tuple(
        sorted(path for path in folder.glob(f"*{SUFFIX}") if path.name.partition(".")[0] == release_id)
    )
    if not paths:
        names = sorted({path.name.partition(".")[0] for path in folder.glob(f"*{SUFFIX}")})
        if any(row.release.id == release_id for row in packaged()):
            raise BookError(
                f"{release_id} comes with a package and cannot be removed", f"Installed: {_list(names)}"
            )
        raise BookError(f"The release {quoted(release_id)} is not installed", f"Installed: {_list(names)}")
    named = tuple(_naming(release_id, home / DATABASE))
    try:
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as e:
        raise BookError(f"{e.filename} cannot be removed ({e.strerror or e})", "Check its rights") from e
    return Removed(paths, named)


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
