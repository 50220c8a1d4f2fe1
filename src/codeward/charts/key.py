"""The key of a chart: the right answer, what else is right, what is wrong and why."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from codeward.charts.base import Code, Kind, Poa, ShortText, Slug, StrictModel, Text

__all__ = [
    "Alternative",
    "AlternativeLine",
    "Excludes1Exception",
    "Key",
    "KeyLine",
    "KeyQuery",
    "LedgerEntry",
    "Mark",
    "Near",
    "OrderPair",
    "Quality",
]

Citations = Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=12)]


class Mark(StrictModel):
    """A place in a document by its words and their occurrence, so that an edit cannot move it unseen."""

    document: Slug
    quote: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    occurrence: Annotated[int, Field(ge=1, le=200)] = 1


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
    """One line of the key."""

    id: Slug
    kind: Kind
    system: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}$")]
    code: Code
    role: Literal["required", "optional"]
    evidence: Annotated[tuple[Mark, ...], Field(min_length=1)]
    poa: Poa | None = None
    modifiers: Annotated[tuple[ShortText, ...], Field(max_length=4)] = ()
    units: Annotated[int, Field(ge=0, le=9999)] | None = None
    pointers: Annotated[tuple[Slug, ...], Field(max_length=4)] = ()
    date: dt.date | None = None
    provider: ShortText | None = None
    reason: Text
    citation: Citations
    path: tuple[ShortText, ...] = ()
    near: tuple[Near, ...] = ()

    @field_validator("modifiers", "pointers", "path", "near", mode="before")
    @classmethod
    def _null_is_empty(cls, value: object) -> object:
        return () if value is None else value

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


class AlternativeLine(StrictModel):
    """A line that may be used instead."""

    kind: Kind = "diagnosis"
    system: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}$")] = "icd10cm"
    code: Code
    modifiers: Annotated[tuple[ShortText, ...], Field(max_length=4)] = ()
    units: Annotated[int, Field(ge=0, le=9999)] | None = None


class Alternative(StrictModel):
    """A set of lines that may stand for a set of the key's lines. An empty `use` means: may be left out."""

    instead_of: Annotated[tuple[Slug, ...], Field(min_length=1)]
    use: tuple[AlternativeLine, ...]
    credit: Annotated[float, Field(ge=0.0, le=1.0)]
    reason: Text
    citation: Citations


class KeyQuery(StrictModel):
    """A question that the record leaves to the provider. A required one that is not asked costs."""

    id: Slug
    about: ShortText
    required: bool
    keywords: Annotated[tuple[ShortText, ...], Field(min_length=1)]
    evidence: Annotated[tuple[Mark, ...], Field(min_length=1)]
    model: Text
    reason: Text
    citation: Citations


class Excludes1Exception(StrictModel):
    """Two codes whose Excludes1 note does not bar them here: clearly unrelated conditions (I.A.12.a)."""

    codes: Annotated[tuple[Code, ...], Field(min_length=2, max_length=2)]
    reason: Text
    citation: Citations


class LedgerEntry(StrictModel):
    """One mention of a condition, status or drug effect in the documents, and what becomes of it."""

    document: Slug
    quote: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    occurrence: Annotated[int, Field(ge=1, le=200)] = 1
    state: Literal["supports", "negated", "historical", "family", "uncertain", "other"]
    status: Literal["required", "optional", "not_coded"]
    lines: tuple[Slug, ...] = ()
    rejects: tuple[Code, ...] = ()
    reason: Text | None = None
    citation: Annotated[tuple[ShortText, ...], Field(max_length=12)] = ()

    @model_validator(mode="after")
    def _says_enough(self) -> LedgerEntry:
        if self.status == "not_coded" and not (self.reason and self.citation):
            raise ValueError("a mention that is not coded needs a reason and a citation")
        if self.status != "not_coded" and not self.lines:
            raise ValueError(f"a mention that is {self.status} names the lines that it supports")
        if self.rejects and not (self.reason and self.citation):
            raise ValueError("a mention that rejects codes needs a reason and a citation")
        return self

    @property
    def mark(self) -> Mark:
        """The place that the entry is about."""
        return Mark(document=self.document, quote=self.quote, occurrence=self.occurrence)


class Key(StrictModel):
    """The right answer with everything that a grade needs to explain itself."""

    version: Literal[1] = Field(alias="schema")
    chart: Slug
    quality: Quality
    objectives: Annotated[tuple[ShortText, ...], Field(min_length=1)]
    summary: Text
    lines: Annotated[tuple[KeyLine, ...], Field(min_length=1)]
    first: Annotated[tuple[Slug, ...], Field(min_length=1)]
    first_reason: Text
    first_citation: Citations
    order: tuple[OrderPair, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    queries: tuple[KeyQuery, ...] = ()
    excludes1_exceptions: tuple[Excludes1Exception, ...] = ()
    ledger: Annotated[tuple[LedgerEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_hang_together(self) -> Key:
        ids = [line.id for line in self.lines] + [query.id for query in self.queries]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice:
            raise ValueError(f"the id {twice!r} is given twice")
        known = {line.id for line in self.lines}
        asked = [("first", i) for i in self.first]
        asked += [("order", i) for pair in self.order for i in (pair.before, pair.after)]
        asked += [("alternatives", i) for item in self.alternatives for i in item.instead_of]
        asked += [("ledger", i) for entry in self.ledger for i in entry.lines if i not in _query_ids(self)]
        asked += [("pointers", i) for line in self.lines for i in line.pointers]
        for place, name in asked:
            if name not in known:
                raise ValueError(f"{place} names the line {name!r}, which the key does not have")
        return self

    def line(self, line_id: str) -> KeyLine:
        """Return the line with this id. Raises KeyError."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)


def _query_ids(key: Key) -> set[str]:
    return {query.id for query in key.queries}
