"""Forms and changes made for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from codeward.web.exams.clock import now
from codeward.web.exams.models import Form, Sitting
from codeward.web.exams.sittings import Change

__all__ = ["change", "made_form", "with_left"]


def made_form(exam: str = "CPC", seed: int = 1, minutes: int = 60) -> Form:
    """A form of three questions."""
    paper: list[dict[str, Any]] = []
    return Form.objects.create(
        digest=f"{exam}-{seed}", exam=exam, blueprint="2026", length="whole", seed=seed, paper=paper,
        items=3, minutes=minutes,
    )  # fmt: skip


def change(place: int = 1, sequence: int = 1, given: str | None = "0", **more: Any) -> Change:
    """One change with a key of its own."""
    return Change(key=more.pop("key", uuid4()), place=place, sequence=sequence, given=given, **more)


def with_left(sitting: Sitting, seconds: float) -> Sitting:
    """The sitting with so many seconds left, by the database's clock: its start is moved back."""
    fresh = Sitting.objects.get(pk=sitting.pk)
    assert fresh.deadline is not None
    by = fresh.deadline - now() - dt.timedelta(seconds=seconds)
    Sitting.objects.filter(pk=sitting.pk).update(
        deadline=fresh.deadline - by, started_at=fresh.started_at - by
    )
    return Sitting.objects.select_related("form", "learner").get(pk=sitting.pk)
