"""The HCPCS file as a table: CMS's xlsx workbook, and csv or tab-separated text with a heading row.

The heading row is found by its names, because CMS prints a disclaimer above it in some releases and not in others.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from codeward.codesets.files.rows import iso, text_of
from codeward.codesets.files.workbook import sheets
from codeward.codesets.hcpcs.records import CODE, MODIFIER, Contents, Record
from codeward.errors import LoaderError

__all__ = ["heading_row", "read_rows", "text_rows", "workbook_rows"]

_WAY = "Fetch the file again; it is the alphanumeric file of HCPCS Level II (HCPC…_ANWEB.xlsx)."
_LARGEST = 200_000_000  # bytes that a workbook may hold unpacked; CMS's is under 10 million
_SEARCHED = 40
_NAMES: dict[str, tuple[str, ...]] = {
    "code": ("hcpc", "hcpcs", "hcpcs code", "hcpc code", "code"),
    "long": ("long description", "long desc", "desc long", "description"),
    "short": ("short description", "short desc", "desc short", "shortdescription"),
    "record": ("recid", "rec id"),
    "pricing": ("price", "pricing", "pricing indicator"),
    "multiple_pricing": ("mult pi", "multi", "multiple pricing"),
    "coverage_manual": ("cim",),
    "carriers_manual": ("mcm",),
    "statute": ("statute",),
    "lab_certification": ("labcert", "lab cert", "lab"),
    "cross_reference": ("xref", "cross reference"),
    "coverage": ("cov", "coverage"),
    "asc_group": ("asc grp",),
    "asc_effective": ("asc dt", "date asc"),
    "opps": ("opps",),
    "opps_indicator": ("opps pi",),
    "opps_effective": ("opps dt",),
    "processing_note": ("procnote", "proc note", "proc"),
    "betos": ("betos",),
    "tos": ("tos", "type of service"),
    "anesthesia_base_units": ("anest bu", "anes", "anes base unit"),
    "effective_from": ("add dt", "add date", "date added"),
    "action_effective": ("act eff dt", "act eff date", "date action"),
    "effective_to": ("term dt", "term date", "date term"),
    "action": ("action cd", "action code", "action"),
    "no_other_code": ("desc noc",),
}
_BY_NAME = {name: field for field, names in _NAMES.items() for name in names}
_LISTS = frozenset(
    {"pricing", "coverage_manual", "carriers_manual", "lab_certification", "cross_reference", "tos"}
)
_DATES = frozenset({"asc_effective", "opps_effective", "effective_from", "action_effective", "effective_to"})
_WIDTHS = {"pricing": 2, "lab_certification": 3, "anesthesia_base_units": 1, "processing_note": 4}


def workbook_rows(path: Path) -> list[list[object]]:
    """Return the cells of a workbook's first sheet that has a HCPCS heading row."""
    for _, cells in sheets(path, most=_LARGEST):
        rows: list[list[object]] = [list(row) for row in cells]
        if heading_row(rows) is not None:
            return rows
    raise LoaderError("has no sheet with the columns of HCPCS", _WAY, path=path.name)


def text_rows(lines: Sequence[str]) -> list[list[object]]:
    """Return the fields of separated text: tabs where the heading row has tabs, else commas."""
    heading = next((line for line in lines[:_SEARCHED] if heading_row([_split(line)]) is not None), "")
    reader = csv.reader(lines, delimiter="\t" if "\t" in heading else ",")
    return [list(row) for row in reader]


def _split(line: str) -> list[object]:
    return list(next(csv.reader([line], delimiter="\t" if "\t" in line else ","), []))


def heading_row(rows: Sequence[Sequence[object]]) -> int | None:
    """Return the place of the row that names at least the code and the long description, or None."""
    for place, row in enumerate(rows[:_SEARCHED]):
        fields = {_field(cell) for cell in row}
        if {"code", "long"} <= fields:
            return place
    return None


def _field(cell: object) -> str | None:
    text = re.sub(r"[_\s]+", " ", str(cell).strip().lower())
    return _BY_NAME.get(text) or _BY_NAME.get(re.sub(r"\s?\d$", "", text))


def read_rows(rows: Sequence[Sequence[object]], name: str) -> Contents:
    """Return what the rows say. Raises LoaderError where there is no heading row or a row is cut short."""
    start = heading_row(rows)
    if start is None:
        raise LoaderError("has not the columns of HCPCS", _WAY, path=name)
    fields = [_field(cell) for cell in rows[start]]
    contents = Contents()
    last: Record | None = None
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if not any(text_of(cell) for cell in row):
            continue
        if len(row) < len(fields):
            raise LoaderError("the row is cut short", _WAY, path=name, line=number)
        last = _row(dict(_pairs(fields, row)), last, number, contents)
    return contents


def _pairs(fields: Sequence[str | None], row: Iterable[object]) -> Iterable[tuple[str, list[object]]]:
    grouped: dict[str, list[object]] = {}
    for field, cell in zip(fields, row, strict=False):
        if field is not None and text_of(cell):
            grouped.setdefault(field, []).append(cell)
    return grouped.items()


def _row(
    cells: dict[str, list[object]], last: Record | None, number: int, contents: Contents
) -> Record | None:
    code = text_of(cells.get("code", [""])[0]).upper()
    long = text_of(cells.get("long", [""])[0])
    if text_of(cells.get("record", [""])[0]) in ("4", "8") and last is not None and last.code == code:
        last.long = f"{last.long} {long}".strip()  # a continuation record of the older workbooks
        return last
    if not (CODE.fullmatch(code) or MODIFIER.fullmatch(code)):
        contents.report(number, f"not a HCPCS code: {code[:20]}")
        return last
    short = text_of(cells.get("short", [""])[0]) or (
        "" if long else text_of(cells.get("no_other_code", [""])[0])
    )
    record = Record(code, long, short, number)
    for field, values in cells.items():
        if field in ("code", "long", "short", "record", "no_other_code"):
            continue
        _set(record, field, values, contents)
    contents.records.append(record)
    return record


def _set(record: Record, field: str, values: list[object], contents: Contents) -> None:
    if field in _DATES:
        day = iso(values[0])
        if day is None:
            contents.report(record.line, f"{field} of {record.code}: {text_of(values[0])}")
        else:
            record.fields[field] = day
        return
    texts = [part.zfill(_WIDTHS.get(field, 0)) for value in values for part in _parts(field, value)]
    if texts:
        record.fields[field] = texts if field in _LISTS else texts[0]


def _parts(field: str, value: object) -> list[str]:
    """Return the single values of a cell; a table may put repeated elements into one ("1:P", "A0030, A0040")."""
    text = text_of(value)
    if field not in _LISTS:
        return [text]
    return [part.strip() for part in re.split(r"[:,;]", text) if part.strip()]
