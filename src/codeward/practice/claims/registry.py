"""What is said of a code, and how it is proved: predicates by name, each a small function of what is told.

A predicate takes its own model of fields and the ground (the books of the coding date), and gives what the book says
otherwise; giving nothing, it is proved. What needs a list that is not installed raises `UnprovenError`: no denial.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import ValidationError

from codeward.charts import Chart, StrictModel
from codeward.codesets import Book, Shelf
from codeward.errors import CodewardError, quoted
from codeward.faults import first_fault
from codeward.index import Index, open_index
from codeward.practice.problems import Severity

__all__ = ["PREDICATES", "Ground", "Predicate", "UnprovenError", "Verdict", "predicate", "prove"]

Told = TypeVar("Told", bound=StrictModel)
Proof = Callable[[Any, "Ground"], Iterator[str]]


class UnprovenError(CodewardError):
    """A claim that cannot be proved here, because a list is not installed: neither proved nor denied."""


class Verdict(NamedTuple):
    """What came of a claim that is not proved: a denial, a claim that is no claim, or one that is unproven here."""

    severity: Severity
    message: str
    way_out: str


@dataclass(frozen=True)
class Ground:
    """What claims are proved against: the books in force on the coding date, and the charts that claims may name."""

    day: dt.date
    charts: Mapping[str, Chart] = field(default_factory=dict)

    @cached_property
    def shelf(self) -> Shelf:
        """The books of the day."""
        return Shelf.on(self.day)

    @cached_property
    def book(self) -> Book:
        """The Tabular List of the day."""
        return self.shelf.book("icd10cm")

    @cached_property
    def index(self) -> Index:
        """The index books of the day."""
        return open_index(self.day)


class Predicate(NamedTuple):
    """One predicate: what it takes, in which order its fields are written in a line, and its proof."""

    name: str
    told: type[StrictModel]
    order: tuple[str, ...]
    proof: Proof


PREDICATES: dict[str, Predicate] = {}


def predicate(
    name: str, told: type[Told], *order: str
) -> Callable[[Callable[[Told, Ground], Iterator[str]]], Callable[[Told, Ground], Iterator[str]]]:
    """Register the function below as the proof of the predicate *name*; *order* is that of its fields in a line."""

    def register(proof: Callable[[Told, Ground], Iterator[str]]) -> Callable[[Told, Ground], Iterator[str]]:
        PREDICATES[name] = Predicate(name, told, order, cast("Proof", proof))
        return proof

    return register


def prove(name: str, told: Any, ground: Ground) -> list[Verdict]:
    """Return what keeps the claim *name* of *told* from being proved; nothing where the books say the same."""
    found = PREDICATES.get(name)
    if found is None:
        return [
            Verdict(
                "error",
                f"the claim {quoted(name)} is not known",
                f"Use one of {', '.join(sorted(PREDICATES))}",
            )
        ]
    try:
        claim = found.told.model_validate(_named(found, told))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        place = f" ({where})" if where else ""
        return [
            Verdict("error", f"{name}{place}: {message}", way_out or "See docs/reference/lesson-format.md")
        ]
    shown = _shown(told)
    try:
        denials = list(found.proof(claim, ground))
    except UnprovenError as error:
        return [Verdict("unproven", f"{name} {shown}: unproven here: {error.message}", error.way_out)]
    except CodewardError as error:
        return [Verdict("error", f"{name} {shown}: {error.message}", error.way_out or "Mend the claim")]
    return [
        Verdict("error", f"claimed: {name} {shown}; the book says: {denial}", "Mend the text and its claim")
        for denial in denials
    ]


def _named(found: Predicate, told: Any) -> Any:
    """Return what is told with the names of its fields: a list or one value stands for the fields in their order."""
    if isinstance(told, Mapping):
        return dict(told)
    first = found.order[0] if found.order else ""
    if isinstance(told, list):
        if len(found.order) == 1:
            return {first: told}
        return dict(zip(found.order, told, strict=False)) if len(told) <= len(found.order) else {first: told}
    return {first: told}


def _shown(told: Any) -> str:
    if isinstance(told, Mapping):
        return "{" + ", ".join(f"{key}: {_shown(value)}" for key, value in told.items()) + "}"
    if isinstance(told, list | tuple):
        return "[" + ", ".join(map(_shown, told)) + "]"
    return str(told)
