"""Which releases exist: those whose files a package carries, and those installed as compiled books.

Dates in force are data (`data/releases.json`), never code. A book installed in `CODEWARD_HOME/releases`
speaks for itself through its manifest; that folder also keeps books that an old grade names, because the
cache may be wiped at any time.
"""

from __future__ import annotations

import json
import os
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.container import layout
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.codesets.systems import SYSTEMS, system_of_release
from codeward.errors import BookError, CodewardError

__all__ = ["SUFFIX", "Known", "installed", "known", "packaged", "withhold_licensed"]

SUFFIX = ".book"
_DATA = Path(__file__).parent / "data" / "releases.json"


class Packaged(NamedTuple):
    """A release that is compiled from the files of a Python package, ours or another."""

    release: Release
    package: str
    distribution: str
    version: str
    compiler: str  # a name in `compilers.COMPILERS`
    files: tuple[str, ...]  # below the package's folder
    digests: tuple[str | None, ...]  # None: a file of our own, whose bytes are what they are

    @property
    def folder(self) -> Path:
        """The folder of the package. Raises BookError where it is not installed."""
        from codeward.codesets.compile.build import package_folder

        return package_folder(self.package, self.distribution, self.version)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, where they lie."""
        return tuple(self.folder / name for name in self.files)

    @property
    def book_name(self) -> str:
        """The file name of the compiled book: another format, release or source gets another name."""
        if None in self.digests:
            return _own_name(self)
        mark = "".join(digest[:8] for digest in self.digests if digest)  # no look-up has to import hashlib
        return f"{self.release.id}.f{layout.FORMAT}-{mark}{SUFFIX}"


@lru_cache(maxsize=8)
def _own_name(row: Packaged) -> str:
    """Return the book's name where the files are our own and may change with every version of the code."""
    import hashlib

    digest = hashlib.sha256()
    for path in row.paths:
        digest.update(path.read_bytes())
    return f"{row.release.id}.f{layout.FORMAT}-{digest.hexdigest()[:16]}{SUFFIX}"


_withheld = False


def withhold_licensed(*, wanted: bool = True) -> None:
    """Have this process open no book whose text is licensed: what it shows is shown to the public.

    The release with study glosses of our own answers in its place. A server says so once, before it answers anybody;
    the command line is the licensee's own.
    """
    global _withheld  # noqa: PLW0603 - one word a process, as what it is for does not change
    _withheld = wanted


def _is_withheld(release: Release) -> bool:
    return _withheld and SYSTEMS[release.system].licensed and not release.glosses_only


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
    files = row["files"]
    assert isinstance(files, list)
    names = (str(row["package"]), str(row["distribution"]), str(row["version"]), str(row["compiler"]))
    return Packaged(
        release, *names, tuple(file["file"] for file in files), tuple(file["sha256"] for file in files)
    )


def installed(home: Path, system: str | None = None) -> tuple[list[Known], list[tuple[Path, CodewardError]]]:
    """Return the books in `home/releases`, and those that cannot be opened with the reason of each.

    With a *system* only files that bear its name are opened, so that a full desk does not slow a look-up.
    """
    folder = f"{home}/releases"
    good: list[Known] = []
    bad: list[tuple[Path, CodewardError]] = []
    try:
        names = os.listdir(folder)  # noqa: PTH208 - asked at every request; no paths are made for what is not read
    except FileNotFoundError:
        return good, bad
    except OSError as e:
        raise BookError(f"{folder} cannot be read ({e.strerror or e})", "Check its rights.") from e
    for name in sorted(names):
        if not name.endswith(SUFFIX) or name.startswith("."):
            continue
        if system is not None and system_of_release(name.partition(".")[0]) not in (system, None):
            continue
        path = Path(folder, name)
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


def known(home: Path, system: str | None = None) -> list[Known]:
    """Return every release (of *system*) that can be opened, each once.

    Where a package and the folder both carry one, the package's stands for it, unless official files were installed
    under its name (the tables of ICD-10-PCS, say, where the package has codes and titles).
    """
    there = {row.release.id: row for row in installed(home, system)[0] if not _is_withheld(row.release)}
    rows = []
    for row in packaged():
        if system is None or row.release.system == system:
            other = there.pop(row.release.id, None)
            takes_its_place = other is not None and None not in row.digests and not _is_kept(other, row)
            rows.append(other if other is not None and takes_its_place else Known(row.release, None, row))
    return rows + [row for row in there.values() if system in (None, row.release.system)]


def _is_kept(found: Known, row: Packaged) -> bool:
    """Say whether an installed book is only the package's own, copied there because a grade names it."""
    return found.path is not None and found.path.name == row.book_name
