"""The data of structure: what is said of conditions, the units of figures, facets of codes that no title says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from codeward.errors import LoaderError
from codeward.search.structure.facet import Facet, from_word

__all__ = [
    "FILES",
    "Condition",
    "Measure",
    "bound_kinds",
    "conditions",
    "facets_by_code",
    "measures",
    "usual",
]

_FOLDER = Path(__file__).parent.parent / "data"
_CONDITIONS, _MEASURES, _FACTS = (_FOLDER / name for name in ("conditions.tsv", "measures.tsv", "facts.tsv"))
FILES = (_CONDITIONS, _MEASURES, _FACTS)
_EVERY = "*"


class Condition(NamedTuple):
    """A condition: kind, the values that it may mean, whether saying it says nothing else."""

    kind: str
    values: tuple[str, ...]
    outright: bool


class Measure(NamedTuple):
    """A unit: what it measures, in which base, and whether one figure in a title rules others out."""

    kind: str
    factor: float
    binding: bool


def rows(path: Path, width: int) -> Iterator[list[str]]:
    """Yield the rows of a data file below its heading. Raises LoaderError for another number of fields."""
    with path.open(encoding="utf-8") as stream:
        next(stream)
        for number, line in enumerate(stream, 2):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != width or not fields[0]:
                raise LoaderError(f"{len(fields)} fields, not {width}", path=path.name, line=number)
            yield fields


@cache
def measures() -> dict[str, Measure]:
    """Return the measures by unit. Raises LoaderError for a line that is none."""
    found: dict[str, Measure] = {}
    for kind, units, factor, figure in rows(_MEASURES, 4):
        for unit in units.split(";"):
            found[unit] = Measure(kind, float(factor), figure == "binding")
    return found


@cache
def bound_kinds() -> frozenset[str]:
    """Return the kinds of which one figure in a title rules out every other: views of an X-ray, not minutes."""
    return frozenset(measure.kind for measure in measures().values() if measure.binding)


@cache
def conditions(system: str) -> tuple[re.Pattern[str], dict[str, Condition]]:
    """Return the pattern of all sayings for *system*, the longest first, and the conditions by saying."""
    by_said: dict[str, Condition] = {}
    for kind, values, books, force, said in rows(_CONDITIONS, 5):
        if books != _EVERY and system not in books.split():
            continue
        condition = Condition(kind, tuple(values.split("|")), force != "implied")
        for saying in said.split(";"):
            by_said[re.sub(r"[\s/&,-]+", " ", saying).strip()] = condition
    parts = [_pattern(saying) for saying in sorted(by_said, key=len, reverse=True)]
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(parts)})(?![a-z0-9])"), by_said


def _pattern(saying: str) -> str:
    words = [re.escape(word).replace(r"\*", r"[a-z]*") for word in saying.split(" ")]
    return r"[\s/&,-]+".join(words)


@cache
def usual() -> dict[str, str]:
    """Return {kind: the value that is meant where nothing is said}."""
    return {kind: value for kind, value, _, force, _ in rows(_CONDITIONS, 5) if force == "usual"}


@cache
def facets_by_code() -> dict[str, tuple[Facet, ...]]:
    """Return the facets of codes whose titles say them in no words that can be read; they take the place of read ones.

    A line holds codes or ranges ("99202-99205") and facets ("level:4", "minutes:45..59").
    """
    found: dict[str, list[Facet]] = {}
    for codes, facets in rows(_FACTS, 2):
        held = [from_word("=" + facet) for facet in facets.split()]
        for code in codes.split():
            found.setdefault(code, []).extend(held)
    return {code: tuple(held) for code, held in found.items()}
