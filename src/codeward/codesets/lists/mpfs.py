"""Medicare's physician fee schedule: the indicators of each code (CMS's relative value file, PPRRVU).

Code numbers and indicators only: the descriptors in the file are the AMA's and are not kept. A modifier's row (26, TC,
53) stands with its code. CMS's own file has its columns' names over several lines, but always the same columns in the
same order (2020 to 2026), so they are taken by place; a table with one line of names is read by names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.model import Release
from codeward.codesets.files.rows import AGAIN, column_names, read_rows
from codeward.errors import LoaderError

__all__ = ["compile_mpfs"]

# our name: (place in CMS's file, spellings in a table with names)
_COLUMNS: dict[str, tuple[int, tuple[str, ...]]] = {
    "status": (3, ("statuscode", "status")),
    "work": (5, ("workrvu",)),
    "nonfacility": (11, ("nonfacilitytotal",)),
    "facility": (12, ("facilitytotal",)),
    "pc_tc": (13, ("pctcind",)),
    "global": (14, ("globdays",)),
    "preoperative": (15, ("preop",)),
    "intraoperative": (16, ("intraop",)),
    "postoperative": (17, ("postop",)),
    "multiple": (18, ("multproc",)),
    "bilateral": (19, ("bilatsurg",)),
    "assistant": (20, ("asstsurg",)),
    "co_surgeons": (21, ("cosurg",)),
    "team": (22, ("teamsurg",)),
    "endoscopic_base": (23, ("endobase",)),
    "supervision": (25, ("physiciansupervisionofdiagnosticprocedures",)),
    "imaging_family": (27, ("diagnosticimagingfamilyindicator",)),
}
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_WIDTH = 28  # columns of CMS's file, and three more of OPPS amounts


def compile_mpfs(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the indicators of one quarter. Raises LoaderError for another file and a row that stands there twice."""
    path = files[0]
    gathered: dict[str, dict[str, Any]] = {}
    for line, code, modifier, facts in _rows(path):
        row = gathered.setdefault(code, {})
        if modifier:
            modifiers = row.setdefault("modifiers", {})
            if modifier in modifiers:
                raise LoaderError(f"{code}-{modifier} stands there twice", AGAIN, path=path.name, line=line)
            modifiers[modifier] = facts
        elif "status" in row:
            raise LoaderError(f"{code} stands there twice", AGAIN, path=path.name, line=line)
        else:
            row.update(facts)
    entries = (
        PlainEntry(code, "code", code, 0, billable=True, facts=facts) for code, facts in gathered.items()
    )
    return compile_plain(release, entries, sources=files, expected=expected)


def _rows(path: Path) -> Iterator[tuple[int, str, str, dict[str, str]]]:
    columns: dict[str, int] | None = None
    code_at, modifier_at = 0, 1
    for line, row in enumerate(read_rows(path), 1):
        if columns is None:
            columns = _columns(row)
            continue
        code = row[code_at].strip().upper() if row else ""
        if code.isdigit() and len(code) >= 3:
            code = code.zfill(5)  # a spreadsheet took "00100" for a number
        if not _CODE.fullmatch(code):
            if any(cell.strip() for cell in row):
                raise LoaderError(f"{code[:20]!r} is no code", AGAIN, path=path.name, line=line)
            continue
        facts = {name: row[c].strip() for name, c in columns.items() if c < len(row) and row[c].strip()}
        if not facts.get("status"):
            raise LoaderError(f"{code} has no status", AGAIN, path=path.name, line=line)
        yield line, code, row[modifier_at].strip().upper(), facts
    if columns is None:
        raise LoaderError("is no relative value file", "Give CMS's PPRRVU file.", path=path.name)


def _columns(row: Sequence[str]) -> dict[str, int] | None:
    """Return where each indicator stands, if *row* is the (last) line of names."""
    names = column_names(row)
    if names[:2] != ["hcpcs", "mod"]:
        return None
    if "globdays" in names:
        found = {
            ours: next((names.index(each) for each in spellings if each in names), None)
            for ours, (_, spellings) in _COLUMNS.items()
        }
        return {ours: c for ours, c in found.items() if c is not None}
    if "days" in names and len(names) >= _WIDTH and names.index("days") == _COLUMNS["global"][0]:
        return {ours: place for ours, (place, _) in _COLUMNS.items()}
    return None
