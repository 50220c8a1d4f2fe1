"""Contests: a learner says that the key is wrong about a code."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.charts.api import Attempt
from codeward.web.ids import PublicIdField

__all__ = ["MAX_CODE", "MAX_REASON", "MAX_TEXT", "Contest"]

MAX_TEXT = 2_000
MAX_REASON = 500
# What a row is about: a code, or two and their order ("I11.0 before I50.9"), or a query's words.
MAX_CODE = 60


class Contest(models.Model):
    """One row of one grade that its learner contests. Writing again replaces the words while it is open.

    open → stands, or to_correct → corrected. A decision names its reason, and stays.
    """

    personal_data = "yes: what a learner wrote about a grade, and who decided what about it"
    privacy_class = "account"

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("open")
        STANDS = "stands", _("the key stands")
        TO_CORRECT = "to_correct", _("the key is to be corrected")
        CORRECTED = "corrected", _("the key is corrected")

    public_id = PublicIdField()
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="contests")
    # The row's id in the grade: the same in every grade by this key.
    row = models.CharField(max_length=12)
    code = models.CharField(max_length=MAX_CODE)
    text = models.TextField(max_length=MAX_TEXT)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contests_decided",
    )
    decision_reason = models.CharField(max_length=MAX_REASON, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="results_contest_once", fields=["attempt", "row"]),
            models.CheckConstraint(
                name="results_contest_state",
                condition=Q(state__in=["open", "stands", "to_correct", "corrected"]),
            ),
            models.CheckConstraint(
                name="results_contest_decided_with_reason",
                condition=Q(state="open", decided_at=None, decision_reason="")
                | (~Q(state="open") & Q(decided_at__isnull=False) & ~Q(decision_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.attempt}"
