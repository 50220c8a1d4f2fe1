"""Whoever handed a chart in is told when its key was corrected: once, with both scores where it changed theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from codeward.charts import Chart
from codeward.web.accounts.models import User
from codeward.web.charts import api, grades
from codeward.web.mail.models import OutboxMail
from codeward.web.notices.api import Correction, Notice, corrected, words_of
from tests.web.results.work import CHART, coded, handed_in

pytestmark = pytest.mark.django_db
Correct = Callable[[], Chart]
CHANGED, STAYS = "charts.grade_changed", "charts.key_corrected"


def told(person: User) -> list[tuple[str, str]]:
    """What somebody was told: kind and subject."""
    return [(one.kind, words_of(one).subject) for one in Notice.objects.filter(person=person).order_by("pk")]


def run(*more: str) -> None:
    """The command, as whoever runs the school types it."""
    call_command("correct_grades", CHART, *more, verbosity=0)


def test_a_changed_score_is_told_with_both_scores_the_reason_and_a_link(
    alice: User, correct_key: Correct
) -> None:
    attempt = handed_in(alice, ["R05.1"])
    before = attempt.grade
    assert before is not None
    correct_key()
    run("--why", "The fever belongs to the influenza.")
    after = attempt.grades.get(current=True)
    assert after.score > before.score
    notice = Notice.objects.get(person=alice)
    said = words_of(notice)
    assert f"your score is {after.score:g} now, it was {before.score:.1f}" in said.subject
    assert "What was corrected: The fever belongs to the influenza." in said.paragraphs
    assert notice.url == f"/attempts/{attempt.public_id}/result"
    (mail,) = OutboxMail.objects.all()
    assert said.subject == mail.subject


def test_again_tells_nobody_again(alice: User, correct_key: Correct) -> None:
    handed_in(alice, ["R05.1"])
    correct_key()
    run()
    run()
    run("--rules")
    assert [kind for kind, _ in told(alice)] == [CHANGED]


def test_a_score_that_stays_is_told_as_that_and_who_did_not_hand_in_is_not(
    alice: User, bob: User, correct_key: Correct
) -> None:
    handed_in(alice, ["R05.1", "R50.9"])
    coded(bob, ["R05.1"])
    correct_key()
    run()
    run()
    assert [one.score for one in grades.current_grades(alice)] == [100]
    assert [kind for kind, _ in told(alice)] == [STAYS]
    assert "Your score stays 100 of 100." in words_of(Notice.objects.get()).paragraphs[0]
    assert not OutboxMail.objects.exists(), "no hurry: it comes once a day"
    assert told(bob) == []


def test_of_two_submissions_one_that_changed_is_told_and_no_more(alice: User, correct_key: Correct) -> None:
    handed_in(alice, ["R05.1"])
    handed_in(alice, [])
    correct_key()
    run()
    assert STAYS not in [kind for kind, _ in told(alice)]


def test_the_grade_and_its_notice_are_there_together_or_not_at_all(alice: User, correct_key: Correct) -> None:
    attempt = handed_in(alice, ["R05.1"])
    correct_key()
    with transaction.atomic():
        api.correct(attempt)
        transaction.set_rollback(True)
    assert (attempt.grades.count(), told(alice), OutboxMail.objects.count()) == (1, [], 0)


def test_a_run_that_was_cut_tells_the_rest_when_it_is_run_again(
    alice: User, bob: User, correct_key: Correct, monkeypatch: Any
) -> None:
    for one in (alice, bob):
        handed_in(one, ["R05.1"])
    correct_key()
    real, seen = grades.tell_changed, []

    def cut(*given: Any, **more: Any) -> None:
        seen.append(given)
        if len(seen) == 2:
            raise KeyboardInterrupt
        real(*given, **more)

    monkeypatch.setattr(grades, "tell_changed", cut)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.setattr(grades, "tell_changed", real)
    assert Notice.objects.count() == 1
    run()
    assert [kind for one in (alice, bob) for kind, _ in told(one)] == [CHANGED] * 2


def test_a_correction_of_something_else_concerns_nobody_here(alice: User) -> None:
    handed_in(alice, ["R05.1"])
    assert corrected(Correction("lesson", CHART, "2")) == 0
    assert corrected(Correction("key", "another-chart", "2")) == 0


def test_a_guest_is_told_on_the_page(correct_key: Correct) -> None:
    guest = User.objects.create_guest()
    handed_in(guest, ["R05.1"])
    correct_key()
    run()
    assert [kind for kind, _ in told(guest)] == [CHANGED]
    assert not OutboxMail.objects.exists()
