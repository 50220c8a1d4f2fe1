"""This app's part in an account's export and deletion: what a member of staff looks after, whom they invited."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from codeward.web.accounts.api import User, on_export
from codeward.web.office.models import Invitation, Ownership

__all__ = ["forget", "give", "register"]


def give(user: User) -> dict[str, Any]:
    """The rows of queues that the user has taken, and the invitations they wrote or got."""
    invitations = Invitation.objects.filter(Q(invited_by=user) | Q(email=user.email or "-"))
    return {
        "rows": list(Ownership.objects.filter(owner=user).values("queue", "thing", "since")),
        "invitations": [
            {
                "email": one.email,
                "made_at": one.made_at,
                "expires_at": one.expires_at,
                "withdrawn_at": one.withdrawn_at,
            }
            for one in invitations
        ],
    }


def forget(user: User) -> None:
    """Delete the invitations to the user's address; those they wrote stay without their name."""
    if user.email:
        Invitation.objects.filter(email=user.email).delete()


def register() -> None:
    """Add ``office.json`` to exports."""
    on_export("office", (Ownership, Invitation), give, forget)
