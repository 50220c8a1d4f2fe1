"""Kinds of mails: what they are called on the outbox page, and how long after it was written one is still sent.

A mail that waited longer, because no mail server was set up or none answered, is not sent any more: a link in it has
ended, or what it tells is old. The kind of a message stands in its header X-Codeward-Kind, which is not sent along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account import app_settings
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from codeward.web.mail.letter import Letter
from codeward.web.registry import Registry

__all__ = ["OTHER", "MailKind", "kind_of", "mail_kind", "mail_kinds"]

OTHER = "other"
# What holds no link that ends sooner is news for so long.
LASTS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind. `lasts`: how long after it was written it may still go out; `preview()` gives one to tests."""

    name: str
    label: str | Promise
    lasts: timedelta
    preview: Callable[[], Letter] | None = None


_kinds: Registry[MailKind] = Registry("kinds of mails")


def mail_kind(
    name: str, label: str | Promise, lasts: timedelta, preview: Callable[[], Letter] | None = None
) -> MailKind:
    """Register a kind and return it; call it in your AppConfig's ``ready``."""
    return _kinds.add(name, MailKind(name, label, lasts, preview))


def kind_of(name: str) -> MailKind:
    """The kind of that name; one that nobody registered is an "other mail"."""
    return _kinds.get(name) or _kinds[OTHER]


def mail_kinds() -> list[MailKind]:
    """Every kind, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def register() -> None:
    """The kinds that accounts write, by allauth's names for them, and all the rest."""
    confirm = timedelta(days=app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS)
    reset = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    mail_kind("email_confirmation", _("Confirm an address"), confirm)
    mail_kind("email_confirmation_signup", _("Confirm the address of a new account"), confirm)
    mail_kind("password_reset_key", _("Choose a new password"), reset)
    mail_kind(
        "account_already_exists", _("Someone signed up with an address that already has an account"), LASTS
    )
    mail_kind(OTHER, _("Another mail"), LASTS)
