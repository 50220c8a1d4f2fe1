"""The changes that a page may send: their schema, and reading a batch of them."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, TypeAdapter

from codeward.charts import StrictModel
from codeward.web import batches
from codeward.web.ownbook.anchors import MarkError
from codeward.web.ownbook.marks import Content

__all__ = ["MAX_BATCH", "MAX_BATCH_BYTES", "Batch", "Put", "Remove", "Restore", "read_batch"]

MAX_BATCH = 100
MAX_BATCH_BYTES = 1_000_000


class _Change(StrictModel):
    id: UUID
    mark: UUID


class Put(_Change):
    """A mark is made or changed. `base` is the version that the page knew; without one the mark is new to it."""

    kind: Literal["put"]
    base: UUID | None = None
    content: Content


class Remove(_Change):
    """A mark is taken out; it can be brought back."""

    kind: Literal["remove"]


class Restore(_Change):
    """A mark that was taken out comes back."""

    kind: Literal["restore"]


Change = Annotated[Put | Remove | Restore, Field(discriminator="kind")]


class Batch(StrictModel):
    """What one request carries."""

    changes: Annotated[tuple[Change, ...], Field(max_length=MAX_BATCH)]
    # Whose the page thinks the changes are, so that another account on the same device does not get them.
    learner: Annotated[str, StringConstraints(max_length=16)] | None = None


_BATCH: TypeAdapter[Batch] = TypeAdapter(Batch)


def read_batch(body: bytes) -> Batch:
    """Read a request's body. Raises MarkError, which names the field and what to do."""
    return batches.read(_BATCH, body, field="changes", most=MAX_BATCH_BYTES, fault=MarkError)
