"""The tables of one ICD-10-PCS book, opened one at a time."""

from __future__ import annotations

import json
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import PlainEntry
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.codesets.icd10pcs.masks import Masks
from codeward.codesets.icd10pcs.naming import names
from codeward.codesets.icd10pcs.rows import Table, Value, blob, pack_tables, read_table, without_codes
from codeward.errors import CodewardError, quoted

__all__ = ["Tables", "called_in", "entries", "extras", "tables_of"]

_TABLES, _NAMES = "tables", "names"
_DAMAGE = (ValueError, KeyError, IndexError, TypeError, struct.error)


class Tables:
    """Every table of a book by its three characters ("0DT"), with all of its codes or but for some."""

    def __init__(self, file: BookFile, without: frozenset[str] = frozenset()) -> None:
        """Open the tables in *file*, leaving out the codes *without*: a row that held one is divided.

        Raises BookTruncated where they are damaged, CodewardError where none are.
        """
        data, labels = file.extra(_TABLES), file.extra(_NAMES)
        if data is None or labels is None:
            raise CodewardError(
                f"{file.release.id} holds no ICD-10-PCS tables", "Open a book of the system icd10pcs"
            )
        self._file = file
        self._data = data
        try:
            self._places = blob(data)
            self._names: dict[str, str] = json.loads(bytes(labels))
        except _DAMAGE as e:
            raise file.damaged("its tables cannot be read") from e
        self._without: dict[str, set[str]] = defaultdict(set)
        for code in without:
            self._without[code[:3]].add(code)
        for code in self._without.keys() & self._places.keys():
            if not self._table(code).rows:
                del self._places[code]
        starts: dict[str, list[str]] = defaultdict(list)
        for code in self._places:
            for size in range(4):
                starts[code[:size]].append(code)
        self._starts = {start: tuple(codes) for start, codes in starts.items()}
        self.headings: dict[tuple[Any, ...], tuple[Value, ...]] = {}  # of the builder, kept for the process
        self.table = lru_cache(maxsize=1024)(self._table)

    @property
    def release(self) -> Release:
        """The release that the tables are of."""
        return self._file.release

    @property
    def codes(self) -> tuple[str, ...]:
        """The three characters of every table, in order."""
        return tuple(self._places)

    @cached_property
    def masks(self) -> Masks:
        """All rows as sets of bits, made when first asked."""
        return Masks(self, self.name)

    def beginning(self, prefix: str) -> tuple[str, ...]:
        """Return the tables that begin with *prefix* (at most three characters), in order."""
        return self._starts.get(prefix, ())

    def __contains__(self, code: object) -> bool:
        return code in self._places

    def __iter__(self) -> Iterator[Table]:
        return map(self.table, self._places)

    def name(self, prefix: str) -> str:
        """Return what a section ("0"), body system ("0D") or operation ("0DT") is called."""
        return self._names.get(prefix, "")

    def _table(self, code: str) -> Table:
        place = self._places.get(code)
        if place is None:
            raise CodewardError(
                f"There is no ICD-10-PCS table {quoted(code)}",
                "See the tables that there are",
                command="codeward pcs 0D",
            )
        offset, length = place
        try:
            table = read_table(code, bytes(self._data[offset : offset + length]))
        except _DAMAGE as e:
            raise self._file.damaged(f"its table {code} cannot be read") from e
        gone = self._without.get(code)
        return without_codes(table, gone) if gone else table


_opened: dict[Path, Tables] = {}


def tables_of(book: Book) -> Tables:
    """Return the tables of *book*, kept for the process."""
    path = book.file.path
    found = _opened.get(path)
    if found is None or found._file is not book.file:
        found = _opened[path] = Tables(book.file)
    return found


def extras(tables: Mapping[str, dict[str, Any]], operations: Mapping[str, str]) -> dict[str, bytes]:
    """Return the blobs of a book: the tables, and the names of sections, body systems and operations."""
    called: dict[str, str] = {}
    for table in tables:
        called[table[0]] = names().sections.get(table[0], table[0])
        called[table[:2]] = names().systems.get(table[:2], table[:2])
        called[table] = operations.get(table) or names().operation(table) or table
    return {
        _TABLES: pack_tables(tables),
        _NAMES: json.dumps(called, ensure_ascii=False, sort_keys=True).encode(),
    }


def entries(
    titles: Mapping[str, str], called: Mapping[str, str], facts: Mapping[str, dict[str, Any]]
) -> Iterator[PlainEntry]:
    """Yield section, body system, table and code in order; *called* names the first three."""
    before = ""
    for code in sorted(titles):
        for size, kind in ((1, "chapter"), (2, "section"), (3, "category")):
            prefix = code[:size]
            if before[:size] != prefix:
                title = called.get(prefix, prefix)
                if size == 3:
                    title = f"{called.get(code[:2], code[:2])}, {title}"
                yield PlainEntry(prefix, kind, title, size - 1)  # type: ignore[arg-type]
        yield PlainEntry(code, "code", titles[code], 3, billable=True, facts=facts.get(code))
        before = code


def called_in(found: Mapping[str, bytes]) -> dict[str, str]:
    """Return the names among the blobs of a book that is being made."""
    out: dict[str, str] = json.loads(found[_NAMES])
    return out
