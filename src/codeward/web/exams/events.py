"""What happened in a sitting, written down as it happens: rows are only ever added."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from codeward.web.exams.models import Event, Sitting

__all__ = ["note"]


def note(sitting: Sitting, kind: Event.Kind, **told: Any) -> None:
    """Write down one event of the whole sitting, with what is told of it. Changes bring keys of their own."""
    Event.objects.create(sitting=sitting, client_key=uuid4(), kind=kind, told=told)
