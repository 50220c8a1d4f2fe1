"""Two answers at the same instant. The log has one order; on PostgreSQL the naive forms are seen to fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from codeward.practice.mastery import mastery
from codeward.practice.minutes import Way
from codeward.web.accounts.api import SessionOver
from codeward.web.accounts.guests import merge
from codeward.web.accounts.models import User
from codeward.web.learning import api, standings
from codeward.web.learning.models import Log, Response, TestOut
from codeward.web.learning.responses import ROW
from tests.web.learning.answers import SKILL, answer
from tests.web.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def me(alice: User) -> User:
    """Her, as each request has her."""
    return User.objects.get(pk=alice.pk)


def test_one_answer_sent_at_once_is_written_once(alice: User) -> None:
    given = answer()
    made = at_once(MANY, lambda _pause: api.record(me(alice), given).pk)
    assert set(made) == {Response.objects.get().pk}
    assert Log.objects.get().stored == ROW


def test_of_answers_to_one_item_at_once_one_is_the_first(alice: User) -> None:
    made = at_once(MANY, lambda _pause: api.record(me(alice), answer()).first)
    assert sorted(made) == [False] * (MANY - 1) + [True]
    assert api.states(alice)[SKILL].fresh == 1


def test_the_fold_misses_nothing_that_comes_at_once(alice: User) -> None:
    numbers = iter(range(1000))

    def work(_pause: Callable[[], object]) -> None:
        for _ in range(3):
            api.record(me(alice), answer(f"i{next(numbers)}"))

    at_once(MANY, work)
    assert api.states(alice)[SKILL].fresh == 3 * MANY
    assert api.states(alice) == mastery(standings.evidence(alice))
    assert len(set(Response.objects.values_list("at", flat=True))) == 3 * MANY


def test_a_test_out_begun_at_once_is_one(alice: User) -> None:
    items = [{"id": f"i{n}"} for n in range(12)]
    made = at_once(MANY, lambda _pause: api.start_test_out(me(alice), "d3", [SKILL], items).pk)
    assert set(made) == {TestOut.objects.get().pk}


def test_answers_while_a_guest_is_merged_are_the_accounts_or_refused(alice: User) -> None:
    """Nobody waits for somebody who waits for them, and what was accepted is there."""
    guest = User.objects.create_guest()
    api.record(guest, answer("before"))
    turns = iter(range(MANY))

    def work(_pause: Callable[[], object]) -> int:
        turn = next(turns)
        if turn == 3:
            merge(User.objects.get(pk=guest.pk), me(alice))
            return 0
        try:
            api.record_all(
                guest, [answer(f"{turn}-{n}") for n in range(3)], activity=api.Activity(Way.DRILL, SKILL)
            )
        except SessionOver:
            return 0
        return 3

    kept = sum(at_once(MANY, work))
    assert Response.objects.filter(learner=alice).count() == kept + 1
    assert not User.objects.filter(pk=guest.pk).exists()
    assert api.states(alice) == mastery(standings.evidence(alice))


def test_looking_and_then_writing_loses_answers(alice: User) -> None:
    """The naive form: everybody sees no first answer, and all but one are refused by the database."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; CODEWARD_TEST_DATABASE_URL names no PostgreSQL")

    def naive(pause: Callable[[], object]) -> bool:
        row = answer().row(me(alice))
        row.first = not Response.objects.filter(learner=alice, item=row.item, first=True).exists()
        row.at = timezone.now()
        pause()
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            return False
        return True

    assert at_once(MANY, naive).count(False) == MANY - 1
