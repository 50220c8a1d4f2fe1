"""Notices by mail: at once, when quiet hours end, and gathered once a day or a week.

A mail and the rows that say it went are one transaction: both are there or neither, whoever dies in between. Of
several workers one wins: at once by a conditional UPDATE, a digest by its unique period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils import timezone, translation

from codeward.web.accounts.api import User, days_ago
from codeward.web.mail.api import write
from codeward.web.notices import letters
from codeward.web.notices.clocks import due_daily, due_weekly
from codeward.web.notices.kinds import Group, Period, Timing, find
from codeward.web.notices.models import Digest, Notice
from codeward.web.notices.wishes import times_of, timings_of, zone_of

__all__ = ["address_of", "digests", "forget_digests", "reachable", "release", "send_now"]

Mail = Notice.Mail
# Digests and held mails of one run: the worker's other chores wait meanwhile, and the next run is a minute away.
MOST = 500
# Days of the school for which it is known which digests went out; what they told stands in the notices.
KEPT = 90


def address_of(person: User, *, safety: bool = False) -> str:
    """Where mail of the school goes: the person's address once it is confirmed as theirs; empty where there is none.

    A locked account gets none but what is about its safety.
    """
    if person.state != User.State.ACTIVE or not person.email or not (person.is_active or safety):
        return ""
    known = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True)
    return person.email if known.exists() else ""


def reachable(people: Iterable[User], *, safety: bool = False) -> set[int]:
    """The keys of those whom :func:`address_of` gives an address. One query."""
    asked = {
        one.pk: one.email.lower()
        for one in people
        if one.state == User.State.ACTIVE and one.email and (one.is_active or safety)
    }
    known = EmailAddress.objects.filter(user__in=list(asked), verified=True).values_list("user", "email")
    return {pk for pk, email in known if email.lower() == asked[pk]}


def send_now(notice: Notice, *, also_to: Sequence[str] = ()) -> bool:
    """Write the mail of one notice that goes at once; False where another did, or nobody may be mailed.

    In the caller's transaction. `also_to`: further addresses that have to know, such as the one from before.
    """
    kind = find(notice.kind)
    if kind is None:
        return False
    safety = kind.group == Group.SAFETY
    addresses = [one for one in dict.fromkeys([address_of(notice.person, safety=safety), *also_to]) if one]
    if not addresses:
        return False
    with transaction.atomic():
        now = timezone.now()
        won = Notice.objects.filter(pk=notice.pk, mail=Mail.AT_ONCE).update(
            mail=Mail.SENT, mailed_at=now, held_until=None
        )
        if won:
            with translation.override(settings.LANGUAGE_CODE):
                letter, headers = letters.single(notice, kind)
                write(addresses, letter, letters.mail_kind_of(kind), headers)
    return bool(won)


def release() -> int:
    """Mail what quiet hours held, now that they are over, unless it was read meanwhile; returns how many."""
    held = Notice.objects.filter(mail=Mail.AT_ONCE, read_at=None, held_until__lte=timezone.now())
    return sum(_send_held(one) for one in held.select_related("person").order_by("held_until", "pk")[:MOST])


def _send_held(notice: Notice) -> bool:
    sent = send_now(notice)
    if not sent:  # nobody may be mailed any more: it must not stand first in every later run
        Notice.objects.filter(pk=notice.pk, mail=Mail.AT_ONCE).update(mail=Mail.NONE, held_until=None)
    return sent


def digests(most: int = MOST) -> int:
    """Write the digests that are due, `most` of each period at a time; returns how many.

    Each person and period once, whoever asks and how often.
    """
    return sum(_digest(person, period) for period in Period for person in _waiting(period)[:most])


def _waiting(period: Period) -> list[User]:
    """The people for whom something gathered is due, who has waited longest first."""
    rows = Notice.objects.filter(mail=period.value, read_at=None).order_by()
    first = dict(rows.values_list("person").annotate(first=Min("made_at")))
    people = User.objects.filter(pk__in=first).select_related("mail_times")
    now = timezone.now()
    due = [person for person in people if first[person.pk] < _due(person, period, now)[1]]
    return sorted(due, key=lambda person: first[person.pk])


def _due(person: User, period: Period, now: dt.datetime) -> tuple[str, dt.datetime]:
    times, zone = times_of(person), zone_of(person)
    if period == Period.DAILY:
        return due_daily(now, times.digest_at, zone)
    return due_weekly(now, times.digest_day, times.digest_at, zone)


def _digest(person: User, period: Period) -> bool:
    """Write one person's digest of what was told before it fell due and is not read; False where there is none."""
    now = timezone.now()
    key, due = _due(person, period, now)
    address, timings = address_of(person), timings_of(person)
    with transaction.atomic():
        waiting = Notice.objects.filter(person=person, mail=period.value, read_at=None, made_at__lt=due)
        silent = [name for name, timing in timings.items() if timing == Timing.NEVER]
        waiting.filter(kind__in=silent).update(mail=Mail.NONE)
        if not address:
            waiting.update(mail=Mail.NONE)
        # Of an app that is gone nothing is mailed.
        waiting.exclude(kind__in=timings).update(mail=Mail.NONE)
        told = list(waiting.order_by("made_at", "pk"))
        if not told or not _is_first(person, period, key, len(told)):
            return False
        Notice.objects.filter(pk__in=[one.pk for one in told]).update(mail=Mail.SENT, mailed_at=now)
        with translation.override(settings.LANGUAGE_CODE):
            letter, headers = letters.digest(person, period, told)
            write([address], letter, letters.DIGEST, headers)
    return True


def forget_digests() -> int:
    """Delete the rows of digests that are old, by days on which the school ran; returns how many."""
    edge = days_ago(KEPT)
    return 0 if edge is None else Digest.objects.filter(made_at__date__lte=edge).delete()[0]


def _is_first(person: User, period: Period, key: str, count: int) -> bool:
    try:
        with transaction.atomic():
            Digest.objects.create(person=person, period=period, key=key, count=count)
    except IntegrityError:
        return False  # another worker wrote this person's digest of this period
    return True
