"""What is written down and told of each move of a grant, in the move's own transaction.

Notices stand on a higher floor, so that they can tell the holders of a role: they listen here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from codeward.web.accounts.api import User
from codeward.web.audit.api import OPERATOR, Act, Keep, Kind, act, record
from codeward.web.grants.models import Approval, Grant

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = [
    "SECOND_ASKED",
    "SECOND_DECIDED",
    "GrantMove",
    "approved",
    "asked",
    "ended",
    "given",
    "on_move",
    "ran_out",
    "refused",
]


class GrantMove(NamedTuple):
    """What happened to a grant: given, asked, approved, refused, ended, ran_out. `by` None: the clock or the shell."""

    name: str
    grant: Grant
    by: User | None
    approval: Approval | None = None


def _act(name: str, label: StrOrPromise) -> Act:
    # Grants are part of the security log (ASVS 5.0.0 16.3.2), and are asked for as long as what was done with them.
    return act(f"grants.{name}", label, Kind.SECURITY, keep=Keep.RECORD)


GIVEN = _act("given", _("Gave a role"))
ASKED = _act("asked", _("Asked a second person for a role"))
APPROVED = _act("approved", _("Approved a requested role"))
REFUSED = _act("refused", _("Refused or withdrew a requested role"))
ENDED = _act("ended", _("Ended a role"))
RAN_OUT = _act("ran_out", _("A role ended on its date"))
SECOND_ASKED = act("grants.second_asked", _("Asked for a second person"), Kind.MOVE)
SECOND_DECIDED = {
    state: act(f"grants.second_{state}", label, Kind.MOVE)
    for state, label in (
        (Approval.State.APPROVED, _("Approved what somebody asked for")),
        (Approval.State.REFUSED, _("Refused what somebody asked for")),
        (Approval.State.WITHDRAWN, _("Took back what they asked for")),
    )
}
_listeners: list[Callable[[GrantMove], None]] = []


def on_move(told: Callable[[GrantMove], None]) -> None:
    """Have ``told(move)`` called inside the transaction of every move."""
    if told not in _listeners:
        _listeners.append(told)


def given(by: User | None, grant: Grant, request: HttpRequest | None = None) -> None:
    """A role is in force; without a giver by whoever has the machine's command line."""
    _say(GIVEN, GrantMove("given", grant, by), None, grant.reason, request)


def asked(by: User, grant: Grant, request: HttpRequest | None = None) -> None:
    """A role waits for a second person."""
    _say(ASKED, GrantMove("asked", grant, by), None, grant.reason, request)


def approved(approval: Approval, grant: Grant) -> None:
    """The second person said yes, or the wait is over."""
    _say(APPROVED, GrantMove("approved", grant, approval.decided_by, approval), "waiting", grant.reason)


def refused(approval: Approval, grant: Grant) -> None:
    """The second person said no, or whoever asked took it back."""
    _say(REFUSED, GrantMove("refused", grant, approval.decided_by, approval), "waiting", grant.end_reason)


def ended(by: User, grant: Grant, request: HttpRequest | None = None) -> None:
    """A role was ended."""
    _say(ENDED, GrantMove("ended", grant, by), "live", grant.end_reason, request)


def ran_out(grant: Grant) -> None:
    """A role's time is over."""
    _say(RAN_OUT, GrantMove("ran_out", grant, None), "live", "")


def _say(
    act: Act, move: GrantMove, before: str | None, reason: str, request: HttpRequest | None = None
) -> None:
    grant = move.grant
    held = before is not None
    changed: dict[str, tuple[str | None, str]] = {
        "state": (before, grant.state),
        "role": (grant.role if held else None, grant.role),
        "scope": (_scope(grant) if held else None, _scope(grant)),
        "way": (None, grant.way),
    }
    record(
        act,
        actor=move.by,
        role=OPERATOR if act is GIVEN and move.by is None else "",
        about=grant.person,
        thing=grant,
        changed=changed,
        reason=reason,
        request=request,
    )
    for told in _listeners:
        told(move)


def _scope(grant: Grant) -> str:
    return f"{grant.scope_kind} {grant.scope_id}".strip()
