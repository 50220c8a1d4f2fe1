"""Contests in the office: who sees them, how they are settled, who is told, and what a learner sees of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from codeward.errors import CodewardError
from codeward.web.accounts.models import User
from codeward.web.audit.api import AuditRow
from codeward.web.grants.api import Role
from codeward.web.notices.api import Notice, words_of
from codeward.web.office.models import Ownership
from codeward.web.results import settling
from codeward.web.results.models import Contest
from tests.web.conftest import make_user
from tests.web.grants.cast import member
from tests.web.pseudo import untranslated
from tests.web.race import at_once
from tests.web.results.work import handed_in
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db
STANDS = {"answer": "stands", "reason": "Section I.B.4 asks for the symptom."}


def contested(learner: User, text: str = "The record says productive.") -> Contest:
    """A contest of the first row of a chart that the learner handed in."""
    attempt = handed_in(learner, ["R05.1", "Z99.0"])
    row = attempt.grades.get(current=True).rows.first()
    assert row is not None
    assert settling.keep(attempt, row.row, "R05.1", text)
    return Contest.objects.get(attempt=attempt)


@pytest.fixture
def teacher(db: None) -> User:
    """Somebody who teaches the whole school."""
    return member(Role.INSTRUCTOR, "ruth")


def test_only_who_teaches_sees_and_decides(alice: User, as_bob: Client, client: Client) -> None:
    one = contested(alice)
    others = [client, as_bob] + [
        with_second_step(member(role)) for role in (Role.BURSAR, Role.MENTOR, Role.AUDITOR)
    ]
    for somebody in others:
        assert somebody.get("/office/queues/disputes/").status_code == 404
        assert somebody.get(f"/office/queues/disputes/{one.public_id}/").status_code == 404
        assert somebody.post(f"/contests/{one.public_id}/settle", STANDS).status_code == 404
        assert somebody.post(f"/contests/{one.public_id}/corrected").status_code == 404
    one.refresh_from_db()
    assert one.state == "open"


def test_a_contest_is_read_whole_and_the_learner_sees_that_it_was(alice: User, teacher: User) -> None:
    one = contested(alice)
    client = with_second_step(teacher)
    assert "Disputes" in client.get("/office/", follow=True).content.decode()
    page = client.get(f"/office/queues/disputes/{one.public_id}/").content.decode()
    for words in ("The record says productive.", "R05.1", "Answer key", "Why", "The record"):
        assert words in page
    assert "Alice" not in page  # a key is judged without a name
    row = AuditRow.objects.get(act="audit.record_opened")
    assert (row.actor, row.about) == (teacher.public_id, alice.public_id)


def test_it_is_settled_once_with_a_reason_and_the_learner_is_told(
    alice: User, as_alice: Client, teacher: User
) -> None:
    one = contested(alice)
    client = with_second_step(teacher)
    client.post(f"/office/queues/disputes/{one.public_id}/take")
    for _ in range(2):
        assert client.post(f"/contests/{one.public_id}/settle", STANDS).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.decided_by) == ("stands", teacher)
    assert AuditRow.objects.filter(act="results.contest_settled").count() == 1
    told = Notice.objects.get(person=alice, kind="results.contest_settled")
    assert "the key stays as it is" in words_of(told).subject
    assert STANDS["reason"] in " ".join(words_of(told).paragraphs)
    assert not Ownership.objects.exists()
    assert client.get(f"/office/queues/disputes/{one.public_id}/").status_code == 404
    page = as_alice.get(told.url).content.decode()
    assert "Decided: the key stays as it is." in page
    assert STANDS["reason"] in page


def test_a_decision_needs_a_reason_and_an_answer(alice: User, teacher: User) -> None:
    one = contested(alice)
    client = with_second_step(teacher)
    for wrong in (
        {"answer": "stands"},
        {"answer": "x", "reason": "y"},
        {"answer": "stands", "reason": "x" * 501},
    ):
        assert client.post(f"/contests/{one.public_id}/settle", wrong).status_code == 422
    assert not Notice.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.update(state="stands")


def test_another_decision_later_is_told_what_was_decided(alice: User, teacher: User) -> None:
    one = contested(alice)
    client = with_second_step(teacher)
    client.post(f"/contests/{one.public_id}/settle", {"answer": "to_correct", "reason": "You are right."})
    answer = client.post(f"/contests/{one.public_id}/settle", STANDS)
    assert answer.status_code == 409
    assert "already decided this: the key is to be corrected" in answer.content.decode()


def test_a_key_is_closed_as_corrected_only_when_it_was(
    alice: User, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = contested(alice)
    settling.settle(one, teacher, Contest.State.TO_CORRECT, "You are right.")
    client = with_second_step(teacher)
    answer = client.post(f"/contests/{one.public_id}/corrected")
    assert answer.status_code == 409
    assert "still has the key that was reported" in answer.content.decode()
    monkeypatch.setattr(settling, "charts", dict)  # the chart of that version is not taught any more
    assert client.post(f"/contests/{one.public_id}/corrected").status_code == 302
    one.refresh_from_db()
    assert one.state == "corrected"
    assert Notice.objects.filter(person=alice).count() == 2


def test_nobody_decides_about_their_own_contest(teacher: User) -> None:
    one = contested(teacher)
    client = with_second_step(teacher)
    assert client.post(f"/contests/{one.public_id}/settle", STANDS).status_code == 404
    assert (
        "someone else decides it" in client.get(f"/office/queues/disputes/{one.public_id}/").content.decode()
    )
    assert client.post(f"/office/queues/disputes/{one.public_id}/take").status_code == 404


def test_what_is_decided_is_neither_rewritten_nor_taken_back(
    alice: User, as_alice: Client, teacher: User
) -> None:
    one = contested(alice)
    settling.settle(one, teacher, Contest.State.STANDS, "So it is.")
    for text in ("Other words", ""):
        as_alice.post(f"/attempts/{one.attempt.public_id}/contest/{one.row}", {"text": text})
    one.refresh_from_db()
    assert (one.text, one.state) == ("The record says productive.", "stands")


def test_words_find_a_chart_or_a_code(alice: User, teacher: User) -> None:
    contested(alice)
    client = with_second_step(teacher)
    for words, there in (("r05", True), ("cough", True), ("hip", False), ("%", False)):
        page = client.get("/office/queues/disputes/", {"q": words}).content.decode()
        assert ("/office/queues/disputes/" in page and "cell-detail" in page) is there, words


def test_every_word_can_be_translated(alice: User, teacher: User, pseudo_locale: None) -> None:
    one = contested(alice)
    page = with_second_step(teacher).get(f"/office/queues/disputes/{one.public_id}/").content.decode()
    assert untranslated(page) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_counts() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("races are tried on PostgreSQL")
    alice, teacher = make_user("a@example.org", "A"), make_user("t@example.org", "T")
    one = contested(alice)
    states = [Contest.State.STANDS, Contest.State.TO_CORRECT] * 4

    def safe(_pause: Any) -> bool:
        try:
            settling.settle(one, teacher, states.pop(), "Why")
        except CodewardError:
            return False
        return True

    assert sum(at_once(8, safe)) == 4  # those who said what was decided
    assert Notice.objects.count() == AuditRow.objects.filter(act="results.contest_settled").count() == 1

    def naive(pause: Any) -> bool:
        seen = Contest.objects.get(pk=one.pk)
        still_open = seen.state == "open"
        pause()
        if still_open:
            Notice.objects.create(person=alice, kind="x", key=str(id(seen)), context={}, mail="none")
        return still_open

    Contest.objects.update(state="open", decided_at=None, decision_reason="")
    assert sum(at_once(8, naive)) > 1


def test_without_the_second_step_nothing_is_decided(alice: User, teacher: User) -> None:
    one = contested(alice)
    answer = signed_in(teacher).post(f"/contests/{one.public_id}/settle", STANDS)
    assert answer.status_code == 403
    one.refresh_from_db()
    assert one.state == "open"


def test_what_a_colleague_has_taken_is_theirs_to_decide(alice: User, teacher: User) -> None:
    one = contested(alice)
    colleague = with_second_step(member(Role.INSTRUCTOR, "rosa"))
    colleague.post(f"/office/queues/disputes/{one.public_id}/take")
    assert with_second_step(teacher).post(f"/contests/{one.public_id}/settle", STANDS).status_code == 409
    one.refresh_from_db()
    assert one.state == "open"
    assert colleague.post(f"/contests/{one.public_id}/settle", STANDS).status_code == 302
