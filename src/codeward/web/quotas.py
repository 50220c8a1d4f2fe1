"""How much a person and an address may have stored: the one place for bytes that stay on the school's disk.

What is limited here is room: bytes of what was accepted (of marks the characters, as databases count them). How often
something may be done is in `limits`, how long one request may be in `bodies`, what one answer may hold in
`charts.limits`. The figures are far above honest work and far below what fills a disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, NamedTuple

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.bounds import BoundsError

__all__ = [
    "ADDRESS_A_DAY",
    "ANSWERS",
    "ATTEMPT",
    "FREE",
    "MARKS",
    "RESPONSES",
    "Quota",
    "ask_address",
    "ask_disk",
    "ask_person",
    "counter",
]


class Quota(NamedTuple):
    """How many bytes one kind of work may take: of a guest, and of somebody with an account."""

    name: str
    what: Promise
    guest: int
    account: int


ATTEMPT: Final = 2_000_000
"""Bytes of the changes of one attempt at a chart."""
ANSWERS: Final = Quota("answers", gettext_lazy("Your work on charts"), 8_000_000, 200_000_000)
"""Bytes of a person's attempts: every change, and every grade."""
RESPONSES: Final = Quota("responses", gettext_lazy("Your answers and study time"), 3_000_000, 100_000_000)
"""Bytes of a person's answers to checks, drills and tests, and of the times they studied: ten years of hard work."""
MARKS: Final = Quota("marks", gettext_lazy("Your own book"), 2_000_000, 16_000_000)
"""Bytes of a person's marks, those taken out included while they are kept."""
ADDRESS_A_DAY: Final = 100_000_000
"""Bytes that the guests behind one network address may have stored in a day: a class of thirty, three times over."""
FREE: Final = 200_000_000
"""Bytes of the home's disk that guests leave to people with an account."""


def ask_person(quota: Quota, held: int, more: int, *, guest: bool) -> None:
    """Ask for room for `more` bytes beside the `held` ones. Raises BoundsError, worded for people, where there is none.

    Whoever asks holds a lock of the person's, so that two requests at once do not both get the last room.
    """
    most = quota.guest if guest else quota.account
    if held + more <= most:
        return
    said = _("%(what)s has reached its storage limit: %(most)s") % {
        "what": quota.what,
        "most": filesizeformat(most),
    }
    if guest:
        raise BoundsError(said, _("Sign up: your work is saved, and an account has more storage"))
    raise BoundsError(said, _("Write to the school"))


def ask_disk() -> None:
    """Raise BoundsError where the home's disk is nearly full: what is left is for people with an account."""
    if shutil.disk_usage(settings.HOME).free < FREE:
        raise BoundsError(
            _("There is no storage left for guests right now"),
            _("Sign in, or come back later. Nothing is lost"),
        )


def ask_address(request: HttpRequest, more: int) -> None:
    """Count `more` bytes of a guest's for the request's address. Raises BoundsError where it had its share of the day.

    One statement counts and decides, so that of many requests at once no two get the last room. The day begins with
    the first byte. Called in the transaction that stores, so that what is rolled back is not counted.
    """
    if not _counted(f"quota:{get_ip(request)}", more, ADDRESS_A_DAY):
        raise BoundsError(
            _("Guests from your network have reached today’s storage limit"),
            _("Sign up: an account has its own storage"),
        )


def counter(request: HttpRequest, *, guest: bool) -> Callable[[int], None] | None:
    """What is asked for a guest's bytes beside their own room: the disk's, and the address's. None for an account."""

    def count(more: int) -> None:
        ask_disk()
        ask_address(request, more)

    return count if guest else None


def _counted(name: str, more: int, most: int) -> bool:
    """Add to a count in the cache's table, which is emptied of what has run out; False where it would pass `most`."""
    if more > most:
        return False
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = timezone.now().replace(microsecond=0)
    values: list[Any] = [
        cache.make_key(name),
        str(more),
        *(connection.ops.adapt_datetimefield_value(at) for at in (now + timedelta(days=1), now, now, now)),
        most,
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "  # noqa: S608 - our own name
            "ON CONFLICT (cache_key) DO UPDATE SET "
            f"value = CASE WHEN {table}.expires <= %s THEN excluded.value "
            f"ELSE CAST(CAST({table}.value AS bigint) + CAST(excluded.value AS bigint) AS text) END, "
            f"expires = CASE WHEN {table}.expires <= %s THEN excluded.expires ELSE {table}.expires END "
            f"WHERE {table}.expires <= %s "
            f"OR CAST({table}.value AS bigint) + CAST(excluded.value AS bigint) <= %s",
            values,
        )
        return bool(cursor.rowcount == 1)
