"""Mails get a kind and an age limit, and say nothing any more once they are over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Q

# As long as the links in them worked: three days, for confirming an address and for a new password alike.
LASTED = timedelta(days=3)


def forward(apps: Any, schema_editor: Any) -> None:
    """Rows from before: their age limit counts from when they were written; what was sent is blanked."""
    mails = apps.get_model("mail", "OutboxMail").objects
    mails.update(expires_at=F("made_at") + LASTED)
    late = mails.filter(state="waiting", expires_at__lte=django.utils.timezone.now())
    late.update(state="expired", body="", html="", headers={})
    mails.filter(state="sent").update(body="", html="", headers={})


def backward(apps: Any, schema_editor: Any) -> None:
    """What is blanked stays so; a mail that was too old counts as failed."""
    apps.get_model("mail", "OutboxMail").objects.filter(state="expired").update(state="failed")


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.AddField(
            "outboxmail", "kind", models.CharField(default="other", max_length=64), preserve_default=False
        ),
        migrations.AddField(
            "outboxmail",
            "expires_at",
            models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField("outboxmail", "next_at", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField("outboxmail", "body", models.TextField(blank=True)),
        migrations.AlterField(
            "outboxmail",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("sending", "being sent"),
                    ("sent", "sent"),
                    ("failed", "failed"),
                    ("expired", "not sent, too old"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint("outboxmail", "outbox_state_known"),
        migrations.AddConstraint(
            "outboxmail",
            models.CheckConstraint(
                name="outbox_state_known",
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "expired"]),
            ),
        ),
        migrations.RunPython(forward, backward),
        migrations.AddConstraint(
            "outboxmail",
            models.CheckConstraint(
                name="outbox_over_says_nothing",
                condition=Q(("state__in", ["sent", "expired"]), _negated=True) | Q(body="", html=""),
            ),
        ),
    ]
