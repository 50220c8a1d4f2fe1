"""The operations a page may send: their schema, and reading a batch of them."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, TypeAdapter, field_validator, model_validator

from codeward.charts import AnswerError, StrictModel, written
from codeward.web import batches

__all__ = ["MAX_BATCH_BYTES", "MAX_OPERATIONS", "Batch", "Operation", "read_batch"]

MAX_BATCH_BYTES = 256_000
MAX_BATCH = 200
# What one attempt may hold: far above any honest work, far below what would hurt the server.
MAX_OPERATIONS = 5_000

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Rank = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=16)]
About = Annotated[str, StringConstraints(max_length=4000)]


class _Operation(StrictModel):
    id: UUID


class _WithCode(_Operation):
    code: Code

    @field_validator("code")
    @classmethod
    def _as_written(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("a code holds no control characters")
        return written("icd10cm", value)


class AddLine(_WithCode):
    """A code joins the answer at a rank."""

    kind: Literal["add_line"]
    line: Name
    rank: Rank
    line_kind: Literal["diagnosis", "procedure"] = "diagnosis"
    system: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}$")] = "icd10cm"


class SetCode(_WithCode):
    """A line's code is exchanged, such as for another 7th character."""

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
    """Words of the record become evidence. Offsets are code points of the document's text, half-open."""

    kind: Literal["attach_evidence"]
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


class OnQuery(_Operation):
    """A query is taken back, or restored."""

    kind: Literal["remove_query", "restore_query"]
    query: Name


Operation = Annotated[
    AddLine | SetCode | MoveLine | SetDoubt | OnLine | Attach | Detach | WriteQuery | OnQuery,
    Field(discriminator="kind"),
]


class Batch(StrictModel):
    """What one request carries."""

    operations: Annotated[tuple[Operation, ...], Field(max_length=MAX_BATCH)]


_BATCH: TypeAdapter[Batch] = TypeAdapter(Batch)


def read_batch(body: bytes) -> Batch:
    """Read a request's body. Raises AnswerError, which names the field and what to do."""
    return batches.read(_BATCH, body, field="operations", most=MAX_BATCH_BYTES, fault=AnswerError)
