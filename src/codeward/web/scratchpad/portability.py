"""This app's part in an account's export, and in merging a guest into an account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from codeward.web.accounts.api import User, on_export, on_merge
from codeward.web.scratchpad.models import PadLine, Scratchpad

__all__ = ["counted", "give", "merge", "register"]


def merge(guest: User, user: User) -> None:
    """The guest's scratchpad joins the account's, whole. Nothing is lost to the limit: it only stops new ones."""
    Scratchpad.objects.filter(learner=guest).update(learner=user)


def counted(guest: User) -> str:
    """How many codes come along, in words; nothing where there are none."""
    many = PadLine.objects.filter(pad__learner=guest).count()
    if not many:
        return ""
    return ngettext("%(n)s code on your scratchpad", "%(n)s codes on your scratchpad", many) % {"n": many}


def give(user: User) -> list[dict[str, Any]]:
    """Every scratchpad with its codes in order."""
    pads = Scratchpad.objects.filter(learner=user).prefetch_related("lines")
    return [
        {
            "name": pad.name,
            "kind": pad.kind,
            "day": pad.day,
            "age": pad.age,
            "sex": pad.sex,
            "discharge_status": pad.discharge_status,
            "made_at": pad.made_at,
            "changed_at": pad.changed_at,
            "lines": [
                {
                    "system": line.system,
                    "code": line.code,
                    "modifiers": line.modifiers.split(),
                    "day": line.day,
                    "poa": line.poa,
                    "made_at": line.made_at,
                }
                for line in pad.lines.all()
            ],
        }
        for pad in pads
    ]


def register() -> None:
    """Add ``scratchpads.json`` to exports, and scratchpads to what a guest keeps."""
    on_merge("scratchpad", merge, counted)
    on_export("scratchpads", (Scratchpad, PadLine), give)
