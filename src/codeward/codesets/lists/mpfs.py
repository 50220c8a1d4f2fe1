"""Medicare's physician fee schedule: relative values and indicators of each code (CMS's relative value file, PPRRVU).

Code numbers, values and indicators only: the descriptors in the file are the AMA's and are not kept. A modifier's row
(26, TC, 53) stands with its code. CMS's own file has its columns' names over several lines, but always the same columns
in the same order (2020 to 2026), so they are taken by place; a table with one line of names is read by names.

One conversion factor serves all codes and stands in the manifest. From 2026 on there are two, each in a file of its own
(42 CFR 414.28): the higher one, `conversion_factor_apm`, for clinicians who are qualifying participants of an
alternative payment model. The two files say the same of every code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from codeward.bounds import BoundsError, decimal
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.model import Release
from codeward.codesets.files.rows import AGAIN, column_names, read_rows
from codeward.errors import LoaderError

__all__ = ["compile_mpfs"]

# our name: (place in CMS's file, spellings in a table with names)
_COLUMNS: dict[str, tuple[int, tuple[str, ...]]] = {
    "status": (3, ("statuscode", "status")),
    "work": (5, ("workrvu",)),
    "nonfacility_pe": (6, ("nonfacpervu",)),
    "nonfacility_na": (7, ("nonfacindicator",)),
    "facility_pe": (8, ("facilitypervu",)),
    "facility_na": (9, ("facilityindicator",)),
    "malpractice": (10, ("mprvu",)),
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
    "cap_nonfacility_pe": (28, ("nonfacilitypeusedforoppspaymentamount",)),
    "cap_facility_pe": (29, ("facilitypeusedforoppspaymentamount",)),
    "cap_malpractice": (30, ("mpusedforoppspaymentamount",)),
}
_FACTOR = (24, ("convfactor",))
_CAPS = frozenset(name for name in _COLUMNS if name.startswith("cap_"))  # 0 where there is no cap: left out
_QUALIFYING = re.compile(r"(?<!non)(?<!non[-_ ])qpp", re.IGNORECASE)  # in the name of the second file of 2026
_NUMBERS = frozenset(
    {"work", "nonfacility_pe", "facility_pe", "malpractice", "nonfacility", "facility", "preoperative",
     "intraoperative", "postoperative", *_CAPS}
)  # fmt: skip
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_WIDTH = 28  # columns of CMS's file, and three more of OPPS amounts


def compile_mpfs(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return values and indicators of one quarter, from its file, or from both of 2026.

    Of several revisions of a file the last by name is read. Raises LoaderError for another file, a row that stands
    there twice, and more than one conversion factor in a file.
    """
    path, qualifying = _one_of_each(files)
    gathered, factor = _gathered(path)
    factors = {"conversion_factor": factor}
    if qualifying is not None:
        factors["conversion_factor_apm"] = _gathered(qualifying)[1]
    entries = (
        PlainEntry(code, "code", code, 0, billable=True, facts=facts) for code, facts in gathered.items()
    )
    read = [path, *([qualifying] if qualifying else [])]
    wanted = dict(zip(files, expected, strict=False))
    return compile_plain(
        release, entries, sources=read, expected=[wanted.get(each) for each in read], more=factors
    )


def _one_of_each(files: Sequence[Path]) -> tuple[Path, Path | None]:
    """Return the file of most clinicians and, where there is one too, that of qualifying participants."""
    qualifying = [path for path in files if _QUALIFYING.search(path.name)]
    others = [path for path in files if path not in qualifying]
    last = max(qualifying, key=lambda path: path.name, default=None)
    if not others:
        raise LoaderError(
            "holds the conversion factor of qualifying participants alone", "Give the file without QPP as well.",
            path=files[0].name,
        )  # fmt: skip
    return max(others, key=lambda path: path.name), last


def _gathered(path: Path) -> tuple[dict[str, dict[str, Any]], str | None]:
    """Return the facts of each code of a file, and its conversion factor."""
    gathered: dict[str, dict[str, Any]] = {}
    factors: set[str] = set()
    for line, code, modifier, facts in _rows(path):
        if factor := facts.pop("factor", ""):
            factors.add(_figure("factor", factor, path, line))
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
    if len(factors) > 1:
        raise LoaderError(
            f"has several conversion factors: {', '.join(sorted(factors)[:4])}", AGAIN, path=path.name
        )
    return gathered, next(iter(factors), None)


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
        for name in _NUMBERS & facts.keys():
            facts[name] = _figure(name, facts[name], path, line)
            if name in _CAPS and not Decimal(facts[name]):
                del facts[name]
        if not facts.get("status"):
            raise LoaderError(f"{code} has no status", AGAIN, path=path.name, line=line)
        yield line, code, row[modifier_at].strip().upper(), facts
    if columns is None:
        raise LoaderError("is no relative value file", "Give CMS's PPRRVU file.", path=path.name)


def _figure(name: str, cell: str, path: Path, line: int) -> str:
    """Return a figure as it is written, with a 0 before its point. Raises LoaderError for what is none."""
    try:
        return str(decimal(cell.replace(",", "")))
    except BoundsError:
        raise LoaderError(f"{cell[:20]!r} is no figure ({name})", AGAIN, path=path.name, line=line) from None


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
        found["factor"] = next((names.index(each) for each in _FACTOR[1] if each in names), None)
        return {ours: c for ours, c in found.items() if c is not None}
    if "days" in names and len(names) >= _WIDTH and names.index("days") == _COLUMNS["global"][0]:
        return {**{ours: place for ours, (place, _) in _COLUMNS.items()}, "factor": _FACTOR[0]}
    return None
