"""This app's part of an account's export."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from codeward.web.accounts.devices import signed_in
from codeward.web.accounts.models import SignInToken, User
from codeward.web.accounts.parts import on_export
from codeward.web.audit import api as audit

__all__ = ["account", "register"]

FIELDS = (
    "public_id",
    "state",
    "email",
    "display_name",
    "time_zone",
    "theme",
    "coding_date",
    "shortcuts",
    "joined_at",
    "last_login",
    "locked_at",
    "locked_reason",
)


def account(user: User) -> dict[str, Any]:
    """The profile, addresses, second factors (without their secrets) and one-time sign-ins of a user."""
    return {
        **{name: getattr(user, name) for name in FIELDS},
        "email_addresses": list(
            EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
        ),
        "second_factors": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "devices": [
            {"device": str(one.device), "address": one.address, "since": one.since, "seen": one.seen}
            for one in signed_in(user, None)
        ],
        "one_time_sign_ins": list(
            SignInToken.objects.filter(user=user).values("made_at", "expires_at", "used_at")
        ),
    }


def register() -> None:
    """Add ``account.json`` and ``activity.json`` to exports; audit stands below and cannot do so itself."""
    on_export("account", (User, SignInToken), account)
    on_export("activity", audit.MODELS, audit.give, audit.forget)
