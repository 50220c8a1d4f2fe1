"""The questions that a key leaves to a provider, and what their answers do to the claim."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from codeward.charts import limits
from codeward.charts.base import (
    QUERY_KINDS,
    Code,
    Kind,
    Mark,
    Modifier,
    Place,
    Poa,
    QueryKind,
    QueryTo,
    ShortText,
    Slug,
    StrictModel,
    SystemId,
    Text,
    Units,
)

__all__ = ["Citations", "KeyQuery", "OtherLine", "Outcome", "PayerForm"]

Citations = Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=12)]


class OtherLine(StrictModel):
    """A line that is not the key's own: it stands in an alternative, an outcome or a trap.

    Without `system` it is an ICD-10-CM line; without `kind` that system's.
    """

    kind: Kind
    system: SystemId
    code: Code
    poa: Poa | None = None
    modifiers: Annotated[tuple[Modifier, ...], Field(max_length=limits.MODIFIERS)] = ()
    units: Units | None = None
    pointers: Annotated[tuple[Slug, ...], Field(max_length=limits.POINTERS)] = ()
    date: dt.date | None = None
    place: Place | None = None
    provider: ShortText | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        system = data.get("system", "icd10cm")
        return {"system": system, "kind": "diagnosis" if system == "icd10cm" else "procedure", **data}


class PayerForm(StrictModel):
    """How some payers want a line written: the same service with other modifiers or units."""

    form: ShortText
    modifiers: Annotated[tuple[Modifier, ...], Field(max_length=limits.MODIFIERS)] = ()
    units: Units | None = None


class Outcome(StrictModel):
    """What one answer of the provider does to the claim: lines that join it and lines of the key that go."""

    answer: ShortText
    add: Annotated[tuple[OtherLine, ...], Field(max_length=20)] = ()
    remove: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    payer_forms: Annotated[tuple[PayerForm, ...], Field(max_length=8)] = ()


class KeyQuery(StrictModel):
    """A question that the record leaves to the provider. A required one that is not asked costs.

    `evidence` are the mentions it is about; any one of them will do. `indicators` are what else a good question
    shows. `keywords` is kept from schema 1, whose questions had no kind and were known by them (rules 1).
    """

    id: Slug
    about: ShortText
    kind: QueryKind | None
    to: QueryTo
    required: bool
    evidence: Annotated[tuple[Mark, ...], Field(min_length=1)]
    indicators: Annotated[tuple[Mark, ...], Field(max_length=limits.SPANS)] = ()
    options: Annotated[tuple[ShortText, ...], Field(max_length=limits.OPTIONS)] = ()
    text: Text
    outcomes: Annotated[tuple[Outcome, ...], Field(max_length=limits.OPTIONS)] = ()
    keywords: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()
    reason: Text
    citation: Citations

    @field_validator("indicators", "options", "outcomes", "keywords", mode="before")
    @classmethod
    def _null_is_empty(cls, value: object) -> object:
        return () if value is None else value

    @model_validator(mode="after")
    def _can_be_judged(self) -> KeyQuery:
        if self.kind is None and not self.keywords:
            raise ValueError("a query names its kind: " + ", ".join(QUERY_KINDS))
        return self
