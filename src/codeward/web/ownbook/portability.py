"""This app's part in merging a guest into an account, and in an account's export."""

from __future__ import annotations

import sys
from typing import Any

from django.utils.translation import ngettext

from codeward.web.accounts.api import User, on_export, on_merge
from codeward.web.ownbook import book
from codeward.web.ownbook.exchange import export_json
from codeward.web.ownbook.models import Mark, OwnBook, TakenChange

__all__ = ["counted", "give", "merge", "register"]


def merge(guest: User, user: User) -> None:
    """The guest's marks join the account's: both are kept, what is marked alike in both stands once.

    Nothing is lost to the limit here: a book that is too full takes no new marks until some are taken out.
    """
    book.store(user, book.marks_of(guest), most=sys.maxsize, ask=False)
    mine = TakenChange.objects.filter(learner=user).values("client_id")
    TakenChange.objects.filter(learner=guest).exclude(client_id__in=mine).update(learner=user)


def counted(guest: User) -> str:
    """How many highlights the guest has made in the codebook."""
    n = book.live(guest).count()
    return ngettext("%(n)d codebook highlight", "%(n)d codebook highlights", n) % {"n": n} if n else ""


def give(user: User) -> dict[str, Any]:
    """The book as its own export has it, and the ids of the changes that made it."""
    return {
        "revision": book.revision_of(user),
        "book": export_json(book.marks_of(user)),
        "taken_out": [
            row.held().to_json() for row in Mark.objects.filter(learner=user, removed_at__isnull=False)
        ],
        "changes": list(TakenChange.objects.filter(learner=user).values("client_id", "made_at")),
    }


def register() -> None:
    """Add ``ownbook.json`` to exports, and marks to what a guest keeps. All rows go with their learner."""
    on_merge("ownbook", merge, counted)
    on_export("ownbook", (OwnBook, Mark, TakenChange), give)
