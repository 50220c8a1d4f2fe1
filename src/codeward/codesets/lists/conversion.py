"""CDC's ICD-10-CM conversion table: what was coded before a code was new, read both ways.

It is installed once, as the list `icd10cm-conversion`; validation, the crosswalk `successor` and pages all ask here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets import books
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.book import Book
from codeward.codesets.container.codes import as_key, dotted
from codeward.codesets.container.model import Release
from codeward.codesets.files.rows import AGAIN, iso, table, text_of
from codeward.codesets.lists.previous import previous_codes
from codeward.codesets.lists.simple import CM_CODE
from codeward.errors import LoaderError, quoted

__all__ = ["LIST", "Conversion", "Taken", "compile_conversion", "effective", "newest"]

LIST = "icd10cm-conversion"
_EXTRA = "previous"


class Taken(NamedTuple):
    """One row read from its end: the codes from `first` to `last` (None: only `first`) were reported before `code`.

    Codes are without dots; `last` may end in "~", which sorts after every character of a code.
    """

    first: str
    last: str | None
    code: str
    effective: date
    flags: dict[str, Any]


class Conversion:
    """The conversion table of one release."""

    def __init__(self, book: Book) -> None:
        self.book = book
        raw = book.extra(_EXTRA)
        found = json.loads(bytes(raw)) if raw is not None else []
        self.rows = tuple(
            Taken(a, b, code, date.fromisoformat(day), flags) for a, b, code, day, flags in found
        )
        self._single: dict[str, list[Taken]] = {}
        for row in self.rows:
            if row.last is None:
                self._single.setdefault(row.first, []).append(row)
        self._ranges = [row for row in self.rows if row.last is not None]

    def after(self, code: str) -> tuple[Taken, ...]:
        """Return the rows that name *code* as what was reported before, earliest first; none for what is no code."""
        key = as_key(code)
        if key is None:
            return ()
        ranges = [row for row in self._ranges if row.last is not None and row.first <= key <= row.last]
        return tuple(sorted([*self._single.get(key, ()), *ranges], key=lambda row: (row.effective, row.code)))

    def walk(self, code: str, since: date, until: date) -> Iterator[tuple[Taken, str | None]]:
        """Yield the rows that lead from *code* to what took its place after *since* and by *until*, earliest first.

        A code that was itself replaced meanwhile is followed; the second value is the code over which the way led.
        """
        key = code.strip().upper().replace(".", "", 1)
        found: dict[str, tuple[Taken, str | None]] = {}
        asked: list[tuple[str, date, str | None]] = [(key, since, None)]
        seen = {key}
        while asked:
            current, after, via = asked.pop(0)
            for row in self.after(current):
                if not after < row.effective <= until or row.code == key:
                    continue
                found.setdefault(row.code, (row, via))
                if row.code not in seen:
                    seen.add(row.code)
                    asked.append((row.code, row.effective, row.code))
        yield from sorted(found.values(), key=lambda each: (each[0].effective, each[0].code))


def newest() -> Conversion | None:
    """Return the newest conversion table that is installed, None where there is none.

    Each year's table holds the rows of every year before, so that the newest answers for every date.
    """
    if not books.releases(LIST):
        return None
    return _read(books.open(LIST).file.path)


@lru_cache(maxsize=2)
def _read(path: Path) -> Conversion:
    from codeward.codesets.container.bookfile import BookFile

    return Conversion(Book(BookFile(path), in_force=True))


def compile_conversion(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the book of the conversion table: for each new code what was coded before, as the table writes it."""
    path = files[0]
    gathered: dict[str, list[dict[str, str]]] = {}
    taken: list[list[object]] = []
    for number, (cell, since, previous) in table(
        path, ("currentcodeassignment",), ("effective", "effectivedate"), ("previouscodesassignment",)
    ):
        code = cell.upper()
        if not CM_CODE.fullmatch(code):
            continue  # the table ends in notes
        key = code.replace(".", "")
        row = {"effective": text_of(since), "previous": text_of(previous)}
        gathered.setdefault(dotted(key), []).append(row)
        day = effective(row["effective"])
        if day is None:
            raise LoaderError(
                f"{quoted(row['effective'])} is no year and no date", AGAIN, path=path.name, line=number
            )
        for first, last, flags in previous_codes(row["previous"]):
            taken.append([first, last, key, day.isoformat(), flags])

    def entries() -> Iterator[PlainEntry]:
        for code, found in gathered.items():
            title = "; ".join(dict.fromkeys(row["previous"] for row in found))
            yield PlainEntry(code, "code", f"before: {title}"[:2000], 0, billable=True, facts={"rows": found})

    blob = json.dumps(taken, ensure_ascii=False, separators=(",", ":")).encode()
    return compile_plain(release, entries(), sources=files, expected=expected, extras={_EXTRA: blob})


def effective(cell: str) -> date | None:
    """Return the day that a cell names: "2016" is October 1 of that year, an update within a year has its date."""
    text = text_of(cell)
    day = iso(f"{text}-10-01" if len(text) == 4 else text)
    return date.fromisoformat(day) if day else None
