"""Read a table as publishers give it: workbook, comma- or tab-separated text, in any of their encodings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from codeward.codesets.files.source import UTF_16, opened
from codeward.codesets.files.workbook import sheets
from codeward.errors import LoaderError

__all__ = ["AGAIN", "column_names", "header_place", "is_workbook", "iso", "read_rows", "table", "text_of"]

AGAIN = "Fetch the file again from its publisher."
_HEAD = 60  # rows in which the names of the columns stand
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*|\.0)?")
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def is_workbook(path: Path) -> bool:
    """Say whether the file is an xlsx workbook (an archive) or an old xls one."""
    with opened(path) as stream:
        head = stream.read(8)
    return head.startswith(b"PK\x03\x04") or head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_rows(path: Path, most: int | None = None) -> Iterator[list[str]]:
    """Yield the rows as texts, at most *most*; of a workbook those of its first sheet that has a table.

    Raises LoaderError where the file is damaged or not a table.
    """
    rows = _workbook(path, most) if is_workbook(path) else _text(path)
    yield from islice(rows, most)


def _text(path: Path) -> Iterator[list[str]]:
    with opened(path) as raw:
        head = raw.read(1 << 16)
    if b"\0" in head[2:] and head[:2] not in UTF_16:
        raise LoaderError("is not a table", AGAIN, path=path.name)
    encoding = _encoding(path, head)
    delimiter = "\t" if head.count(b"\t") > head.count(b",") else ","
    number = 0
    with (
        opened(path) as raw,
        io.TextIOWrapper(raw, encoding, newline="", errors="replace") as text,
    ):
        try:
            for row in csv.reader(text, delimiter=delimiter):
                number += 1
                yield row
        except csv.Error as e:
            raise LoaderError(f"is not a table ({e})", AGAIN, path=path.name, line=number + 1) from e


def _encoding(path: Path, head: bytes) -> str:
    """Return what `source.decoded` would read the file as, without holding it: UTF-16, UTF-8, else Windows-1252."""
    if head[:2] in UTF_16:
        return "utf-16"
    try:
        with opened(path) as raw, io.TextIOWrapper(raw, "utf-8") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _workbook(path: Path, most: int | None) -> Iterator[list[str]]:
    found: list[list[Any]] = []
    for _, found in sheets(path, most):
        if len(found) > 1 and max(len(row) for row in found[:_HEAD]) > 1:
            break
    for row in found:
        yield [text_of(cell) for cell in row]


def text_of(cell: object) -> str:
    """Return a cell as text: whole numbers without a fraction, dates as ISO, blanks joined."""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else " ".join(str(cell).split())


def column_names(row: Sequence[str]) -> list[str]:
    """Return the names of columns in one spelling: "HCPCSCode", "HCPCS_Code" and "hcpcs code" are "hcpcscode"."""
    return [re.sub(r"[^a-z0-9]", "", cell.lower().partition("=")[0]) for cell in row]


def header_place(
    rows: Sequence[Sequence[str]], *wanted: Sequence[str]
) -> tuple[int, list[int | None]] | None:
    """Return the place of the row of names and, for each of *wanted* (its spellings), the column; None without one.

    The first of *wanted* has to be there.
    """
    for place, row in enumerate(rows[:_HEAD]):
        names = column_names(row)
        columns = [
            next((names.index(each) for each in spellings if each in names), None) for spellings in wanted
        ]
        if columns and columns[0] is not None and sum(c is not None for c in columns) >= min(2, len(wanted)):
            return place, columns
    return None


def table(path: Path, *wanted: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and the cells of *wanted* (each a column's spellings), "" where there is no such column.

    Raises LoaderError where the first of *wanted* is no column of the file.
    """
    head: list[list[str]] = []
    columns: list[int | None] | None = None
    for number, row in enumerate(read_rows(path), 1):
        if columns is not None:
            yield number, [row[c].strip() if c is not None and c < len(row) else "" for c in columns]
            continue
        head.append(row)
        found = header_place(head, *wanted)
        if found is not None:
            columns = found[1]
        elif len(head) > 60:
            break
    if columns is None:
        raise LoaderError(f"has no column {wanted[0][0]}", AGAIN, path=path.name)


def iso(value: object) -> str | None:
    """Return a date, as publishers write it, as YYYY-MM-DD: a cell's date, ISO, 20240701 or 7/1/2024.

    None for anything else, "*" and 99991231 (no end) included.
    """
    text = text_of(value)
    found = _DATE.fullmatch(text)
    parts = (found[1], found[2], found[3]) if found else ()
    if not parts and (us := _US_DATE.fullmatch(text)):
        parts = (us[3], us[1], us[2])
    if not parts or parts[0] == "9999":
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2])).isoformat()
    except ValueError:
        return None
