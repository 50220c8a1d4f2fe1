"""The test-out of a lesson: twelve questions that were never seen, one after another, on the server's clock."""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from codeward.curriculum import CodeItem, Lesson
from codeward.practice.assessing import Judgment
from codeward.practice.mastery import Source
from codeward.practice.mastery_testout import ITEMS, TYPED, Candidate, choose
from codeward.practice.minutes import Way
from codeward.web.accounts.api import User
from codeward.web.courses import sittings
from codeward.web.courses.asks import ByVersion
from codeward.web.courses.drawn import fresh
from codeward.web.learning.api import Activity, Response, TestOut, record, seen, start_test_out

__all__ = ["answers_of", "at_hand", "begin", "give", "offered", "told"]

EACH: Final = 8
SEEDS: Final = 2**52


def offered(lesson: Lesson) -> bool:
    """Whether the lesson has questions enough for a test-out."""
    return _enough(ByVersion(lesson))


@lru_cache(maxsize=256)
def _enough(lesson: ByVersion) -> bool:
    """The same, once for each version: it draws until there are six typed and six chosen ones, or no more."""
    of, typed, chosen = lesson.lesson, set[str](), set[str]()
    left = set(of.skills)
    for _kept, item in fresh(of.skills, of.coding_date, 1, EACH):
        (typed if isinstance(item, CodeItem) else chosen).add(item.id)
        left.discard(item.skill)
        if len(typed) >= TYPED and len(chosen) >= ITEMS - TYPED and not left:
            return True
    return False


def _chosen(lesson: Lesson, learner: User | None, seed: int) -> list[dict[str, Any]]:
    """Twelve questions that the learner never saw, six of them typed; nothing where they lack."""
    pool = list(fresh(lesson.skills, lesson.coding_date, seed, EACH))
    by_id = {item.id: {**kept, "id": item.id} for kept, item in pool}
    known = seen(learner, by_id)
    candidates = [Candidate(item.id, item.skill, isinstance(item, CodeItem)) for _kept, item in pool]
    return [by_id[one.id] for one in choose(candidates, known, seed, lesson.skills)]


def begin(lesson: Lesson, learner: User) -> TestOut:
    """Begin one, or go on with the one under way. Raises TestOutRefused and BoundsError."""
    return start_test_out(
        learner, lesson.id, lesson.skills, _chosen(lesson, learner, secrets.randbelow(SEEDS))
    )


def answers_of(test: TestOut) -> dict[str, Response]:
    """What was answered in it, by the item's id."""
    return sittings.answers_of(test.learner_id, test.public_id, Source.TEST_OUT)


def at_hand(test: TestOut) -> tuple[int, dict[str, Any]] | None:
    """The number of the question that is next, and what was drawn; None when all are answered."""
    answered = answers_of(test)
    return next(((n, one) for n, one in enumerate(test.items, 1) if one["id"] not in answered), None)


def give(test: TestOut, one: dict[str, Any], values: tuple[str, ...], key: UUID) -> Judgment:
    """Take the answer to one question; none at all counts as wrong."""
    verdict, given = sittings.judged(one, values, key, Source.TEST_OUT, test.public_id, timed=True)
    record(test.learner, given, activity=Activity(Way.TEST, test.lesson))
    return verdict


def told(test: TestOut) -> list[sittings.Told]:
    """Every question of a test that is over, with all reasons."""
    return sittings.told(test.items, answers_of(test))
