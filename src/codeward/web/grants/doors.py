"""The doors that roles open: a request passes, finds nothing, or is led to the second step of its sign-in first."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from codeward.web.accounts.api import User, second_step
from codeward.web.audit.api import opened, refused
from codeward.web.grants.models import Approval, Grant
from codeward.web.grants.rights import Reach, needs_second_step, reach, role_for
from codeward.web.grants.scopes import Scope
from codeward.web.grants.table import Area, Need, Role

__all__ = ["Pass", "SecondStepNeeded", "approval_to_decide", "grant_to_see", "may_here", "passes"]


class SecondStepNeeded(Exception):  # noqa: N818 - named as people say it
    """The role is there and the second step of the sign-in is not. The middleware leads to it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What came of a door: who went through, by which role, and how far they reach in the area."""

    user: User
    role: Role
    area: Area
    need: Need

    @property
    def reach(self) -> Reach:
        """How far they reach: for the rows of a list."""
        return reach(self.user, self.area, self.need)


def passes(
    request: HttpRequest,
    area: Area,
    need: Need,
    *,
    about: User | None = None,
    scope: Scope | None = None,
    part: str = "",
    thing: Model | None = None,
    decides: bool = False,
) -> Pass:
    """Whoever asks, where their role has the door. Raises Http404 where it has not: nobody learns what there is.

    Raises SecondStepNeeded where deciding, money, audit, people, settings or mails are asked for by a session without a
    second step (ASVS 5.0.0 6.3.3, 7.5.3); the demo's process asks for none. What is one's own never does. Opening
    somebody's record by a role leaves a row that the person sees; `thing` is what was opened. An act that *decides*
    where the table writes asks for it too.
    """
    user = request.user
    role = role_for(user, area, need, about=about, scope=scope, part=part)
    if role is None or not isinstance(user, User):
        refused(request, f"{area}.{need}")
        raise Http404
    if _one_step_short(request, role, area, Need.DECIDE if decides else need):
        raise SecondStepNeeded
    if about is not None and role is not Role.LEARNER:
        opened(request, about, thing, role)
    return Pass(user, role, area, need)


def may_here(
    request: HttpRequest,
    area: Area,
    need: Need,
    *,
    about: User | None = None,
    scope: Scope | None = None,
    part: str = "",
) -> bool:
    """Whether :func:`passes` would let this request through: for a part of a page that others read without it."""
    role = role_for(request.user, area, need, about=about, scope=scope, part=part)
    return role is not None and not _one_step_short(request, role, area, need)


def _one_step_short(request: HttpRequest, role: Role, area: Area, need: Need) -> bool:
    asks = role is not Role.LEARNER and needs_second_step(area, need) and not settings.DEMO
    return asks and not second_step(request)


def grant_to_see(request: HttpRequest, public_id: str, need: Need) -> tuple[Pass, Grant]:
    """A grant for whoever may do `need` in people. Deciding about one's own is not found."""
    grant = Grant.objects.select_related("person", "giver").filter(public_id=public_id).first()
    if grant is None:
        raise Http404
    return passes(request, Area.PEOPLE, need, about=grant.person), grant


def approval_to_decide(request: HttpRequest, public_id: str) -> tuple[Pass, Approval]:
    """What waits for a second person, for whoever may decide in its area and scope."""
    approval = get_object_or_404(Approval.objects.select_related("asker", "about"), public_id=public_id)
    return (
        passes(request, Area(approval.area), Need.DECIDE, about=approval.about, scope=approval.scope),
        approval,
    )
