"""What other apps may use of accounts. They import from here and nowhere deeper."""

from __future__ import annotations

from typing import Literal, overload

from django.http import HttpRequest

from codeward.web.accounts.dates import coding_date, keep_coding_date
from codeward.web.accounts.guests import on_merge, session_guest, signed_up_here, start_guest
from codeward.web.accounts.models import User
from codeward.web.accounts.owner import is_owner
from codeward.web.accounts.parts import on_export
from codeward.web.accounts.sessions import SessionOver
from codeward.web.accounts.shortcuts import effective as effective_keys
from codeward.web.accounts.tokens import demo_learner
from codeward.web.accounts.tokens import issue as issue_sign_in

__all__ = [
    "SessionOver",
    "User",
    "coding_date",
    "current_learner",
    "demo_learner",
    "effective_keys",
    "is_owner",
    "issue_sign_in",
    "keep_coding_date",
    "on_export",
    "on_merge",
    "signed_up_here",
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
