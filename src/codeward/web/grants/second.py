"""Two people: what one asks for comes into force by another. For every app; a new director is the first such thing.

**One person runs the school**: where nobody else could decide, a second approval is impossible. Then it waits for a
day, with its reason, where everybody concerned sees it, and comes into force by itself. If a second person comes in
meanwhile, it waits for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.accounts.api import User
from codeward.web.audit.api import record
from codeward.web.grants import said
from codeward.web.grants.models import MAX_REASON, Approval
from codeward.web.grants.refusals import NotAllowed, NotNow, Unfit
from codeward.web.grants.rights import may, who_may
from codeward.web.grants.scopes import SCHOOL, Scope
from codeward.web.grants.table import Area, Need
from codeward.web.registry import Registry

__all__ = [
    "WAIT",
    "Second",
    "alone",
    "approve",
    "lapse",
    "let_waits_pass",
    "on_second",
    "pending",
    "refuse",
    "second_person",
    "withdraw",
    "written",
]

WAIT = dt.timedelta(hours=24)
State = Approval.State


@dataclass(frozen=True, slots=True)
class Second:
    """A kind of thing that two people decide. `done` and `dropped` run in the transaction of the decision."""

    name: str
    label: Promise
    area: Area
    done: Callable[[Approval], None]
    dropped: Callable[[Approval], None]


_kinds: Registry[Second] = Registry("things of two people")


def on_second(
    name: str,
    label: Promise,
    area: Area,
    *,
    done: Callable[[Approval], None],
    dropped: Callable[[Approval], None],
) -> Second:
    """Register a kind of thing that asks for two people; call it in your AppConfig's ``ready``.

    ``done(approval)`` brings it into force, ``dropped(approval)`` takes it back (refused or withdrawn). Both run once,
    inside the transaction that decides: a conditional UPDATE on the thing's own state.
    """
    return _kinds.add(name, Second(name, label, area, done, dropped))


def kind_of(approval: Approval) -> Second:
    """The kind of an approval."""
    return _kinds[approval.kind]


def written(reason: str) -> str:
    """The reason as it is kept. Raises Unfit for none, or one that is too long."""
    kept = " ".join(reason.split())
    if not kept:
        raise Unfit(_("No reason is given"), _("Write one sentence that says why."))
    if len(kept) > MAX_REASON:
        raise Unfit(
            _("The reason is longer than %(n)s characters") % {"n": MAX_REASON}, _("Use fewer words.")
        )
    return kept


def alone(area: Area, scope: Scope, *but: User | None) -> bool:
    """Whether nobody but these may decide in the area: one person runs this part of the school."""
    return not who_may(area, Need.DECIDE, scope=scope).exclude(pk__in=[one.pk for one in but if one]).exists()


def second_person(
    by: User,
    kind: str,
    key: str,
    *,
    title: str,
    reason: str,
    about: User | None = None,
    scope: Scope = SCHOOL,
) -> Approval:
    """Ask for a second person: `by` wants the thing of `kind` with public id `key`, for a `reason`.

    Call it in the transaction that makes the thing. Asked for twice is once: the one that waits is returned. Where
    nobody else may decide, `waits_until` is set. Raises NotAllowed unless `by` may decide in the kind's area.
    """
    second = _kinds[kind]
    if not may(by, second.area, Need.DECIDE, about=about, scope=scope):
        raise NotAllowed(_("You may not ask for this"), _("Ask a director."))
    kept = written(reason)
    now = timezone.now()
    try:
        with transaction.atomic():
            made = Approval.objects.create(
                kind=kind,
                key=key,
                title=title[:200],
                area=second.area,
                scope_kind=scope.kind,
                scope_id=scope.id,
                asker=by,
                about=about,
                reason=kept,
                made_at=now,
                waits_until=now + WAIT if alone(second.area, scope, by, about) else None,
            )
            record(said.SECOND_ASKED, actor=by, about=about, thing=made, reason=kept)
            return made
    except IntegrityError:
        return Approval.objects.get(kind=kind, key=key, state=State.WAITING)


def pending() -> QuerySet[Approval]:
    """What waits for a second person, the oldest first."""
    return Approval.objects.filter(state=State.WAITING).select_related("asker", "about")


def approve(by: User, approval: Approval, reason: str = "", request: HttpRequest | None = None) -> Approval:
    """The second person says yes: it comes into force. The same again by the same person changes nothing.

    Raises NotAllowed for the asker, whom it is about, and whoever may not decide there; NotNow where it was decided.
    """
    _second_only(by, approval)
    return _decide(approval, State.APPROVED, by, reason, request)


def refuse(by: User, approval: Approval, reason: str, request: HttpRequest | None = None) -> Approval:
    """The second person says no, with a reason. Raises as :func:`approve` does."""
    _second_only(by, approval)
    return _decide(approval, State.REFUSED, by, written(reason), request)


def withdraw(by: User, approval: Approval, request: HttpRequest | None = None) -> Approval:
    """Whoever asked takes it back. Raises NotAllowed for anybody else."""
    if approval.asker_id != by.pk:
        raise NotAllowed(_("Someone else asked for this"), _("Refuse it if it should not happen."))
    return _decide(approval, State.WITHDRAWN, by, "", request)


def lapse(approval: Approval, reason: str) -> Approval:
    """Let what waits fall by itself, because it is not needed any more; nobody decided. Raises NotNow when decided."""
    return _decide(approval, State.REFUSED, None, reason)


def let_waits_pass() -> int:
    """Bring into force what waited its day where still nobody else could decide; returns how many.

    Whoever asked must still hold the role. A second person who came in meanwhile decides instead; one who left leaves
    what they were asked for to the wait, which begins then.
    """
    now = timezone.now()
    passed = 0
    for one in pending():
        by_oneself = alone(Area(one.area), one.scope, one.asker, one.about)
        if by_oneself and one.waits_until is None:
            _still_waits(one, waits_until=now + WAIT)
        elif not by_oneself and one.waits_until is not None:
            _still_waits(one, waits_until=None)
        elif one.waits_until is not None and one.waits_until <= now:
            passed += _after_the_wait(one)
    return passed


def _after_the_wait(one: Approval) -> bool:
    asker = one.asker
    still = asker is not None and may(asker, Area(one.area), Need.DECIDE, about=one.about, scope=one.scope)
    try:
        if still:
            _decide(one, State.APPROVED, None, "")
        else:
            _decide(
                one, State.REFUSED, None, str(gettext_lazy("The person who asked may no longer decide this."))
            )
    except NotNow:
        return False
    return still


def _still_waits(one: Approval, **changed: dt.datetime | None) -> None:
    Approval.objects.filter(pk=one.pk, state=State.WAITING, waits_until=one.waits_until).update(**changed)


def _second_only(by: User, approval: Approval) -> None:
    if by.pk in {approval.asker_id, approval.about_id}:
        raise NotAllowed(
            _("You cannot decide about your own request, or about yourself"),
            _("Someone else must decide, or the waiting day must pass."),
        )
    if not may(by, Area(approval.area), Need.DECIDE, about=approval.about, scope=approval.scope):
        raise NotAllowed(_("You may not decide this"), _("Ask a director."))


def _decide(
    approval: Approval, state: State, by: User | None, reason: str, request: HttpRequest | None = None
) -> Approval:
    with transaction.atomic():
        moved = Approval.objects.filter(pk=approval.pk, state=State.WAITING).update(
            state=state, decided_by=by, decided_at=timezone.now(), decision_reason=reason[:MAX_REASON]
        )
        now = Approval.objects.select_related("asker", "about", "decided_by").get(pk=approval.pk)
        if not moved:
            if now.state == state and now.decided_by == by:
                return now
            raise NotNow(now, now.get_state_display())
        record(
            said.SECOND_DECIDED[state],
            actor=by,
            about=now.about,
            thing=now,
            changed={"state": ("waiting", state), "kind": (now.kind, now.kind)},
            reason=reason or (now.reason if by is None else ""),
            request=request,
        )
        second = kind_of(now)
        (second.done if state == State.APPROVED else second.dropped)(now)
    return now
