"""The days on which the school ran: by these, not by the clock alone, things grow old."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from codeward.web.accounts.models import SchoolDay

__all__ = ["days_ago", "note_today"]


def note_today() -> dt.date:
    """Note that the school runs today, and return the day. Idempotent."""
    today = timezone.now().date()
    SchoolDay.objects.get_or_create(day=today)
    return today


def days_ago(number: int) -> dt.date | None:
    """The day after which the school has run on `number` days, today included; None where it has not run so long."""
    today = note_today()
    return (
        SchoolDay.objects.filter(day__lte=today)
        .order_by("-day")
        .values_list("day", flat=True)[number:]
        .first()
    )
