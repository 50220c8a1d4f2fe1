"""Tables of ICD-10-PCS in their compiled form: rows whose values combine freely, one small block for each table.

A row lists the values of the 4th to 7th character; every combination of a row is a lawful code (guideline A3, the
tables). A label hangs on the row, not on the table: "7" may be another thing beside another body part.
"""

from __future__ import annotations

import json
import struct
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, NamedTuple

from codeward.codesets.icd10pcs.labels import Labels

__all__ = [
    "Row",
    "Table",
    "Value",
    "blob",
    "factorize",
    "lines_of",
    "pack_tables",
    "read_table",
    "without_codes",
]

_COUNT = struct.Struct("<I")
_ENTRY = struct.Struct("<3sxII")  # table, offset, length; sorted by table


class Value(NamedTuple):
    """One value of an axis: its character, its label, whether we worked the label out ourselves."""

    char: str
    label: str
    derived: bool


Row = tuple[tuple[Value, ...], tuple[Value, ...], tuple[Value, ...], tuple[Value, ...]]


class Table(NamedTuple):
    """One table: its three characters and its rows."""

    code: str
    rows: tuple[Row, ...]

    def codes(self) -> Iterator[str]:
        """Yield every lawful code, row by row."""
        for row in self.rows:
            for a in row[0]:
                for b in row[1]:
                    for c in row[2]:
                        for d in row[3]:
                            yield f"{self.code}{a.char}{b.char}{c.char}{d.char}"


_Cell = tuple[int, ...]


def factorize(cells: set[_Cell]) -> list[tuple[tuple[int, ...], ...]]:
    """Return rows of value numbers whose combinations are exactly *cells*, each once, in a fixed order."""
    if not cells:
        return []
    if len(next(iter(cells))) == 1:
        return [(tuple(sorted(cell[0] for cell in cells)),)]
    rest: dict[int, set[_Cell]] = defaultdict(set)
    for cell in cells:
        rest[cell[0]].add(cell[1:])
    alike: dict[frozenset[_Cell], list[int]] = defaultdict(list)
    for first in sorted(rest):
        alike[frozenset(rest[first])].append(first)
    return [(tuple(firsts), *row) for below, firsts in alike.items() for row in factorize(set(below))]


def lines_of(labels: Mapping[str, Labels], *, derived: bool) -> dict[str, dict[str, Any]]:
    """Return the JSON of each table for codes with the labels of their last four characters."""
    tables: dict[str, list[str]] = defaultdict(list)
    for code in sorted(labels):
        tables[code[:3]].append(code)
    return {table: _table(codes, labels, derived=derived) for table, codes in tables.items()}


def _table(codes: Sequence[str], labels: Mapping[str, Labels], *, derived: bool) -> dict[str, Any]:
    numbers: list[dict[tuple[str, str], int]] = [
        {pair: n for n, pair in enumerate(sorted({(code[3 + i], labels[code][i]) for code in codes}))}
        for i in range(4)
    ]
    cells = {tuple(numbers[i][code[3 + i], labels[code][i]] for i in range(4)) for code in codes}
    return {"d": derived, "v": [list(map(list, axis)) for axis in numbers], "r": factorize(cells)}


def pack_tables(tables: Mapping[str, dict[str, Any]]) -> bytes:
    """Return the blob of all tables: a sorted directory, then one small JSON each, read when it is asked for."""
    bodies = {
        table: json.dumps(tables[table], ensure_ascii=False, separators=(",", ":")).encode()
        for table in sorted(tables)
    }
    offset = _COUNT.size + _ENTRY.size * len(bodies)
    out = bytearray(_COUNT.pack(len(bodies)))
    for table, body in bodies.items():
        out += _ENTRY.pack(table.encode("ascii"), offset, len(body))
        offset += len(body)
    return bytes(out) + b"".join(bodies.values())


def without_codes(table: Table, gone: Container[str]) -> Table:
    """Return the table without some of its codes: a row that held one is divided into rows that hold the others."""
    rows: list[Row] = []
    for row in table.rows:
        cells = {
            cell
            for cell in product(*(range(len(values)) for values in row))
            if table.code + "".join(row[place][n].char for place, n in enumerate(cell)) not in gone
        }
        if len(cells) == prod(len(values) for values in row):
            rows.append(row)
            continue
        for part in factorize(cells):
            a, b, c, d = (tuple(row[place][n] for n in numbers) for place, numbers in enumerate(part))
            rows.append((a, b, c, d))
    return Table(table.code, tuple(rows))


def blob(data: memoryview) -> dict[str, tuple[int, int]]:
    """Return {table: (offset, length)} of a packed blob. Raises ValueError or struct.error where it is damaged."""
    (count,) = _COUNT.unpack_from(data)
    if _COUNT.size + count * _ENTRY.size > len(data):
        raise ValueError("the directory of tables is cut short")
    out = {}
    for number in range(count):
        name, offset, length = _ENTRY.unpack_from(data, _COUNT.size + number * _ENTRY.size)
        if offset + length > len(data):
            raise ValueError("a table lies outside its section")
        out[name.decode("ascii")] = (offset, length)
    return out


def read_table(code: str, raw: bytes) -> Table:
    """Return one table from its JSON. Raises ValueError, KeyError, IndexError or TypeError where it is damaged."""
    found = json.loads(raw)
    derived = bool(found["d"])
    values = [[Value(str(char), str(label), derived) for char, label in axis] for axis in found["v"]]
    rows = tuple(
        tuple(tuple(values[axis][number] for number in part) for axis, part in enumerate(row))
        for row in found["r"]
    )
    return Table(code, rows)  # type: ignore[arg-type]
