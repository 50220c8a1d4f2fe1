"""Who opened a record: its person is told once an hour, by whom and in which role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from codeward.web.accounts.models import User
from codeward.web.audit.models import AuditRow
from codeward.web.audit.recording import OPENED, opened, rows
from tests.web.conftest import make_user
from tests.web.race import at_once


def asking(user: Any) -> Any:
    """A request of that person."""
    request = RequestFactory().get("/")
    request.user = user
    return request


@pytest.mark.django_db
def test_a_record_opened_is_one_row_a_person_object_and_hour(alice: User, bob: User, staff: User) -> None:
    with time_machine.travel("2026-11-30 10:10:00", tick=False):
        assert opened(asking(bob), alice, role="instructor") is not None
        assert opened(asking(bob), alice, role="instructor") is None
        assert opened(asking(bob), alice, thing=("chart", "walk-in-cough")) is not None
        assert opened(asking(staff), alice) is not None
        assert opened(asking(bob), staff) is not None
    with time_machine.travel("2026-11-30 11:00:00", tick=False):
        assert opened(asking(bob), alice, role="instructor") is not None
    assert rows(about=alice, act=OPENED).count() == 4
    first = rows(about=alice, actor=bob).last()
    assert first is not None
    assert (first.role, first.kind) == ("instructor", "access")


@pytest.mark.django_db
def test_the_person_as_the_thing_is_their_record(alice: User, bob: User) -> None:
    assert opened(asking(bob), alice, thing=alice) is not None
    assert opened(asking(bob), alice) is None
    assert rows(about=alice, act=OPENED).get().thing == ""


@pytest.mark.django_db
def test_ones_own_record_and_nobody_leave_no_row(alice: User) -> None:
    assert opened(asking(alice), alice) is None
    assert opened(asking(AnonymousUser()), alice) is None
    assert not AuditRow.objects.filter(act=OPENED.name).exists()


@pytest.mark.django_db
def test_rows_are_found_by_what_is_asked(alice: User, bob: User) -> None:
    opened(asking(bob), alice)
    opened(asking(alice), bob)
    assert rows(about=alice, act=OPENED).get().actor == bob.public_id
    assert rows(actor=alice, act=OPENED).get().about == bob.public_id
    assert not rows(act=OPENED, since=timezone.now() + timedelta(minutes=1)).exists()


@pytest.mark.django_db(transaction=True)
def test_eight_tabs_at_once_leave_one_row() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: asked on PostgreSQL")
    ruth, dana = make_user("ruth@example.org", "Ruth"), make_user("dana@example.org", "Dana")

    def naive(pause: Any) -> bool:
        there = rows(about=dana, act=OPENED).exists()
        pause()
        if there:
            return False
        AuditRow.objects.create(kind="access", act=OPENED.name, actor=ruth.public_id, about=dana.public_id)
        return True

    assert sum(at_once(8, naive)) == 8, "the naive form would be right: this race shows nothing"
    made = at_once(8, lambda pause: opened(asking(ruth), dana, role="instructor") is not None)
    assert sum(made) == 1
    assert rows(about=dana).filter(role="instructor").count() == 1


@pytest.mark.django_db
def test_a_row_stands_or_falls_with_what_it_tells_of(alice: User, bob: User) -> None:
    with transaction.atomic():
        opened(asking(bob), alice)
        transaction.set_rollback(True)
    assert not rows(about=alice, act=OPENED).exists()
