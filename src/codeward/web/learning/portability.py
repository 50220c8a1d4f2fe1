"""This app's part in merging a guest into an account, and in an account's export."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from codeward.web.accounts.api import User, on_export, on_merge
from codeward.web.learning import hours
from codeward.web.learning.log import held
from codeward.web.learning.models import Log, Placement, Response, Span, Standing, TestOut
from codeward.web.learning.standings import refold

__all__ = ["counted", "give", "merge", "register"]

_RESPONSE: Final = (
    "skill", "source", "item", "version_id", "generator", "seed", "topic", "book", "sitting", "kind", "level", "timed",
    "mixed", "hints", "first", "right", "credit", "option", "seconds", "at",
)  # fmt: skip
_TEST_OUT: Final = ("lesson", "skills", "items", "started_at", "ends_at", "ended_at", "right", "passed")
_PLACEMENT: Final = ("public_id", "seed", "items", "started_at", "ended_at")
_STANDING: Final = (
    "skill", "state", "fresh", "right", "passed_at", "first_recheck_at", "kept_at", "slipped_at", "last_at",
)  # fmt: skip


def merge(guest: User, user: User) -> None:
    """Move all that the guest answered. Of an item that both answered the earlier answer stays the first.

    States of skills are folded anew, from both logs as one.
    """
    if not Log.objects.filter(learner=guest).exists():
        return
    theirs, mine = held(guest), held(user)
    rows = Response.objects.filter(learner=guest)
    # Sent again after signing in, under the same key: it is the same answer, and is kept once.
    rows.filter(client_key__in=Response.objects.filter(learner=user).values("client_key")).delete()
    _one_first(rows, Response.objects.filter(learner=user))
    rows.update(learner=user)
    going = TestOut.objects.filter(learner=user, ended_at=None).values_list("lesson", flat=True)
    TestOut.objects.filter(learner=guest, ended_at=None, lesson__in=list(going)).update(
        ended_at=timezone.now()
    )
    TestOut.objects.filter(learner=guest).update(learner=user)
    if Placement.objects.filter(learner=user, ended_at=None).exists():
        Placement.objects.filter(learner=guest, ended_at=None).update(ended_at=timezone.now())
    Placement.objects.filter(learner=guest).update(learner=user)
    hours.move(guest, user)
    mine.stored += theirs.stored
    mine.last_at = max((at for at in (mine.last_at, theirs.last_at) if at is not None), default=None)
    theirs.delete()
    refold(mine)
    mine.save(update_fields=["stored", "last_at", "rules"])


def _one_first(theirs: QuerySet[Response], mine: QuerySet[Response]) -> None:
    """Of each item that both answered, the later first answer becomes a repeat."""
    same = {"first": True, "item": OuterRef("item")}
    theirs.filter(Exists(mine.filter(**same, at__lte=OuterRef("at"))), first=True).update(first=False)
    # What is still theirs as a first answer came before.
    mine.filter(Exists(theirs.filter(**same)), first=True).update(first=False)


def counted(guest: User) -> str:
    """How many answers the guest has given."""
    n = Response.objects.filter(learner=guest).exclude(source=Response.Source.CHART).count()
    return ngettext("%(n)d answer", "%(n)d answers", n) % {"n": n} if n else ""


def give(user: User) -> dict[str, Any]:
    """Every answer, test-out and placement, the state of each skill, the times of study, and what all of it takes."""
    return {
        "responses": list(Response.objects.filter(learner=user).values(*_RESPONSE)),
        "test_outs": list(TestOut.objects.filter(learner=user).values(*_TEST_OUT)),
        "placements": list(Placement.objects.filter(learner=user).values(*_PLACEMENT)),
        "skills": list(Standing.objects.filter(learner=user).order_by("skill").values(*_STANDING)),
        "times": list(Span.objects.filter(learner=user).values("way", "content_id", "began_at", "last_at")),
        "log": list(Log.objects.filter(learner=user).values("stored", "last_at")),
    }


def register() -> None:
    """Add ``learning.json`` to exports, and answers to what a guest keeps."""
    on_merge("learning", merge, counted)
    on_export("learning", (Log, Placement, Response, Standing, TestOut, Span), give)
