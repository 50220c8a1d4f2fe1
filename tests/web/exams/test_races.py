"""Two requests at the same instant. The database decides; on PostgreSQL the naive forms are seen to fail."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from codeward.web.accounts.models import User
from codeward.web.exams.clock import now
from codeward.web.exams.models import Answer, Event, Form, Score, Sitting
from codeward.web.exams.moves import extend
from codeward.web.exams.sittings import SittingClosed, begin, close_run_out, save, settled, submit
from codeward.web.learning.models import ContentVersion, Response
from tests.web.exams.made import change, made_form, with_left
from tests.web.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8
Pause = Callable[[], object]
postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer: there the naive form cannot fail"
)


def fresh(pk: int) -> Sitting:
    """The sitting as another request reads it."""
    return Sitting.objects.select_related("form", "learner").get(pk=pk)


# -- begin against begin
def test_beginning_at_once_is_one_sitting(alice: User, form: Form) -> None:
    """A double click, and two tabs with two forms of the exam: everybody goes on with the same one."""
    other = made_form(seed=2)
    forms = iter([form, other] * MANY)
    made = at_once(MANY, lambda _pause: begin(User.objects.get(pk=alice.pk), next(forms), timed=True).pk)
    assert set(made) == {Sitting.objects.get().pk}
    assert Event.objects.filter(kind="begun").count() == 1


@postgres
def test_beginning_at_once_would_be_two_without_the_index(alice: User, form: Form) -> None:
    """The naive form looks whether one is open and then makes one. The partial unique index refuses the second."""
    refused = []

    def work(pause: Pause) -> None:
        number = Sitting.objects.filter(form=form).count() + 1 + int(threading.get_ident() % 1000)
        assert not Sitting.objects.filter(learner=alice, state="open").exists()
        pause()
        try:
            Sitting.objects.create(form=form, learner=alice, exam="CPC", number=number, timed=False)
        except IntegrityError as error:
            refused.append(str(error))

    at_once(2, work)
    assert Sitting.objects.count() == 1
    assert len(refused) == 1


# -- save against save
def test_saves_at_once_are_all_kept_and_the_newest_stands(sitting: Sitting) -> None:
    numbers = iter(range(1, MANY + 1))

    def work(_pause: Pause) -> None:
        n = next(numbers)
        save(fresh(sitting.pk), [change(1, n, f"#{n % 4}", seconds=1), change(2, n, f"#{n % 4}", seconds=1)])

    at_once(MANY, work)
    assert {row.sequence for row in Answer.objects.all()} == {MANY}
    assert {row.given for row in Answer.objects.all()} == {f"#{MANY % 4}"}
    assert fresh(sitting.pk).revision == MANY
    assert Event.objects.filter(kind__in=["saved", "older"]).count() == 2 * MANY


@postgres
def test_the_naive_save_lets_an_older_answer_stand(sitting: Sitting) -> None:
    """It reads the row, sees that its own is newer, and writes: whoever writes last stands, newer or not."""
    save(sitting, [change(1, 1, "#0")])
    lost = False
    for _ in range(20):
        Answer.objects.update(sequence=1, given="#0")
        turns = iter((2, 3))

        def work(pause: Pause, turns: Iterator[int] = turns) -> None:
            n = next(turns)
            row = Answer.objects.get()
            pause()
            if n > row.sequence:
                time.sleep(0.02 if n == 2 else 0)
                Answer.objects.update(sequence=n, given=f"#{n}")

        at_once(2, work)
        lost = lost or Answer.objects.get().sequence != 3
    assert lost


def test_the_same_change_at_once_counts_once(sitting: Sitting) -> None:
    one = change(1, 1, "#1", seconds=30)
    at_once(MANY, lambda _pause: save(fresh(sitting.pk), [one]))
    assert Answer.objects.get().seconds == 30
    assert Event.objects.filter(kind="saved").count() == 1


# -- save against submit
def test_what_was_accepted_is_in_the_score_whatever_comes_first(sitting: Sitting) -> None:
    """A save and handing in at once: the answer is refused, or it is scored. Never accepted and left out."""
    save(sitting, [change(1, 1, "#0")])
    turns = iter(range(MANY))

    def work(_pause: Pause) -> int:
        n = next(turns)
        if n == MANY - 1:
            submit(fresh(sitting.pk))
            return 0
        try:
            save(fresh(sitting.pk), [change(1, n + 2, "#2")])
        except SittingClosed:
            return 0
        return n + 2

    newest = max(at_once(MANY, work))
    row = Answer.objects.get()
    score = Score.objects.get()
    assert row.sequence == max(newest, 1)
    # Place 1 is right with "#2": if any such save was accepted, the score has it.
    assert score.points == (1 if newest else 0)
    assert [one.option for one in Response.objects.all()] == [row.given]


@postgres
def test_the_naive_save_is_accepted_and_left_out_of_the_score(sitting: Sitting) -> None:
    """It looks whether the sitting is open, then writes; meanwhile it was handed in."""
    turns = iter(("save", "submit"))

    def work(pause: Pause) -> None:
        if next(turns) == "submit":
            pause()
            submit(fresh(sitting.pk))
            return
        assert fresh(sitting.pk).is_open
        pause()
        while Score.objects.count() == 0:
            time.sleep(0.01)
        Answer.objects.create(sitting=sitting, place=1, sequence=1, given="#2")

    at_once(2, work)
    assert Answer.objects.get().given == "#2"
    assert Score.objects.get().points == 0


# -- submit against submit, submit against the clock
def test_handing_in_at_once_is_one_score_and_one_log(sitting: Sitting) -> None:
    save(sitting, [change(1, 1, "#2"), change(2, 1, "#0")])
    scores = at_once(MANY, lambda _pause: submit(fresh(sitting.pk)).pk)
    assert set(scores) == {Score.objects.get().pk}
    assert Response.objects.count() == 2
    assert Event.objects.filter(kind="submitted").count() == 1


@postgres
def test_the_naive_submit_scores_twice(sitting: Sitting) -> None:
    """It looks whether it is open, and scores. The constraint of one current score refuses the second."""
    refused = []

    def work(pause: Pause) -> None:
        assert not Score.objects.filter(sitting=sitting).exists()
        pause()
        try:
            Score.objects.create(
                sitting=sitting, number=1, current=True, cause="submitted", rules="1", keys={}, result={},
                points=0, possible=1,
            )  # fmt: skip
        except IntegrityError as error:
            refused.append(error)

    at_once(2, work)
    assert len(refused) == 1


def test_the_learner_and_the_clock_at_once_are_one_score(sitting: Sitting) -> None:
    """At the deadline the learner hands in, the chore closes, pages look: one of them does it."""
    save(sitting, [change(1, 1, "#2")])
    with_left(sitting, -4.9)
    time.sleep(0.05)
    turns = iter([submit, lambda _one: close_run_out(), settled] * MANY)

    def work(_pause: Pause) -> None:
        act = next(turns)
        try:
            act(fresh(sitting.pk))
        except (
            Score.DoesNotExist
        ):  # a moment before the clock's own second: still open, and nobody lost anything
            assert fresh(sitting.pk).is_open

    at_once(MANY, work)
    time.sleep(0.2)
    settled(fresh(sitting.pk))
    assert Score.objects.count() == 1
    assert Event.objects.filter(kind="submitted").count() == 1
    assert Score.objects.get().points == 1


def test_more_time_and_the_clock_at_once(sitting: Sitting, bob: User) -> None:
    """Time is granted at the last moment: it counts, or the sitting is over. Never both."""
    with_left(sitting, -4.8)
    turns = iter(("extend", "close", "close", "close"))

    def work(_pause: Pause) -> str:
        if next(turns) == "close":
            close_run_out()
            return ""
        try:
            extend(fresh(sitting.pk), 10, by=User.objects.get(pk=bob.pk), reason="The fire alarm rang")
        except SittingClosed:
            return "closed"
        return "given"

    [came] = [one for one in at_once(4, work) if one]
    time.sleep(0.3)
    close_run_out()
    after = fresh(sitting.pk)
    assert after.is_open == (came == "given")
    if came == "given":
        assert after.deadline is not None
        assert after.deadline - now() > dt.timedelta(minutes=9)


def test_a_form_made_at_once_is_one_form(alice: User) -> None:
    made = at_once(MANY, lambda _pause: made_form(seed=uuid4().int % 1 + 5).pk)
    assert set(made) == {Form.objects.get().pk}
    assert ContentVersion.objects.filter(kind="item").count() == 3


def test_a_learner_deleted_while_they_hand_in_leaves_nothing(sitting: Sitting) -> None:
    """Deleting waits for the score, or the score finds nobody: no row is left, and no error."""
    save(sitting, [change(1, 1, "#2")])
    alice = sitting.learner.pk
    turns = iter(("delete", "submit", "save", "save"))

    def work(_pause: Pause) -> None:
        act = next(turns)
        if act == "delete":
            from codeward.web.accounts.parts import delete

            delete(User.objects.get(pk=alice))
            return
        with contextlib.suppress(SittingClosed):
            submit(sitting) if act == "submit" else save(sitting, [change(2, 1, "#0")])

    at_once(4, work)
    assert not Sitting.objects.exists()
    assert not Score.objects.exists()
    assert not Response.objects.exists()
