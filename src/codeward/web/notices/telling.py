"""Telling somebody: a row once, on their page; by mail as they want it. All of it in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from codeward.web.accounts.api import User
from codeward.web.notices.kinds import Group, NoticeError, NoticeKind, Timing
from codeward.web.notices.mailing import address_of, reachable, send_now
from codeward.web.notices.models import Notice
from codeward.web.notices.wishes import hours_of, timing_of, timings_for

__all__ = ["MOST_WORDS", "Telling", "tell", "tell_all", "tell_each"]

# Characters of a notice's context as JSON. It holds the words of one sentence, not a document.
MOST_WORDS = 4000


def tell(
    person: User,
    kind: NoticeKind,
    key: str,
    *,
    context: Mapping[str, Any],
    url: str = "",
    also_to: Sequence[str] = (),
) -> Notice | None:
    """Tell `person` once: the notice made, or None where they were told before (same person, kind and key).

    In the caller's transaction, the mail included. `context`: strings, numbers and yes or no, by the names that the
    kind's template uses. `url`: a path of this site. `also_to`: addresses beside the person's own that have to know,
    of a kind that goes at once. A guest is told on the page alone. Raises NoticeError for what cannot be kept.
    """
    _check(kind, key, context, url)
    with transaction.atomic():
        made = Notice(person=person, kind=kind.name, key=key, context=dict(context), url=url)
        made.mail = _mail_of(person, kind, also_to)
        if made.mail == Notice.Mail.AT_ONCE and kind.group != Group.SAFETY:
            made.held_until = hours_of(person).quiet_until(made.made_at)
        # The database decides who was first; whose row stands there is told by its own random id.
        Notice.objects.bulk_create([made], ignore_conflicts=True)
        kept = Notice.objects.select_related("person").get(person=person, kind=kind.name, key=key)
        if kept.public_id != made.public_id:
            return None
        if kept.mail == Notice.Mail.AT_ONCE and kept.held_until is None:
            send_now(kept, also_to=also_to)
            kept.refresh_from_db()
    return kept


def tell_all(
    people: Iterable[User], kind: NoticeKind, key: str, *, context: Mapping[str, Any], url: str = ""
) -> int:
    """Tell each of `people` once, such as ``grants.api.holders(Role.REGISTRAR)``; returns how many were told now."""
    told = (tell(person, kind, key, context=context, url=url) for person in people)
    return sum(one is not None for one in told)


class Telling(NamedTuple):
    """What one of many is told: the words of the kind's template, and a path of this site."""

    person: User
    key: str
    context: Mapping[str, Any]
    url: str = ""


def tell_each(kind: NoticeKind, told: Sequence[Telling]) -> int:
    """Tell many people at once, each something else, as :func:`tell` does one; returns how many were told now.

    A few queries for all of them, and those of a mail for each who has this kind at once.
    """
    for one in told:
        _check(kind, one.key, one.context, one.url)
    people = {one.person.pk: one.person for one in told}
    with transaction.atomic():
        timings, reached = (
            timings_for(people, kind),
            reachable(people.values(), safety=kind.group == Group.SAFETY),
        )
        made = []
        for one in told:
            timing = timings.get(one.person.pk, kind.default) if one.person.pk in reached else Timing.NEVER
            mail = Notice.Mail.NONE if timing == Timing.NEVER else Notice.Mail(timing.value)
            row = Notice(
                person=one.person,
                kind=kind.name,
                key=one.key,
                context=dict(one.context),
                url=one.url,
                mail=mail,
            )
            if mail == Notice.Mail.AT_ONCE and kind.group != Group.SAFETY:
                row.held_until = hours_of(one.person).quiet_until(row.made_at)
            made.append(row)
        Notice.objects.bulk_create(made, ignore_conflicts=True)
        kept = Notice.objects.filter(public_id__in=[row.public_id for row in made]).select_related("person")
        for row in kept:
            if row.mail == Notice.Mail.AT_ONCE and row.held_until is None:
                send_now(row)
        return len(kept)


def _mail_of(person: User, kind: NoticeKind, also_to: Sequence[str]) -> Notice.Mail:
    if not also_to and not address_of(person, safety=kind.group == Group.SAFETY):
        return Notice.Mail.NONE
    timing = timing_of(person, kind)
    return Notice.Mail.NONE if timing == Timing.NEVER else Notice.Mail(timing.value)


def _check(kind: NoticeKind, key: str, context: Mapping[str, Any], url: str) -> None:
    if not key or len(key) > 200:
        raise NoticeError(f"{kind.name}: a notice's key has 1 to 200 characters", "Shorten it")
    for name, value in context.items():
        if not isinstance(value, str | int | float | bool) or (isinstance(value, str) and "\0" in value):
            raise NoticeError(f"{kind.name}: {name} is no word and no number", "Give what the template shows")
    if len(json.dumps(dict(context), allow_nan=False)) > MOST_WORDS:
        raise NoticeError(f"{kind.name}: more than {MOST_WORDS:,} characters of words", "Tell less, and link")
    if url and (not url.startswith("/") or not url_has_allowed_host_and_scheme(url, None) or len(url) > 500):
        raise NoticeError(f"{kind.name}: its link is no path of this site", "Begin it with one slash")
