"""Test-outs: begun once a week, answered on the server's clock, and passed or not when they end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from codeward.errors import CodewardError
from codeward.practice.mastery import Source, Vouched
from codeward.practice.mastery_testout import AGAIN_AFTER, ITEMS, MINUTES, is_passed
from codeward.web.accounts.api import User
from codeward.web.learning import standings
from codeward.web.learning.log import ask_room, held, next_at
from codeward.web.learning.models import Response, TestOut

__all__ = [
    "TestOutRefused",
    "end_test_out",
    "may_test_out_from",
    "open_test_out",
    "start_test_out",
    "tested_out",
]

ROW = 2_000


class TestOutRefused(CodewardError):  # noqa: N818 - named as people say it
    """No test-out of this lesson begins now."""


def open_test_out(learner: User | None, lesson: str) -> TestOut | None:
    """Return the test-out that is under way; one whose time is over is ended first, and None returned."""
    if learner is None:
        return None
    found = TestOut.objects.filter(learner=learner, lesson=lesson, ended_at=None).first()
    if found is not None and found.ends_at <= timezone.now():
        end_test_out(found)
        return None
    return found


def may_test_out_from(learner: User | None, lesson: str) -> datetime | None:
    """Return when the learner may begin another; None where now."""
    last = _last(learner, lesson)
    again = last.started_at + AGAIN_AFTER if last is not None else None
    return again if again is not None and again > timezone.now() else None


def tested_out(learner: User | None) -> set[str]:
    """Return the lessons whose test-out the learner passed. One query."""
    if learner is None:
        return set()
    passed = TestOut.objects.filter(learner=learner, passed=True)
    return set(passed.order_by().values_list("lesson", flat=True))


def _last(learner: User | None, lesson: str) -> TestOut | None:
    if learner is None:
        return None
    return TestOut.objects.filter(learner=learner, lesson=lesson).order_by("-started_at", "-pk").first()


def start_test_out(
    learner: User, lesson: str, skills: Sequence[str], items: Sequence[dict[str, Any]]
) -> TestOut:
    """Begin a test-out with what was drawn for it, or go on with the one under way.

    Raises TestOutRefused within a week of the last one, and for anything but 12 items, and BoundsError where the
    learner has no room left.
    """
    if len(items) != ITEMS:
        raise TestOutRefused(
            f"a test-out asks {ITEMS} items, and this lesson has {len(items)}", "Work through the lesson"
        )
    with transaction.atomic():
        log = held(learner)
        going = open_test_out(learner, lesson)
        if going is not None:
            return going
        again = may_test_out_from(learner, lesson)
        if again is not None:
            raise TestOutRefused(
                "you took this lesson's test-out less than a week ago",
                f"Try again from {again:%B %-d}, or work through the lesson",
            )
        ask_room(log, ROW)
        log.save(update_fields=["stored"])
        now = timezone.now()
        return TestOut.objects.create(
            learner=learner,
            lesson=lesson,
            skills=list(skills),
            items=list(items),
            started_at=now,
            ends_at=now + MINUTES,
        )


def end_test_out(test_out: TestOut) -> TestOut:
    """End it and say whether it was passed, once. What was answered after its time does not count."""
    with transaction.atomic():
        log = held(test_out.learner)
        now = TestOut.objects.get(pk=test_out.pk)
        if now.ended_at is not None:
            return now
        told = Response.objects.filter(
            learner_id=now.learner_id,
            sitting=now.public_id,
            source=str(Source.TEST_OUT),
            first=True,
            at__lte=now.ends_at,
        )
        now.right = told.filter(right=True).values("item").distinct().count()
        now.passed, now.ended_at = is_passed(now.right), next_at(log)
        now.save(update_fields=["right", "passed", "ended_at"])
        if now.passed:
            standings.fold(log, [Vouched(now.ended_at, now.pk, skill) for skill in now.skills])
        log.save(update_fields=["last_at", "rules"])
        return now
