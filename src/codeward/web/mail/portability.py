"""This app's part of an account's export: the mails to its address."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from codeward.web.accounts.api import User, on_export
from codeward.web.mail.models import OutboxMail

__all__ = ["forget", "give", "mails_to", "register"]


def mails_to(user: User) -> QuerySet[OutboxMail]:
    """The mails that went, or will go, to the user's present address."""
    if not user.email:
        return OutboxMail.objects.none()
    return OutboxMail.objects.filter(recipients__contains=f"\n{user.email}\n")


def give(user: User) -> list[dict[str, Any]]:
    """Those mails without their text's secrets: a mail may hold a link that signs in."""
    return [dict(row) for row in mails_to(user).values("subject", "state", "made_at", "sent_at")]


def forget(user: User) -> None:
    """Delete those mails."""
    mails_to(user).delete()


def register() -> None:
    """Add ``mails.json`` to exports."""
    on_export("mails", (OutboxMail,), give, forget)
