"""What the office knows of the work behind the pages: when each chore was last done, and which workers live."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

__all__ = ["ChoreRun", "WorkerSign"]


class ChoreRun(models.Model):
    """The last run of one chore. A chore has one row, written by whichever worker did it last."""

    personal_data = "no"
    privacy_class = "public"

    name = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(null=True)
    # Of the last run that ended well, and when the next is due.
    done_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    # Empty after a run that ended well; else what stopped it, in one line.
    error = models.CharField(max_length=300, blank=True)
    failed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    # Somebody in the office wants it done now; the first worker to see it takes it.
    asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="jobs_chore_error_has_time",
                condition=models.Q(error="") | models.Q(failed_at__isnull=False, failures__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkerSign(models.Model):
    """A worker's sign of life, written every few seconds, also while a long job runs."""

    personal_data = "no"
    privacy_class = "public"

    worker_id = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="jobs_worker_seen")]

    def __str__(self) -> str:
        return f"worker seen {self.seen_at:%Y-%m-%d %H:%M:%S}"
