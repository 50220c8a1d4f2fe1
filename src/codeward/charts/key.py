"""The key of a chart: the right answer, what else is right, what is wrong and why."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from codeward.charts import limits
from codeward.charts.base import (
    Code,
    EmWorksheet,
    Kind,
    Mark,
    Modifier,
    Place,
    Poa,
    ShortText,
    Slug,
    StrictModel,
    SystemId,
    Text,
    Units,
)
from codeward.charts.ledger import LedgerEntry, Rejection
from codeward.charts.queries import Citations, KeyQuery, OtherLine
from codeward.charts.traps import CaseFact, Drg, EditException, PrincipalProcedure, Trap

__all__ = [
    "Alternative",
    "Excludes1Exception",
    "Key",
    "KeyLine",
    "Near",
    "OrderPair",
    "Quality",
]


class Quality(StrictModel):
    """How far a key has been proved: draft, coded twice from the documents alone, or reviewed by a person."""

    state: Literal["draft", "double-coded", "reviewed"]
    by: ShortText | None = None

    @model_validator(mode="after")
    def _reviewed_by_somebody(self) -> Quality:
        if (self.state == "reviewed") != (self.by is not None):
            raise ValueError(
                "'reviewed' names the reviewer and their credential in 'by'; other states name nobody"
            )
        return self


class Near(StrictModel):
    """A wrong choice that is expected for a line, and why it is wrong: one difference, graded by axes."""

    code: Code
    reason: Text
    citation: Citations


class KeyLine(StrictModel):
    """One line of the key.

    `pointers` are the diagnosis lines that must be pointed to, the first of them first; `pointers_allowed` may be
    pointed to besides. A service that runs over several days has its last in `through`.
    """

    id: Slug
    kind: Kind
    system: SystemId
    code: Code
    role: Literal["required", "optional"]
    evidence: Annotated[tuple[Mark, ...], Field(min_length=1)]
    poa: Poa | None = None
    modifiers: Annotated[tuple[Modifier, ...], Field(max_length=limits.MODIFIERS)] = ()
    units: Units | None = None
    pointers: Annotated[tuple[Slug, ...], Field(max_length=limits.POINTERS)] = ()
    pointers_allowed: Annotated[tuple[Slug, ...], Field(max_length=12)] = ()
    date: dt.date | None = None
    through: dt.date | None = None
    place: Place | None = None
    provider: ShortText | None = None
    em: EmWorksheet | None = None
    reason: Text
    citation: Citations
    path: tuple[ShortText, ...] = ()
    near: tuple[Near, ...] = ()

    @field_validator("modifiers", "pointers", "pointers_allowed", "path", "near", mode="before")
    @classmethod
    def _null_is_empty(cls, value: object) -> object:
        return () if value is None else value

    @model_validator(mode="after")
    def _fits_itself(self) -> KeyLine:
        if self.through is not None and (self.date is None or self.through < self.date):
            raise ValueError("a service runs from date to through")
        if (self.kind == "diagnosis") != (self.system == "icd10cm"):
            raise ValueError(
                f"a line of {self.system} is no {self.kind}: diagnoses are icd10cm, all else procedures"
            )
        if self.kind == "diagnosis" and (
            self.modifiers or self.units is not None or self.pointers or self.em
        ):
            raise ValueError("a diagnosis has no modifiers, units, pointers or worksheet")
        return self

    @property
    def required(self) -> bool:
        """Say whether leaving the line out costs."""
        return self.role == "required"


class OrderPair(StrictModel):
    """Two lines whose order is ruled: `before` stands above `after`."""

    before: Slug
    after: Slug
    reason: Text
    citation: Citations


class Alternative(StrictModel):
    """A set of lines that may stand for a set of the key's lines. An empty `use` means: may be left out.

    `payer_form` says which payers want it so; every form is right as it stands.
    """

    instead_of: Annotated[tuple[Slug, ...], Field(min_length=1)]
    use: tuple[OtherLine, ...]
    credit: Annotated[float, Field(ge=0.0, le=1.0)]
    payer_form: ShortText | None = None
    reason: Text
    citation: Citations


class Excludes1Exception(StrictModel):
    """Two codes whose Excludes1 note does not bar them here: clearly unrelated conditions (I.A.12.a)."""

    codes: Annotated[tuple[Code, ...], Field(min_length=2, max_length=2)]
    reason: Text
    citation: Citations


class Key(StrictModel):
    """The right answer with everything that a grade needs to explain itself."""

    version: Literal[2] = Field(alias="schema")
    chart: Slug
    quality: Quality
    objectives: Annotated[tuple[ShortText, ...], Field(min_length=1)]
    summary: Text
    lines: Annotated[tuple[KeyLine, ...], Field(min_length=1)]
    first: Annotated[tuple[Slug, ...], Field(min_length=1)]
    first_reason: Text
    first_citation: Citations
    principal_procedure: PrincipalProcedure | None = None
    order: tuple[OrderPair, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    queries: tuple[KeyQuery, ...] = ()
    excludes1_exceptions: tuple[Excludes1Exception, ...] = ()
    ledger: Annotated[tuple[LedgerEntry, ...], Field(min_length=1)]
    edit_exceptions: Annotated[tuple[EditException, ...], Field(max_length=20)] = ()
    drg: Drg | None = None
    traps: Annotated[tuple[Trap, ...], Field(max_length=limits.TRAPS)] = ()
    case_facts: Annotated[tuple[CaseFact, ...], Field(max_length=limits.CASE_FACTS)] = ()

    @model_validator(mode="after")
    def _ids_hang_together(self) -> Key:
        ids = [line.id for line in self.lines] + [query.id for query in self.queries]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice:
            raise ValueError(f"the id {twice!r} is given twice")
        known = {line.id for line in self.lines}
        asked = [(place, i) for place, i in self._named() if not (place == "ledger" and i in ids)]
        for place, name in asked:
            if name not in known:
                raise ValueError(f"{place} names the line {name!r}, which the key does not have")
        return self

    @model_validator(mode="after")
    def _lines_are_of_their_kind(self) -> Key:
        kinds = {line.id: (line.kind, line.system) for line in self.lines}
        for line in self.lines:
            for name in (*line.pointers, *line.pointers_allowed):
                if kinds[name][0] != "diagnosis":
                    raise ValueError(f"{line.id} points to {name!r}, which is no diagnosis")
        principal = () if self.principal_procedure is None else self.principal_procedure.lines
        for name in principal:
            if kinds[name][1] != "icd10pcs":
                raise ValueError(f"principal_procedure names {name!r}, which is no ICD-10-PCS line")
        return self

    def _named(self) -> list[tuple[str, str]]:
        """Return every line id that the key names, with the place that names it."""
        named = [("first", i) for i in self.first]
        if self.principal_procedure is not None:
            named += [("principal_procedure", i) for i in self.principal_procedure.lines]
        named += [("order", i) for pair in self.order for i in (pair.before, pair.after)]
        named += [("alternatives", i) for item in self.alternatives for i in item.instead_of]
        named += [("ledger", i) for entry in self.ledger for i in entry.lines]
        for line in self.lines:
            named += [("pointers", i) for i in (*line.pointers, *line.pointers_allowed)]
        for outcome in (o for query in self.queries for o in query.outcomes):
            named += [
                ("outcomes", i) for i in (*outcome.remove, *(p for x in outcome.add for p in x.pointers))
            ]
        named += [("edit_exceptions", i) for item in self.edit_exceptions for i in item.lines]
        named += [("traps", trap.change.line) for trap in self.traps if trap.change.line]
        return named

    @cached_property
    def rejections(self) -> tuple[tuple[Rejection, LedgerEntry], ...]:
        """What the ledger rejects, with its entry: rejections of a code itself first, then of all below one."""
        every = [(rejection, entry) for entry in self.ledger for rejection in entry.rejections]
        return tuple(sorted(every, key=lambda item: item[0].below))

    def line(self, line_id: str) -> KeyLine:
        """Return the line with this id. Raises KeyError."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)
