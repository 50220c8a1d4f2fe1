"""Forms and changes made for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from codeward.curriculum import Item, program
from codeward.practice import Paper, PaperItem
from codeward.web.exams.clock import now
from codeward.web.exams.forms import freeze
from codeward.web.exams.models import Form, Sitting
from codeward.web.exams.sittings import Change

__all__ = ["KINDS", "RIGHT", "THREE", "change", "lesson_form", "made_form", "with_left"]

THREE = ("made-s1-000", "made-s1-001", "made-s2-000")
KINDS = (
    "made-i-000",
    "made-code-001",
    "made-pick-001",
    "made-match-001",
    "made-marks-001",
    "made-scenario-001",
)
RIGHT = {
    "made-i-000": "#2",
    "made-code-001": "T22.211A",
    "made-pick-001": "#0,2",
    "made-match-001": "#0:2,1:5,2:4,3:1",
    "made-marks-001": "#s2:leading,s3:payment_named",
    "made-scenario-001": '[{"code":"I10"},{"code":"e119"}]',
}
"""The right answer to each of KINDS, as a sitting keeps it."""


def made_form(exam: str = "CPC", seed: int = 1, minutes: int = 60, ids: tuple[str, ...] = ()) -> Form:
    """A form of three questions of a CPC-style exam, or of those that are named."""
    bank = program().form_items
    return _frozen([bank[name] for name in ids or THREE], exam, seed, minutes)


def lesson_form() -> Form:
    """A form of three choices that lessons ask, for tests that have no bank."""
    items = [one for one in program().items.values() if one.kind == "sba"]
    return _frozen(items[:3], "CPC", 1, 60)


def _frozen(items: list[Item], exam: str, seed: int, minutes: int) -> Form:
    paper = Paper(
        exam=exam,
        version="2026",
        seed=seed,
        minutes=minutes,
        books_on=dt.date(2026, 6, 1),
        items=tuple(
            PaperItem(
                id=one.id, version=one.version, kind=one.kind, scored=True,
                domain=(*one.domains.cpc, *one.domains.ccs, "d")[0], parts=3 if one.kind == "scenario" else 1,
            )
            for one in items
        ),
    )  # fmt: skip
    return freeze(paper, items)


def change(place: int = 1, sequence: int = 1, given: str | None = "#0", **more: Any) -> Change:
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
