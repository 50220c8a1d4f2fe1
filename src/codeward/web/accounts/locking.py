"""An account that whoever runs the school has locked: no way in and no session until it is unlocked (ASVS 7.4.2).

A lock is a move: one conditional UPDATE decides it. The person keeps their data and reads why on the page where they
sign in; one-time links, links for a new password and links that confirm an address do nothing meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from codeward.errors import CodewardError
from codeward.web.accounts.acts import LOCKED, UNLOCKED
from codeward.web.accounts.models import SignInToken, User
from codeward.web.accounts.sessions import end_sessions
from codeward.web.audit.api import record
from codeward.web.registry import Registry

__all__ = ["LockRefused", "lock", "on_lock", "unlock"]

Guard = Callable[[User], None]
_guards: Registry[Guard] = Registry("guards of a lock")


class LockRefused(CodewardError):  # noqa: N818 - named as people say it
    """This account cannot be locked or unlocked so."""


def on_lock(name: str, guard: Guard) -> None:
    """Register ``guard(user)``, asked before a lock inside its transaction; it raises LockRefused to stop it."""
    _guards.add(name, guard)


def lock(user: User, by: User, reason: str, *, role: str = "", request: HttpRequest | None = None) -> bool:
    """Lock the account of `user`: every session ends now. They read the `reason`, one line of up to 300 characters.

    Returns False where it was locked already; the first reason stays. Raises LockRefused for somebody without an
    account, for oneself, without a reason, where a guard says no, and for an account that is gone.
    """
    said = " ".join(reason.split())
    if not said or len(said) > User.REASON_LENGTH:
        raise LockRefused(
            _("A lock needs a reason of at most %(most)d characters") % {"most": User.REASON_LENGTH},
            _("The person sees it when they try to sign in."),
        )
    if user.pk == by.pk:
        raise LockRefused(_("You cannot lock your own account"), _("Ask another member of staff."))
    if user.state != User.State.ACTIVE:
        raise LockRefused(
            _("Only an account can be locked"), _("Guests and the demo learner do not have one.")
        )
    with transaction.atomic():
        for guard in _guards.values():
            guard(user)
        moved = User.objects.filter(pk=user.pk, is_active=True, state=User.State.ACTIVE).update(
            is_active=False, locked_at=timezone.now(), locked_by=by.public_id, locked_reason=said
        )
        if moved:
            SignInToken.objects.filter(user=user, used_at=None).delete()
            end_sessions(user)
            record(LOCKED, actor=by, about=user, role=role, reason=said, request=request)
    _as_it_is(user)
    return bool(moved)


def unlock(user: User, by: User, *, role: str = "", request: HttpRequest | None = None) -> bool:
    """Open the account again; False where it was open. Raises LockRefused for oneself, and for one that is gone."""
    if user.pk == by.pk:
        raise LockRefused(_("You cannot unlock your own account"), _("Ask another member of staff."))
    with transaction.atomic():
        moved = User.objects.filter(pk=user.pk, is_active=False).update(
            is_active=True, locked_at=None, locked_by="", locked_reason=""
        )
        if moved:
            record(UNLOCKED, actor=by, about=user, role=role, request=request)
    _as_it_is(user)
    return bool(moved)


def _as_it_is(user: User) -> None:
    """Read the row anew. Raises LockRefused where the person deleted their account meanwhile."""
    try:
        user.refresh_from_db()
    except User.DoesNotExist:
        raise LockRefused(_("This account is gone"), _("Its person deleted it a moment ago.")) from None
