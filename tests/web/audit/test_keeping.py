"""Rows are forgotten after so many days on which the school ran, and never by a clock that jumps."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.accounts.models import SchoolDay, User
from codeward.web.audit import keeping
from codeward.web.audit.acts import Act, Keep, Kind, act
from codeward.web.audit.models import AuditOrigin, AuditRow
from codeward.web.audit.recording import record
from codeward.web.jobs.registry import chores

pytestmark = pytest.mark.django_db
ACTS = {keep: act(f"tests.kept_{keep.name.lower()}", _("Kept"), Kind.SECURITY, keep=keep) for keep in Keep}


def ran_for(days: int) -> None:
    """The school has run on each of the last so many days."""
    today = timezone.now().date()
    SchoolDay.objects.bulk_create(
        [SchoolDay(day=today - timedelta(days=number)) for number in range(days)], ignore_conflicts=True
    )


def written(days: int, what: Act, alice: User) -> AuditRow:
    """A row with its origin, of so many days ago."""
    with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
        request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
        return record(what, actor=alice, about=alice, request=request)


@pytest.mark.parametrize("keep", [keep for keep in Keep if keep.value])
def test_each_class_is_kept_so_many_days_of_the_school(keep: Keep, alice: User) -> None:
    days = int(keep.value or 0)
    ran_for(days + 10)
    young, old = written(days - 2, ACTS[keep], alice), written(days + 2, ACTS[keep], alice)
    assert keeping.prune() == 1
    assert list(AuditRow.objects.filter(act=ACTS[keep].name)) == [young]
    assert not AuditRow.objects.filter(pk=old.pk).exists()


def test_what_was_made_public_is_kept_for_ever(alice: User) -> None:
    ran_for(3000)
    row = written(2990, ACTS[Keep.EVER], alice)
    assert row.kept_until is None
    assert keeping.prune() == 0


def test_a_school_that_was_off_forgets_nothing_for_it(alice: User) -> None:
    row = written(1000, ACTS[Keep.ACCOUNT], alice)
    SchoolDay.objects.create(day=timezone.now().date() - timedelta(days=1000))
    ran_for(30)
    assert keeping.prune() == 0
    assert AuditRow.objects.filter(pk=row.pk).exists()
    assert AuditOrigin.objects.filter(row=row).exists()


def test_a_clock_that_jumps_by_ten_years_forgets_nothing(alice: User) -> None:
    ran_for(100)
    row = written(10, ACTS[Keep.FLEETING], alice)
    with time_machine.travel(timezone.now() + timedelta(days=3650), tick=False):
        assert keeping.prune() == 0
    assert AuditRow.objects.filter(pk=row.pk).exists()


def test_where_it_came_from_is_forgotten_after_ninety_days(alice: User) -> None:
    ran_for(200)
    young, old = written(88, ACTS[Keep.RECORD], alice), written(92, ACTS[Keep.RECORD], alice)
    assert keeping.prune() == 0
    assert AuditOrigin.objects.filter(row=young).exists()
    assert not AuditOrigin.objects.filter(row=old).exists()


def test_a_row_that_the_database_still_keeps_waits_for_another_day(alice: User) -> None:
    """An act whose years were cut short since: the row's own time stands."""
    ran_for(1000)
    name = ACTS[Keep.FLEETING].name
    row = AuditRow.objects.create(
        kind="security",
        act=name,
        at=timezone.now() - timedelta(days=500),
        kept_until=timezone.now() + timedelta(days=9),
    )
    assert keeping.prune() == 0
    assert AuditRow.objects.filter(pk=row.pk).exists()


def test_nothing_is_forgotten_where_nobody_counts_the_days(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_days", [])
    ran_for(1000)
    written(900, ACTS[Keep.ACCOUNT], alice)
    assert keeping.prune() == 0


def test_it_is_done_every_night() -> None:
    chore = next(one for one in chores() if one.name == "audit")
    assert (chore.work, chore.interval) == (keeping.prune, dt.timedelta(days=1))
