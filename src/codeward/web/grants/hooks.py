"""What grants ask of accounts: staff's sessions end sooner, and the last director is neither locked nor deleted."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from codeward.web.accounts.api import LockRefused, User, on_idle, on_leave, on_lock
from codeward.web.grants.moves import keep_a_director
from codeward.web.grants.refusals import LastDirector
from codeward.web.grants.rights import is_staff

__all__ = ["STAFF_IDLE", "idle", "register"]

# Issue 10 and ASVS 5.0.0 7.3.1: who sees other people's records leaves no open session behind.
STAFF_IDLE = timedelta(minutes=30)


def idle(request: HttpRequest) -> timedelta | None:
    """Staff's sessions end after half an hour without use; nothing is said of anybody else's."""
    return STAFF_IDLE if is_staff(request.user) else None


def _not_the_last(person: User) -> None:
    try:
        keep_a_director(person)
    except LastDirector as error:
        raise LockRefused(error.message, error.way_out) from None


def register() -> None:
    """Register all three."""
    on_idle(idle)
    on_lock("last director", _not_the_last)
    on_leave("last director", keep_a_director)
