"""Rows of the security log that come from allauth's and Django's own signals (ASVS 5.0.0 16.3.1).

What accounts does itself it records itself, through the api: taking an export, deleting an account, one-time links.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from codeward.web.audit.acts import OPERATOR, Act, Kind, act
from codeward.web.audit.recording import attempted, record

__all__ = ["connect"]

S = Kind.SECURITY
SIGNED_UP = act("accounts.signed_up", _("Signed up"), S)
SIGNED_IN = act("accounts.signed_in", _("Signed in"), S)
SIGN_IN_FAILED = act("accounts.sign_in_failed", _("Tried to sign in with a wrong password"), S, failed=True)
SIGNED_OUT = act("accounts.signed_out", _("Signed out"), S)
PASSWORD_ASKED = act("accounts.password_confirmed", _("Confirmed the password again"), S)
PASSWORD_CHANGED = act("accounts.password_changed", _("Changed the password"), S)
PASSWORD_SET = act("accounts.password_set", _("Set a password for the first time"), S)
PASSWORD_RESET = act("accounts.password_reset", _("Set a new password with the link in an email"), S)
EMAIL_ADDED = act("accounts.email_added", _("Added an email address"), S)
EMAIL_CONFIRMED = act("accounts.email_confirmed", _("Confirmed an email address"), S)
EMAIL_CHANGED = act("accounts.email_changed", _("Changed the email address"), S)
EMAIL_REMOVED = act("accounts.email_removed", _("Removed an email address"), S)
STEP_ADDED = act("accounts.second_step_added", _("Turned on two-step sign-in"), S)
STEP_REMOVED = act("accounts.second_step_removed", _("Turned off two-step sign-in"), S)
STEP_USED = act("accounts.second_step_used", _("Entered a code from the authenticator app"), S)
STEP_FAILED = act(
    "accounts.second_step_failed", _("Entered a wrong code for the second step"), S, failed=True
)
CODES_MADE = act("accounts.recovery_codes_made", _("Made new recovery codes"), S)
CODE_USED = act("accounts.recovery_code_used", _("Used a recovery code"), S)


def _own(what: Act, request: HttpRequest | None, user: AbstractBaseUser | None) -> None:
    """An act about `user`, by them as far as this browser is theirs: a link in a mail may be opened in any."""
    if user is None or user.pk is None:  # nobody was signed in, or their account has just ended
        return
    here = getattr(request, "user", None)
    actor = user if here is not None and here.pk == user.pk else None
    # Without a request somebody did it at the command line.
    record(what, actor=actor, role="" if request else OPERATOR, about=user, request=request)


def _signed_in(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    record(SIGNED_IN, actor=user, about=user, request=request)


def _signed_out(request: HttpRequest, user: AbstractBaseUser | None, **rest: Any) -> None:
    _own(SIGNED_OUT, request, user)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **rest: Any) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")[:320]
    users = get_user_model().objects
    user = users.filter(email=tried.strip().lower()).first() if tried and "\0" not in tried else None
    attempted(SIGN_IN_FAILED, about=user, tried=tried, request=request)


def _signed_up(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    record(SIGNED_UP, actor=user, about=user, request=request)


def _again(request: HttpRequest, user: AbstractBaseUser, method: str, **rest: Any) -> None:
    if method == "password" and rest.get("reauthenticated"):
        _own(PASSWORD_ASKED, request, user)


def _password_changed(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    # allauth has signed them out by now, in this browser too: whose it was is sure all the same.
    record(PASSWORD_CHANGED, actor=user, about=user, request=request)


def _password_set(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    record(PASSWORD_SET, actor=user, about=user, request=request)


def _password_reset(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    _own(PASSWORD_RESET, request, user)


def _email_added(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    _own(EMAIL_ADDED, request, user)


def _email_confirmed(request: HttpRequest, email_address: Any, **rest: Any) -> None:
    _own(EMAIL_CONFIRMED, request, email_address.user)


def _email_changed(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    _own(EMAIL_CHANGED, request, user)


def _email_removed(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    _own(EMAIL_REMOVED, request, user)


def _recovery(authenticator: Authenticator) -> bool:
    return bool(authenticator.type == Authenticator.Type.RECOVERY_CODES)


def _step_added(
    request: HttpRequest, user: AbstractBaseUser, authenticator: Authenticator, **rest: Any
) -> None:
    _own(CODES_MADE if _recovery(authenticator) else STEP_ADDED, request, user)


def _step_removed(
    request: HttpRequest | None, user: AbstractBaseUser, authenticator: Authenticator, **rest: Any
) -> None:
    if not _recovery(authenticator):  # the codes go with the app: one act of a person
        _own(STEP_REMOVED, request, user)


def _codes_made(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    _own(CODES_MADE, request, user)


def _step_used(
    request: HttpRequest, user: AbstractBaseUser, authenticator: Authenticator, **rest: Any
) -> None:
    # On the way in nobody is signed in yet; the code says who it is.
    record(CODE_USED if _recovery(authenticator) else STEP_USED, actor=user, about=user, request=request)


def _step_failed(request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> None:
    _own(STEP_FAILED, request, user)


def connect() -> None:
    """Listen."""
    pairs: list[tuple[Signal, Any]] = [
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _failed),
        (account.user_signed_up, _signed_up),
        (account.authentication_step_completed, _again),
        (account.password_changed, _password_changed),
        (account.password_set, _password_set),
        (account.password_reset, _password_reset),
        (account.email_added, _email_added),
        (account.email_confirmed, _email_confirmed),
        (account.email_changed, _email_changed),
        (account.email_removed, _email_removed),
        (mfa.authenticator_added, _step_added),
        (mfa.authenticator_removed, _step_removed),
        (mfa.authenticator_reset, _codes_made),
        (mfa.authenticator_used, _step_used),
        (mfa.authentication_failed, _step_failed),
    ]
    for signal, receiver in pairs:
        signal.connect(receiver, dispatch_uid=f"audit.{receiver.__name__}")
