"""The operations a page may send: their schema, and reading a batch of them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from codeward.charts import (
    AnswerError,
    EmWorksheet,
    Kind,
    Modifier,
    Place,
    Poa,
    QueryKind,
    QueryTo,
    StrictModel,
    SystemId,
    Units,
    limits,
    written,
)
from codeward.web import batches

__all__ = ["MAX_BATCH_BYTES", "MAX_OPERATIONS", "Batch", "Operation", "read_batch"]

MAX_BATCH_BYTES = 256_000
MAX_BATCH = 200
# What one attempt may hold: far above any honest work, far below what would hurt the server.
MAX_OPERATIONS = 5_000
# Characters of what a calculator was asked.
MAX_ASKED = 4_000

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Rank = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
About = Annotated[str, StringConstraints(max_length=limits.QUERY_TEXT)]
Option = Annotated[str, StringConstraints(min_length=1, max_length=limits.OPTION_TEXT, strip_whitespace=True)]


class _Operation(StrictModel):
    id: UUID


class _WithCode(_Operation):
    system: SystemId = "icd10cm"
    code: str

    @field_validator("code")
    @classmethod
    def _as_written(cls, value: str, info: ValidationInfo) -> str:
        fault = limits.code_fault(value)
        if fault is not None:
            raise ValueError(fault)
        return written(info.data.get("system", "icd10cm"), value)


class AddLine(_WithCode):
    """A code joins the answer at a rank."""

    kind: Literal["add_line"]
    line: Name
    rank: Rank
    line_kind: Kind = "diagnosis"


class SetCode(_WithCode):
    """A line's code is exchanged, such as for another 7th character. A line keeps its system."""

    kind: Literal["set_code"]
    line: Name


class MoveLine(_Operation):
    """A line takes another place."""

    kind: Literal["move_line"]
    line: Name
    rank: Rank


class SetDoubt(_Operation):
    """The learner notes a doubt on a line, or takes it back."""

    kind: Literal["set_doubt"]
    line: Name
    doubt: bool


class SetPoa(_Operation):
    """Whether a diagnosis was present on admission."""

    kind: Literal["set_poa"]
    line: Name
    poa: Poa | None


# A blank is none. Answers of before are read as they were written: this asks only what comes in from now on.
_Typed = Annotated[Modifier, StringConstraints(strip_whitespace=True, min_length=1)]


class SetModifiers(_Operation):
    """A line's modifiers, in their order."""

    kind: Literal["set_modifiers"]
    line: Name
    modifiers: Annotated[tuple[_Typed, ...], Field(max_length=limits.MODIFIERS)]


class SetUnits(_Operation):
    """A line's units."""

    kind: Literal["set_units"]
    line: Name
    units: Units | None


class SetPointers(_Operation):
    """The diagnoses that a line was done for, the first one first."""

    kind: Literal["set_pointers"]
    line: Name
    pointers: Annotated[tuple[Name, ...], Field(max_length=limits.POINTERS)]


class SetDates(_Operation):
    """The day of a line; of one that runs over several, the first and the last."""

    kind: Literal["set_dates"]
    line: Name
    date: dt.date | None
    through: dt.date | None = None


class SetPlace(_Operation):
    """Where a line was done."""

    kind: Literal["set_place"]
    line: Name
    place: Place | None


class SetProvider(_Operation):
    """Who did what a line says."""

    kind: Literal["set_provider"]
    line: Name
    provider: Annotated[str, StringConstraints(max_length=200)] | None


class SetWorksheet(_Operation):
    """How the level of a visit was reached."""

    kind: Literal["set_em"]
    line: Name
    em: EmWorksheet | None


class Worked(StrictModel):
    """Which calculator a line was worked out with, and what it was asked: its form as the query of an address."""

    tool: Literal["em", "units", "anesthesia", "pcs"]
    asked: Annotated[str, StringConstraints(max_length=MAX_ASKED, pattern=r"^[!-~]*$")]


class SetWorked(_Operation):
    """How a line was worked out, so that its reasons can be read again. No part of what is handed in."""

    kind: Literal["set_worked"]
    line: Name
    worked: Worked | None


class OnLine(_Operation):
    """A line leaves the answer, or comes back."""

    kind: Literal["remove_line", "restore_line"]
    line: Name


class _OnEither(_Operation):
    line: Name | None = None
    query: Name | None = None
    evidence: Name

    @model_validator(mode="after")
    def _one_target(self) -> _OnEither:
        if (self.line is None) == (self.query is None):
            raise ValueError("evidence belongs to a line or to a query, one of them")
        return self


class Attach(_OnEither):
    """Words of the record become evidence. Offsets are code points of the document's text, half-open.

    Of a query they are a mention that it is about, or an indicator: what else it shows the provider.
    """

    kind: Literal["attach_evidence"]
    part: Literal["mention", "indicator"] = "mention"
    document: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    start: Annotated[int, Field(ge=0, strict=True)]
    end: Annotated[int, Field(ge=1, strict=True)]
    quote: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class Detach(_OnEither):
    """Evidence is taken off."""

    kind: Literal["detach_evidence"]


class WriteQuery(_Operation):
    """A query to the provider is begun or reworded."""

    kind: Literal["add_query", "edit_query"]
    query: Name
    about: About


class SetQueryKind(_Operation):
    """What is wrong with the record, so that only its author can fix it."""

    kind: Literal["set_query_kind"]
    query: Name
    query_kind: QueryKind | None


class SetQueryTo(_Operation):
    """Whom a query is for."""

    kind: Literal["set_query_to"]
    query: Name
    to: QueryTo | None


class SetQueryOptions(_Operation):
    """The answers that a query offers."""

    kind: Literal["set_query_options"]
    query: Name
    options: Annotated[tuple[Option, ...], Field(max_length=limits.OPTIONS)]


class OnQuery(_Operation):
    """A query is taken back, or restored."""

    kind: Literal["remove_query", "restore_query"]
    query: Name


Operation = Annotated[
    AddLine
    | SetCode
    | MoveLine
    | SetDoubt
    | SetPoa
    | SetModifiers
    | SetUnits
    | SetPointers
    | SetDates
    | SetPlace
    | SetProvider
    | SetWorksheet
    | SetWorked
    | OnLine
    | Attach
    | Detach
    | WriteQuery
    | SetQueryKind
    | SetQueryTo
    | SetQueryOptions
    | OnQuery,
    Field(discriminator="kind"),
]


class Batch(StrictModel):
    """What one request carries."""

    operations: Annotated[tuple[Operation, ...], Field(max_length=MAX_BATCH)]


_BATCH: TypeAdapter[Batch] = TypeAdapter(Batch)


def read_batch(body: bytes) -> Batch:
    """Read a request's body. Raises AnswerError, which names the field and what to do."""
    return batches.read(_BATCH, body, field="operations", most=MAX_BATCH_BYTES, fault=AnswerError)
