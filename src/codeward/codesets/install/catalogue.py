"""The catalogue: which releases the publishers have put out, when they are in force, and where their files are.

A data file, `codesets/install/data/catalogue.json`. Where no copy was at hand to compute them from, a file's size is
left out and its SHA-256 is null; `--sha256` then checks what was fetched.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.container.model import Release

__all__ = ["Listed", "Remote", "covering", "rows", "starting"]

_DATA = Path(__file__).parent / "data" / "catalogue.json"


class Remote(NamedTuple):
    """A file at its publisher's."""

    url: str
    sha256: str | None
    size: int | None = None  # bytes


class Listed(NamedTuple):
    """A release of the catalogue and the files that make it."""

    release: Release
    files: tuple[Remote, ...]


@lru_cache(maxsize=1)
def rows() -> tuple[Listed, ...]:
    """Return the releases of the catalogue, in its order."""
    out = []
    for row in json.loads(_DATA.read_bytes())["releases"]:
        to = date.fromisoformat(row["to"]) if row["to"] else None
        start = date.fromisoformat(row["from"])
        release = Release(f"{row['system']}-{row['from']}", row["system"], row["title"], start, to)
        out.append(
            Listed(
                release, tuple(Remote(file["url"], file["sha256"], file.get("size")) for file in row["files"])
            )
        )
    return tuple(out)


def starting(system: str, day: date) -> Listed | None:
    """Return the release of *system* that came into force on *day*."""
    return next((r for r in rows() if r.release.system == system and r.release.in_force_from == day), None)


def covering(system: str, day: date) -> Listed | None:
    """Return the release of *system* in force on *day*; of several the one that came last."""
    found = [row for row in rows() if row.release.system == system and row.release.covers(day)]
    return max(found, key=lambda row: row.release.in_force_from, default=None)
