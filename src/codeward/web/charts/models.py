"""What learners do with charts, as rows: attempts, their operations, grades, and the charts they were judged by."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.ids import PublicIdField

__all__ = ["Attempt", "ChartSnapshot", "Grade", "Operation"]


class ChartSnapshot(models.Model):
    """One version of a chart, kept for ever: its files, documents and key included. Never edited."""

    personal_data = "no"

    version = models.CharField(max_length=16, primary_key=True)
    chart_id = models.CharField(max_length=64, db_index=True)
    files = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.chart_id} {self.version}"


class Attempt(models.Model):
    """One go of a learner at a chart.

    States: open → submitted; open ↔ set aside (when a guest's work on the same chart is kept on signing in).
    """

    personal_data = "yes: what a learner coded, and when"

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SUBMITTED = "submitted", _("submitted")
        SET_ASIDE = "set_aside", _("set aside")

    public_id = PublicIdField()
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    chart_id = models.CharField(max_length=64)
    snapshot = models.ForeignKey(ChartSnapshot, on_delete=models.PROTECT, related_name="attempts")
    release = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=0)
    # Only the first submission before the key was shown counts for progress and certificates.
    counts = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="charts_attempt_state", condition=Q(state__in=["open", "submitted", "set_aside"])
            ),
            models.CheckConstraint(
                name="charts_attempt_submitted_when",
                condition=Q(state="submitted", submitted_at__isnull=False)
                | (~Q(state="submitted") & Q(submitted_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="charts_attempt_counts_submitted", condition=Q(counts=False) | Q(state="submitted")
            ),
            models.UniqueConstraint(
                name="charts_attempt_one_open", fields=["learner", "chart_id"], condition=Q(state="open")
            ),
            models.UniqueConstraint(
                name="charts_attempt_one_counts", fields=["learner", "chart_id"], condition=Q(counts=True)
            ),
            models.UniqueConstraint(name="charts_attempt_number", fields=["learner", "chart_id", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.chart_id} #{self.number}"


class Operation(models.Model):
    """One change to an answer, as the server accepted it. Append-only: the answer is their fold."""

    personal_data = "yes: every change a learner made to an answer"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="operations")
    client_id = models.UUIDField()
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["attempt", "sequence"]
        constraints = [
            models.UniqueConstraint(name="charts_operation_once", fields=["attempt", "client_id"]),
            models.UniqueConstraint(name="charts_operation_sequence", fields=["attempt", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class Grade(models.Model):
    """A judgement that can be reproduced: the answer, what it was judged by, and what was said of it."""

    personal_data = "yes: how a learner's answer was judged"

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="grade")
    answer = models.JSONField()
    result = models.JSONField()
    score = models.FloatField()
    release = models.CharField(max_length=40)
    key_version = models.CharField(max_length=40)
    rules_version = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="charts_grade_score", condition=Q(score__gte=0) & Q(score__lte=100)),
        ]
        ordering = [F("made_at").desc()]

    def __str__(self) -> str:
        return f"{self.attempt} {self.score:.0f}"
