"""The outbox: each mail is a row first, written with whatever caused it, and sent by a job afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.ids import PublicIdField

__all__ = ["OutboxMail"]


class OutboxMail(models.Model):
    """One mail to one or more addresses."""

    personal_data = "yes: addresses and the text of mails"
    privacy_class = "fleeting"

    class State(models.TextChoices):
        """waiting → sending → sent, or back to waiting, or failed for good; waiting → expired (see mail.sending)."""

        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("not sent, too old")

    public_id = PublicIdField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # A kind of mail.kinds.
    kind = models.CharField(max_length=64)
    sender = models.CharField(max_length=320)
    # One address a line, in small letters, with a line end before and after: exact look-up by "contains".
    recipients = models.TextField()
    subject = models.CharField(max_length=998)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    message_id = models.CharField(max_length=255, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    # After this it is not sent any more; before `next_at`, not yet.
    expires_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["state", "claimed_at"], name="outbox_state_claimed")]
        constraints = [
            models.CheckConstraint(
                name="outbox_state_known",
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "expired"]),
            ),
            # What it said is nobody's any more once it is sent or never will be: it may hold a link that signs in.
            models.CheckConstraint(
                name="outbox_over_says_nothing",
                condition=~Q(state__in=["sent", "expired"]) | Q(body="", html=""),
            ),
            models.CheckConstraint(
                name="outbox_sent_has_time",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"

    @property
    def addresses(self) -> list[str]:
        """To whom it goes."""
        return self.recipients.split()
