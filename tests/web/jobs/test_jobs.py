"""Chores by the clock, and what is done at the start."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from codeward.web.accounts import chores, tokens
from codeward.web.accounts.models import SchoolDay, SignInToken, User
from codeward.web.jobs import registry
from codeward.web.jobs.registry import Chore
from codeward.web.jobs.worker import do_due, make_worker
from codeward.web.mail.sending import deliver
from codeward.web.registry import Registry, TakenTwice

pytestmark = pytest.mark.django_db


def test_chores_are_done_when_due() -> None:
    done: list[str] = []
    some = [
        Chore("often", timedelta(seconds=10), lambda: done.append("often")),
        Chore("seldom", timedelta(seconds=100), lambda: done.append("seldom")),
    ]
    due: dict[str, float] = {}
    assert do_due(some, due, 0.0) == ["often", "seldom"]
    assert do_due(some, due, 5.0) == []
    assert do_due(some, due, 10.0) == ["often"]
    assert do_due(some, due, 100.0) == ["often", "seldom"]
    assert done == ["often", "seldom", "often", "often", "seldom"]


def test_a_chore_that_fails_does_not_stop_the_others() -> None:
    def broken() -> None:
        raise RuntimeError("no")

    assert do_due([Chore("a", timedelta(1), broken), Chore("b", timedelta(1), dict)], {}, 0.0) == ["a", "b"]


def test_the_schools_chores_all_run() -> None:
    assert {"outbox", "guests", "sessions", "tasks"} <= {chore.name for chore in registry.chores()}
    assert len(do_due(registry.chores(), {}, 0.0)) == len(registry.chores())


def test_old_tokens_and_guests_go(alice: User, settings: Any) -> None:
    tokens.issue(alice)
    long_ago = timezone.now() - timedelta(days=60)
    SignInToken.objects.update(made_at=long_ago, expires_at=long_ago + tokens.LIFETIME)
    User.objects.filter(pk=User.objects.create_guest().pk).update(active_at=long_ago)
    SchoolDay.objects.bulk_create(
        SchoolDay(day=timezone.now().date() - timedelta(days=back)) for back in range(40)
    )
    chores.prune_sessions()
    assert chores.prune_guests() == 1
    assert not SignInToken.objects.exists()


def test_sessions_go_a_week_of_the_school_after_their_end() -> None:
    now = timezone.now()
    for name, days in (("long", -20), ("just", -2), ("lives", 5)):
        Session.objects.create(session_key=name, session_data="x", expire_date=now + timedelta(days=days))
    chores.prune_sessions()  # a clock that jumped: the school has not run for a week since
    assert Session.objects.count() == 3
    SchoolDay.objects.bulk_create([SchoolDay(day=now.date() - timedelta(days=back)) for back in range(1, 12)])
    chores.prune_sessions()
    assert set(Session.objects.values_list("session_key", flat=True)) == {"just", "lives"}


def test_what_is_done_at_the_start_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_starters", Registry("works"))
    registry.on_start("x", dict)
    registry.on_start("x", dict)
    assert registry.starters() == {"x": dict}
    with pytest.raises(TakenTwice):
        registry.on_start("x", list)


@pytest.mark.django_db(transaction=True)
def test_the_worker_empties_the_queue_and_returns() -> None:
    for number in range(3):
        deliver.enqueue(number)
    make_worker().run()
    assert [result.status for result in DBTaskResult.objects.all()] == ["SUCCESSFUL"] * 3
