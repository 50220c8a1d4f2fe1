"""Claims from a table (CSV): a row for each diagnosis, procedure and line, the rows of one claim below one another.

The columns are described in docs/reference/claims.md. What a row says of the whole claim may be said on its first row
alone, or on each; two rows of one claim that say different things are an error, never the last one's way.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from codeward.claims.model import Claim
from codeward.claims.reading import MAX_LIST, ClaimError, read_claim
from codeward.claims.typed import typed_dollars, typed_number, typed_whole
from codeward.errors import quoted

__all__ = ["CLAIM_COLUMNS", "PART_COLUMNS", "TableClaim", "read_table"]

_WAY_OUT = "The columns are in docs/reference/claims.md"
PARTS = {"diagnosis": "diagnoses", "procedure": "procedures", "line": "lines"}
# Column: where it goes in the claim. Of the whole claim:
CLAIM_COLUMNS = {
    "claim": ("id",),
    "kind": ("kind",),
    "start": ("statement", "start"),
    "through": ("statement", "through"),
    "payer": ("payer",),
    "bill_type": ("bill_type",),
    "age_years": ("patient", "age_years"),
    "sex": ("patient", "sex"),
    "discharge_status": ("discharge_status",),
    "payment": ("provider", "payment"),
}
# Of the row, and the parts that have it.
PART_COLUMNS = {
    "part": frozenset(PARTS),
    "code": frozenset(PARTS),
    "id": frozenset(PARTS),
    "poa": frozenset({"diagnosis"}),
    "date": frozenset({"procedure", "line"}),
    "modifiers": frozenset({"line"}),
    "units": frozenset({"line"}),
    "place": frozenset({"line"}),
    "revenue": frozenset({"line"}),
    "pointers": frozenset({"line"}),
    "charge_usd": frozenset({"line"}),
}
_REQUIRED = ("kind", "start", "part", "code")
_MOST_ROWS = 3 * MAX_LIST  # of one claim: each of its three lists full


class TableClaim(NamedTuple):
    """A claim of a table, or why it is none. `row` is the row of the file on which it begins, the head being 1."""

    row: int
    claim: Claim | ClaimError


Cells = dict[str, str]


def read_table(lines: Iterable[str]) -> Iterator[TableClaim]:
    """Read the claims of a table, in their order. Raises ClaimError where its head is no head of claims.

    A claim that cannot be read is yielded as its error, and those after it are read all the same.
    """
    rows = csv.DictReader(lines, strict=True, skipinitialspace=True)
    head = [name.strip().lower() for name in (rows.fieldnames or ())]
    _check_head(head)
    rows.fieldnames = head
    held: list[tuple[int, Cells]] = []
    for number, cells in _numbered(rows):
        if held and cells.get("claim", "") != held[0][1].get("claim", ""):
            yield TableClaim(held[0][0], _made(held))
            held = []
        if len(held) <= _MOST_ROWS:  # one more than a claim can have is enough to refuse it
            held.append((number, cells))
    if held:
        yield TableClaim(held[0][0], _made(held))


def _check_head(head: list[str]) -> None:
    unknown = [name for name in head if name not in CLAIM_COLUMNS and name not in PART_COLUMNS]
    missing = [name for name in _REQUIRED if name not in head]
    if unknown:
        raise ClaimError(f"the column {quoted(unknown[0])} is not known", _WAY_OUT, "row 1")
    if missing:
        raise ClaimError(f"the column {quoted(missing[0])} is missing", _WAY_OUT, "row 1")
    twice = next((name for name in head if head.count(name) > 1), None)
    if twice:
        raise ClaimError(f"the column {quoted(twice)} is there twice", "Leave one", "row 1")


def _numbered(rows: csv.DictReader[str]) -> Iterator[tuple[int, Cells]]:
    """The rows that hold anything, with their numbers. A cell too many is kept under "" and refused with its claim."""
    number = 1
    while True:
        number += 1
        try:
            row: dict[Any, Any] = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise ClaimError(f"is not a row of CSV: {error}", "Check the quotes", f"row {number}") from None
        cells = {
            name or "": (" ".join(cell) if isinstance(cell, list) else cell or "").strip()
            for name, cell in row.items()
        }
        if any(cells.values()):
            yield number, cells


def _made(rows: list[tuple[int, Cells]]) -> Claim | ClaimError:
    try:
        if len(rows) > _MOST_ROWS:
            raise ClaimError(f"has more than {_MOST_ROWS} rows", "Send fewer", f"row {rows[0][0]}")
        claim: dict[str, Any] = _claim_level(rows)
        for number, cells in rows:
            part = cells["part"].lower()
            if part not in PARTS:
                said = f"{quoted(cells['part'])} is no part of a claim"
                raise ClaimError(said, f"Write {', '.join(PARTS)}", f"row {number}, part")
            claim.setdefault(PARTS[part], []).append(_part(number, part, cells))
        return read_claim(claim)
    except ClaimError as error:
        return error


def _claim_level(rows: list[tuple[int, Cells]]) -> dict[str, Any]:
    """What the rows say of the whole claim, each thing once."""
    said: dict[str, tuple[int, str]] = {}
    for number, cells in rows:
        for name in CLAIM_COLUMNS:
            cell = cells.get(name, "")
            if not cell:
                continue
            first, before = said.setdefault(name, (number, cell))
            if before != cell:
                message = f"says {quoted(cell)}, row {first} says {quoted(before)}"
                raise ClaimError(message, "Say one thing of one claim", f"row {number}, {name}")
    claim: dict[str, Any] = {}
    for name, (number, cell) in said.items():
        *parents, last = CLAIM_COLUMNS[name]
        place = claim
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = typed_whole(cell, f"row {number}, {name}") if name == "age_years" else cell
    if "statement" in claim:
        claim["statement"].setdefault("through", claim["statement"].get("start"))
    return claim


def _part(number: int, part: str, cells: Cells) -> dict[str, Any]:
    if cells.get(""):
        raise ClaimError("has more cells than the head", "Check its commas", f"row {number}")
    made: dict[str, Any] = {}
    for name, parts in PART_COLUMNS.items():
        cell, where = cells.get(name, ""), f"row {number}, {name}"
        if not cell or name == "part":
            continue
        if part not in parts:
            raise ClaimError(f"a {part} has no {name}", "Leave the cell empty", where)
        if name in ("modifiers", "pointers"):
            made[name] = cell.split()
        elif name == "charge_usd":
            made["charge"] = typed_dollars(cell, where)
        elif name == "units":
            made["units"] = typed_number(cell, where)
        else:
            made[name] = cell.upper() if name == "poa" else cell
    return made
