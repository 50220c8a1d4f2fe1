"""Medicare's payment localities: what a service costs where, and what anesthesia pays there.

The files beside the relative value file in its archive: GPCI (Addendum E of the final rule), ANES and LOCCO. A locality
is named by contractor and number, "10112-00". Where the GPCI file gives work with and without the floor of 1.0 (Social
Security Act 1848(e)(1)(E)), the column with it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from codeward.bounds import BoundsError, decimal
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.model import Release
from codeward.codesets.files.rows import AGAIN, column_names, read_rows, text_of
from codeward.errors import LoaderError

__all__ = ["compile_localities"]

_LOCALITY = re.compile(r"[0-9]{5}-[0-9]{2}")
_MOST_COUNTIES = 2000  # characters of them: California's rest of state has the most
_Columns = dict[str, int]


def compile_localities(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the localities of one quarter: work, PE and MP index; anesthesia factor and counties where given.

    Raises LoaderError where there is no GPCI file, a figure is none, or a locality stands there twice.
    """
    gathered: dict[str, dict[str, Any]] = {}
    others: list[tuple[Path, _Columns]] = []
    found = False
    for path in files:
        columns = _columns(path)
        if "work" not in columns:
            others.append((path, columns))
            continue
        found = True
        for line, place, facts in _rows(path, columns):
            if place in gathered:
                raise LoaderError(f"{place} stands there twice", AGAIN, path=path.name, line=line)
            gathered[place] = facts
    if not found:
        raise LoaderError(
            "has no geographic practice cost indices", "Give the GPCI file of the same archive.", path=files[0].name
        )  # fmt: skip
    for path, columns in others:
        for _, place, facts in _rows(path, columns):
            if place in gathered:  # what has no index is paid by none
                gathered[place].update(facts)
    entries = (
        PlainEntry(place, "code", facts.pop("name"), 0, billable=True, facts=facts)
        for place, facts in gathered.items()
    )
    return compile_plain(release, entries, sources=files, expected=expected)


def _rows(path: Path, columns: _Columns) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield line, locality and facts of each row; what names no contractor is no row (notes, an end-of-file mark)."""
    for line, row in enumerate(read_rows(path), 1):
        cells = {name: text_of(row[c]) if c < len(row) else "" for name, c in columns.items()}
        contractor, number = cells.pop("contractor"), cells.pop("locality")
        if not contractor.isdigit() or not number.isdigit():
            continue
        place = f"{contractor.zfill(5)}-{number.zfill(2)}"
        if not _LOCALITY.fullmatch(place):
            raise LoaderError(f"{place[:20]!r} is no locality", AGAIN, path=path.name, line=line)
        facts: dict[str, Any] = {}
        for name, cell in cells.items():
            if name in ("work", "pe", "mp", "anesthesia"):
                facts[name] = _figure(name, cell, path, line)
            elif cell:
                facts[name] = cell.strip("* ")[:_MOST_COUNTIES]
        if "work" in facts and not facts.get("name"):
            raise LoaderError(f"{place} has no name", AGAIN, path=path.name, line=line)
        if "work" not in facts:
            facts.pop("name", None)
        yield line, place, facts


def _figure(name: str, cell: str, path: Path, line: int) -> str:
    try:
        value = decimal(cell)
    except BoundsError:
        value = None
    if value is None or value <= 0:
        raise LoaderError(f"{cell[:20]!r} is no figure ({name})", AGAIN, path=path.name, line=line)
    return str(value)


def _columns(path: Path) -> _Columns:
    """Return where each fact stands, by what the line of names says. Raises LoaderError without one."""
    for row in read_rows(path, 20):
        names = column_names(row)
        number = next((names.index(each) for each in ("localitynumber", "locality") if each in names), None)
        if number is None or len(names) < 4:
            continue
        found: dict[str, int | None] = {
            "contractor": 0,
            "locality": number,
            "state": _place(names, r"state"),
            "name": _place(names, r"localityname"),
            "work": _place(names, r"pwgpci\w*with10floor", r"pwgpci", r"gpciwork"),
            "pe": _place(names, r"pegpci", r"gpcipe"),
            "mp": _place(names, r"mpgpci", r"gpcimp"),
            "anesthesia": _place(names, r"anes"),
            "counties": _place(names, r"counties"),
        }
        if found["counties"] is not None:  # LOCCO spells the state out, in its first row alone
            found["state"] = None
        return {name: c for name, c in found.items() if c is not None}
    raise LoaderError("names no localities", "Give the GPCI, ANES or LOCCO file.", path=path.name)


def _place(names: Sequence[str], *patterns: str) -> int | None:
    """Return the first column whose name holds the first of *patterns* that any name holds."""
    for pattern in patterns:
        for place, name in enumerate(names):
            if re.search(pattern, name):
                return place
    return None
