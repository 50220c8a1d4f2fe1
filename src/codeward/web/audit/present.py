"""Rows in plain words: who did it, what it was, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.audit.acts import OPERATOR
from codeward.web.audit.models import AuditRow

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["Activity", "lines", "names", "nobody", "on_roles", "role", "what"]

_roles: dict[str, StrOrPromise] = {OPERATOR: gettext_lazy("the people who run this school")}


@dataclass(frozen=True, slots=True)
class Activity:
    """One row as a page shows it to the person it is about."""

    at: datetime
    what: str
    failed: bool
    own: bool
    by: str
    named: bool
    role: str
    thing: str
    reason: str
    device: str
    address: str


def on_roles(labels: dict[str, StrOrPromise]) -> None:
    """Register how roles are named on pages, by the word that rows keep; grants does."""
    _roles.update(labels)


def role(word: str) -> str:
    """The name of a role, or of several with commas between; the kept word where nobody names it any more."""
    return ", ".join(str(_roles.get(one, one)) for one in word.split(", "))


def what(row: AuditRow) -> str:
    """What was done, past tense and without who."""
    told = row.told
    return str(told.label) if told else _("An event that this version cannot describe")


def names(public_ids: Iterable[str]) -> dict[str, str]:
    """The names shown of those people who are still here, by public id."""
    people = get_user_model().objects.filter(public_id__in=set(public_ids) - {""})
    return {one.public_id: one.shown_name for one in people}


def lines(found: Iterable[AuditRow], reader: AbstractBaseUser) -> list[Activity]:
    """The rows about `reader` in their own words.

    Where an act came from is shown for one's own and for nobody's (someone who was not signed in): a colleague's
    network address is theirs.
    """
    kept = list(found)
    own = str(reader.public_id)  # type: ignore[attr-defined] # every user of ours has one
    known = names(row.actor for row in kept)
    return [_line(row, own, known) for row in kept]


def _line(row: AuditRow, own: str, known: dict[str, str]) -> Activity:
    origin = getattr(row, "origin", None) if row.actor in {own, ""} else None
    told = row.told
    return Activity(
        at=row.at,
        what=what(row),
        failed=bool(told and told.failed),
        own=row.actor == own,
        by=_by(row, known),
        named=row.actor in known,
        role=role(row.role) if row.actor else "",
        thing=_thing(row.thing_kind),
        reason=row.reason,
        device=str(origin.device) if origin else "",
        address=(origin.address or "") if origin else "",
    )


def _by(row: AuditRow, known: dict[str, str]) -> str:
    if row.actor:
        return known.get(row.actor) or _("someone who has left")
    return nobody(row)


def nobody(row: AuditRow) -> str:
    """Who it was where nobody had signed in: whoever works at the machine, a stranger, or the school by itself."""
    if row.role:
        return role(row.role)
    return _("someone who was not signed in") if hasattr(row, "origin") else _("the school itself")


def _thing(kind: str) -> str:
    """What kind of thing it was, as its model says it; nothing for the person's own account."""
    app, _dot, name = kind.partition(".")
    if not name or kind == get_user_model()._meta.label_lower:
        return ""
    try:
        return str(apps.get_model(app, name)._meta.verbose_name)
    except LookupError:
        return ""
