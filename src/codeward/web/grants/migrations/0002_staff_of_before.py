"""Whoever ran the school by Django's flag runs it by a director's grant. The flags go in accounts 0005."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

REASON = "Ran the school before there were roles."


def grant_staff(apps, schema_editor):
    """One director's grant for each account that had either flag, with its row in the audit."""
    user, grant, row = (
        apps.get_model(*names) for names in (("accounts", "User"), ("grants", "Grant"), ("audit", "AuditRow"))
    )
    now = timezone.now()
    for person in user.objects.filter(Q(is_staff=True) | Q(is_superuser=True), state="active"):
        made, new = grant.objects.get_or_create(
            person=person,
            role="director",
            scope_kind="school",
            scope_id="",
            state="live",
            defaults={"way": "moved", "reason": REASON, "starts_at": now, "made_at": now},
        )
        if new:
            row.objects.create(
                at=now,
                kind="security",
                act="grants.given",
                about=person.public_id,
                thing_kind="grants.grant",
                thing=made.public_id,
                changed={"role": [None, "director"], "way": [None, "moved"]},
                reason=REASON,
                kept_until=now + timedelta(days=5 * 365 + 1),
            )


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0001_initial"),
        ("accounts", "0004_lock_of_an_account"),
        ("audit", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant_staff, migrations.RunPython.noop)]
