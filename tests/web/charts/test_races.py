"""Two requests at the same instant. The database decides; on PostgreSQL the naive forms are seen to fail."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from codeward.charts import load_answer
from codeward.web.accounts.models import User
from codeward.web.charts import api, grades
from codeward.web.charts.models import Attempt, Grade, Operation
from codeward.web.charts.operations import Batch, read_batch
from tests.web.charts.conftest import CHART
from tests.web.race import at_once
from tests.web.results.work import coded, handed_in

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def batch(*ids: str) -> Batch:
    """A batch that adds one line for each operation id."""
    operations = ", ".join(
        f'{{"id": "{one}", "kind": "add_line", "line": "{one}", "rank": 1, "code": "I10"}}' for one in ids
    )
    return read_batch(f'{{"operations": [{operations}]}}'.encode())


def test_starting_at_once_is_one_attempt(alice: User) -> None:
    chart = api.charts()[CHART]
    made = at_once(MANY, lambda _pause: api.start(User.objects.get(pk=alice.pk), chart).pk)
    assert len(made) == MANY
    assert set(made) == {Attempt.objects.get().pk}


def test_operations_at_once_are_all_kept_in_one_sequence(alice: User) -> None:
    attempt = api.start(alice, api.charts()[CHART])

    def work(_pause: Callable[[], object]) -> list[str]:
        return api.apply(Attempt.objects.get(pk=attempt.pk), batch(*[str(uuid4()) for _ in range(3)]))

    at_once(MANY, work)
    assert list(Operation.objects.values_list("sequence", flat=True)) == list(range(1, 3 * MANY + 1))
    assert Attempt.objects.get().revision == 3 * MANY
    assert len(api.answer_of(attempt)["lines"]) == 3 * MANY


def test_the_same_operation_at_once_is_kept_once(alice: User) -> None:
    attempt = api.start(alice, api.charts()[CHART])
    same = str(uuid4())
    told = at_once(MANY, lambda _pause: api.apply(Attempt.objects.get(pk=attempt.pk), batch(same)))
    assert told == [[same]] * MANY
    assert Operation.objects.count() == 1


def test_handing_in_at_once_gives_one_grade(alice: User) -> None:
    attempt = api.start(alice, api.charts()[CHART])
    api.apply(attempt, batch(str(uuid4())))
    grades = at_once(MANY, lambda _pause: api.submit(Attempt.objects.get(pk=attempt.pk)).pk)
    assert set(grades) == {Grade.objects.get().pk}
    assert Attempt.objects.get().counts


def test_what_was_accepted_is_in_the_grade_whatever_comes_first(alice: User) -> None:
    """A change and handing in at once: the change is refused, or it is graded. Never accepted and left out."""
    attempt = api.start(alice, api.charts()[CHART])
    turns = iter(range(MANY))

    def work(_pause: Callable[[], object]) -> bool:
        mine = Attempt.objects.get(pk=attempt.pk)
        if next(turns) == MANY - 1:
            api.submit(mine)
            return False
        try:
            api.apply(mine, batch(str(uuid4())))
        except api.AttemptClosed:
            return False
        return True

    accepted = sum(at_once(MANY, work))
    assert len(Grade.objects.get().answer["lines"]) == accepted == Operation.objects.count()


def test_resuming_at_once_leaves_one_open(alice: User) -> None:
    chart = api.charts()[CHART]
    aside = []
    for _ in range(2):
        one = api.start(alice, chart)
        Attempt.objects.filter(pk=one.pk).update(state="set_aside")
        aside.append(one.pk)
    turns = iter(range(MANY))
    at_once(MANY, lambda _pause: api.resume(Attempt.objects.get(pk=aside[next(turns) % 2])))
    assert sorted(Attempt.objects.values_list("state", flat=True)) == ["open", "set_aside"]


def test_correcting_at_once_opens_one_attempt_with_the_answer_once(alice: User) -> None:
    chart = api.charts()[CHART]
    attempt = api.start(alice, chart)
    api.apply(attempt, batch(str(uuid4()), str(uuid4())))
    api.submit(attempt)
    made = at_once(MANY, lambda _pause: api.start_from(Attempt.objects.get(pk=attempt.pk), chart).pk)
    [fresh] = Attempt.objects.filter(state="open")
    assert set(made) == {fresh.pk}
    assert fresh.operations.count() == 2


def test_the_naive_sequence_would_lose_changes(alice: User) -> None:
    """Without the attempt's lock two requests read the same last number: this is what the lock is for."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; CODEWARD_TEST_DATABASE_URL names no PostgreSQL")
    attempt = api.start(alice, api.charts()[CHART])

    def naive(pause: Callable[[], object]) -> int:
        last = Operation.objects.filter(attempt=attempt).aggregate(n=Max("sequence"))["n"] or 0
        pause()
        return last + 1

    assert at_once(MANY, naive) == [1] * MANY


def test_corrections_at_once_add_one_grade(alice: User) -> None:
    attempt = handed_in(alice, ["R05.1"])
    Grade.objects.update(rules_version="0-before")
    made = at_once(MANY, lambda _pause: api.correct(Attempt.objects.get(pk=attempt.pk), rules=True))
    assert sum(one is not None for one in made) == 1
    assert list(Grade.objects.order_by("number").values_list("number", "current")) == [(1, False), (2, True)]


def test_naive_corrections_at_once_break(alice: User) -> None:
    """Without the attempt's lock all look at the same grade, and the database refuses all but one."""
    attempt = handed_in(alice, ["R05.1"])
    Grade.objects.update(rules_version="0-before")

    def naive(pause: Callable[[], object]) -> bool:
        mine = Attempt.objects.get(pk=attempt.pk)
        old = Grade.objects.get(attempt=mine, current=True)
        pause()
        try:
            with transaction.atomic():
                grades.make(mine, load_answer(old.answer), Grade.Cause.RULES, old)
        except IntegrityError:
            return False
        return True

    assert sum(at_once(MANY, naive)) == 1


def _submit_and(alice: User, correct: Callable[[Attempt], Grade | None]) -> list[Grade | None]:
    """What `correct` makes of an attempt that another request is handing in, by rules that are old meanwhile."""
    attempt = coded(alice, ["R05.1"])
    turns = iter((True, False))

    def work(pause: Callable[[], object]) -> Grade | None:
        mine = Attempt.objects.get(pk=attempt.pk)
        if not next(turns):
            pause()  # the submission is written, and not yet committed
            return correct(mine)
        with transaction.atomic():
            api.submit(mine)
            Grade.objects.update(rules_version="0-before")
            pause()
            time.sleep(0.2)  # time for a form that does not wait to look
        return None

    return at_once(2, work)


def test_a_correction_waits_for_a_submission_that_is_on_its_way(alice: User) -> None:
    made = [one for one in _submit_and(alice, partial(api.correct, rules=True)) if one is not None]
    assert [(one.number, one.cause) for one in made] == [(2, "rules")]
    assert Grade.objects.filter(current=True).count() == 1


def test_a_naive_correction_would_miss_a_submission_on_its_way(alice: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; CODEWARD_TEST_DATABASE_URL names no PostgreSQL")

    def naive(attempt: Attempt) -> Grade | None:
        return Grade.objects.filter(attempt=attempt, current=True).first()

    assert _submit_and(alice, naive) == [None, None]
