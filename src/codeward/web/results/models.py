"""Contests: a learner says that the key is wrong about a code."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from codeward.web.charts.api import Attempt
from codeward.web.ids import PublicIdField

__all__ = ["MAX_CODE", "MAX_TEXT", "Contest"]

MAX_TEXT = 2_000
# What a row is about: a code, or two and their order ("I11.0 before I50.9"), or a query's words.
MAX_CODE = 60


class Contest(models.Model):
    """One row of one grade that its learner contests, with their words. Writing again replaces the words."""

    personal_data = "yes: what a learner wrote about a grade"

    public_id = PublicIdField()
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="contests")
    # The row's id in the grade: the same in every grade by this key.
    row = models.CharField(max_length=12)
    code = models.CharField(max_length=MAX_CODE)
    text = models.TextField(max_length=MAX_TEXT)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="results_contest_once", fields=["attempt", "row"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.attempt}"
