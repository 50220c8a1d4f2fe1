"""Root operations and types in our own words, and the pairs that learners confuse with how to decide."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.pcs.names import names

__all__ = ["Operation", "Pair", "operation", "operations", "pairs", "rows_of"]

_DATA = Path(__file__).parent / "data"


class Operation(NamedTuple):
    """One root operation or type: section, 3rd character, name, our explanation, an example of ours."""

    section: str
    char: str
    name: str
    explanation: str
    example: str


class Pair(NamedTuple):
    """Two operations that are confused, how to decide, and the guideline (ICD-10-PCS Official Guidelines)."""

    first: str
    second: str
    decide: str
    citation: str


def rows_of(name: str) -> list[list[str]]:
    """Return the rows of one of our data files: tab separated, comments begin with #."""
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def operations() -> dict[tuple[str, str], Operation]:
    """Return every operation by (section, 3rd character)."""
    called = names().operations
    return {
        (section, char): Operation(section, char, called[section][char], explanation, example)
        for section, char, explanation, example in rows_of("operations.tsv")
    }


def operation(code: str) -> Operation | None:
    """Return the operation of a code, a table or any beginning of three characters; None where we know none."""
    return operations().get((code[:1], code[2:3])) if len(code) >= 3 else None


@lru_cache(maxsize=1)
def _pairs() -> tuple[Pair, ...]:
    return tuple(Pair(*row) for row in rows_of("pairs.tsv"))


def pairs(name: str | None = None) -> tuple[Pair, ...]:
    """Return the confused pairs, or those of the operation called *name*."""
    if name is None:
        return _pairs()
    wanted = name.casefold()
    return tuple(row for row in _pairs() if wanted in (row.first.casefold(), row.second.casefold()))
