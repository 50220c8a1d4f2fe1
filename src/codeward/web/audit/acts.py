"""What can be told of people: a closed list of acts. Each app registers its own when it starts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from codeward.errors import CodewardError
from codeward.web.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["OPERATOR", "Act", "AuditError", "Keep", "Kind", "act", "acts", "find"]

# The role of whoever works at the machine itself, without a grant.
OPERATOR = "operator"
NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
LONGEST = 80


class AuditError(CodewardError):
    """An act that cannot be written down as it was given: a mistake of ours, never of whoever reads the page."""


class Kind(models.TextChoices):
    """Who asks for it: the security log, the person whose record was opened, or whoever checks a decision."""

    SECURITY = "security", _("security")
    ACCESS = "access", _("records opened")
    MOVE = "move", _("decisions")


class Keep(Enum):
    """How many days of the school a row is kept: the classes of personal data, with the years they name.

    A row of the class account outlives neither its use nor two years; None is for ever, for what was made public.
    """

    FLEETING = 90
    ACCOUNT = 2 * 365
    RECORD = 5 * 365 + 1
    MONEY = 7 * 365 + 2
    EVER = None


USUAL = {Kind.SECURITY: Keep.ACCOUNT, Kind.ACCESS: Keep.RECORD, Kind.MOVE: Keep.RECORD}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that people do: ``accounts.signed_in``. `label` is how a page names it, past tense, without who.

    `failed`: it was tried and did not come about. `keep`: how long its rows are kept.
    """

    name: str
    label: StrOrPromise
    kind: Kind
    keep: Keep
    failed: bool = False


_acts: Registry[Act] = Registry("acts")


def act(name: str, label: StrOrPromise, kind: Kind, *, keep: Keep | None = None, failed: bool = False) -> Act:
    """Register an act of the app in whose name it begins, and return it; call it where your app starts.

    `keep`: by default two years for security, five for the rest. Raises AuditError for a malformed name,
    TakenTwice for that of another act.
    """
    if len(name) > LONGEST or not NAME.fullmatch(name):
        raise AuditError(f"{name!r} is no name of an act", "Write app.what_was_done in small letters.")
    return _acts.add(name, Act(name, label, kind, keep or USUAL[kind], failed))


def acts(kind: Kind | None = None) -> list[Act]:
    """Every act there is, by name; of one kind where it is given."""
    return [_acts[name] for name in sorted(_acts) if kind in {None, _acts[name].kind}]


def find(name: str) -> Act | None:
    """The act of that name. None for one that no app of this version has."""
    return _acts.get(name)
