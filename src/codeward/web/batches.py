"""Read a batch of changes from the body of a request."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from codeward.errors import CodewardError
from codeward.faults import first_fault

__all__ = ["read"]

Batch = TypeVar("Batch", bound=BaseModel)


def read(
    adapter: TypeAdapter[Batch], body: bytes, *, field: str, most: int, fault: type[CodewardError]
) -> Batch:
    """Read *body*, an object whose *field* lists the changes. Raises *fault*, which names the field and what to do."""
    shape = f'Send {{"{field}": [...]}}'
    if len(body) > most:
        raise fault(f"the request holds {len(body):,} bytes", f"Send at most {most:,} at once")
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise fault("the request is not JSON", shape) from None
    if not isinstance(data, dict):
        raise fault("the request is not an object", shape)
    if _holds_nul(data):
        # No text has it, and PostgreSQL stores none that does.
        raise fault("a text holds control characters (NUL)", "Remove it and send the text again")
    try:
        # Through JSON, so that an id is read from its text.
        return adapter.validate_json(body)
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise fault(f"{where or field}: {message}", way_out or "Send it again corrected") from None


def _holds_nul(data: Any) -> bool:
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and "\0" in one:
            return True
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
    return False
