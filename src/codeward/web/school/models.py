"""What was decided in the office. Who decided it stands in the audit."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

__all__ = ["StoredSetting"]


class StoredSetting(models.Model):
    """One setting with its value as text. An environment variable of the same setting wins over it."""

    personal_data = "no"
    privacy_class = "public"

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=320, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="school_setting_known",
                condition=models.Q(name__in=["school_name", "contact", "signup", "time_zone", "first_run"]),
            ),
            models.CheckConstraint(
                name="school_signup_known",
                condition=~models.Q(name="signup") | models.Q(value__in=["open", "invited", "closed"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name
