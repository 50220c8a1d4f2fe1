"""This app's part in an account's export, and in merging a guest into an account."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import ngettext

from codeward.web.accounts.api import User, on_export, on_merge
from codeward.web.courses.models import Kept, Place

__all__ = ["counted", "give", "merge", "register"]


def merge(guest: User, user: User) -> None:
    """What the guest wrote and where they were comes along; where the account has its own, the newer one stands."""
    for model, what, when in ((Kept, ("lesson", "block"), "at"), (Place, ("lesson",), "seen_at")):
        _join(model, what, when, guest, user)


def _join(model: type[Model], what: tuple[str, ...], when: str, guest: User, user: User) -> None:
    own = {
        tuple(getattr(row, one) for one in what): row for row in model._default_manager.filter(learner=user)
    }
    for row in model._default_manager.filter(learner=guest):
        there = own.get(tuple(getattr(row, one) for one in what))
        if there is not None and getattr(there, when) >= getattr(row, when):
            continue  # it goes with the guest
        if there is not None:
            there.delete()
        model._default_manager.filter(pk=row.pk).update(learner=user)


def counted(guest: User) -> str:
    """How many lessons come along, in words; nothing where there are none."""
    many = Place.objects.filter(learner=guest).count()
    return ngettext("%(n)s lesson begun", "%(n)s lessons begun", many) % {"n": many} if many else ""


def give(user: User) -> list[dict[str, Any]]:
    """Every lesson with the place in it, and what was written in it."""
    kept = list(
        Kept.objects.filter(learner=user)
        .order_by("lesson", "at", "id")
        .values("lesson", "block", "version", "value", "shown", "reasons", "at")
    )
    places = list(Place.objects.filter(learner=user).values("lesson", "section", "begun_at", "seen_at"))
    return [
        {**place, "kept": [row for row in kept if row["lesson"] == place["lesson"]]} for place in places
    ] + [
        {"lesson": row["lesson"], "kept": [row]}
        for row in kept
        if row["lesson"] not in {place["lesson"] for place in places}
    ]


def register() -> None:
    """Add ``lessons.json`` to exports, and places and words to what a guest keeps."""
    on_merge("courses", merge, counted)
    on_export("lessons", (Kept, Place), give)
