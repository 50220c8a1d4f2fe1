"""What other apps may use of accounts. They import from here and nowhere deeper."""

from __future__ import annotations

from typing import Literal, overload

from django.http import HttpRequest

from codeward.web.accounts.adapter import MAIL_KIND, let_invited_sign_up, on_invited, on_our_site
from codeward.web.accounts.arrival import on_arrival
from codeward.web.accounts.cookies import drop as forget_choice
from codeward.web.accounts.cookies import keep as keep_choice
from codeward.web.accounts.cookies import read as kept_choice
from codeward.web.accounts.dates import coding_date, keep_coding_date
from codeward.web.accounts.days import days_ago
from codeward.web.accounts.devices import how_many_sessions
from codeward.web.accounts.guests import on_merge, session_guest, signed_up_here, start_guest
from codeward.web.accounts.idle import keeps_alive, on_idle
from codeward.web.accounts.lifting import lift_second_step, sign_out_everywhere
from codeward.web.accounts.locking import LockRefused, lock, on_lock, unlock
from codeward.web.accounts.models import User
from codeward.web.accounts.owner import is_owner
from codeward.web.accounts.parts import on_export, on_leave
from codeward.web.accounts.sessions import SessionOver, end_sessions, second_step
from codeward.web.accounts.shortcuts import effective as effective_keys
from codeward.web.accounts.tokens import demo_learner
from codeward.web.accounts.tokens import issue as issue_sign_in
from codeward.web.accounts.zones import known_zone, zone_names

__all__ = [
    "MAIL_KIND",
    "LockRefused",
    "SessionOver",
    "User",
    "coding_date",
    "current_learner",
    "days_ago",
    "demo_learner",
    "effective_keys",
    "end_sessions",
    "forget_choice",
    "how_many_sessions",
    "is_owner",
    "issue_sign_in",
    "keep_choice",
    "keep_coding_date",
    "keeps_alive",
    "kept_choice",
    "known_zone",
    "let_invited_sign_up",
    "lift_second_step",
    "lock",
    "on_arrival",
    "on_export",
    "on_idle",
    "on_invited",
    "on_leave",
    "on_lock",
    "on_merge",
    "on_our_site",
    "second_step",
    "sign_out_everywhere",
    "signed_up_here",
    "unlock",
    "zone_names",
]


@overload
def current_learner(request: HttpRequest, create: Literal[True]) -> User: ...


@overload
def current_learner(request: HttpRequest, create: bool = False) -> User | None: ...


def current_learner(request: HttpRequest, create: bool = False) -> User | None:
    """Who works here: the account signed in, else the guest of this session.

    With ``create=True`` a guest is made where there is neither; do so only when there is work to keep (a POST).
    Raises PermissionDenied when one address makes too many guests, and SessionOver for a late request.
    """
    if request.user.is_authenticated:
        return request.user
    guest = session_guest(request)
    if guest is None and create:
        guest = start_guest(request)
    return guest
