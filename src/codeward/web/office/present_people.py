"""A person's page in the office: what the reader may know of them, and no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.utils.translation import gettext as _

from codeward.web.accounts.api import User, how_many_sessions
from codeward.web.grants.api import SCHOOL, Area, Grant, Need, may, may_here, pending, scope_title
from codeward.web.office.lifting import waiting_to_lift
from codeward.web.office.parts import parts_of

__all__ = ["person_context"]


@dataclass(frozen=True, slots=True)
class Held:
    """A role as the page shows it. `waits_until` is set while it waits its day with nobody to approve it."""

    grant: Grant
    scope: str
    waits_until: dt.datetime | None = None
    ends: bool = False


def person_context(request: HttpRequest, reader: User, person: User) -> dict[str, Any]:
    """What the template shows. Roles, locks, second step and sessions are for whoever reads people, in two steps."""
    people = may_here(request, Area.PEOPLE, Need.READ, about=person)
    decides = may_here(request, Area.PEOPLE, Need.DECIDE, about=person)
    context: dict[str, Any] = {
        "person": person,
        "myself": person.pk == reader.pk,
        "people": people,
        "one_step_short": not people and may(reader, Area.PEOPLE, Need.READ, about=person),
        "decides": decides,
        "locked": not person.is_active,
        "parts": [(part.label, part.facts(person)) for part in parts_of(reader, person)],
    }
    if people:
        waits = {one.key: one.waits_until for one in pending().filter(about=person)}
        held = Grant.objects.filter(person=person).select_related("giver")
        rows = [_held(one, waits.get(one.public_id)) for one in held[:100]]
        context |= {
            "live": [one for one in rows if one.grant.state in {"live", "waiting"}],
            "past": [one for one in rows if one.grant.state not in {"live", "waiting"}],
            "second_step": is_mfa_enabled(person),
            "lift": waiting_to_lift(person),
            "sessions": how_many_sessions(person),
            "locked_by": User.objects.filter(public_id=person.locked_by).first()
            if person.locked_by
            else None,
        }
    return context


def _held(grant: Grant, waits_until: dt.datetime | None) -> Held:
    scope = _("the whole school") if grant.scope == SCHOOL else scope_title(grant.scope)
    return Held(
        grant, scope or _("a part of the school that is gone"), waits_until, grant.state == Grant.State.LIVE
    )
