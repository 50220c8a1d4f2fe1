"""This app's part of an account's export."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from codeward.web.accounts.api import User, on_export
from codeward.web.grants.models import Approval, Grant

__all__ = ["give", "register"]

GRANT = (
    "role",
    "scope_kind",
    "scope_id",
    "state",
    "way",
    "starts_at",
    "until",
    "reason",
    "ended_at",
    "end_reason",
)
APPROVAL = ("kind", "title", "state", "reason", "made_at", "waits_until", "decided_at", "decision_reason")


def give(user: User) -> dict[str, Any]:
    """The person's own roles, what they asked a second person for or decided, and what was asked about them."""
    mine = Q(asker=user) | Q(about=user) | Q(decided_by=user)
    return {
        "roles": list(Grant.objects.filter(person=user).values(*GRANT)),
        "asked_or_decided": list(Approval.objects.filter(mine).values(*APPROVAL)),
    }


def register() -> None:
    """Add ``roles.json`` to exports. Rows go with their person; what they gave others stays, without their name."""
    on_export("roles", (Grant, Approval), give)
