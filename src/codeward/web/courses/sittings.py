"""What a test-out and a placement share: questions drawn for one sitting, their answers in the log, told at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from codeward.curriculum import CodeItem
from codeward.errors import CodewardError
from codeward.practice.assessing import LONGEST, Judgment, assess
from codeward.practice.mastery import Source
from codeward.web.courses.answering import version_of_item
from codeward.web.courses.drawn import drawn
from codeward.web.courses.given import NOTHING, Given, kept_as, split
from codeward.web.courses.prose import Pen, shelf_on
from codeward.web.courses.showing import Shown, shown_item
from codeward.web.learning.api import Given as GivenAnswer
from codeward.web.learning.api import Response

__all__ = ["Asked", "Told", "answers_of", "asked", "judged", "told"]

Drawn = Mapping[str, Any]
"""What is kept of a question: `drawn.told_of`, with the item's id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question at hand, as a page shows it."""

    id: str
    template: str
    part: Any

    @property
    def key(self) -> str:
        """A key for one answer: sent twice it is one."""
        return str(uuid4())


@dataclass(frozen=True, slots=True)
class Told:
    """One question of a sitting that is over: as it was answered, with its reasons."""

    number: int
    shown: Shown
    right: bool


def answers_of(learner_id: int, sitting: str, source: Source) -> dict[str, Response]:
    """What was answered in a sitting, by the item's id, in the order of the log."""
    rows = Response.objects.filter(learner_id=learner_id, sitting=sitting, source=str(source))
    return {row.item: row for row in rows.order_by("at", "pk")}


def _day(one: Drawn) -> dt.date:
    return dt.date.fromisoformat(str(one["day"]))


def asked(one: Drawn, place: str, given: Given = NOTHING, *, note: str = "") -> Asked:
    """A question to be answered once: nothing is told of it, but that what was typed is no code."""
    generator, item = drawn(one)
    shown = shown_item(item, given, Pen(_day(one)), plain=bool(generator))
    part = replace(shown.part, exam=True, place=place, note=note)
    return Asked(item.id, f"courses/asks/{shown.template}.html", part)


def judged(
    one: Drawn, values: tuple[str, ...], key: UUID, source: Source, sitting: str, *, timed: bool = False
) -> tuple[Judgment, GivenAnswer]:
    """The verdict on an answer to a question, and what the log keeps of it; no values at all are "I don't know"."""
    generator, item = drawn(one)
    verdict = assess(item, values, shelf_on(_day(one)))
    typed = isinstance(item, CodeItem)
    given = GivenAnswer(
        skill=item.skill,
        source=source,
        item=item.id,
        right=verdict.right,
        credit=verdict.credit,
        client_key=key,
        kind="typed" if typed else "choice",
        level=item.level,
        generator=generator,
        seed=int(one["seed"]) if generator else None,
        version=None if generator else version_of_item(item),
        sitting=sitting,
        option=(values[0] if typed else kept_as(values))[:LONGEST] if values else "",
        timed=timed,
        mixed=True,
    )
    return verdict, given


def told(items: Sequence[Drawn], answered: Mapping[str, Response]) -> list[Told]:
    """Every question that was answered, with all reasons. What the books no longer give is left out."""
    found = []
    for n, one in enumerate(items, 1):
        row = answered.get(one["id"])
        try:
            generator, item = drawn(one)
        except CodewardError:
            continue
        given = Given(values=split(row.option) if row else (), reasons=True, shown=True)
        shown = shown_item(item, given, Pen(_day(one)), plain=bool(generator))
        closed = replace(shown, part=replace(shown.part, name=f"told-{item.id}", closed=True))
        found.append(Told(n, closed, bool(row and row.right)))
    return found
