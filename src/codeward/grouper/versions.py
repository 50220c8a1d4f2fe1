"""Which version of the MS-DRG Definitions Manual is in force on a day."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from codeward.grouper.model import CannotGroup

__all__ = ["Version", "version_on", "versions"]

_DATA = Path(__file__).parent / "data" / "versions.json"


class Version(NamedTuple):
    """A version: its name as CMS writes it ("43.1"), the library's number, first and last day of discharge."""

    version: str
    number: int
    first: date
    last: date


@lru_cache(maxsize=1)
def versions() -> tuple[Version, ...]:
    """Return all versions that can be grouped by, the earliest first."""
    rows = json.loads(_DATA.read_bytes())["versions"]
    return tuple(
        Version(
            row["version"], row["number"], date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
        )
        for row in rows
    )


def version_on(discharge: date) -> Version:
    """Return the version that groups a stay that ended on *discharge*. Raises CannotGroup outside all of them."""
    for version in versions():
        if version.first <= discharge <= version.last:
            return version
    first, last = versions()[0].first, versions()[-1].last
    raise CannotGroup(
        f"No MS-DRG logic here for a discharge on {discharge}",
        f"Stays that ended from {first} to {last} can be grouped",
    )
