"""How each person wants to be told: how soon by kind, quiet hours, the hour of gathered mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from codeward.web.accounts.api import User, known_zone
from codeward.web.notices.clocks import Hours, Quiet
from codeward.web.notices.kinds import NoticeError, NoticeKind, Timing, kinds
from codeward.web.notices.models import MailTimes, Notice, Preference
from codeward.web.school.api import school

__all__ = [
    "choose",
    "hours_of",
    "hush",
    "keep_times",
    "may_hush",
    "times_of",
    "timing_of",
    "timings_for",
    "timings_of",
    "zone_of",
]


def timing_of(person: User, kind: NoticeKind) -> Timing:
    """How soon the kind comes to the person by mail."""
    chosen = Preference.objects.filter(person=person, kind=kind.name).values_list("timing", flat=True).first()
    return _lawful(kind, chosen)


def timings_for(people: Iterable[int], kind: NoticeKind) -> dict[int, Timing]:
    """The same for many people who chose, by their keys; whoever is left out has the kind's own timing."""
    chosen = Preference.objects.filter(person__in=list(people), kind=kind.name)
    return {pk: _lawful(kind, timing) for pk, timing in chosen.values_list("person", "timing")}


def timings_of(person: User) -> dict[str, Timing]:
    """The same for every kind, by its name."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "timing"))
    return {kind.name: _lawful(kind, chosen.get(kind.name)) for kind in kinds()}


def _lawful(kind: NoticeKind, chosen: str | None) -> Timing:
    # What was chosen of a kind that has another group since does not hush it.
    return Timing(chosen) if chosen is not None and chosen in kind.group.timings else kind.default


def choose(person: User, kind: NoticeKind, timing: Timing) -> None:
    """Keep how soon the kind comes by mail; what waits for mail goes by it too.

    Raises NoticeError for a timing that the kind's group does not allow.
    """
    if timing not in kind.group.timings:
        raise NoticeError(
            _("“%(kind)s” cannot come “%(timing)s”") % {"kind": kind.label, "timing": timing.label},
            _("Choose one of the others."),
        )
    with transaction.atomic():
        Preference.objects.update_or_create(person=person, kind=kind.name, defaults={"timing": timing})
        waiting = Notice.objects.filter(
            person=person,
            kind=kind.name,
            mail__in=[Notice.Mail.AT_ONCE, Notice.Mail.DAILY, Notice.Mail.WEEKLY],
        )
        if timing == Timing.NEVER:
            waiting.update(mail=Notice.Mail.NONE, held_until=None)
        elif timing != Timing.AT_ONCE:
            # One that goes at once from now on leaves what was gathered to its digest.
            waiting.update(mail=timing, held_until=None)


def hush(person: User, names: Iterable[str]) -> list[NoticeKind]:
    """Switch off mail of these kinds where it may be; returns those. Again changes nothing."""
    asked = set(names)
    hushed = [kind for kind in kinds() if kind.name in asked and kind.group.may_be_silent]
    with transaction.atomic():
        for kind in hushed:
            choose(person, kind, Timing.NEVER)
    return hushed


def may_hush(names: Iterable[str]) -> bool:
    """Whether mail of any of these kinds may be switched off."""
    asked = set(names)
    return any(kind.group.may_be_silent for kind in kinds() if kind.name in asked)


def times_of(person: User) -> MailTimes:
    """When mail may come to the person; the defaults, unsaved, where they chose none."""
    try:
        return person.mail_times
    except MailTimes.DoesNotExist:
        return MailTimes(person=person)


def keep_times(
    person: User, quiet: tuple[dt.time, dt.time] | None, digest_at: dt.time, digest_day: int
) -> None:
    """Keep quiet hours (from, to) or none, and when digests come: wall time, day of the week (0 is Monday)."""
    start, end = quiet or (None, None)
    MailTimes.objects.update_or_create(
        person=person,
        defaults={
            "quiet_from": start, "quiet_to": end, "digest_at": digest_at, "digest_day": digest_day,
        },
    )  # fmt: skip


def zone_of(person: User) -> ZoneInfo:
    """The person's own time zone; the school's where they chose none."""
    return ZoneInfo(person.time_zone if known_zone(person.time_zone) else school().zone)


def hours_of(person: User, times: MailTimes | None = None) -> Hours:
    """The person's zone and quiet hours."""
    times = times or times_of(person)
    quiet = (
        Quiet(times.quiet_from, times.quiet_to)
        if times.quiet_from is not None and times.quiet_to is not None
        else None
    )
    return Hours(zone_of(person), quiet)
