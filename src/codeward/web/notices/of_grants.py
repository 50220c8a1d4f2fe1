"""Who is told when a role is given, ends, or waits for a second person. Grants stand below and tell nobody."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from codeward.web.accounts.api import User
from codeward.web.grants.api import (
    Area,
    Grant,
    GrantMove,
    Need,
    Role,
    holders,
    is_staff,
    on_move,
    scope_title,
    who_may,
)
from codeward.web.notices.kinds import Group, kind
from codeward.web.notices.telling import tell, tell_all

__all__ = ["DECIDED", "DIRECTOR", "ROLE", "TO_DECIDE", "register"]

_WORDS = {
    "role": "registrar",
    "scope": "",
    "person": "Alice",
    "by": "Stefanie",
    "reason": "Joins the office.",
}
ROLE = kind(
    "grants.role",
    _("You got a role, or it ended"),
    group=Group.WORK,
    template="notices/kinds/role.txt",
    preview=lambda: [
        {**_WORDS, "what": what, "scope": scope, "by": by}
        for what in ("given", "approved", "ended", "ran_out")
        for scope, by in (("", "Stefanie"), ("Spring cohort", ""))
    ],
    shown=is_staff,
)
# The school's keys: of safety, so that nobody makes a director in silence.
DIRECTOR = kind(
    "grants.director",
    _("Someone became a director, or is no longer one"),
    group=Group.SAFETY,
    template="notices/kinds/director.txt",
    action=_("See the people and their roles"),
    preview=lambda: [
        {**_WORDS, "what": what, "way": way}
        for what in ("given", "approved", "ended", "ran_out")
        for way in ("approved", "waited", "shell")
    ],
    shown=lambda person: holders(Role.DIRECTOR).filter(pk=person.pk).exists(),
)
TO_DECIDE = kind(
    "grants.to_decide",
    _("A new director waits for a second person"),
    group=Group.WORK,
    template="notices/kinds/to_decide.txt",
    action=_("See what is waiting"),
    preview=lambda: _WORDS,
    shown=is_staff,
)
DECIDED = kind(
    "grants.decided",
    _("Your request to a second person is decided"),
    group=Group.WORK,
    template="notices/kinds/decided.txt",
    action=_("See the people and their roles"),
    preview=lambda: [
        {**_WORDS, "what": what, "by": by} for what in ("approved", "refused") for by in ("", "Bob")
    ],
    shown=is_staff,
)


def _heard(move: GrantMove) -> None:
    """Tell whom a move of a grant concerns. In its transaction; whoever did it knows already."""
    grant, key = move.grant, f"{move.grant.public_id}:{move.name}"
    words = _words(move)
    person, office = grant.person, reverse("office:home")
    if move.name in {"given", "approved", "ended", "ran_out"}:
        if move.by is None or move.by.pk != person.pk:
            left = move.name in {"ended", "ran_out"} and not is_staff(person)
            tell(person, ROLE, key, context=words, url=reverse("audit:activity") if left else office)
        if grant.role == Role.DIRECTOR:
            others = holders(Role.DIRECTOR).exclude(pk__in=_known(move))
            tell_all(others, DIRECTOR, key, context={**words, "way": grant.way}, url=reverse("office:people"))
    if move.name == "asked":
        deciders = who_may(Area.PEOPLE, Need.DECIDE, scope=grant.scope).exclude(pk__in=_known(move))
        tell_all(deciders, TO_DECIDE, key, context=words, url=office)
    asker = move.approval.asker if move.approval is not None else None
    if asker is not None and move.name in {"approved", "refused"} and asker != move.by:
        tell(asker, DECIDED, key, context=words, url=reverse("office:people"))


def _known(move: GrantMove) -> list[int]:
    """Whoever needs no telling: who did it, who asked for it, and whom it is about."""
    asker = move.approval.asker if move.approval is not None else None
    known: list[User | None] = [move.by, move.grant.person, asker]
    return [one.pk for one in known if one is not None]


def _words(move: GrantMove) -> dict[str, Any]:
    grant: Grant = move.grant
    over = move.name in {"ended", "refused"}
    return {
        "what": move.name,
        "role": str(grant.role),
        "scope": scope_title(grant.scope),
        "person": grant.person.shown_name,
        "by": move.by.shown_name if move.by is not None else "",
        "reason": grant.end_reason if over else grant.reason,
    }


def register() -> None:
    """Listen to the moves of grants."""
    on_move(_heard)
