"""NCCI's add-on codes: a service that is reported only beside another, and beside which.

Type 1 has a closed list of primary codes. Type 2 has none: the Medicare contractor decides (CMS writes CCCCC). Type 3
has a list, and the contractor may add to it. Medicare Claims Processing Manual (Pub. 100-04), chapter 12, section 30.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.codesets.files.rows import AGAIN, iso, table
from codeward.errors import LoaderError

__all__ = ["CONTRACTOR", "AddOns", "Primary", "compile_add_on"]

CONTRACTOR = "CCCCC"
"""What CMS writes for "the contractor says which"."""
_CODE = re.compile(r"[0-9A-Z]{5}")
_JULIAN = re.compile(r"(\d{4})(\d{3})")
_LAST = "9999-12-31"


class Primary(NamedTuple):
    """One row of the list: beside `code` the add-on may be reported, between these days. `type` is 1, 2 or 3."""

    code: str
    type: int
    effective: str | None = None
    deleted: str | None = None

    def active(self, on: date) -> bool:
        """Say whether the row holds for a service on that day."""
        return (self.effective or "") <= on.isoformat() <= (self.deleted or _LAST)


class AddOns:
    """The add-on codes of one book."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def primaries(self, code: str, on: date) -> tuple[Primary, ...] | None:
        """Return beside what *code* may be reported on that day; None where the list does not have it as an add-on."""
        rows = _rows(self.book.file, code)
        active = tuple(row for row in rows if row.active(on))
        return active or None


@lru_cache(maxsize=2048)
def _rows(file: BookFile, code: str) -> tuple[Primary, ...]:
    concept = Book(file, in_force=False).get(code)
    return () if concept is None else tuple(Primary(*row) for row in concept.facts["edits"])


def compile_add_on(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the add-on codes of CMS's file (its workbook, or a table with the same names of columns).

    Dates are the year and the day of the year (2024183), as CMS gives them here, or as in its other files.
    """
    path = files[0]
    gathered: dict[str, set[Primary]] = {}
    rows = table(
        path,
        ("addoncode",),
        ("primarycode",),
        ("aocedittype", "aoctype"),
        ("aocediteffdt", "aocediteffdtjulian"),
        ("aoceditdeldt", "aoceditdeldtjulian"),
        ("aocdeldt", "aocdeldtjulian"),
        ("primarycodedeldt", "primarycodedeldtjulian"),
    )  # fmt: skip
    for number, (add_on, primary, kind, effective, *deleted) in rows:
        code, beside = add_on.upper(), primary.upper()
        if not code:
            continue
        if not (_CODE.fullmatch(code) and _CODE.fullmatch(beside)) or kind[:1] not in ("1", "2", "3"):
            raise LoaderError(
                f"{code[:20]!r} has no primary code or no type", AGAIN, path=path.name, line=number
            )
        # A row ends when it was deleted, or one of its codes: whatever came first.
        ends = min((day for cell in deleted if (day := _day(cell)) is not None), default=None)
        gathered.setdefault(code, set()).add(Primary(beside, int(kind[0]), _day(effective), ends))
    entries = (
        PlainEntry(
            code,
            "code",
            code,
            0,
            billable=True,
            facts={"edits": [list(row) for row in sorted(found, key=_key)]},
        )
        for code, found in sorted(gathered.items())
    )
    return compile_plain(release, entries, sources=files, expected=expected)


def _key(row: Primary) -> tuple[str, int, str, str]:
    return row.code, row.type, row.effective or "", row.deleted or ""


def _day(cell: str) -> str | None:
    """Return a day as YYYY-MM-DD; None where there is none (blank, 0000000, 9999999)."""
    found = _JULIAN.fullmatch(cell.strip())
    if found is None:
        return iso(cell)
    year, day = int(found[1]), int(found[2])
    if not (1900 <= year < 9999 and 1 <= day <= 366):
        return None
    return (date(year, 1, 1) + timedelta(days=day - 1)).isoformat()
