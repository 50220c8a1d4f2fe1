"""What a key says of the whole claim: traps, facts of this case, findings that are right, the group.

Contract: a trap is a change to the key's claim and what must come of it. Facts of the case answer where no list is
installed: the editions that writers looked them up in, taken as unchanged.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from codeward.charts import limits
from codeward.charts.base import Code, Modifier, Poa, ShortText, Slug, StrictModel, Text, Units
from codeward.charts.queries import Citations, OtherLine

__all__ = [
    "CaseFact",
    "Change",
    "Drg",
    "EditException",
    "Mue",
    "PrincipalProcedure",
    "Trap",
]

# A rule's id, or the family of rules that must speak ("CW-PP").
RuleOrFamily = Annotated[str, StringConstraints(pattern=r"^CW-[A-Z]{2}(-\d{3})?$")]


class _Replace(StrictModel):
    line: Slug
    code: Code
    poa: Poa | None = None


class _SetPoa(StrictModel):
    line: Slug
    value: Poa | None


class _SetDate(StrictModel):
    line: Slug
    value: dt.date


class _SetModifiers(StrictModel):
    line: Slug
    value: Annotated[tuple[Modifier, ...], Field(max_length=limits.MODIFIERS)]


class _SetUnits(StrictModel):
    line: Slug
    value: Units


class _SetPointers(StrictModel):
    line: Slug
    value: Annotated[tuple[Slug, ...], Field(max_length=limits.POINTERS)]


class _Principal(StrictModel):
    code: Code
    poa: Poa | None = None
    instead_of: Slug | None = None


class Change(StrictModel):
    """One change to the key's claim: exactly one of the fields is given."""

    replace: _Replace | None = None
    add: OtherLine | None = None
    remove: Slug | None = None
    poa: _SetPoa | None = None
    date: _SetDate | None = None
    modifiers: _SetModifiers | None = None
    units: _SetUnits | None = None
    pointers: _SetPointers | None = None
    principal: _Principal | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Change:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("a change is one of " + ", ".join(type(self).model_fields))
        return self

    @property
    def line(self) -> str | None:
        """The id of the key's line that is changed, or None where one is added."""
        for part in (self.replace, self.poa, self.date, self.modifiers, self.units, self.pointers):
            if part is not None:
                return part.line
        return self.remove if self.principal is None else self.principal.instead_of


class Trap(StrictModel):
    """A tempting change, and what an edit or the grouper must say of it. `rule` null: no edit may speak.

    `expect` is the severity of the finding; `drg` the final group after the change.
    """

    id: Slug | None = None
    kind: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]$")] | None = None
    change: Change
    rule: RuleOrFamily | None
    expect: Literal["error", "warn", "verify"] | None = None
    drg: Annotated[int, Field(ge=1, le=999)] | None = None
    amount: Annotated[int, Field(ge=-100_000_000, le=100_000_000)] | None = None
    note: Text | None = None


class Mue(StrictModel):
    """A medically unlikely edit: so many units, by this adjudication indicator."""

    units: Annotated[int, Field(ge=0, le=limits.UNITS)]
    mai: Annotated[int, Field(ge=1, le=3)]


class CaseFact(StrictModel):
    """One row of a list that this chart needs, with the edition it was read in. Value "none": no such row there."""

    list: Literal[
        "ncci-ptp-practitioner",
        "ncci-ptp-outpatient",
        "mue-practitioner",
        "mue-outpatient",
        "mue-dme",
        "add-on",
        "mpfs",
        "opps",
    ]
    edition: dt.date
    codes: Annotated[tuple[Code, ...], Field(min_length=1, max_length=2)]
    value: Mue | Annotated[str, StringConstraints(min_length=1, max_length=40)]


class EditException(StrictModel):
    """A finding of an edit that is right to leave standing on this claim."""

    rule: Annotated[str, StringConstraints(pattern=r"^CW-[A-Z]{2}-\d{3}$")]
    lines: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=8)]
    reason: Text
    citation: Citations


class PrincipalProcedure(StrictModel):
    """The definitive treatment most related to the principal diagnosis: one or more equally right (UHDDS)."""

    lines: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=8)]
    reason: Text
    citation: Citations


class Drg(StrictModel):
    """The MS-DRG of the key's claim: initial, and final after hospital-acquired conditions."""

    version: Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d)?$")]
    initial: Annotated[int, Field(ge=1, le=999)]
    final: Annotated[int, Field(ge=1, le=999)]
    hac: Annotated[tuple[ShortText, ...], Field(max_length=14)] = ()
    title: ShortText | None = None
