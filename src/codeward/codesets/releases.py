"""Which releases exist: those whose files a package carries, and those installed as compiled books.

Dates in force are data (`data/releases.json`), never code. A book installed in `CODEWARD_HOME/releases`
speaks for itself through its manifest; that folder also keeps books that an old grade names, because the
cache may be wiped at any time.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from codeward.codesets import layout
from codeward.codesets.bookfile import BookFile
from codeward.codesets.model import Release
from codeward.errors import BookError, CodewardError

__all__ = ["SUFFIX", "Known", "installed", "known", "packaged"]

SUFFIX = ".book"
_DATA = Path(__file__).parent / "data" / "releases.json"


class Packaged(NamedTuple):
    """A release that is compiled from the files of a Python package."""

    release: Release
    package: str
    distribution: str
    version: str
    tabular: str
    codes: str
    digests: tuple[str, str]

    @property
    def book_name(self) -> str:
        """The file name of the compiled book: another format, release or source gets another name."""
        tabular, codes = self.digests  # their beginnings, so that no look-up has to import hashlib
        return f"{self.release.id}.f{layout.FORMAT}-{tabular[:8]}{codes[:8]}{SUFFIX}"


class Known(NamedTuple):
    """A release that can be opened: from the book at `path`, else by compiling `packaged`."""

    release: Release
    path: Path | None
    packaged: Packaged | None


@lru_cache(maxsize=1)
def packaged() -> tuple[Packaged, ...]:
    """Return the releases of the data file, in its order."""
    data = json.loads(_DATA.read_bytes())
    return tuple(_packaged(row) for row in data["releases"])


def _packaged(row: dict[str, object]) -> Packaged:
    to = row["to"]
    release = Release(
        str(row["id"]), str(row["system"]), str(row["title"]),
        date.fromisoformat(str(row["from"])), date.fromisoformat(str(to)) if to else None,
    )  # fmt: skip
    tabular, codes = row["tabular"], row["codes"]
    assert isinstance(tabular, dict)
    assert isinstance(codes, dict)
    digests = (str(tabular["sha256"]), str(codes["sha256"]))
    names = (str(row["package"]), str(row["distribution"]), str(row["version"]))
    return Packaged(release, *names, str(tabular["file"]), str(codes["file"]), digests)


def installed(home: Path) -> tuple[list[Known], list[tuple[Path, CodewardError]]]:
    """Return the books in `home/releases`, and those that cannot be opened with the reason of each."""
    folder = home / "releases"
    good: list[Known] = []
    bad: list[tuple[Path, CodewardError]] = []
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"))
    except OSError as e:
        raise BookError(f"{folder} cannot be read ({e.strerror or e})", "Check its rights.") from e
    for path in paths:
        found = _read(path)
        if isinstance(found, Release):
            good.append(Known(found, path, None))
        else:
            bad.append((path, found))
    return good, bad


# A server asks at every request: a book's manifest is read again only after the file has changed.
_read_before: dict[Path, tuple[tuple[int, int], Release]] = {}


def _read(path: Path) -> Release | CodewardError:
    """Return the release that the book at *path* says it is, or why it cannot be opened."""
    try:
        status = path.stat()
        mark = (status.st_mtime_ns, status.st_size)
        known_mark, found = _read_before.get(path, (None, None))
        if found is None or known_mark != mark:
            found = BookFile(path).release
            _read_before[path] = (mark, found)
    except OSError as e:
        return BookError(f"The book {path} cannot be opened ({e.strerror or e})", "Check its rights")
    except CodewardError as e:
        return e
    return found


def known(home: Path) -> list[Known]:
    """Return every release that can be opened; where both carry one, the package's stands for it."""
    rows = [Known(row.release, None, row) for row in packaged()]
    ids = {row.release.id for row in rows}
    return rows + [row for row in installed(home)[0] if row.release.id not in ids]
