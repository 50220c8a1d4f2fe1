"""What a learner gave to what a lesson asks: the last answer to each question, and what was kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import BooleanField, CharField, Value

from codeward.curriculum import Lesson
from codeward.web.accounts.api import User
from codeward.web.courses.asks import Ask, asks_of
from codeward.web.courses.models import Kept, Place
from codeward.web.learning.api import Response

__all__ = ["NOTHING", "Given", "given_of", "kept_as", "of_response", "split"]


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to one ask. `before`: what stands there of a version that was replaced."""

    values: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    right: bool | None = None
    shown: bool = False
    reasons: bool = False

    @property
    def stale(self) -> bool:
        """Whether the question was corrected after it was answered, and waits for an answer as it is now."""
        return bool(self.before) and not self.values

    @property
    def done(self) -> bool:
        """Whether it was answered, in whatever version."""
        return bool(self.values or self.before)


NOTHING = Given()


def kept_as(values: Iterable[str]) -> str:
    """Chosen places, or rows with their choice, as one text. What was typed is kept as it was typed."""
    return "#" + ",".join(values)


def split(value: str) -> tuple[str, ...]:
    """The values of an answer as it is kept: chosen places, rows with their choice, or a text that was typed."""
    head, mark, rest = value.partition("#")
    return tuple(rest.split(",")) if mark and not head else (value,) if value else ()


def of_response(row: Response, version: str) -> Given:
    """What the log says of one question. Another version's answer stands apart."""
    values = split(row.option)
    same = row.version_id in (None, version)
    return Given(
        values=values if same else (),
        before=() if same else values,
        right=row.right if same else None,
    )


def given_of(learner: User | None, lesson: Lesson) -> tuple[Mapping[str, Given], str]:
    """What the learner gave to what the lesson asks, by key, and the section that they were at last. Two queries."""
    if learner is None:
        return {}, ""
    asks = asks_of(lesson)
    items = [key for key, ask in asks.items() if ask.is_item]
    # Oldest first, so that the last one stands.
    rows = Response.objects.filter(learner=learner, item__in=items).order_by("at", "id")
    found = {row.item: of_response(row, asks[row.item].version) for row in rows}
    place = ""
    for block, version, value, shown, reasons in _kept(learner, lesson):
        if not block:
            place = value
        elif block in asks:
            mine = found.get(block, NOTHING)
            found[block] = _with(mine, asks[block], version, value, shown=shown, reasons=reasons)
    return found, place


def _kept(learner: User, lesson: Lesson) -> Iterable[tuple[str, str, str, bool, bool]]:
    """What was kept at each block, and the place as what was kept at none: one query for both."""
    mine = Kept.objects.filter(learner=learner, lesson=lesson.id).order_by()
    kept = mine.values_list("block", "version", "value", "shown", "reasons")
    place = Place.objects.filter(learner=learner, lesson=lesson.id).order_by()
    no, empty = Value(value=False, output_field=BooleanField()), Value("", output_field=CharField())
    return kept.union(
        place.annotate(b=empty, v=empty, s=no, r=no).values_list("b", "v", "section", "s", "r"), all=True
    )


def _with(given: Given, ask: Ask, version: str, value: str, *, shown: bool, reasons: bool) -> Given:
    same = version == ask.version
    given = replace(given, shown=shown and same, reasons=reasons and same)
    if ask.is_item or not value:
        return given
    return replace(given, values=(value,) if same else (), before=() if same else (value,))
