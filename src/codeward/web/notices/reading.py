"""What a person has been told, and that they read it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from codeward.web.accounts.api import User
from codeward.web.notices.models import Notice

__all__ = ["mark_all_read", "mark_read", "notices_of", "unread"]


def notices_of(person: User) -> QuerySet[Notice]:
    """Every notice of the person, the newest first."""
    return Notice.objects.filter(person=person)


def unread(person: User) -> int:
    """How many notices the person has not read."""
    return Notice.objects.filter(person=person, read_at=None).count()


def mark_read(notice: Notice) -> None:
    """Note that it was read; the first time is kept."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def mark_all_read(person: User) -> int:
    """Note that all were read; returns how many were not."""
    return Notice.objects.filter(person=person, read_at=None).update(read_at=timezone.now())
