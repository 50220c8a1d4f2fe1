"""NCCI's procedure-to-procedure edits: 2.5 million pairs for practitioners alone, kept as four to six bytes each.

A blob for each setting: the codes (five bytes each, sorted), for each where its pairs begin, for each pair the number
of the column 2 code and of what is said of it (modifier indicator, first and last day, reason); the manifest has the
list of the latter. Read in place: a look-up touches the pairs of one code.
"""

from __future__ import annotations

import re
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.book import Book
from codeward.codesets.container.model import Release
from codeward.codesets.files.rows import AGAIN, header_place, iso, read_rows
from codeward.codesets.lists.simple import files_of, setting_of
from codeward.errors import BookTruncated, LoaderError

__all__ = ["Pair", "Pairs", "compile_ptp"]

_HEAD = struct.Struct("<III")  # codes, pairs, 0
_CODE = re.compile(r"[0-9A-Z]{5}")
_MOST_NAMES = 60  # lines before the rows
_NEVER = "9999-12-31"  # after every day
_pair = (
    tuple.__new__
)  # a look-up is asked ten times for a claim of five lines: a named tuple's own way takes twice as long
_MOST = 0xFFFF  # codes, and different things said of pairs
_COLUMNS: tuple[tuple[str, ...], ...] = (
    ("column1", "column1code"),
    ("column2", "column2code"),
    ("modifierindicator", "modifier", "modifier0", "modifier0notallowed1allowed9notapplicable"),
    ("effectivedate", "effective"),
    ("deletiondate", "deletion", "deletiondatenodata"),
    ("rationale", "ptpeditrationale"),
)


class Pair(NamedTuple):
    """An edit: column 2 is not paid beside column 1; with indicator 1 a modifier may part them, with 0 none may."""

    column1: str
    column2: str
    indicator: str
    effective: str | None
    deleted: str | None
    rationale: str

    def active(self, on: str) -> bool:
        """Say whether it holds for a service on that day (YYYY-MM-DD)."""
        return (self.effective or "") <= on and (self.deleted is None or on <= self.deleted)


class _Gathered:
    """The pairs of one setting while they are read: eight bytes each, by column 1."""

    def __init__(self, said: dict[tuple[str, ...], int]) -> None:
        self.numbers: dict[str, int] = {}
        self.rows: dict[str, array[int]] = {}
        self.said = said

    def read(self, path: Path) -> None:
        """Take the rows of one file: the inner loop runs millions of times, so it does little."""
        rows, head, columns = _opened(path)
        first_at, second_at = columns[0], columns[1]
        assert first_at is not None
        assert second_at is not None
        numbers, by_first, said = self.numbers, self.rows, self.said
        width = max(c for c in columns if c is not None) + 1
        written: dict[tuple[str, ...], int] = {}
        pick = [c for c in columns[2:] if c is not None]
        current, append = None, None
        for line, row in enumerate(rows, head + 1):
            if len(row) < width:
                row.extend([""] * (width - len(row)))
            first, second = row[first_at], row[second_at]
            what = tuple([row[c] for c in pick])
            place = written.get(what)
            if place is None:
                key = _said(dict(zip(pick, what, strict=True)), columns)
                place = written[what] = said.setdefault(key, len(said))
            if first != current:
                if first.strip() not in by_first:
                    if len(first.strip()) != 5:
                        continue  # the rest of the lines of names, and blank lines
                    _check(first.strip(), path, line)
                    numbers.setdefault(first.strip(), len(numbers))
                    by_first[first.strip()] = array("Q")
                current, append = first, by_first[first.strip()].append
            number = numbers.get(second)
            if number is None:
                second = second.strip()
                _check(second, path, line)
                number = numbers.setdefault(second, len(numbers))
            assert append is not None
            append(number << 32 | place)
        if len(numbers) > _MOST or len(said) > _MOST:
            raise LoaderError("holds more than such a file can", AGAIN, path=path.name)

    def blob(self) -> bytes:
        """Return the pairs, sorted by the code of column 2, without those that stand there twice."""
        codes = sorted(self.numbers)
        place = array("H", bytes(2 * len(codes)))
        for i, code in enumerate(codes):
            place[self.numbers[code]] = i
        starts, seconds, said = array("I", [0]), array("H"), array("H")
        for code in codes:
            rows = sorted({place[row >> 32] << 32 | row & 0xFFFFFFFF for row in self.rows.get(code, ())})
            seconds.extend([row >> 32 for row in rows])
            said.extend([row & 0xFFFFFFFF for row in rows])
            starts.append(len(seconds))
        if sys.byteorder != "little":
            for values in (starts, seconds, said):
                values.byteswap()
        return b"".join(
            (
                _HEAD.pack(len(codes), len(seconds), 0),
                starts.tobytes(), seconds.tobytes(), said.tobytes(), "".join(codes).encode(),
            )
        )  # fmt: skip


def _opened(path: Path) -> tuple[Iterator[list[str]], int, list[int | None]]:
    """Return the rows below the names of the columns, how many lines these take, and where each column stands."""
    head: list[list[str]] = []
    rows = read_rows(path)
    for row in rows:
        head.append(row)
        found = header_place(head, *_COLUMNS)
        if found is not None:
            columns = found[1]
            columns[2] = _modifier_column(row) if columns[2] is None else columns[2]
            if columns[1] is not None:
                return rows, len(head), columns
        if len(head) > _MOST_NAMES:
            break
    raise LoaderError("has no columns 1 and 2", AGAIN, path=path.name)


def _said(cells: dict[int, str], columns: Sequence[int | None]) -> tuple[str, ...]:
    """Return what a row says of its pair: indicator, first day, last day, reason."""
    indicator, effective, deleted, rationale = ("" if c is None else cells[c].strip() for c in columns[2:])
    return indicator[:1], iso(effective) or "", iso(deleted) or "", rationale


def _modifier_column(names: Sequence[str]) -> int | None:
    return next((i for i, name in enumerate(names) if name.strip().lower().startswith("modifier")), None)


def _check(code: str, path: Path, line: int) -> None:
    if not _CODE.fullmatch(code):
        raise LoaderError(f"{code[:20]!r} is no code of column 1 or 2", AGAIN, path=path.name, line=line)


def compile_ptp(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the edits of one quarter; *files* are CMS's, of one setting or of several."""
    said: dict[tuple[str, ...], int] = {}
    settings: dict[str, _Gathered] = {}
    for path in files:
        settings.setdefault(setting_of(path), _Gathered(said)).read(path)
    counts: dict[str, dict[str, int]] = {}
    for setting, gathered in settings.items():
        for code, rows in gathered.rows.items():
            counts.setdefault(code, {})[setting] = len(rows)
    extras = {setting: gathered.blob() for setting, gathered in settings.items()}
    entries = [
        PlainEntry(code, "code", code, 0, billable=True, facts={"pairs": counts[code]})
        for code in sorted(counts)
    ]
    more = {"settings": sorted(settings), "said": [list(key) for key in said]}
    return compile_plain(release, entries, sources=files, expected=expected, extras=extras, more=more)


class _Said(NamedTuple):
    """What is said of pairs: the days between which they hold, and the rest of `Pair` as it stands there."""

    begins: str
    ends: str
    rest: tuple[str, str | None, str | None, str]

    @classmethod
    def of(cls, indicator: str, effective: str, deleted: str, rationale: str) -> _Said:
        rest = (indicator, effective or None, deleted or None, rationale)
        return cls(effective, deleted or _NEVER, rest)


class _Setting:
    """The pairs of one setting, in place: of all that is mapped only the codes are made into Python's own."""

    __slots__ = ("names", "places", "said", "seconds", "starts")

    def __init__(self, blob: memoryview, of: str) -> None:
        count, total, _ = _HEAD.unpack_from(blob)
        seconds_at = _HEAD.size + 4 * (count + 1)
        said_at = seconds_at + 2 * total
        codes_at = said_at + 2 * total
        if len(blob) != codes_at + 5 * count:
            raise BookTruncated(f"The pairs of {of} are shorter or longer than they say", AGAIN)
        self.starts = blob[_HEAD.size : seconds_at].cast("I").tolist()
        self.seconds = blob[seconds_at:said_at].cast("H")
        self.said = blob[said_at:codes_at].cast("H")
        text = bytes(blob[codes_at:]).decode()
        self.names = [text[at : at + 5] for at in range(0, 5 * count, 5)]
        self.places = {name: place for place, name in enumerate(self.names)}

    def find(self, code: str) -> int | None:
        """Return the number of a code, however it is written, or None."""
        place = self.places.get(code)
        return self.places.get(code.strip().upper()) if place is None else place


class Pairs:
    """The edits of one book, read in place."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.settings: tuple[str, ...] = tuple(book.manifest["settings"])
        self._said = [_Said.of(*row) for row in book.manifest["said"]]
        self._opened: dict[str, _Setting] = {}

    def pairs(self, column1: str, setting: str = "practitioner", on: str | None = None) -> tuple[Pair, ...]:
        """Return the edits with that code in column 1, of the day *on* (YYYY-MM-DD) where one is given.

        Raises KeyError for a setting that is not installed: see `settings`.
        """
        part = self._opened.get(setting) or self._open(setting)
        first = part.find(column1)
        if first is None:
            return ()
        places = range(part.starts[first], part.starts[first + 1])
        rows = ((part.seconds[at], self._said[part.said[at]]) for at in places)
        return tuple(
            Pair(part.names[first], part.names[second], *row.rest)
            for second, row in rows
            if on is None or row.begins <= on <= row.ends
        )

    def between(
        self, one: str, other: str, setting: str = "practitioner", on: str | None = None
    ) -> tuple[Pair, ...]:
        """Return the edits between two codes, whichever stands in column 1."""
        part = self._opened.get(setting) or self._open(setting)
        try:
            a, b = part.places[one], part.places[other]
        except KeyError:
            first, second = part.find(one), part.find(other)
            if first is None or second is None:
                return ()
            a, b = first, second
        # Most pairs of codes have no edit: that is found out with two searches and nothing else.
        starts, seconds = part.starts, part.seconds
        end = starts[a + 1]
        at = bisect_left(seconds, b, starts[a], end)
        turned_end = starts[b + 1]
        turned = bisect_left(seconds, a, starts[b], turned_end)
        found = self._rows(part, a, b, at, end, on) if at < end and seconds[at] == b else ()
        if turned < turned_end and seconds[turned] == a:
            return found + self._rows(part, b, a, turned, turned_end, on)
        return found

    def _rows(
        self, part: _Setting, first: int, second: int, at: int, end: int, on: str | None
    ) -> tuple[Pair, ...]:
        """Return the edits of one order of two codes: mostly one, more where CMS deleted it and brought it back."""
        found: tuple[Pair, ...] = ()
        names, said, seconds = part.names, part.said, part.seconds
        while at < end and seconds[at] == second:
            begins, ends, rest = self._said[said[at]]
            if on is None or begins <= on <= ends:
                found = (*found, _pair(Pair, (names[first], names[second], *rest)))
            at += 1
        return found

    def _open(self, setting: str) -> _Setting:
        blob = self.book.extra(setting)
        if blob is None:
            raise KeyError(setting)
        opened = self._opened[setting] = _Setting(blob, self.book.release.id)
        return opened

    def file_of(self, setting: str) -> str:
        """Return the names of the publisher's files that the edits of a setting came from."""
        return files_of(self.book, setting)

    def to_json(self) -> dict[str, Any]:
        """Return what is installed: settings and number of pairs."""
        return {each: len((self._opened.get(each) or self._open(each)).seconds) for each in self.settings}
