"""A compiled crosswalk: one small read-only SQLite file, so that a single look-up reads a few pages and no CSV.

`sqlite3` starts faster than reading 80,000 rows of CSV once (2 ms beside 300 ms) and finds both ways by index.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codeward.crosswalks.model import FORMAT
from codeward.errors import BookFormatError

if TYPE_CHECKING:
    from codeward.crosswalks.reader import Mapped

__all__ = ["Store", "compile_rows"]

_TABLES = """
CREATE TABLE map (source TEXT NOT NULL, last TEXT, target TEXT NOT NULL, flags TEXT NOT NULL);
CREATE TABLE names (side INTEGER, code TEXT, text TEXT, PRIMARY KEY (side, code)) WITHOUT ROWID;
CREATE TABLE info (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX by_source ON map (source);
CREATE INDEX by_target ON map (target);
CREATE INDEX by_range ON map (source, last) WHERE last IS NOT NULL;
"""
FROM, TO = 0, 1


def compile_rows(
    rows: Iterable[Mapped],
    targets: Iterable[tuple[str, str]],
    sources: Iterable[tuple[str, str]],
    info: dict[str, Any],
) -> bytes:
    """Return the bytes of a store. Names of codes that no row speaks of are left out; of two the first stands."""
    with_flags: dict[str, str] = {}
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(_TABLES)
        connection.executemany(
            "INSERT INTO map VALUES (?, ?, ?, ?)",
            ((row.source, row.last, row.target, _json(row.flags, with_flags)) for row in rows),
        )
        connection.executescript(_INDEXES)
        for side, column, names in ((FROM, "source", sources), (TO, "target", targets)):
            used = {code for (code,) in connection.execute(f"SELECT DISTINCT {column} FROM map")}  # noqa: S608
            found: dict[str, str] = {}
            for code, text in names if used else ():
                if code in used:
                    found.setdefault(code, text)
                    # Tables of names are longer than most crosswalks: the rest is not read once all are named.
                    if len(found) == len(used):
                        break
            connection.executemany(
                "INSERT INTO names VALUES (?, ?, ?)", ((side, code, text) for code, text in found.items())
            )
        (count,) = connection.execute("SELECT count(*) FROM map").fetchone()
        meta = {**info, "format": FORMAT, "rows": count}
        connection.executemany(
            "INSERT INTO info VALUES (?, ?)", [(k, json.dumps(v)) for k, v in meta.items()]
        )
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _json(flags: dict[str, Any], before: dict[str, str]) -> str:
    # A crosswalk of 80,000 rows has a few dozen different flags.
    key = repr(flags)
    text = before.get(key)
    if text is None:
        text = before[key] = json.dumps(flags, ensure_ascii=False)
    return text


class Store:
    """One open store; safe for threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self.info = {name: json.loads(value) for name, value in self._all("SELECT name, value FROM info")}
        except sqlite3.Error as e:
            raise BookFormatError(
                f"{path} is not a crosswalk ({e})", "Remove it; it is made again, or install the file again"
            ) from e
        if self.info.get("format") != FORMAT:
            raise BookFormatError(
                f"{path} has another format", "Remove it; it is made again, or install the file again"
            )

    def _all(self, statement: str, *values: str | int) -> list[Any]:
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as e:
            raise BookFormatError(
                f"{self._path} is damaged ({e})", "Remove it; it is made again, or install the file again"
            ) from e

    def forward(self, key: str) -> list[tuple[str, str | None, dict[str, Any]]]:
        """Return target, its description and flags of every row whose source is *key* or a range around it."""
        found = self._all(
            "SELECT m.target, n.text, m.flags FROM map m LEFT JOIN names n ON n.side = 1 AND n.code = m.target "
            "WHERE m.source = ?1 AND m.last IS NULL UNION ALL "
            "SELECT m.target, n.text, m.flags FROM map m LEFT JOIN names n ON n.side = 1 AND n.code = m.target "
            "WHERE m.last IS NOT NULL AND m.source <= ?1 AND m.last >= ?1",
            key,
        )
        return [(target, text, json.loads(flags)) for target, text, flags in found]

    def backward(self, target: str) -> list[tuple[str, str | None, dict[str, Any]]]:
        """Return source, its description and flags of every row whose target is *target*."""
        found = self._all(
            "SELECT m.source, n.text, m.flags FROM map m LEFT JOIN names n ON n.side = 0 AND n.code = m.source "
            "WHERE m.target = ? ORDER BY m.source, m.rowid",
            target,
        )
        return [(source, text, json.loads(flags)) for source, text, flags in found]

    def names(self) -> dict[str, str]:
        """Return every target with its description ("" where none is known), in order of code."""
        found = self._all(
            "SELECT DISTINCT m.target, coalesce(n.text, '') FROM map m "
            "LEFT JOIN names n ON n.side = 1 AND n.code = m.target WHERE m.target != '' ORDER BY m.target"
        )
        return dict(found)

    def sources(self) -> Iterator[str]:
        """Yield every source code once, in order; ranges are left out."""
        yield from (
            code
            for (code,) in self._all("SELECT DISTINCT source FROM map WHERE last IS NULL ORDER BY source")
        )

    def near(self, key: str, most: int) -> tuple[str, ...]:
        """Return sources that begin like *key*, by the longest beginning that any has; at least two characters."""
        for length in range(len(key), 1, -1):
            start = key[:length]
            found = self._all(
                "SELECT DISTINCT source FROM map WHERE source >= ? AND source < ? AND last IS NULL "
                "ORDER BY source LIMIT ?",
                start, start + "~", most,
            )  # fmt: skip
            if found:
                return tuple(code for (code,) in found)
        return ()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
