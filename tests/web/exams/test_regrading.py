"""Scores made again: one more beside the earlier, once, told once, whoever is handing in at that instant."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from codeward.curriculum import Item, program
from codeward.web.accounts.models import User
from codeward.web.audit.models import AuditRow
from codeward.web.exams import regrading
from codeward.web.exams.models import Score, Sitting, Suspension
from codeward.web.exams.moves import put_back, retire, suspend
from codeward.web.exams.regrading import Regraded, regrade
from codeward.web.exams.scores import given_now
from codeward.web.exams.sittings import begin, save, settled, submit
from codeward.web.learning.api import ContentVersion
from codeward.web.notices.models import Notice
from tests.web.exams.made import KINDS, RIGHT, change, made_form

pytestmark = pytest.mark.django_db
Correct = Callable[..., Item]


def sat(learner: User, **given: str) -> Sitting:
    """A sitting of all kinds, answered right but for what `given` says by the kind."""
    one = begin(learner, made_form("CCS", ids=KINDS), timed=True)
    told = {name: given.get(name.split("-")[1], RIGHT[name]) for name in KINDS}
    save(one, [change(n, 1, told[name], seconds=60) for n, name in enumerate(KINDS, 1)])
    return one


def handed_in(learner: User, **given: str) -> Sitting:
    """The same, handed in."""
    submit(sat(learner, **given))
    return Sitting.objects.select_related("form", "learner").get(learner=learner)


@pytest.fixture
def correct(monkeypatch: pytest.MonkeyPatch) -> Correct:
    """A release with another right option of a choice, and if wanted other options."""

    def do(name: str, right: int, drop: int | None = None) -> Item:
        bank = program().form_items
        item: Any = bank[name]
        wrong = next(one.wrong for one in item.options if one.wrong)
        options = [
            one.model_copy(update={"right": n == right, "wrong": None if n == right else wrong})
            for n, one in enumerate(item.options)
        ]
        if drop is not None:
            lines = (options[drop].lines[0].model_copy(update={"code": "A00.0"}),)
            options.insert(0, options.pop(drop).model_copy(update={"lines": lines}))
        fixed = item.model_copy(update={"options": tuple(options)})
        fixed.__dict__.pop("version", None)
        monkeypatch.setitem(bank, name, fixed)
        return fixed

    return do


def test_a_corrected_key_adds_a_score_and_keeps_the_earlier(alice: User, bob: User, correct: Correct) -> None:
    one, other = handed_in(alice), handed_in(bob, i="#0")
    fixed = correct("made-i-000", 0)
    assert regrade(why="The left arm.") == Regraded(2, 2, 2)
    assert [(s.number, s.current, s.points) for s in one.scores.all()] == [(1, False, 8), (2, True, 7)]
    assert [(s.points, s.cause) for s in other.scores.all()] == [(7, "submitted"), (8, "key")]
    score = one.scores.get(current=True)
    assert score.keys["made-i-000"] == fixed.version
    assert ContentVersion.objects.filter(pk=fixed.version).exists()
    assert AuditRow.objects.get(act="exams.regraded").reason == "The left arm."


def test_it_is_the_same_as_scoring_all_of_it_again(alice: User, correct: Correct) -> None:
    one = handed_in(alice, pick="#0", scenario='[{"code":"I10"}]')
    correct("made-i-000", 0)
    Suspension.objects.create(item="made-code-001", reason="two answers")
    regrade()
    mine = one.scores.get(current=True)
    from codeward.web.exams import scores

    whole = scores.keep(one, Score.Cause.KEY)
    assert (mine.result, mine.keys, mine.points) == (whole.result, whole.keys, whole.points)


def test_again_it_changes_nothing_and_tells_nobody_twice(alice: User, correct: Correct) -> None:
    handed_in(alice)
    correct("made-i-000", 0)
    assert regrade().made == 1
    assert regrade() == Regraded(1, 0, 0)
    notice = Notice.objects.get(kind="exams.score_corrected")
    assert (notice.person, notice.context["before"], notice.context["after"]) == (alice, "8", "7")


def test_an_answer_goes_by_what_was_chosen(alice: User, correct: Correct) -> None:
    """An option is replaced, so that every place moves: T22.112A was chosen, and its place is another code's now."""
    one = handed_in(alice, i="#0")
    correct("made-i-000", 0, drop=3)
    regrade()
    assert one.scores.get(current=True).points == 8


def test_what_was_given_is_shown_among_the_options_of_the_key_that_judged(correct: Correct) -> None:
    asked = program().form_items["made-i-000"]
    now = correct("made-i-000", 0, drop=3)
    # T22.112A was first and is second now; T22.311A is there no more.
    assert (given_now(asked, now, "#0"), given_now(asked, now, "#3"), given_now(asked, asked, "#3")) == (
        "#1", "", "#3",
    )  # fmt: skip


def test_where_no_right_answer_was_offered_everybody_has_the_points(
    alice: User, bob: User, correct: Correct
) -> None:
    handed_in(alice), handed_in(bob, i="#0")
    correct("made-i-000", 3, drop=3)
    assert regrade() == Regraded(2, 2, 1)
    assert {s.points for s in Score.objects.filter(current=True)} == {8}
    assert {s.cause for s in Score.objects.filter(current=True)} == {"key"}


def test_a_suspension_gives_everybody_the_points_and_putting_back_takes_none(alice: User, bob: User) -> None:
    one = handed_in(alice, i="#0")
    suspend("made-i-000", by=bob, reason="two answers")
    assert regrade() == Regraded(1, 1, 1)
    assert one.scores.get(current=True).cause == "suspended"
    put_back("made-i-000", by=bob, reason="settled")
    assert regrade().made == 0
    assert one.scores.get(current=True).points == 8


def test_suspending_asks_for_the_job(alice: User, bob: User, django_capture_on_commit_callbacks: Any) -> None:
    one = handed_in(alice, i="#0")
    with django_capture_on_commit_callbacks(execute=True):
        suspend("made-i-000", by=bob, reason="two answers")
    from codeward.web.exams.work import regrade_sittings

    assert regrade_sittings.func() == "1"
    assert one.scores.count() == 2


def test_a_retired_question_leaves_forms_and_no_score(alice: User, bob: User) -> None:
    import datetime as dt

    from codeward.web.exams import forms

    one = handed_in(alice, i="#0")
    assert retire("made-i-000", by=bob, reason="Lost a dispute")
    assert not retire("made-i-000", by=bob, reason="again")
    assert "made-i-000" not in forms.pool(dt.date(2026, 6, 1)).items
    assert regrade().made == 0
    assert one.scores.get().points == 7


def test_a_page_shows_no_score_by_the_old_key(
    alice: User, correct: Correct, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """The job has not come to this sitting yet: whoever looks at it has it scored first."""
    one = handed_in(alice)
    with django_assert_max_num_queries(3):
        settled(one)
    correct("made-i-000", 0)
    shown = settled(one).scores.get(current=True)
    assert (shown.number, shown.points) == (2, 7)


def test_a_sitting_that_is_void_or_under_way_is_left(alice: User, bob: User, correct: Correct) -> None:
    one, going = handed_in(alice), sat(bob)
    Sitting.objects.filter(pk=one.pk).update(state="void")
    correct("made-i-000", 0)
    assert regrade().made == 0
    assert submit(going).points == 7


def test_a_run_that_was_cut_goes_on(
    alice: User, bob: User, correct: Correct, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(alice), handed_in(bob)
    correct("made-i-000", 0)
    real, calls = regrading.tell_corrected, []

    def breaks(*given: Any) -> int:
        calls.append(given)
        if len(calls) == 2:
            raise OSError("the worker was killed")
        return real(*given)

    with monkeypatch.context() as patch, contextlib.suppress(OSError):
        patch.setattr(regrading, "tell_corrected", breaks)
        regrade(batch=1)
    assert Score.objects.filter(number=2).count() == Notice.objects.count() == 1
    assert regrade(batch=1).made == 1
    assert Score.objects.filter(number=2, current=True).count() == Notice.objects.count() == 2


def test_the_command_says_what_it_did(
    alice: User, correct: Correct, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_in(alice)
    correct("made-i-000", 0)
    call_command("regrade_sittings", "--why", "The left arm.")
    assert "1 of 1 sittings were scored again; in 1 the points changed." in capsys.readouterr().out
    assert Notice.objects.get().context["why"] == "The left arm."


def _against_a_hand_in(one: Sitting, teacher: User) -> None:
    """Hand in, and hold the transaction open while a question is suspended and the job runs."""
    scored = threading.Event()

    def hand_in() -> None:
        with transaction.atomic():
            submit(Sitting.objects.select_related("form", "learner").get(pk=one.pk))
            scored.set()
            time.sleep(0.4)
        connection.close()

    thread = threading.Thread(target=hand_in)
    thread.start()
    assert scored.wait(10)
    suspend("made-i-000", by=teacher, reason="two answers")
    regrade()
    thread.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.parametrize("naive", [False, True])
def test_what_is_being_handed_in_is_waited_for(
    alice: User, bob: User, naive: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The naive form looks for sittings that were handed in: one that is not committed yet keeps its old score."""
    if naive:
        submitted = Sitting.objects.filter(state=Sitting.State.SUBMITTED)
        monkeypatch.setattr(regrading, "_scored", submitted.all)
    one = sat(alice, i="#0")
    _against_a_hand_in(one, bob)
    current = Score.objects.get(sitting=one, current=True)
    assert (current.number, current.points) == ((1, 7) if naive else (2, 8))
