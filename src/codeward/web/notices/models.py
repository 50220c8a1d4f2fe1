"""Who was told what, how each person wants it by mail, and the digests that went out."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.ids import PublicIdField
from codeward.web.notices.kinds import Period, Timing

__all__ = ["Digest", "MailTimes", "Notice", "Preference"]


class Notice(models.Model):
    """One thing that one person is told, once: (person, kind, key) is unique.

    It holds no sentence but the words that its kind's template needs, so that it is read in the reader's language.
    """

    personal_data = "yes: what somebody was told, and when they read it"
    privacy_class = "account"

    class Mail(models.TextChoices):
        """How it goes by mail: in none, at once, in a digest; then sent."""

        NONE = "none", _("none")
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("in the daily mail")
        WEEKLY = "weekly", _("in the weekly mail")
        SENT = "sent", _("sent")

    public_id = PublicIdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    context = models.JSONField(default=dict)
    # A path of this site; empty where there is nothing to open.
    url = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=8, choices=Mail, default=Mail.NONE)
    # When quiet hours end, for one that goes at once.
    held_until = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="notices_notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_notice_unread"),
            models.Index(
                fields=["mail", "person"],
                condition=Q(read_at=None, mail__in=["at_once", "daily", "weekly"]),
                name="notices_notice_to_mail",
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="notices_notice_once", fields=["person", "kind", "key"]),
            models.CheckConstraint(
                name="notices_notice_mail_known",
                condition=Q(mail__in=["none", "at_once", "daily", "weekly", "sent"]),
            ),
            models.CheckConstraint(
                name="notices_notice_sent_has_time",
                condition=Q(mail="sent", mailed_at__isnull=False)
                | (~Q(mail="sent") & Q(mailed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="notices_notice_held_at_once", condition=Q(held_until=None) | Q(mail="at_once")
            ),
            models.CheckConstraint(
                name="notices_notice_on_our_site",
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Preference(models.Model):
    """How soon one kind comes to one person by mail, where they chose."""

    personal_data = "yes: which mails somebody wants"
    privacy_class = "account"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    kind = models.CharField(max_length=64)
    timing = models.CharField(max_length=8, choices=Timing)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notices_preference_once", fields=["person", "kind"]),
            models.CheckConstraint(
                name="notices_preference_timing_known",
                condition=Q(timing__in=["at_once", "daily", "weekly", "never"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.timing}"


class MailTimes(models.Model):
    """When mail may come to one person, by the clock of their own zone. No row: the defaults, no quiet hours."""

    personal_data = "yes: when somebody wants mail"
    privacy_class = "account"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_times"
    )
    # From and to may go over midnight. Both or neither.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField(default=dt.time(8))
    # 0 is Monday.
    digest_day = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notices_mailtimes_quiet_both",
                condition=Q(quiet_from=None, quiet_to=None)
                | (Q(quiet_from__isnull=False, quiet_to__isnull=False) & ~Q(quiet_from=F("quiet_to"))),
            ),
            models.CheckConstraint(name="notices_mailtimes_day", condition=Q(digest_day__lte=6)),
        ]

    def __str__(self) -> str:
        return f"mail times of {self.person_id}"


class Digest(models.Model):
    """One gathered mail: of one person and period there is one, and the database holds it to that."""

    personal_data = "yes: which gathered mails somebody got"
    privacy_class = "account"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    period = models.CharField(max_length=8, choices=Period)
    # The day or the week it is for, such as 2026-11-30 or 2026-W49.
    key = models.CharField(max_length=10)
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notices_digest_once", fields=["person", "period", "key"]),
            models.CheckConstraint(
                name="notices_digest_period_known", condition=Q(period__in=["daily", "weekly"])
            ),
            models.CheckConstraint(name="notices_digest_not_empty", condition=Q(count__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.key}"
