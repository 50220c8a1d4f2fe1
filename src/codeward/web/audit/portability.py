"""This app's part in an account's export and deletion. Accounts, a floor above, registers it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q

from codeward.web.audit.keeping import forget
from codeward.web.audit.models import AuditOrigin, AuditRow

__all__ = ["MODELS", "forget", "give"]

MODELS = (AuditRow, AuditOrigin)


def give(user: AbstractBaseUser) -> list[dict[str, Any]]:
    """What somebody did, and what was done about them: by whom, with what changed, and where it came from.

    Where they acted on somebody else's record, that person is not named: it is not theirs to take along.
    """
    own = str(user.public_id)  # type: ignore[attr-defined] # every user of ours has one
    found = AuditRow.objects.filter(Q(about=own) | Q(actor=own)).select_related("origin")
    actors = {row.actor for row in found}
    people = get_user_model().objects.filter(public_id__in=actors)
    names = {one.public_id: one.shown_name for one in people}
    return [_given(row, own, names) for row in found]


def _given(row: AuditRow, own: str, names: dict[str, str]) -> dict[str, Any]:
    origin = getattr(row, "origin", None)
    # Where somebody else's act came from is that person's, not the reader's; nobody's act (a failed sign-in) is told.
    shown = origin if row.actor in {own, ""} else None
    return {
        "at": row.at,
        "act": row.act,
        "by": "you" if row.actor == own else names.get(row.actor, ""),
        "role": row.role,
        "about_you": row.about == own,
        "thing_kind": row.thing_kind,
        "thing": row.thing if row.about == own else "",
        "changed": row.changed if row.about == own else {},
        "reason": row.reason if row.about == own else "",
        "address": shown.address if shown else None,
        "device": str(shown.device) if shown else "",
    }
