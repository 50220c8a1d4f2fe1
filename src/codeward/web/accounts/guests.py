"""Work without an account, and keep it on signing up.

A guest is a user row bound to one browser session. When somebody signs in or signs up in that session, every app
moves its rows from the guest to the account, by the function it registered with :func:`on_merge`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.signals import user_signed_up
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.accounts import sessions
from codeward.web.accounts.days import days_ago
from codeward.web.accounts.models import User
from codeward.web.limits import GUESTS, allowed
from codeward.web.registry import Registry

__all__ = [
    "coming_along",
    "connect",
    "merge",
    "on_merge",
    "prune",
    "session_guest",
    "signed_up_here",
    "start_guest",
]

SESSION_KEY = sessions.GUEST
SIGNED_UP = "signed_up"
APPEARANCE = {
    User.Theme.DARK: gettext_lazy("dark appearance"),
    User.Theme.LIGHT: gettext_lazy("light appearance"),
}
Merge = Callable[[User, User], None]
Counted = Callable[[User], str]
_merges: Registry[Merge] = Registry("merges of a guest's work")
_counts: Registry[Counted] = Registry("counts of a guest's work")


def on_merge(name: str, merge: Merge, counted: Counted | None = None) -> None:
    """Register ``merge(guest, user)``, which moves one app's rows. Called inside one transaction.

    It must be idempotent. What it leaves with the guest is deleted with the guest. ``counted(guest)`` says what will
    come along, such as "2 charts", or nothing: people read it before they sign up, and after.
    """
    _merges.add(name, merge)
    if counted is not None:
        _counts.add(name, counted)


def coming_along(guest: User | None) -> list[str]:
    """What a guest has made that an account would keep, counted in words: "2 charts", "3 highlights"."""
    if guest is None:
        return []
    return [said for counted in _counts.values() if (said := counted(guest))]


def session_guest(request: HttpRequest) -> User | None:
    """The guest of this browser session, if it has one: asked of the database once for each request."""
    public_id = request.session.get(SESSION_KEY)
    if not public_id:
        return None
    known: User | None = getattr(request, "known_guest", None)
    if known is None or known.public_id != public_id or known.pk is None:
        known = User.objects.filter(public_id=public_id, state=User.State.GUEST).first()
        request.known_guest = known  # type: ignore[attr-defined] # kept for this request alone
    return known


def start_guest(request: HttpRequest) -> User:
    """A new guest for this session.

    Raises SessionOver for a request that was on its way while somebody signed in or out, and PermissionDenied when
    one address makes too many.
    """
    if sessions.is_over(request):
        raise sessions.SessionOver(
            _("You signed in or out in another tab"),
            _("Your changes are saved on this device. Reload the page."),
        )
    if not allowed(request, *GUESTS):
        raise PermissionDenied(_("Too many guests from one network. Sign up, or try again in an hour."))
    guest = User.objects.create_guest()
    request.session[SESSION_KEY] = guest.public_id
    return guest


def signed_up_here(request: HttpRequest) -> User | None:
    """Who signed up in this browser session and has not confirmed the address yet."""
    public_id = request.session.get(SIGNED_UP)
    if not public_id:
        return None
    return User.objects.filter(public_id=public_id, is_active=True, emailaddress__verified=False).first()


def merge(guest: User, user: User) -> None:
    """Move the guest's work to `user` and delete the guest: all of it or nothing."""
    with transaction.atomic():
        locked = User.objects.select_for_update().filter(pk=guest.pk, state=User.State.GUEST).first()
        if locked is None:
            return
        for move in _merges.values():
            move(locked, user)
        if locked.shortcuts and not user.shortcuts:
            user.shortcuts = locked.shortcuts
            user.save(update_fields=["shortcuts"])
        locked.delete()


def prune(days: int) -> int:
    """Delete guests who never signed up and were not here for `days` days of the school; returns how many."""
    edge = days_ago(days)
    if edge is None:
        return 0
    old = User.objects.filter(state=User.State.GUEST, merge_into=None, active_at__date__lte=edge)
    count = old.count()
    old.delete()
    return count


def connect() -> None:
    """Listen for people signing up and in."""
    user_signed_up.connect(_claim, dispatch_uid="accounts.guests.claim")
    user_logged_in.connect(_take_over, dispatch_uid="accounts.guests.take_over")


def _claim(sender: object, request: HttpRequest, user: User, **rest: Any) -> None:
    """Remember whose the guest is: the email may be confirmed in another browser."""
    request.session[SIGNED_UP] = user.public_id
    guest = session_guest(request)
    if guest is not None:
        User.objects.filter(pk=guest.pk).update(merge_into=user)


def _take_over(sender: object, request: HttpRequest, user: User, **rest: Any) -> None:
    """On signing in, the session's guest and every guest who signed up as this user are merged."""
    guest = session_guest(request)
    found = [guest] if guest is not None else []
    found += User.objects.filter(merge_into=user, state=User.State.GUEST).exclude(
        pk__in=[g.pk for g in found]
    )
    kept = [said for one in found for said in coming_along(one)]
    for one in found:
        merge(one, user)
    if request.session.get(SIGNED_UP) == user.public_id:
        # A new account starts with the browser's appearance; an old one has its own.
        kept += [str(said) for theme, said in APPEARANCE.items() if theme == user.theme]
    if kept:
        said = _("Your %(what)s came along.") % {"what": get_text_list(kept, _("and"))}
        messages.success(request, said, fail_silently=True)
    elif found:
        said = _("What you did as a guest is in your account now.")
        messages.success(request, said, fail_silently=True)
    request.session.pop(SESSION_KEY, None)
