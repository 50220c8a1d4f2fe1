"""What skills, lessons, items and cards share: ids, citations, sections of the two examinations, a question's claim."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StringConstraints

from codeward.charts import StrictModel

__all__ = [
    "Axis",
    "Citation",
    "Cites",
    "Domains",
    "Flag",
    "Id",
    "ItemClaim",
    "Level",
    "Long",
    "Predicates",
    "Short",
    "SkillId",
    "Source",
]

Flag = StrictBool
Short = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Long = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=64)]
SkillId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(\.[a-z0-9_]+)+$", max_length=40)]
Citation = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Axis = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 /&'-]*$", max_length=60)]
Level = Annotated[int, Field(ge=1, le=3, strict=True)]


def _several(value: Any) -> Any:
    """Return a list of one where a single text is written without its brackets."""
    return (value,) if isinstance(value, str) else value


Cites = Annotated[tuple[Citation, ...], Field(max_length=8), BeforeValidator(_several)]
Axes = Annotated[tuple[Axis, ...], Field(min_length=1, max_length=4), BeforeValidator(_several)]
Predicates = Annotated[tuple[Short, ...], Field(max_length=12), BeforeValidator(_several)]


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


# The sections of the two examinations: letters of the CPC as AAPC's outline orders them, numerals of the CCS.
Cpc = Annotated[
    Literal["t", "a", "d", "g", "h", "c", "e", "n", "r", "l", "m", "k", "s1", "s2", "s3", "s4", "s5", "s6"],
    BeforeValidator(_lower),
]
Ccs = Annotated[Literal["i", "ii", "iii", "iv", "v"], BeforeValidator(_lower)]


def _several_domains(value: Any) -> Any:
    return value.replace(",", " ").split() if isinstance(value, str) else value


class Domains(StrictModel):
    """The sections of the examinations that something serves; none of one that it does not serve."""

    cpc: Annotated[tuple[Cpc, ...], Field(max_length=6), BeforeValidator(_several_domains)] = ()
    ccs: Annotated[tuple[Ccs, ...], Field(max_length=5), BeforeValidator(_several_domains)] = ()


class ItemClaim(StrictModel):
    """The claim that a question is about: who bills, where, to whom. What nothing depends on is left out."""

    type: Literal["professional", "facility"]
    setting: Literal[
        "inpatient", "observation", "emergency", "outpatient", "office", "home", "nursing facility", "asc"
    ]
    payer: Literal["commercial", "medicare", "medicaid", "self-pay", "workers-comp", "other"] | None = None
    payment: Short | None = None
    visit: Literal["new", "established"] | None = None


class Source(StrictModel):
    """A fact that no book proves: what is said, where that stands, and when it was seen there."""

    fact: Long
    address: Short
    seen: dt.date | Short
