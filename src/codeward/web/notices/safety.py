"""Whoever changes how an account is entered is told so, at once and always: it may have been somebody else.

The one home of such mails: allauth's own notifications are switched off (ACCOUNT_EMAIL_NOTIFICATIONS), so that no
change is mailed twice. What changed comes from allauth's signals; the security log (audit) hears the same ones.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from codeward.web.accounts.api import User
from codeward.web.devices import device
from codeward.web.ids import new_public_id
from codeward.web.notices.kinds import Group, kind
from codeward.web.notices.telling import tell

__all__ = ["SAFETY", "connect"]

# What may have happened; the template has words for each.
HAPPENED = (
    "password_changed",
    "password_set",
    "password_reset",
    "address_changed",
    "address_removed",
    "second_step_on",
    "second_step_off",
    "codes_made",
    "code_used",
)
SAFETY = kind(
    "notices.safety",
    _("Your password, address or two-step sign-in was changed"),
    group=Group.SAFETY,
    template="notices/kinds/safety.txt",
    action=_("See what happened in your account"),
    preview=lambda: [
        {
            "what": what,
            "here": here,
            "office": office,
            "browser": browser,
            "system": system,
            "address": "new@example.org",
            "left": 9,
        }
        for what in HAPPENED
        for here, office, browser, system in (
            (True, False, "Firefox", "Windows"),
            (True, False, "", ""),
            (False, False, "", ""),
            (False, True, "", ""),
        )
    ],
)


def _tell(
    request: HttpRequest | None,
    person: User,
    what: str,
    *,
    address: str = "",
    left: int = 0,
    office: bool = False,
    also_to: tuple[str, ...] = (),
) -> None:
    with_ = device(request.headers.get("User-Agent", "") if request is not None else "")
    # Without a request it was the office, or whoever has the machine's command line.
    context = {
        "what": what,
        "here": request is not None,
        "office": office,
        "browser": with_.browser or with_.system,
        "system": with_.system if with_.browser else "",
        "address": address,
        "left": left,
    }
    # Each happens once: the key is its own.
    tell(person, SAFETY, new_public_id(), context=context, url=reverse("audit:activity"), also_to=also_to)


def _password_changed(request: HttpRequest, user: User, **rest: Any) -> None:
    _tell(request, user, "password_changed")


def _password_set(request: HttpRequest, user: User, **rest: Any) -> None:
    _tell(request, user, "password_set")


def _password_reset(request: HttpRequest, user: User, **rest: Any) -> None:
    _tell(request, user, "password_reset")


def _email_changed(
    request: HttpRequest,
    user: User,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **rest: Any,
) -> None:
    # The address from before has to know most: it may be the owner's, and the new one a thief's.
    before = from_email_address
    known = (before.email,) if before is not None and before.verified else ()
    if before is not None and before.email != to_email_address.email:
        _tell(request, user, "address_changed", address=to_email_address.email, also_to=known)


def _email_removed(request: HttpRequest, user: User, email_address: EmailAddress, **rest: Any) -> None:
    if email_address.verified:
        also_to = (email_address.email,)
        _tell(request, user, "address_removed", address=email_address.email, also_to=also_to)


def _step_added(request: HttpRequest, user: User, authenticator: Authenticator, **rest: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        _tell(request, user, "second_step_on")


def _step_removed(request: HttpRequest, user: User, authenticator: Authenticator, **rest: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        _tell(request, user, "second_step_off", office=bool(rest.get("by_office")))


def _codes_made(request: HttpRequest, user: User, authenticator: Authenticator, **rest: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _tell(request, user, "codes_made")


def _step_used(request: HttpRequest, user: User, authenticator: Authenticator, **rest: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.refresh_from_db()  # the signal's row is from before the code was used up
        left = len(authenticator.wrap().get_unused_codes())
        _tell(request, user, "code_used", left=left)


def connect() -> None:
    """Listen to what changes."""
    for signal, heard in (
        (account.password_changed, _password_changed),
        (account.password_set, _password_set),
        (account.password_reset, _password_reset),
        (account.email_changed, _email_changed),
        (account.email_removed, _email_removed),
        (mfa.authenticator_added, _step_added),
        (mfa.authenticator_removed, _step_removed),
        (mfa.authenticator_reset, _codes_made),
        (mfa.authenticator_used, _step_used),
    ):
        signal.connect(heard, dispatch_uid=f"notices.safety.{heard.__name__}")
