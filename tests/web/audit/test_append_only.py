"""Rows are written and never changed: the database refuses, whatever the code asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.accounts import parts
from codeward.web.accounts.models import User
from codeward.web.audit.acts import Keep, Kind, act
from codeward.web.audit.models import AuditOrigin, AuditRow
from codeward.web.audit.recording import record

pytestmark = pytest.mark.django_db
CHECKED = act("tests.checked", _("Checked"), Kind.SECURITY)
FOR_EVER = act("tests.published", _("Published"), Kind.MOVE, keep=Keep.EVER)
FLEETING = act("tests.drafted", _("Drafted"), Kind.MOVE, keep=Keep.FLEETING)


def old_row(days: int, alice: User, what: object = CHECKED) -> AuditRow:
    """A row written so many days ago."""
    with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
        return record(what, actor=alice, about=alice)  # type: ignore[arg-type]


def test_no_row_is_changed(alice: User) -> None:
    row = record(CHECKED, actor=alice)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditRow.objects.filter(pk=row.pk).update(act="tests.nothing")
    row.reason = "another"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditrow SET actor = 'nobody'")
    row.refresh_from_db()
    assert (row.act, row.reason, row.actor) == ("tests.checked", "", alice.public_id)


def test_a_row_that_is_long_over_is_not_changed_either(alice: User) -> None:
    row = old_row(4000, alice)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditRow.objects.filter(pk=row.pk).update(kept_until=None)


def test_a_row_is_not_deleted_before_its_time(alice: User) -> None:
    young, ever = record(CHECKED, actor=alice), old_row(4000, alice, FOR_EVER)
    for row in (young, ever):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditRow.objects.all().delete()
    assert AuditRow.objects.filter(pk__in=[young.pk, ever.pk]).count() == 2


def test_a_row_whose_time_is_over_may_go(alice: User) -> None:
    row = old_row(91, alice, FLEETING)
    AuditRow.objects.filter(pk=row.pk).delete()
    assert not AuditRow.objects.filter(pk=row.pk).exists()


def test_a_row_is_not_put_in_anothers_place(alice: User) -> None:
    row = record(CHECKED, actor=alice)
    columns = [field.column for field in AuditRow._meta.concrete_fields]
    verb = "INSERT OR REPLACE INTO" if connection.vendor == "sqlite" else "INSERT INTO"
    shown = ", ".join("'forged'" if name == "reason" else f'"{name}"' for name in columns)
    said = ", ".join(f'"{name}"' for name in columns)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{verb} audit_auditrow ({said}) SELECT {shown} FROM audit_auditrow")
    assert AuditRow.objects.get(pk=row.pk).reason == ""


def test_the_table_is_not_emptied_at_once(alice: User) -> None:
    record(CHECKED, actor=alice)
    emptied = (
        "DELETE FROM audit_auditrow" if connection.vendor == "sqlite" else "TRUNCATE audit_auditrow CASCADE"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(emptied)
    assert AuditRow.objects.filter(act=CHECKED.name).exists()


def test_an_origin_is_forgotten_and_never_changed(alice: User) -> None:
    origin = AuditOrigin.objects.create(row=record(CHECKED, actor=alice), address="192.0.2.7")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditOrigin.objects.filter(pk=origin.pk).update(address="192.0.2.8")
    origin.delete()


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "other"}, {"act": ""}, {"thing": "x"}, {"kept_until": timezone.now() - timedelta(days=9)}],
)
def test_the_database_knows_a_row_that_cannot_be(wrong: dict[str, object]) -> None:
    right = {"kind": "move", "act": "tests.checked"}
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditRow.objects.create(**{**right, **wrong})


def test_the_end_of_an_account_changes_no_row(alice: User, bob: User) -> None:
    row = record(CHECKED, actor=bob, about=alice, thing=alice, changed={"state": ("new", "old")})
    before = AuditRow.objects.filter(pk=row.pk).values().get()
    parts.delete(alice)
    assert AuditRow.objects.filter(pk=row.pk).values().get() == before
