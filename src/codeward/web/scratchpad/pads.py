"""What may be done with scratchpads. Every change happens under the lock of its learner's row, so that two tabs that
add at once lose nothing: each waits for the other, and the code of both stands there afterwards. What is changed is
read again under the lock and written by its columns alone: a scratchpad deleted in another tab stays deleted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from codeward.bounds import BoundsError
from codeward.codesets import CODING, SYSTEMS, books, undotted, validity
from codeward.errors import CodewardError, QueryError, UnknownCode, quoted
from codeward.web.accounts.api import User
from codeward.web.scratchpad.models import MAX_CODE, PadLine, Scratchpad

__all__ = [
    "Added",
    "Gone",
    "add",
    "change",
    "current",
    "delete",
    "make",
    "move",
    "of",
    "remove",
    "set_up",
    "touch",
]

MAX_PADS: Final = 20
"""Scratchpads of a person with an account. A guest has one."""
MAX_LINES: Final = 100
"""Codes on one scratchpad: more than any form of a claim but the longest holds."""
MAX_MODIFIERS: Final = 4
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
SERVICES = ("cpt", "hcpcs")


class Gone(CodewardError):  # noqa: N818 - named as people say it
    """It was deleted, in another tab, while this one still showed it."""


class Added(NamedTuple):
    """The line, how many the scratchpad holds now, and whether it stood there before."""

    line: PadLine
    codes: int
    already: bool


def of(learner: User | None) -> list[Scratchpad]:
    """The learner's scratchpads, that changed last first."""
    return [] if learner is None else list(Scratchpad.objects.filter(learner=learner))


def current(learner: User | None) -> Scratchpad | None:
    """The scratchpad that changed last: what is added goes there."""
    return None if learner is None else Scratchpad.objects.filter(learner=learner).first()


def _locked(learner: User) -> User:
    owner = User.objects.select_for_update(no_key=True).filter(pk=learner.pk).first()
    if owner is None:  # a guest whose work has moved to an account meanwhile
        raise _gone()
    return owner


def _gone() -> Gone:
    return Gone(_("This scratchpad was deleted, perhaps in another tab"), _("Here is what you have now"))


def _still(pad: Scratchpad, owner: User) -> Scratchpad:
    """The scratchpad as it is now; to be asked under the owner's lock. Raises Gone."""
    found = Scratchpad.objects.filter(pk=pad.pk, learner=owner).first()
    if found is None:
        raise _gone()
    return found


def _still_there(line: PadLine) -> PadLine:
    """Lock the learner of a line, then read the line as it is now. Raises Gone."""
    owner = _locked(line.pad.learner)
    found = (
        PadLine.objects.filter(pk=line.pk, pad=_still(line.pad, owner)).select_related("pad__learner").first()
    )
    if found is None:
        raise Gone(
            _("%(code)s was removed, perhaps in another tab") % {"code": line.code},
            _("Here is what you have now"),
        )
    return found


def _changed(pad: Scratchpad, **what: Any) -> None:
    Scratchpad.objects.filter(pk=pad.pk).update(**what, changed_at=timezone.now())


def make(learner: User) -> Scratchpad:
    """A new one. Raises BoundsError where the learner has as many as there may be."""
    with transaction.atomic():
        return _made(_locked(learner))


def _made(owner: User) -> Scratchpad:
    guest = owner.state == User.State.GUEST
    if Scratchpad.objects.filter(learner=owner).count() >= (1 if guest else MAX_PADS):
        if guest:
            raise BoundsError(
                _("A guest has one scratchpad"), _("Sign up to save several. This one comes with you")
            )
        raise BoundsError(
            _("You have %(most)s scratchpads, the most allowed") % {"most": MAX_PADS},
            _("Delete one that you no longer need"),
        )
    return Scratchpad.objects.create(learner=owner)


def add(learner: User, system: str, typed: str, modifiers: str = "", pad: Scratchpad | None = None) -> Added:
    """Put a code at the end of its section on `pad`, else on the current one, else on a new one.

    What stands there already is not added again. Raises UnknownCode for what is no code of the system, BoundsError
    where the scratchpad is full, QueryError for a system or modifiers that are none, Gone where `pad` was deleted.
    """
    code, held = _written(system, typed), _modifiers(modifiers, system)
    with transaction.atomic():
        owner = _locked(learner)
        place = _still(pad, owner) if pad is not None else current(owner) or _made(owner)
        count = place.lines.count()
        line = place.lines.filter(system=system, code=code, modifiers=held).first()
        if line is not None:
            _changed(place)
            return Added(line, count, already=True)
        if count >= MAX_LINES:
            raise BoundsError(
                _("The scratchpad has %(most)s codes, the most allowed") % {"most": MAX_LINES},
                _("Remove some, or begin a new scratchpad"),
            )
        last = place.lines.aggregate(last=Max("place"))["last"]
        line = place.lines.create(
            system=system, code=code, modifiers=held, place=0 if last is None else last + 1
        )
        _changed(place)
    return Added(line, count + 1, already=False)


def _written(system: str, typed: str) -> str:
    """The code as its book writes it. A chapter or a range is no code."""
    if system not in CODING:
        raise QueryError(f"No code set is called {quoted(system)}", "Choose one of the codebook")
    asked = typed.strip()[:MAX_CODE]
    book = books.open(system)
    concept = book.get(asked)
    if concept is not None and concept.kind not in ("chapter", "section") and len(concept.code) <= MAX_CODE:
        return concept.code
    listed = validity.opened()
    if listed is not None and concept is None and listed.spans(system, asked):
        return SYSTEMS[system].written(undotted(asked.upper()))  # newer than every book here
    raise UnknownCode(asked, book.release.id)


def _modifiers(typed: str, system: str) -> str:
    named = re.findall(r"[^\s,]+", typed.upper())
    if not named:
        return ""
    if system not in SERVICES:
        raise QueryError(_("Only CPT and HCPCS codes take modifiers"), _("Leave the field empty"))
    if len(named) > MAX_MODIFIERS or not all(_MODIFIER.fullmatch(one) for one in named):
        raise QueryError(
            _("A line has at most four modifiers of two characters each"), _("Write them as 25 59")
        )
    return " ".join(dict.fromkeys(named))


def touch(pad: Scratchpad) -> None:
    """Make it the current one. Raises Gone."""
    set_up(pad, {})


def set_up(pad: Scratchpad, what: Mapping[str, Any]) -> None:
    """Write what its form changed, and nothing else: another tab may have changed the rest. Raises Gone."""
    with transaction.atomic():
        _changed(_still(pad, _locked(pad.learner)), **what)


def change(line: PadLine, what: Mapping[str, Any]) -> None:
    """Write what a line's form changed: its date, its modifiers or its POA indicator, and nothing else.

    Raises QueryError for modifiers that are none, and where the same service is listed with them already; Gone.
    """
    given = dict(what)
    if "modifiers" in given:
        given["modifiers"] = _modifiers(given["modifiers"], line.system)
    if given.get("poa") and line.system != "icd10cm":
        raise QueryError(_("Only diagnoses have a POA indicator"), _("Leave the field empty"))
    with transaction.atomic():
        now = _still_there(line)
        held = given.get("modifiers", now.modifiers)
        twin = now.pad.lines.filter(system=now.system, code=now.code, modifiers=held).exclude(pk=now.pk)
        if twin.exists():
            raise QueryError(_("This code is listed with these modifiers already"), _("Give others"))
        if given:
            PadLine.objects.filter(pk=now.pk).update(**given)
        _changed(now.pad)


def remove(line: PadLine) -> PadLine | None:
    """Take a line off; return the one that stands in its place, or the last, None of none. Raises Gone."""
    with transaction.atomic():
        now = _still_there(line)
        rows = list(now.pad.lines.all())
        at = next(n for n, row in enumerate(rows) if row.pk == now.pk)
        now.delete()
        _changed(now.pad)
    left = [*rows[:at], *rows[at + 1 :]]
    return left[min(at, len(left) - 1)] if left else None


def move(line: PadLine, by: int) -> None:
    """Move a line one place up (-1) or down (1) among those of its section; at the end it stays. Raises Gone."""
    with transaction.atomic():
        now = _still_there(line)
        systems = SERVICES if now.system in SERVICES else (now.system,)
        rows = list(now.pad.lines.filter(system__in=systems))
        at = next(n for n, row in enumerate(rows) if row.pk == now.pk)
        if not 0 <= at + by < len(rows):
            return
        rows[at], rows[at + by] = rows[at + by], rows[at]
        places = sorted(row.place for row in rows)
        for place, row in zip(places, rows, strict=True):
            if row.place != place:
                PadLine.objects.filter(pk=row.pk).update(place=place)
        _changed(now.pad)


def delete(pad: Scratchpad) -> None:
    """Delete a scratchpad with all that is on it; one that is gone already stays so."""
    with transaction.atomic():
        Scratchpad.objects.filter(pk=pad.pk, learner=_locked(pad.learner)).delete()
