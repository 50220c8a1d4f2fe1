"""The changes that a page may send: their schema, and reading a batch of them."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from codeward.charts.base import StrictModel
from codeward.charts.fields import first_fault
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
    if len(body) > MAX_BATCH_BYTES:
        raise MarkError(f"the request holds {len(body):,} bytes", f"Send at most {MAX_BATCH_BYTES:,} at once")
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise MarkError("the request is not JSON", 'Send {"changes": [...]}') from None
    if not isinstance(data, dict):
        raise MarkError("the request is not an object", 'Send {"changes": [...]}')
    try:
        # Through JSON, so that an id is read from its text.
        return _BATCH.validate_json(body)
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise MarkError(f"{where or 'changes'}: {message}", way_out or "Send it again corrected") from None
