"""The moves of a grant: give, end, run out; and a new director, which two people make.

Each is one conditional UPDATE (or one INSERT under the partial unique index) in one transaction with its audit row and
its notices. A repeat has no second effect.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from codeward.web.accounts.api import User
from codeward.web.grants import said
from codeward.web.grants.models import Approval, Grant
from codeward.web.grants.refusals import LastDirector, NotAllowed, NotNow, Unfit
from codeward.web.grants.rights import live, may
from codeward.web.grants.scopes import SCHOOL, Scope, known
from codeward.web.grants.second import second_person, written
from codeward.web.grants.table import Area, Need, Preset, Role, table

__all__ = [
    "NEW_DIRECTOR",
    "come_into_force",
    "drop",
    "end",
    "give",
    "give_by_shell",
    "give_preset",
    "keep_a_director",
    "run_out",
]

NEW_DIRECTOR = "grants.director"
State, Way = Grant.State, Grant.Way


def give(
    by: User,
    person: User,
    role: Role,
    *,
    reason: str,
    scope: Scope = SCHOOL,
    until: dt.datetime | None = None,
    request: HttpRequest | None = None,
) -> Grant:
    """Give a person a role. A role they hold already, or that waits, is returned as it is.

    A new director waits for a second person (:mod:`codeward.web.grants.second`). Raises NotAllowed where `by` may not
    decide about people, or about themselves; Unfit for a person without an account, a role that is not given for such
    a scope, an end that is over, no reason, or a role that is held with another end.
    """
    _may_decide(by, person)
    fields = _fit(person, role, scope, until) | {"reason": written(reason), "giver": by}
    waits = role in table().two_people
    with transaction.atomic():
        grant, made = _make(person, role, scope, state=State.WAITING if waits else State.LIVE, **fields)
        if not made and grant.until != until:
            raise Unfit(
                _("%(name)s already has this role, with another end date") % {"name": person.shown_name},
                _("End it first, then give it again."),
            )
        if made and waits:
            second_person(
                by, NEW_DIRECTOR, grant.public_id, title=person.shown_name, reason=reason, about=person
            )
        if made:
            (said.asked if waits else said.given)(by, grant, request)
    return grant


def give_preset(
    by: User,
    person: User,
    preset: Preset,
    *,
    reason: str,
    until: dt.datetime | None = None,
    request: HttpRequest | None = None,
) -> list[Grant]:
    """Give all roles of a preset for the whole school: all of them or none. Raises as :func:`give` does."""
    with transaction.atomic():
        return [
            give(by, person, role, reason=reason, until=until, request=request)
            for role in table().presets[preset]
        ]


def give_by_shell(person: User, reason: str) -> Grant:
    """Make a person director from the machine's own command line, at once.

    No second person is asked: whoever has the shell holds the database and owns the school. It is told, not hidden: the
    audit row has no actor, and the other directors get a notice.
    """
    fields = _fit(person, Role.DIRECTOR, SCHOOL, None)
    with transaction.atomic():
        grant, made = _make(
            person, Role.DIRECTOR, SCHOOL, state=State.LIVE, way=Way.SHELL, reason=written(reason), **fields
        )
        if not made and grant.state == State.WAITING:
            made = bool(
                Grant.objects.filter(pk=grant.pk, state=State.WAITING).update(state=State.LIVE, way=Way.SHELL)
            )
            Approval.objects.filter(kind=NEW_DIRECTOR, key=grant.public_id, state="waiting").update(
                state=Approval.State.APPROVED, decided_at=timezone.now(), decision_reason=written(reason)
            )
            grant.refresh_from_db()
        if made:
            said.given(None, grant)
    return grant


def end(by: User, grant: Grant, reason: str, request: HttpRequest | None = None) -> Grant:
    """End a role that is in force. Whoever holds it may leave it; else it is for those who decide about people.

    Raises LastDirector where the school would have none left, NotNow where it is not in force any more.
    """
    if by.pk != grant.person_id:
        _may_decide(by, grant.person)
    kept = written(reason)
    with transaction.atomic():
        if grant.role == Role.DIRECTOR:
            _lock_directors()
        moved = Grant.objects.filter(pk=grant.pk, state=State.LIVE).update(
            state=State.ENDED, ended_at=timezone.now(), end_reason=kept
        )
        now = Grant.objects.select_related("person").get(pk=grant.pk)
        if not moved:
            if now.state == State.ENDED:
                return now
            raise NotNow(now, now.get_state_display())
        if now.role == Role.DIRECTOR:
            _still_a_director()
        said.ended(by, now, request)
    return now


def keep_a_director(person: User) -> None:
    """Refuse that the last director leaves: raises LastDirector. For the transaction that locks or deletes them."""
    _lock_directors()
    if _lasting().filter(person=person).exists() and not _lasting().exclude(person=person).exists():
        raise LastDirector


def run_out() -> int:
    """Note every role whose time is over; returns how many. It counted no longer since that moment."""
    return _close(Grant.objects.all())


def _close(grants: QuerySet[Grant]) -> int:
    over = 0
    for grant in grants.filter(state=State.LIVE, until__lte=timezone.now()).select_related("person"):
        with transaction.atomic():
            moved = Grant.objects.filter(pk=grant.pk, state=State.LIVE).update(
                state=State.EXPIRED, ended_at=timezone.now()
            )
            if moved:
                said.ran_out(grant)
                over += 1
    return over


def come_into_force(approval: Approval) -> None:
    """A new director's second person said yes, or the wait is over. In the transaction of the decision."""
    way = Way.APPROVED if approval.decided_by_id else Way.WAITED
    now = timezone.now()
    asked = Grant.objects.filter(public_id=approval.key, state=State.WAITING)
    if asked.filter(until__lte=now).update(state=State.EXPIRED, ended_at=now):
        # It was asked for until a moment that came before the answer.
        said.ran_out(Grant.objects.select_related("person").get(public_id=approval.key))
    elif asked.update(state=State.LIVE, way=way, starts_at=now):
        said.approved(approval, Grant.objects.select_related("person").get(public_id=approval.key))


def drop(approval: Approval) -> None:
    """A new director was refused, or whoever asked took it back. In the transaction of the decision."""
    moved = Grant.objects.filter(public_id=approval.key, state=State.WAITING).update(
        state=State.REFUSED, ended_at=timezone.now(), end_reason=approval.decision_reason
    )
    if moved:
        said.refused(approval, Grant.objects.select_related("person").get(public_id=approval.key))


def _may_decide(by: User, person: User) -> None:
    if by.pk == person.pk:
        raise NotAllowed(_("You cannot decide about your own roles"), _("Ask another director."))
    if not may(by, Area.PEOPLE, Need.DECIDE, about=person):
        raise NotAllowed(_("You may not make decisions about people"), _("Ask a director."))


def _fit(person: User, role: Role, scope: Scope, until: dt.datetime | None) -> dict[str, dt.datetime | None]:
    now = timezone.now()
    if person.state != User.State.ACTIVE or not person.is_active:
        raise Unfit(
            _("%(name)s has no account that may sign in") % {"name": person.shown_name},
            _("Only a person with an account of their own can hold a role."),
        )
    if scope.kind not in table().roles[role].scopes or not known(scope):
        raise Unfit(
            _("The role “%(role)s” cannot be given for that") % {"role": role.label},
            _("Choose one from the list."),
        )
    if until is not None and until <= now:
        raise Unfit(_("The end date is in the past"), _("Choose a later date, or none."))
    return {"starts_at": now, "until": until}


def _make(person: User, role: Role, scope: Scope, **fields: object) -> tuple[Grant, bool]:
    # The partial unique index decides: of two at once one makes it, the other reads what is there.
    one = {"person": person, "role": role, "scope_kind": scope.kind, "scope_id": scope.id}
    _close(Grant.objects.filter(**one))
    try:
        with transaction.atomic():
            return Grant.objects.create(**one, **fields), True
    except IntegrityError:
        return Grant.objects.select_related("person").get(**one, state__in=[State.WAITING, State.LIVE]), False


def _lasting() -> QuerySet[Grant]:
    # A director whose role has an end does not keep the school.
    return live().filter(role=Role.DIRECTOR, until=None)


def _lock_directors() -> None:
    # In the order of their rows, so that two moves wait for each other and then look at what the first one left.
    list(
        Grant.objects.select_for_update()
        .filter(role=Role.DIRECTOR, state=State.LIVE)
        .order_by("pk")
        .values("pk")
    )


def _still_a_director() -> None:
    if not _lasting().exists():
        raise LastDirector
