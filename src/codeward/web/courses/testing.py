"""The test-out of a lesson: twelve questions that were never seen, one after another, on the server's clock."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from codeward.curriculum import CodeItem, Item, Lesson
from codeward.practice.assessing import LONGEST, Judgment, assess
from codeward.practice.mastery import Source
from codeward.practice.mastery_testout import Candidate, choose
from codeward.practice.minutes import Way
from codeward.web.accounts.api import User
from codeward.web.courses.drawn import drawn, fresh
from codeward.web.courses.given import Given, kept_as, split
from codeward.web.courses.prose import Pen, shelf_on
from codeward.web.courses.showing import Shown, shown_item
from codeward.web.learning.api import Activity, Response, TestOut, record, seen, start_test_out
from codeward.web.learning.api import Given as GivenAnswer

__all__ = ["Told", "answers_of", "at_hand", "begin", "give", "offered", "told"]

EACH: Final = 8
SEEDS: Final = 2**52


@dataclass(frozen=True, slots=True)
class Told:
    """One question of a test that is over: as it was answered, with its reasons."""

    number: int
    shown: Shown
    right: bool


def offered(lesson: Lesson) -> bool:
    """Whether the lesson has questions enough for a test-out."""
    return bool(_chosen(lesson, None, 1))


def _chosen(lesson: Lesson, learner: User | None, seed: int) -> list[dict[str, Any]]:
    """Twelve questions that the learner never saw, six of them typed; nothing where they lack."""
    pool = fresh(lesson.skills, lesson.coding_date, seed, EACH)
    by_id = {item.id: {**kept, "id": item.id} for kept, item in pool}
    known = seen(learner, by_id)
    candidates = [Candidate(item.id, item.skill, isinstance(item, CodeItem)) for _kept, item in pool]
    return [by_id[one.id] for one in choose(candidates, known, seed)]


def begin(lesson: Lesson, learner: User) -> TestOut:
    """Begin one, or go on with the one under way. Raises TestOutRefused and BoundsError."""
    return start_test_out(
        learner, lesson.id, lesson.skills, _chosen(lesson, learner, secrets.randbelow(SEEDS))
    )


def answers_of(test: TestOut) -> dict[str, Response]:
    """What was answered in it, by the item's id."""
    rows = Response.objects.filter(
        learner_id=test.learner_id, sitting=test.public_id, source=str(Source.TEST_OUT)
    )
    return {row.item: row for row in rows}


def at_hand(test: TestOut) -> tuple[int, dict[str, Any]] | None:
    """The number of the question that is next, and what was drawn; None when all are answered."""
    answered = answers_of(test)
    return next(((n, one) for n, one in enumerate(test.items, 1) if one["id"] not in answered), None)


def give(test: TestOut, lesson: Lesson, one: dict[str, Any], values: tuple[str, ...], key: UUID) -> Judgment:
    """Take the answer to one question; none at all counts as wrong."""
    generator, item = drawn(one)
    judged = assess(item, values, shelf_on(lesson.coding_date))
    typed = isinstance(item, CodeItem)
    record(
        test.learner,
        GivenAnswer(
            skill=item.skill,
            source=Source.TEST_OUT,
            item=item.id,
            right=judged.right,
            credit=judged.credit,
            client_key=key,
            kind="typed" if typed else "choice",
            level=item.level,
            generator=generator,
            seed=int(one["seed"]),
            sitting=test.public_id,
            option=(values[0] if typed else kept_as(values))[:LONGEST] if values else "",
            timed=True,
            mixed=True,
        ),
        activity=Activity(Way.TEST, lesson.id),
    )
    return judged


def told(test: TestOut, lesson: Lesson) -> list[Told]:
    """Every question of a test that is over, with all reasons."""
    answered, found = answers_of(test), []
    for n, one in enumerate(test.items, 1):
        _generator, item = drawn(one)
        row = answered.get(one["id"])
        given = Given(values=split(row.option) if row else (), reasons=True, shown=True)
        found.append(Told(n, _closed(item, given, lesson), bool(row and row.right)))
    return found


def _closed(item: Item, given: Given, lesson: Lesson) -> Shown:
    shown = shown_item(item, given, Pen(lesson.coding_date), plain=True)
    return replace(shown, part=replace(shown.part, name=f"told-{item.id}", closed=True))
