"""What is forgotten by the clock, and what goes with an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from codeward.web.audit.acts import Keep, acts
from codeward.web.audit.models import AuditOrigin, AuditRow
from codeward.web.jobs.api import every

__all__ = ["forget", "on_days", "prune", "register"]

ORIGIN_DAYS = 90
DaysAgo = Callable[[int], dt.date | None]
_days: list[DaysAgo] = []


def on_days(days_ago: DaysAgo) -> None:
    """Register what tells the day before so many days of the school (accounts does: it counts the days it ran).

    A row grows old by these and not by the clock alone, so that a clock that jumps makes nothing forgotten. Nothing is
    forgotten before somebody has registered.
    """
    _days[:] = [days_ago]


def prune() -> int:
    """Forget rows that were kept as long as their act asks, and origins after 90 days; returns how many rows.

    What the database would refuse to delete yet is left for another day.
    """
    if not _days:
        return 0
    edge = _days[0](ORIGIN_DAYS)
    if edge is None:
        return 0
    AuditOrigin.objects.filter(at__date__lte=edge).delete()
    count = 0
    for keep in Keep:
        day = None if keep.value is None else _days[0](keep.value)
        if day is None:
            continue
        names = [one.name for one in acts() if one.keep is keep]
        old = AuditRow.objects.filter(act__in=names, at__date__lte=day, kept_until__lt=Now())
        # An act's years may have grown since; the row's own say the least, the act's the most.
        count += old.delete()[1].get(AuditRow._meta.label, 0)
    return count


def forget(user: AbstractBaseUser) -> None:
    """Forget where somebody's acts came from. Their rows stay: the id in them means nobody from then on."""
    public_id = str(user.public_id)  # type: ignore[attr-defined] # every user of ours has one
    AuditOrigin.objects.filter(Q(row__about=public_id) | Q(row__actor=public_id)).delete()


def register() -> None:
    """Put it on the clock."""
    every("audit", dt.timedelta(hours=24), prune, _("Delete old activity rows"))
