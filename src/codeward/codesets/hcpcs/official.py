"""Compile CMS's HCPCS Level II release, as fixed-width text, workbook or separated text, into a book.

Deleted codes stay in the book with the day they ended (`effective_to`) and are billable only where that day is not
past when the release comes into force. The file's modifiers are kept as JSON in the blob `modifiers`.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from codeward.codesets.compile.plain import compile_plain
from codeward.codesets.container.model import Release
from codeward.codesets.files.source import decoded, opened
from codeward.codesets.hcpcs.fixed import is_record, read_fixed
from codeward.codesets.hcpcs.headings import Listed, headed
from codeward.codesets.hcpcs.records import Contents, Record
from codeward.codesets.hcpcs.tables import heading_row, read_rows, text_rows, workbook_rows
from codeward.errors import LoaderError

__all__ = ["compile_official", "read_contents"]

_WAY = "Give the alphanumeric file of HCPCS Level II: HCPC…_ANWEB.txt or .xlsx, or a table with its columns."
_LARGEST = 100_000_000  # bytes of text; CMS's file has four million
_MOST_REPORTED = 50


def compile_official(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the book of *release* from CMS's file, the first of *files* that is one.

    Raises LoaderError for another file, one that is cut short, and a code that stands there twice.
    """
    path, contents = _first(files)
    _check_whole(contents, path)
    start = release.in_force_from.isoformat()
    codes = [record for record in contents.records if not record.is_modifier]
    modifiers = [record for record in contents.records if record.is_modifier]
    blob = json.dumps(
        [{"code": m.code, "title": m.title, **m.facts()} for m in modifiers], ensure_ascii=False
    )
    return compile_plain(
        release,
        headed(_listed(record, start) for record in codes),
        sources=[path],
        expected=[expected[files.index(path)]] if expected else (),
        extras={"modifiers": blob.encode()},
        more={
            "modifiers": len(modifiers),
            "ended": sum(1 for record in codes if record.fields.get("effective_to", start) < start),
            "not_understood": contents.not_understood[:_MOST_REPORTED],
            "not_understood_count": len(contents.not_understood),
        },
    )


def _listed(record: Record, start: str) -> Listed:
    facts = record.facts()
    return Listed(record.code, record.title, facts.get("effective_to", start) >= start, facts)


def _first(files: Sequence[Path]) -> tuple[Path, Contents]:
    problem = LoaderError("there is no file", _WAY)
    for path in files:
        try:
            return path, read_contents(path)
        except LoaderError as e:
            problem = e
            if len(files) == 1 or e.line is not None:  # with a line it is the right file, damaged
                raise
    raise problem


def read_contents(path: Path) -> Contents:
    """Return the records of CMS's file in any of its layouts. Raises LoaderError for any other file."""
    if zipfile.is_zipfile(path) or path.suffix.lower() in (".xlsx", ".xls"):
        return read_rows(workbook_rows(path), path.name)
    with opened(path) as stream:
        raw = stream.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise LoaderError("is larger than a HCPCS file can be", _WAY, path=path.name)
    text = decoded(raw)
    lines = text.splitlines()
    if any(is_record(line) for line in lines[:2000]):
        if text and not text.endswith(("\n", "\x1a")) and len(lines[-1]) < len(lines[-2:][0]):
            raise LoaderError("ends in the middle of a record", _WAY, path=path.name, line=len(lines))
        return read_fixed(lines, path.name)
    try:
        rows = text_rows(lines)
    except csv.Error as e:
        raise LoaderError(f"is not CMS's HCPCS file ({e})", _WAY, path=path.name) from e
    if heading_row(rows) is None:
        raise LoaderError("is not CMS's HCPCS file", _WAY, path=path.name)
    return read_rows(rows, path.name)


def _check_whole(contents: Contents, path: Path) -> None:
    """Refuse a code that stands there twice, and a file that does not run from A to V, as every release does."""
    seen: dict[str, int] = {}
    for record in contents.records:
        if record.code in seen:
            raise LoaderError(
                f"{record.code} stands in lines {seen[record.code]} and {record.line}",
                "Fetch the file again.",
                path=path.name,
                line=record.line,
            )
        seen[record.code] = record.line
    letters = {code[0] for code in seen if len(code) == 5}
    if not letters:
        raise LoaderError("holds no HCPCS code", _WAY, path=path.name)
    if min(letters) != "A" or max(letters) < "V":
        raise LoaderError(
            f"runs from {min(letters)} to {max(letters)}; a release runs from A to V, so a part is missing",
            "Fetch the file again.",
            path=path.name,
        )
