"""Compile CMS's own ICD-10-PCS files: the Tables (with the order file, whose titles are the official ones)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import compile_plain
from codeward.codesets.compile.writer import refuse_other_year
from codeward.codesets.container.model import Release
from codeward.codesets.files.tree import Element, load
from codeward.codesets.icd10pcs.from_codes import read_codes
from codeward.codesets.icd10pcs.labels import Labels
from codeward.codesets.icd10pcs.naming import names
from codeward.codesets.icd10pcs.rows import lines_of
from codeward.codesets.icd10pcs.tables import called_in, entries, extras
from codeward.errors import LoaderError

__all__ = ["OfficialTables", "compile_tables", "read_tables"]

_CHAR = re.compile(r"[0-9A-HJ-NP-Z]")


class OfficialTables:
    """What a Tables file says: version, labels of each lawful code, operations, their official definitions."""

    def __init__(self) -> None:
        self.version = ""
        self.labels: dict[str, Labels] = {}
        self.names: dict[str, str] = {}
        self.definitions: dict[str, str] = {}
        self.tables = 0
        self.rows = 0
        self.repeated: list[str] = []


def read_tables(path: Path) -> OfficialTables:
    """Read the Tables XML at *path*. Raises LoaderError naming file and line."""
    root = load(path, "ICD10PCS.tabular")
    out = OfficialTables()
    out.version = root.words("version")
    for table in root.all("pcsTable"):
        _table(table, out, path.name)
    if not out.labels:
        raise LoaderError("holds no table", "Give CMS's icd10pcs_tables_YYYY.xml.", path=path.name)
    return out


def _table(table: Element, out: OfficialTables, name: str) -> None:
    prefix = ""
    for axis in table.all("axis"):
        labels = list(axis.all("label"))
        if len(labels) != 1 or not _CHAR.fullmatch(labels[0].attributes.get("code", "")):
            raise _broken(table, "its heading does not name one value an axis", name)
        prefix += labels[0].attributes["code"]
        out.names[prefix] = " ".join(labels[0].text.split())
        definition = axis.words("definition")
        if definition:
            out.definitions[prefix] = definition
    if len(prefix) != 3:
        raise _broken(table, f"its heading has {len(prefix)} characters, not 3", name)
    out.tables += 1
    for row in table.all("pcsRow"):
        _row(prefix, row, out, name)


def _row(prefix: str, row: Element, out: OfficialTables, name: str) -> None:
    axes = [
        [(label.attributes.get("code", ""), " ".join(label.text.split())) for label in axis.all("label")]
        for axis in row.all("axis")
    ]
    if len(axes) != 4 or not all(axes) or any(not _CHAR.fullmatch(code) for axis in axes for code, _ in axis):
        raise _broken(row, "a row does not have four axes of one-character values", name)
    codes = [
        (prefix + a + b + c + d, (la, lb, lc, ld))
        for a, la in axes[0]
        for b, lb in axes[1]
        for c, lc in axes[2]
        for d, ld in axes[3]
    ]
    stated = row.attributes.get("codes", "")
    if stated.isdigit() and int(stated) != len(codes):
        raise _broken(row, f"a row says {stated} codes and makes {len(codes)}", name)
    out.rows += 1
    for code, labels in codes:
        if code in out.labels:
            out.repeated.append(code)
        out.labels[code] = labels


def _broken(element: Element, what: str, name: str) -> LoaderError:
    return LoaderError(what, "Fetch the file again.", path=name, line=element.line)


def compile_tables(release: Release, files: Sequence[Path], expected: Sequence[str | None]) -> bytes:
    """Return the bytes of the book of *release* from the Tables XML and, where given, the order file.

    Without an order file each title is made from the row's labels and marked derived. Raises LoaderError, also where
    the two files do not hold the same codes (files of different years).
    """
    source = read_tables(files[0])
    year = int(source.version) if source.version.isdigit() else None
    refuse_other_year(release, year, files[0].name)
    facts: dict[str, dict[str, Any]] = {}
    if len(files) > 1:
        titles = read_codes(files[1])
        _same(set(titles), set(source.labels), files)
    else:
        titles = {code: _title(code, labels, source.names) for code, labels in source.labels.items()}
        facts = {code: {"derived": True} for code in titles}
    found = extras(
        lines_of(source.labels, derived=False), {k: v for k, v in source.names.items() if len(k) == 3}
    )
    called = {**called_in(found), **source.names}
    return compile_plain(
        release,
        entries(titles, called, facts),
        sources=files,
        expected=expected,
        extras=found,
        more={
            "tables": "official",
            "version": source.version,
            "tables_count": source.tables,
            "rows_count": source.rows,
            "codes_in_two_rows": source.repeated,
            "definitions": source.definitions,
        },
    )


def _same(order: set[str], tables: set[str], files: Sequence[Path]) -> None:
    more, less = sorted(order - tables), sorted(tables - order)
    if more or less:
        example = (more or less)[0]
        where = files[1].name if more else files[0].name
        raise LoaderError(
            f"does not hold the same codes as {files[0].name}: {len(more)} more, {len(less)} fewer "
            f"({example} is only in {where})",
            "Give tables and order file of the same release.",
            path=files[1].name,
        )


def _title(code: str, labels: Labels, called: dict[str, str]) -> str:
    """Return a title made of the labels, null words left out."""
    parts = [
        label
        for position, (char, label) in enumerate(zip(code[3:], labels, strict=True), 4)
        if not (char == "Z" and label == names().null(code[0], position))
    ]
    return (
        f"{called.get(code[:3], code[:3])}: {', '.join(parts)}" if parts else called.get(code[:3], code[:3])
    )
