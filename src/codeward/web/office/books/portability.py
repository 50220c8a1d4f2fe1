"""The books' part in an account's export: what somebody of the staff had done."""

from __future__ import annotations

from typing import Any

from codeward.web.accounts.api import User, on_export
from codeward.web.office.books.models import BookJob

__all__ = ["give", "register"]


def give(user: User) -> list[dict[str, Any]]:
    """Every piece of work that the user asked for."""
    return [
        dict(row)
        for row in BookJob.objects.filter(actor=user).values(
            "kind", "system", "release", "source", "files", "licensed", "state", "asked_at", "ended_at"
        )
    ]


def register() -> None:
    """Add ``book_work.json`` to exports. The rows stay without the name when the account goes."""
    on_export("book_work", (BookJob,), give)
