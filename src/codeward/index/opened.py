"""Open the index of a date, kept for the process."""

from __future__ import annotations

from datetime import date

from codeward.codesets import Book, books
from codeward.errors import CodewardError, quoted
from codeward.index.desk import Index
from codeward.index.opening import SYSTEMS, Opening

__all__ = ["close_all", "open_index"]

_opened: dict[tuple[object, ...], Index] = {}


def open_index(
    on: date | None = None, *, release: str | None = None, tabular: Book | None = None, strict: bool = False
) -> Index:
    """Return the index for the coding date *on* (without one, of the newest Tabular).

    An installed official index book answers where it is in force on the date, or on the first day of the Tabular
    that answers; for the others the Tabular's derived book does. *release* names a release of an index book or of
    the Tabular to use whatever the date. Raises NotInForce if *strict* and the Tabular does not cover the date.
    """
    official: dict[str, Book] = {}
    if release is not None:
        named = books.open_release(release, on)
        book = next((name for name, system in SYSTEMS.items() if system == named.system), None)
        if book is not None:
            official[book] = named
            on = on or named.release.in_force_from
        elif named.system == "icd10cm":
            tabular = named
        else:
            raise CodewardError(
                f"{quoted(release)} is no release of an ICD-10-CM index",
                "Name one of icd10cm or of " + ", ".join(SYSTEMS.values()),
            )
    if tabular is None:
        tabular = books.open("icd10cm", on, strict=strict)
    for name, system in SYSTEMS.items():
        if name not in official and (found := _in_force(system, on, tabular)) is not None:
            official[name] = found
    key = (tabular.file.path, tabular.in_force, on, *(book.file.path for book in official.values()))
    index = _opened.get(key)
    if index is None:
        if len(_opened) >= 16:  # many dates asked of a server lead to few books
            _opened.clear()
        index = _opened[key] = Index(Opening(tabular, on, official))
    return index


def close_all() -> None:
    """Forget the indexes opened by this process, for tests that change the directories."""
    _opened.clear()


def _in_force(system: str, on: date | None, tabular: Book) -> Book | None:
    """Return the installed book of *system* that covers the date or the start of the Tabular's release."""
    days = [on or books.today(), tabular.release.in_force_from]
    rows = books.releases(system)
    for day in days:
        fitting = [row for row in rows if row.covers(day)]
        if fitting:
            return books.open_release(max(fitting, key=lambda row: row.in_force_from).id, on)
    return None
