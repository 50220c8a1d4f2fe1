"""Read the AMA's CPT data files, as a licensee holds them: which file is which, and the records in each.

Layout as the AMA's file description and the National Library of Medicine's source notes give it: a copyright notice,
then one record a line. Tab-delimited (LONGULT, LONGUT) or fixed width: the long file has the code in 1-5, a counter in
6-7, text from 9, further text under the same code with the next counter; the medium and the short file have the code
in 1-5 and text from 7. Newer tables begin with a line of column names. Upper case (…U…) and mixed case (…UL…) exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.files.source import decoded, opened
from codeward.errors import LoaderError, quoted

__all__ = ["CODE", "WAY", "Table", "code_list", "descriptors", "headings", "modifiers", "sorted_out"]

CODE = re.compile(r"[0-9]{4}[0-9AFMTU]")
WAY = (
    "Give the AMA's CPT data files of one year that you have licensed: LONGULT.txt (or LONGUT, LONGULF, LONGUF), "
    "MEDU.txt, SHORTU.txt, and where you have them MODUL.txt and the lists."
)
_LARGEST = 50_000_000  # bytes; the AMA's long file has about four million
_KINDS: tuple[tuple[str, str], ...] = (
    ("consumer", r"CONSUMER"),
    ("clinician", r"CLINICIAN"),
    ("telemedicine", r"TELE"),
    ("audio_only", r"AUDIO"),
    ("add_on", r"ADD[ _-]?ON"),
    ("modifier_51_exempt", r"(?<![0-9])51(?![0-9])"),
    ("headings", r"HEADING|SECTION|HIERARCHY"),
    ("long", r"^LONG"),
    ("medium", r"^MED"),
    ("short", r"^SHORT"),
    ("modifiers", r"^MODUL|^MODIF"),
)
_TEXT_SUFFIXES = (".txt", ".tab", ".tsv", ".xz", "")
_FIXED = re.compile(r"([0-9]{4}[0-9AFMTU])(?:([0-9]{2}) | )(.*)")
_HCPCS = re.compile(r"[A-V][0-9]{4}[\t ]")
_MODIFIER = re.compile(r"([0-9A-Z]{2})(?:([0-9]{2}) +| +)(\S.*)")
_RANGE = re.compile(r"([0-9]{4}[0-9A-Z])\s*(?:-|–|\t)\s*([0-9]{4}[0-9A-Z])")


class Table(NamedTuple):
    """The texts of one file by code, in its order, and the lines after the first code that were not understood."""

    path: Path
    texts: dict[str, str]
    not_understood: tuple[str, ...]


def sorted_out(files: Sequence[Path]) -> tuple[dict[str, Path], list[str]]:
    """Return the file of each kind, and the names of those that are none of them (guidelines, read-me).

    Of several long files the tab-delimited one in mixed case comes first.
    """
    found: dict[str, Path] = {}
    other: list[str] = []
    for path in sorted(
        files, key=lambda path: (_stem(path)[:6] != "LONGUL", "F" in _stem(path)[4:], _stem(path))
    ):
        kind = next((kind for kind, pattern in _KINDS if re.search(pattern, _stem(path))), None)
        if kind is None or path.suffix.lower() not in _TEXT_SUFFIXES or kind in found:
            other.append(path.name)
        else:
            found[kind] = path
    return found, other


def _stem(path: Path) -> str:
    return path.name.upper().partition(".")[0]


def _lines(path: Path) -> list[str]:
    with opened(path) as stream:
        raw = stream.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise LoaderError("is larger than a CPT file can be", WAY, path=path.name)
    if raw[:2] == b"PK":
        raise LoaderError("is an archive, not a text file", "Unpack it first.", path=path.name)
    text = decoded(raw)
    if "\0" in text:
        raise LoaderError("is not a text file", WAY, path=path.name)
    return [line.rstrip("\x1a ") for line in text.splitlines()]


class _Record(NamedTuple):
    code: str
    part: int | None
    text: str


def descriptors(path: Path, kind: str) -> Table:
    """Return the texts of a descriptor file.

    Raises LoaderError with the line for HCPCS codes, a code that stands there twice, a missing part of a long text, a
    code without text; and for a file without any CPT code.
    """
    texts: dict[str, str] = {}
    parts: dict[str, int] = {}
    strange: list[str] = []
    column: int | None = None
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        if _HCPCS.match(line):
            raise LoaderError("holds HCPCS Level II codes", WAY, path=path.name, line=number)
        record = _record(line, column)
        if record is None:
            column = _column(line, kind) if column is None else column
            if texts:
                strange.append(f"{number}: {line[:60]}")
            continue
        _add(record, texts, parts, path, number)
    if not texts:
        raise LoaderError("holds no CPT code", WAY, path=path.name)
    return Table(path, texts, tuple(strange))


def _add(record: _Record, texts: dict[str, str], parts: dict[str, int], path: Path, number: int) -> None:
    code, part, text = record
    if not text:
        raise LoaderError(f"{code} has no text", "Fetch the file again.", path=path.name, line=number)
    if part is not None and part > 1:
        if parts.get(code) != part - 1:
            message = f"part {part} of {code} stands there without part {part - 1}"
            raise LoaderError(message, "Fetch the file again.", path=path.name, line=number)
        texts[code] += " " + text
    elif code in texts:
        raise LoaderError(f"{code} stands there twice", "Fetch the file again.", path=path.name, line=number)
    else:
        texts[code] = text
    if part is not None:
        parts[code] = part


def _record(line: str, column: int | None) -> _Record | None:
    """Return what a line says of a code, or None for a notice, a line of column names, or what is not understood."""
    if "\t" not in line:
        found = _FIXED.match(line)
        if found is None:
            return _Record(line.strip(), None, "") if CODE.fullmatch(line.strip()) else None
        return _Record(found[1], int(found[2]) if found[2] else None, found[3].strip())
    cells = _cells(line)
    at = next((i for i, cell in enumerate(cells) if CODE.fullmatch(cell)), None)
    if at is None:
        return None
    rest = cells[at + 1 :]
    part = int(rest[0]) if len(rest) > 1 and re.fullmatch(r"[0-9]{1,2}", rest[0]) else None
    if column is not None and column < len(cells):
        return _Record(cells[at], part, cells[column])
    return _Record(cells[at], part, next((cell for cell in reversed(rest) if cell), ""))


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in line.split("\t")]


def _column(line: str, kind: str) -> int | None:
    """Return which column of a table holds the texts, where *line* names its columns."""
    cells = [cell.lower() for cell in _cells(line)]
    if len(cells) < 2 or not any("code" in cell for cell in cells):
        return None
    for wanted in (kind, "descript"):
        for i, cell in enumerate(cells):
            if wanted in cell and "code" not in cell:
                return i
    return None


def code_list(path: Path) -> set[str]:
    """Return the codes of a list, one at the beginning of a line. Raises LoaderError where there is none."""
    found: set[str] = set()
    for line in _lines(path):
        cells = _cells(line) if "\t" in line else line.split()[:1]
        found.update(cell for cell in cells if CODE.fullmatch(cell))
    if not found:
        raise LoaderError("holds no CPT code", WAY, path=path.name)
    return found


def modifiers(path: Path) -> dict[str, str]:
    """Return the texts of the modifier file by modifier. Raises LoaderError where there is none."""
    found: dict[str, str] = {}
    for line in _lines(path):
        if "\t" in line:
            cells = [cell for cell in _cells(line) if cell]
            code, text = (cells[0], cells[-1]) if len(cells) > 1 else ("", "")
        else:
            match = _MODIFIER.match(line)
            code, text = (match[1], match[3].strip()) if match else ("", "")
        if re.fullmatch(r"[0-9A-Z]{2}", code) and any(c.isdigit() for c in code):
            found[code] = f"{found[code]} {text}" if code in found else text
    if not found:
        raise LoaderError("holds no modifier", WAY, path=path.name)
    return found


def headings(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield first code, last code and title of each heading in the file: "10004-69990<tab>Title" or three columns.

    Raises LoaderError for a range that ends before it begins, and where there is no range.
    """
    empty = True
    for number, line in enumerate(_lines(path), 1):
        found = _RANGE.search(line)
        if found is None:
            continue
        title = line[found.end() :].strip("\t :-") or line[: found.start()].strip("\t :-")
        mixed = found[1][4].isdigit() != found[2][4].isdigit()
        if mixed or found[1] > found[2] or not title:
            raise LoaderError(f"{quoted(line)} is no heading", WAY, path=path.name, line=number)
        empty = False
        yield found[1], found[2], title
    if empty:
        raise LoaderError("holds no heading", WAY, path=path.name)
