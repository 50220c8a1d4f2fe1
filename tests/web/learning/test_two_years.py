"""A learner of two years: 20,000 answers. What a page of the program asks stays small, and the states stay true."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from codeward.practice.mastery import Source, mastery
from codeward.practice.minutes import Way
from codeward.web.accounts.models import User
from codeward.web.learning import api, standings
from codeward.web.learning.log import held
from codeward.web.learning.models import Log, Response, Span
from tests.web.learning.answers import answer

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
DAYS, MANY, SKILLS = 730, 20_000, 245
# Milliseconds of processor time, of the 30 that a page has.
MOST_MS = 30


def two_years(learner: User) -> None:
    """Answers of two years over every skill; a tenth of them checks; spans of each day."""
    draw = random.Random(7)
    end = timezone.now() - timedelta(days=1)
    version = api.keep_version(api.ContentVersion.Kind.LESSON, "d3", "lesson0000000000", {})
    check = {"source": Source.CHECK, "version": version, "generator": "", "seed": None}
    rows = []
    for n in range(MANY):
        more: dict[str, Any] = (
            check if n % 10 == 0 else {"source": Source.RECHECK if n % 4 == 0 else Source.DRILL}
        )
        skill = f"dx.skill{draw.randrange(SKILLS)}"
        given = answer(f"item{n}", draw.random() < 0.85, skill=skill, client_key=UUID(int=n), **more)
        row = given.row(learner)
        row.at, row.first = end - timedelta(days=DAYS) * (1 - n / MANY), True
        rows.append(row)
    Response.objects.bulk_create(rows, batch_size=1_000)
    day = timedelta(days=1)
    Span.objects.bulk_create(
        Span(
            learner=learner,
            way=way,
            content_id=f"d{n % 9}",
            began_at=end - n * day,
            last_at=end - n * day + day / 48,
            seconds=1_800,
        )
        for n in range(DAYS)
        for way in (Way.LESSON, Way.DRILL)
    )
    with transaction.atomic():
        log = held(learner)
        log.last_at = end
        standings.refold(log)
        log.save()


def processor_ms(work: Callable[[], object]) -> float:
    """The least processor time of five goes, in milliseconds."""
    taken = []
    for _ in range(5):
        begin = time.process_time()
        work()
        taken.append((time.process_time() - begin) * 1_000)
    return min(taken)


def test_what_the_program_asks_is_four_queries_and_little_time(
    alice: User, django_assert_num_queries: Any
) -> None:
    two_years(alice)

    def asks() -> None:
        api.states(alice)
        api.first_checks(alice)
        api.tested_out(alice)
        api.minutes(alice)

    with django_assert_num_queries(4):
        asks()
    assert len(api.states(alice)) == SKILLS
    assert len(api.first_checks(alice)) == MANY // 10
    told = processor_ms(asks)

    assert told < MOST_MS, f"{told:.1f} ms"
    # One more answer costs what the first did, and leaves what a replay says.
    begin = Log.objects.get().stored
    told = processor_ms(lambda: api.record(alice, answer(f"new{time.perf_counter_ns()}", skill="dx.skill7")))

    assert told < MOST_MS, f"{told:.1f} ms"
    assert Log.objects.get().stored > begin
    assert api.states(alice) == mastery(standings.evidence(alice))
