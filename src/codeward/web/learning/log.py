"""The log of a learner: whoever writes to it holds the learner, so that what is in it has one order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from codeward.bounds import BoundsError
from codeward.web.accounts.api import SessionOver, User
from codeward.web.learning.models import Log
from codeward.web.quotas import RESPONSES, ask_person

__all__ = ["Count", "ask_room", "has_room", "held", "next_at"]

Count = Callable[[int], None]
_TICK = timedelta(microseconds=1)


def held(learner: User) -> Log:
    """Return the learner's log, locked until the transaction ends.

    The lock is the learner's own, as for charts (`attempts.apply`): whoever locks more takes it first, and a merge of a
    guest holds it, so that nobody waits for somebody who waits for them. Raises SessionOver for a guest that was merged
    meanwhile.
    """
    if not User.objects.select_for_update(no_key=True).filter(pk=learner.pk).values_list("pk").first():
        raise SessionOver(
            _("You signed in or out in another tab"),
            _("Your changes are saved on this device. Reload the page."),
        )
    log, _made = Log.objects.get_or_create(learner=learner)
    log.learner = learner
    return log


def next_at(log: Log) -> datetime:
    """Return the time of what is written next: now, and after everything in the log.

    Two hosts' clocks may differ, and one may be set back. In the log what came later is later, so that a replay reads
    what happened in the order in which it was folded.
    """
    now = timezone.now()
    log.last_at = now if log.last_at is None else max(now, log.last_at + _TICK)
    return log.last_at


def ask_room(log: Log, more: int, count: Count | None = None) -> None:
    """Take room for `more` bytes. Raises BoundsError where the learner, or with `count` a guest's network, has none."""
    ask_person(RESPONSES, log.stored, more, guest=log.learner.is_guest)
    if count is not None:
        count(more)
    log.stored += more


def has_room(log: Log, more: int) -> bool:
    """Take room for `more` bytes if there is some; return whether there was."""
    try:
        ask_room(log, more)
    except BoundsError:
        return False
    return True
