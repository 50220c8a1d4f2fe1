"""What chart, key and answer share: strict models, short text types, evidence, the parts of a line."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints, model_validator

from codeward.bounds import DIGITS, PLACES
from codeward.charts import limits

__all__ = [
    "QUERY_KINDS",
    "Code",
    "EmWorksheet",
    "Evidence",
    "Kind",
    "Mark",
    "Modifier",
    "Place",
    "Poa",
    "QueryKind",
    "QueryTo",
    "ShortText",
    "Slug",
    "StrictModel",
    "SystemId",
    "Text",
    "Units",
]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=limits.CODE)]
SystemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}$")]
Kind = Literal["diagnosis", "procedure"]
Poa = Literal["Y", "N", "U", "W", "exempt"]
Modifier = Annotated[str, StringConstraints(min_length=1, max_length=4)]
Place = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


# Miles, minutes and drugs have parts of a unit (A0425 × 8.3). JSON gets a number, whole where it is whole.
Units = Annotated[
    Decimal,
    Field(ge=0, le=limits.UNITS, max_digits=DIGITS + PLACES, decimal_places=PLACES, allow_inf_nan=False),
    PlainSerializer(_number, return_type=float, when_used="json"),
]

# What can be wrong with a record, so that only its author can fix it (docs/reference/chart-format.md).
QueryKind = Literal[
    "conflict",
    "specificity",
    "clinical-validity",
    "cause",
    "poa",
    "procedure-detail",
    "missing-documentation",
]
QUERY_KINDS: tuple[str, ...] = get_args(QueryKind)
QueryTo = Literal[
    "attending",
    "consultant",
    "surgeon",
    "anesthesiologist",
    "resident",
    "emergency physician",
    "advanced practice provider",
    "radiologist",
    "pathologist",
    "nurse",
    "other",
]


class StrictModel(BaseModel):
    """A value that never changes and takes no field that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(StrictModel):
    """A span of a document: offsets in code points of its canonical text, half-open, and the words there."""

    document: Slug
    start: Annotated[int, Field(ge=0, strict=True)]
    end: Annotated[int, Field(ge=0, strict=True)]
    quote: Annotated[str, StringConstraints(max_length=20_000)] | None = None


class Mark(StrictModel):
    """A place in a document by its words and their occurrence, so that an edit cannot move it unseen."""

    document: Slug
    quote: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    occurrence: Annotated[int, Field(ge=1, le=200)] = 1


class EmWorksheet(StrictModel):
    """How a visit's level was reached: the three elements of decision making, or the practitioner's minutes.

    The words are those of the CPT E/M guidelines since 2021; what is not known is null.
    """

    problems: Literal["minimal", "low", "moderate", "high"] | None = None
    data: Literal["minimal", "limited", "moderate", "extensive"] | None = None
    risk: Literal["minimal", "low", "moderate", "high"] | None = None
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    by: Literal["decision making", "time"] | None = None

    @model_validator(mode="after")
    def _time_has_minutes(self) -> EmWorksheet:
        if self.by == "time" and self.minutes is None:
            raise ValueError("a level by time names the minutes")
        return self
