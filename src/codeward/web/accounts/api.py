"""What other apps may use of accounts. They import from here and nowhere deeper."""

from __future__ import annotations

from typing import Literal, overload

from django.http import HttpRequest

from codeward.web.accounts.guests import on_merge, session_guest, start_guest
from codeward.web.accounts.models import User
from codeward.web.accounts.portability import on_export

__all__ = ["User", "current_learner", "on_export", "on_merge"]


@overload
def current_learner(request: HttpRequest, create: Literal[True]) -> User: ...


@overload
def current_learner(request: HttpRequest, create: bool = False) -> User | None: ...


def current_learner(request: HttpRequest, create: bool = False) -> User | None:
    """Who works here: the account signed in, else the guest of this session.

    With ``create=True`` a guest is made where there is neither; do so only when there is work to keep (a POST).
    Raises PermissionDenied when one address makes too many guests.
    """
    if request.user.is_authenticated:
        return request.user
    guest = session_guest(request)
    if guest is None and create:
        guest = start_guest(request)
    return guest
