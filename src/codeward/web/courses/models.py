"""What a learner leaves in a lesson beside the answers that count, which are rows of `web.learning`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

__all__ = ["VALUE", "Kept", "Place"]

VALUE = 2000
"""The most characters of what is written from memory, and of a prediction."""


class Kept(models.Model):
    """What one learner wrote, marked or asked to see at one block of a lesson. One row a block, the last word stands.

    It is never graded: predictions of a worked record, what was written from memory, an entry reached in the book, and
    that the answer or all reasons of a check were asked for.
    """

    personal_data = "yes: what somebody wrote in a lesson"
    privacy_class = "account"

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_in_lessons"
    )
    lesson = models.CharField(max_length=64)
    block = models.CharField(max_length=80)
    # Of the block as it stood when it was answered: after a correction the page says so.
    version = models.CharField(max_length=16)
    value = models.CharField(max_length=VALUE, blank=True)
    # The answer was shown: what stands in `value` was given before, and stays.
    shown = models.BooleanField(default=False)
    reasons = models.BooleanField(default=False)
    # Of the request that wrote it last, so that what is sent twice is one.
    client_key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="courses_kept_once", fields=["learner", "lesson", "block"]),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} {self.block}"


class Place(models.Model):
    """Where a learner is in a lesson: the last section that was before their eyes, on whatever device."""

    personal_data = "yes: which lessons somebody reads, and how far"
    privacy_class = "account"

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="places_in_lessons"
    )
    lesson = models.CharField(max_length=64)
    section = models.CharField(max_length=80)
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-seen_at", "-id"]
        constraints = [models.UniqueConstraint(name="courses_place_once", fields=["learner", "lesson"])]

    def __str__(self) -> str:
        return f"{self.lesson} {self.section}"
