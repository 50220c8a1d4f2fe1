"""Releases: compile everything at the first run, and what a full desk costs the first answer.

`codeward prepare` into a fresh cache: all default books, the search index, the derived Index, with two processes.
Then a whole cold process that looks up one code: with nothing installed, and with three releases of every system and
list beside it (small ones: what counts is how many there are).
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from codeward.codesets import SYSTEMS, Release
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from measure import alternate, pace, process_seconds, show

CODEWARD = str(Path(sys.executable).with_name("codeward"))
PREPARE = [CODEWARD, "prepare"]
LOOKUP = [CODEWARD, "lookup", "E11.9", "--on", "2026-05-12"]
MOST_SECONDS = 20
YEARS = (2019, 2020, 2021)
TURNS = 15


def fill(home: Path) -> int:
    """Put three releases of every system into *home*; return how many."""
    folder = home / "releases"
    folder.mkdir(parents=True)
    for system in SYSTEMS:
        for year in YEARS:
            release = Release(
                f"{system}-{year}-01-01", system, f"{year}", date(year, 1, 1), date(year, 12, 31)
            )
            entries = [PlainEntry(f"A{number:04}", "code", f"Entry {number}", 0) for number in range(1000)]
            (folder / f"{release.id}.f2-bench.book").write_bytes(compile_plain(release, entries, sources=[]))
    return len(SYSTEMS) * len(YEARS)


def answer(home: Path) -> float:
    """Return the seconds from the start of a process to its end with an answer."""
    os.environ["CODEWARD_HOME"] = str(home)
    return process_seconds(LOOKUP)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.environ["CODEWARD_CACHE"] = str(place / "cache")
        os.environ["CODEWARD_HOME"] = str(place / "one")
        first = process_seconds(PREPARE)
        count = fill(place / "all")
        answer(place / "one")
        (one, one_median), (every, every_median) = alternate(
            [lambda: answer(place / "one"), lambda: answer(place / "all")], TURNS
        )
    most = MOST_SECONDS * pace()
    rows = [
        (
            "compile all default books, first run, 2 processes",
            f"{first:.1f} s",
            f"at most {most:.0f} s",
            most / first,
            1.0,
        ),
        (
            f"process start to first answer, {count} releases installed (best; median)",
            f"{every * 1000:.0f} ms; {every_median * 1000:.0f}",
            f"{one * 1000:.0f} ms; {one_median * 1000:.0f}, none installed",
            one / every,
            round(1 / 1.2, 2),
        ),
    ]
    return show("Releases", rows)


if __name__ == "__main__":
    sys.exit(main())
