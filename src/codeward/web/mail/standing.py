"""How the outbox stands, for whoever looks after the school."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from codeward.web.mail.models import OutboxMail
from codeward.web.mail.sending import can_send

__all__ = ["Standing", "standing", "unsent"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many mails wait, failed and expired; how long the oldest has waited; whether a mail server is set up."""

    waiting: int
    failed: int
    expired: int
    oldest: dt.timedelta | None
    can_send: bool


def unsent() -> QuerySet[OutboxMail]:
    """The mails that wait, are being sent or failed, the oldest first, without what they say."""
    states = [OutboxMail.State.WAITING, OutboxMail.State.SENDING, OutboxMail.State.FAILED]
    return (
        OutboxMail.objects.filter(state__in=states).defer("body", "html", "headers").order_by("made_at", "pk")
    )


def standing() -> Standing:
    """The outbox as it stands."""
    counts = dict(OutboxMail.objects.order_by().values_list("state").annotate(Count("pk")))
    waiting = [OutboxMail.State.WAITING, OutboxMail.State.SENDING]
    first = OutboxMail.objects.filter(state__in=waiting).aggregate(first=Min("made_at"))["first"]
    return Standing(
        waiting=sum(counts.get(state, 0) for state in waiting),
        failed=counts.get(OutboxMail.State.FAILED, 0),
        expired=counts.get(OutboxMail.State.EXPIRED, 0),
        oldest=None if first is None else timezone.now() - first,
        can_send=can_send(),
    )
