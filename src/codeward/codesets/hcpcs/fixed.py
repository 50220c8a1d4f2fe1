"""CMS's fixed-width HCPCS file: 320 characters a record, long descriptions over continuation records.

Columns 1-5 code (a modifier stands in 4-5), 6-10 sequence, 11 record: 3 code, 4 its continuation, 7 modifier, 8 its
continuation. Lines before the first record are CMS's disclaimer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from codeward.codesets.files.rows import iso
from codeward.codesets.hcpcs.records import CODE, MODIFIER, Contents, Record
from codeward.errors import LoaderError

__all__ = ["is_record", "read_fixed"]

_WAY = "Fetch the file again; it is the alphanumeric file of HCPCS Level II (HCPC…_ANWEB.txt)."
_LENGTH = 320
_DATA_END = 293


class _Column(NamedTuple):
    name: str
    first: int  # counted from 1, as CMS's layout does
    width: int
    repeats: int = 1


_COLUMNS = (
    _Column("pricing", 120, 2, 4), _Column("multiple_pricing", 128, 1), _Column("coverage_manual", 129, 6, 3),
    _Column("carriers_manual", 147, 8, 3), _Column("statute", 171, 10), _Column("lab_certification", 181, 3, 8),
    _Column("cross_reference", 205, 5, 5), _Column("coverage", 230, 1), _Column("asc_group", 231, 2),
    _Column("asc_effective", 233, 8), _Column("processing_note", 253, 4), _Column("betos", 257, 3),
    _Column("tos", 261, 1, 5), _Column("anesthesia_base_units", 266, 3), _Column("effective_from", 269, 8),
    _Column("action_effective", 277, 8), _Column("effective_to", 285, 8), _Column("action", 293, 1),
)  # fmt: skip
_DATES = frozenset({"asc_effective", "effective_from", "action_effective", "effective_to"})


def is_record(line: str) -> bool:
    """Say whether *line* is a record of the fixed-width file."""
    if len(line) < 12 or line[10] not in "3478" or not line[5:10].isdigit():
        return False
    pattern = CODE if line[10] in "34" else MODIFIER
    return pattern.fullmatch(line[:5].strip()) is not None


def read_fixed(lines: Iterable[str], name: str) -> Contents:
    """Return what the lines say. Raises LoaderError for a record cut short and a continuation of nothing."""
    contents = Contents()
    current: Record | None = None
    for number, line in enumerate(lines, 1):
        if not is_record(line):
            if line.strip() and current is not None:
                contents.report(number, line.strip()[:80])
            continue
        code, kind, text = line[:5].strip(), line[10], line[11:91].strip()
        if kind in "37":
            current = Record(code, text, line[91:119].strip(), number)
            if (
                kind == "3" and len(line.rstrip()) < _DATA_END - 24
            ):  # up to the date of its action it is never blank
                raise LoaderError(f"the record of {code} is cut short", _WAY, path=name, line=number)
            _fields(line.ljust(_LENGTH), current, contents)
            contents.records.append(current)
        elif current is None or current.code != code:
            raise LoaderError(f"{code} is continued but not begun", _WAY, path=name, line=number)
        else:
            current.long = f"{current.long} {text}".strip()
    return contents


def _fields(line: str, record: Record, contents: Contents) -> None:
    for column in _COLUMNS:
        start = column.first - 1
        values = [
            line[start + i * column.width : start + (i + 1) * column.width].strip()
            for i in range(column.repeats)
        ]
        values = [value for value in values if value]
        if not values:
            continue
        if column.name in _DATES:
            day = iso(values[0])
            if day is None:
                contents.report(record.line, f"{column.name} of {record.code}: {values[0]}")
            else:
                record.fields[column.name] = day
        else:
            record.fields[column.name] = values if column.repeats > 1 else values[0]
