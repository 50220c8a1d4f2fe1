"""Open books: choose the release, compile it at first use, keep it for the process.

    books.open("icd10cm", on=date(2026, 5, 12))   the release in force on the coding date
    books.open("icd10cm")                         the newest release
    books.open_release("icd10cm-2026-04-01")      the release that an old grade names

Books compiled from packages lie in the cache directory and can be made again; `keep` copies one to
`CODEWARD_HOME/releases`, where wiping a cache cannot reach it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.codesets.releases import Known, Packaged, installed, known, packaged, withhold_licensed
from codeward.errors import BookError, BookTruncated, CodewardError, NotInForce, quoted

__all__ = [
    "Listed",
    "answering",
    "close_all",
    "describe",
    "install_command",
    "keep",
    "listed",
    "not_in_force",
    "open",
    "open_release",
    "release_json",
    "releases",
    "today",
    "verify",
    "withhold_licensed",
]

VALID_CODES = "valid-codes"  # what `listed` calls the list of valid codes, which is no code system

_opened: dict[Path, BookFile] = {}


class Listed(NamedTuple):
    """One line of `codeward books list`: where a release comes from and whether its book is there."""

    id: str
    release: Release | None
    source: str
    path: Path
    compiled: bool
    error: str | None


def today() -> date:
    """Return the date of the machine's clock and time zone."""
    return date(*time.localtime()[:3])


def open(system: str = "icd10cm", on: date | None = None, *, strict: bool = False) -> Book:  # noqa: A001
    """Return the book of the release of *system* in force on the date *on*; without a date the newest.

    Where none covers it the nearest answers with `in_force` False, or NotInForce if *strict*.
    Raises BookError where the book cannot be made or read, CodewardError for an unknown system.
    """
    rows = known(_home(), system)
    if not rows:
        raise _none_of(system)
    asked = today() if on is None else on
    chosen = max(rows, key=_newest) if on is None else _answering(rows, on)
    in_force = chosen.release.covers(asked)
    if strict and not in_force:
        raise not_in_force(chosen.release, asked)
    return Book(_file(chosen), in_force=in_force, asked=asked)


def answering(system: str, on: date, without: str = "") -> Release | None:
    """Return the release that answers for *system* on the date *on*, in force or the nearest; None without a book.

    *without* leaves one release out: which would answer if it were not there. Opens and compiles nothing.
    """
    rows = [row for row in known(_home(), system) if row.release.id != without]
    return _answering(rows, on).release if rows else None


def _answering(rows: Sequence[Known], on: date) -> Known:
    return min(rows, key=lambda row: _nearest(row.release, on))


def _newest(row: Known) -> tuple[int, bool]:
    """Order by when it came into force; of two with the same start the one that is more than titles."""
    return row.release.in_force_from.toordinal(), not row.release.titles_only


def _nearest(release: Release, on: date) -> tuple[int, int, bool]:
    """Order by days outside the dates in force, then the latest start, then titles alone last."""
    return release.days_from(on), -release.in_force_from.toordinal(), release.titles_only


def _none_of(system: str) -> CodewardError:
    from codeward.codesets.systems import SYSTEMS

    there = "Installed: " + ", ".join(sorted({row.release.system for row in known(_home())}))
    if system not in SYSTEMS:
        return CodewardError(f"There is no code system {quoted(system)}", there)
    return CodewardError(
        f"No book of the code system {quoted(system)} is installed",
        f"{there}. Install it",
        command=f"codeward codesets install {system}",
    )


def not_in_force(release: Release, on: date) -> NotInForce:
    """Return what is told, or raised, when *release* answers for a date that it does not cover.

    Where the list of valid codes speaks of the date, only titles and instructions are those of another time.
    """
    from codeward.codesets import validity

    until = f" to {release.in_force_to}" if release.in_force_to else ""
    said = f"{release.id} is in force from {release.in_force_from}{until}, not on {on}"
    listed = validity.speaking(release.system, on)
    if listed is not None:
        said = f"{said}: titles and instructions are its own, codes are checked against the {listed.title}"
        return NotInForce(
            said, "Install the release of that date", command=install_command(release.system, on)
        )
    way = "Give a date within these, or install the release that covers yours"
    return NotInForce(said, way, command=install_command(release.system, on))


def install_command(system: str, on: date | None = None) -> str:
    """Return the command that installs the release of *system* in force on the date *on* (today without one)."""
    return f"codeward codesets install {system}={on or today()}"


def open_release(release_id: str, on: date | None = None) -> Book:
    """Return the book of one release by its id. Raises BookError where it cannot be opened.

    Without a date it speaks for its release alone: `Book.asked` is None, and `in_force` is that of today.
    """
    from codeward.codesets.systems import system_of_release

    rows = {row.release.id: row for row in known(_home(), system_of_release(release_id))}
    if release_id in rows:
        row = rows[release_id]
        return Book(_file(row), in_force=row.release.covers(today() if on is None else on), asked=on)
    for path, error in installed(_home())[1]:
        if path.name.startswith(f"{release_id}."):
            raise error
    names = ", ".join(sorted(row.release.id for row in known(_home()))) or "none"
    system = system_of_release(release_id)
    raise BookError(
        f"The release {quoted(release_id)} is not installed",
        f"Installed: {names}" + (". Install it" if system else ""),
        command=f"codeward codesets install {system}={release_id}" if system else "",
    )


def releases(system: str | None = None) -> tuple[Release, ...]:
    """Return every release that can be opened, newest first."""
    rows = [row.release for row in known(_home(), system)]
    return tuple(sorted(rows, key=lambda r: (r.in_force_from, r.id), reverse=True))


def listed() -> list[Listed]:
    """Return every release and every unreadable book, for people to look at. Compiles nothing."""
    rows: list[Listed] = []
    for row in packaged():
        path = _cache() / row.book_name
        source = f"package {row.distribution} {row.version}"
        rows.append(Listed(row.release.id, row.release, source, path, path.exists(), None))
    rows.append(_listed_validity())
    good, bad = installed(_home())
    for found in good:
        assert found.path is not None
        rows.append(Listed(found.release.id, found.release, "installed", found.path, True, None))  # noqa: FBT003
    rows += [Listed(path.stem, None, "installed", path, True, str(error)) for path, error in bad]  # noqa: FBT003
    return rows


def _listed_validity() -> Listed:
    """Return the line of the list of valid codes. That its package is not there is told, and is no error."""
    from codeward.codesets import validity

    of, path = validity.source(), validity.compiled_path()
    release = Release(of.id, VALID_CODES, f"{of.title} by date", of.first, of.last)
    there = path.exists()
    missing = None if there else validity.absent()
    source = f"package {of.distribution} {of.version}" + (", which is not installed" if missing else "")
    return Listed(of.id, release, source, path, there, None)


def _verify_validity() -> None:
    from codeward.codesets import validity

    found = validity.opened()
    if found is not None:
        found.verify()


def verify(row: Listed) -> None:
    """Read the whole book of one line of `listed` and compare its digest. Raises BookError."""
    if row.release is not None and row.release.system == VALID_CODES:
        _verify_validity()
    elif row.error is not None:
        open_release(row.id)  # raises what keeps it from being opened
    elif row.compiled:
        BookFile(row.path).verify()
    else:
        open_release(row.id).verify()


def keep(book: Book) -> Path:
    """Copy *book* to `CODEWARD_HOME/releases`, unless it is there; return its path there.

    Call it before a grade names the release: a cache may be wiped and a package upgraded, the home may not.
    """
    from codeward.codesets.compile.build import write_atomically

    target = _kept(book.file.path.name)
    if not target.exists():
        book.verify()  # no damage is taken along
        write_atomically(target, book.file.path.read_bytes)
    return target


def close_all() -> None:
    """Forget the books opened by this process, for tests that change the directories."""
    from codeward.codesets import validity

    _opened.clear()
    packaged.cache_clear()
    validity.close_all()


def _home() -> Path:
    from codeward import settings

    return settings.home()


def _kept(name: str) -> Path:
    """Return where the home keeps the book called *name*."""
    from codeward import settings

    return settings.home() / settings.RELEASES / name


def _cache() -> Path:
    from codeward import settings

    return settings.cache_dir()


def _file(row: Known) -> BookFile:
    """Open the book of a known release, compiling it where it is not there yet, or was found damaged."""
    if row.packaged is None:
        assert row.path is not None
        return _opened_file(row.path)
    path = _cache() / row.packaged.book_name
    if path in _opened and not _opened[path].broken:  # every request passes here
        return _opened[path]
    kept = _kept(row.packaged.book_name)
    if kept in _opened and not _opened[kept].broken:
        return _opened[kept]
    _forget_broken(path, kept)
    if not os.path.exists(path):  # noqa: PTH110 - on the cold path of every look-up
        if os.path.exists(kept):  # noqa: PTH110
            return _opened_file(kept)
        _compile(row.packaged, path)
    try:
        return _opened_file(path)
    except BookTruncated:
        path.unlink(missing_ok=True)
        _compile(row.packaged, path)
        return _opened_file(path)


def _forget_broken(*paths: Path) -> None:
    """Put books that were found damaged out of the way: they are compiled again from their package."""
    for path in paths:
        found = _opened.pop(path, None)
        if found is not None:
            path.unlink(missing_ok=True)


def _opened_file(path: Path) -> BookFile:
    if path not in _opened:
        _opened[path] = BookFile(path)
    return _opened[path]


def _compile(row: Packaged, path: Path) -> None:
    from codeward.codesets.compile.build import write_atomically
    from codeward.codesets.compile.compilers import compiler

    make = compiler(row.compiler)
    write_atomically(path, lambda: make(row.release, row.paths, row.digests))


def describe(book: Book) -> dict[str, Any]:
    """Return the JSON shape of a book's release: id, dates in force, whether it is in force.

    Where it is not, `install` is the command that installs the release of the date.
    """
    return release_json(book.release, in_force=book.in_force, on=book.asked)


def release_json(release: Release, *, in_force: bool, on: date | None = None) -> dict[str, Any]:
    """Return the public JSON shape of a release that answers for the date *on*, as every interface gives it."""
    shape: dict[str, Any] = {**release.to_json(), "in_force": in_force}
    if not in_force:
        shape["install"] = install_command(release.system, on)
    return shape
