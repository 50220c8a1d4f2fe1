"""Somebody has lost phone and recovery codes: two people of the office switch the second step of their sign-in off.

Whoever asks has made sure of the person and writes down how; another decides, or where one person runs the school a
day passes in the open. The person is told of the asking at once, by a mail that nobody can switch off: if it was not
they who asked, they have that day. Whoever signs in with their second step meanwhile has not lost it, and the asking
falls (ASVS 5.0.0 6.4.4, 6.4.6).
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.signals import authenticator_used
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.accounts.api import User, lift_second_step
from codeward.web.audit.api import Kind, act, record
from codeward.web.grants.api import (
    Approval,
    Area,
    Need,
    NotNow,
    Unfit,
    is_staff,
    lapse,
    on_second,
    pending,
    second_person,
    who_may,
)
from codeward.web.notices.api import Group, kind, tell, tell_all

__all__ = ["LIFT", "ask_to_lift", "register", "waiting_to_lift"]

LIFT = "office.second_step_off"
LIFTED = act(
    "office.second_step_lifted", gettext_lazy("Switched off the second step of a sign-in"), Kind.SECURITY
)
_TEMPLATE = "office/second_step.txt"
_WORDS = {"person": "Alice", "by": "Stefanie", "reason": "Lost the phone; shown an ID at the desk."}
ASKED = kind(
    "office.second_step_asked",
    gettext_lazy("The office was asked to switch your two-step sign-in off"),
    group=Group.SAFETY,
    template=_TEMPLATE,
    action=gettext_lazy("See what happened in your account"),
    preview=lambda: [{**_WORDS, "what": what} for what in ("asked", "fell")],
)
DECISION = kind(
    "office.second_step_decision",
    gettext_lazy("Somebody’s two-step sign-in is to be switched off"),
    group=Group.WORK,
    template=_TEMPLATE,
    action=gettext_lazy("See it in the office"),
    preview=lambda: [{**_WORDS, "what": what} for what in ("to_decide", "approved", "refused")],
    shown=is_staff,
)


def ask_to_lift(by: User, person: User, reason: str, *, request: HttpRequest | None = None) -> Approval:
    """Ask that the second step of a person be switched off, with how one made sure of them. Asked twice is once.

    Raises Unfit for an account that has none and without a reason, NotAllowed where `by` may not decide about people.
    """
    if not is_mfa_enabled(person):
        raise Unfit(_("This account has no second step"), _("A new password is all that it needs."))
    before = waiting_to_lift(person)
    if before is not None:
        return before
    with transaction.atomic():
        made = second_person(by, LIFT, person.public_id, title=person.shown_name, reason=reason, about=person)
        context = {"what": "asked", "person": person.shown_name, "by": by.shown_name, "reason": made.reason}
        tell(person, ASKED, made.public_id, context=context, url=reverse("audit:activity"))
        deciders = who_may(Area.PEOPLE, Need.DECIDE).exclude(pk__in=[by.pk, person.pk])
        tell_all(deciders, DECISION, made.public_id, context={**context, "what": "to_decide"}, url=_row(made))
    return made


def waiting_to_lift(person: User) -> Approval | None:
    """What waits about the second step of this person; None where nobody asked."""
    return pending().filter(kind=LIFT, key=person.public_id).first()


def _row(approval: Approval) -> str:
    return reverse("office:row", args=["second-person", approval.public_id])


def _done(approval: Approval) -> None:
    person = approval.about
    if person is None:
        return
    lift_second_step(person, by_office=True)
    record(LIFTED, actor=approval.decided_by, about=person, thing=approval, reason=approval.reason)
    _tell_asker(approval, "approved")


def _dropped(approval: Approval) -> None:
    if approval.state == Approval.State.REFUSED:  # whoever takes their own asking back knows
        _tell_asker(approval, "refused")


def _tell_asker(approval: Approval, what: str) -> None:
    asker, by = approval.asker, approval.decided_by
    if asker is None:
        return
    context = {
        "what": what,
        "person": approval.title,
        "by": by.shown_name if by is not None else "",
        "reason": approval.decision_reason,
    }
    url = (
        reverse("office:person", args=[approval.key])
        if approval.about is not None
        else reverse("office:home")
    )
    tell(asker, DECISION, f"{approval.public_id}:{what}", context=context, url=url)


def _not_lost(user: User, **_more: Any) -> None:
    """Whoever gave a code has not lost their second step: what was asked in their name falls, and they are told."""
    waits = waiting_to_lift(user)
    if waits is None:
        return
    try:
        lapse(waits, _("The person signed in with their second step."))
    except NotNow:  # it was decided in this very moment
        return
    by = waits.asker.shown_name if waits.asker is not None else ""
    context = {"what": "fell", "person": user.shown_name, "by": by, "reason": waits.reason}
    tell(user, ASKED, f"{waits.public_id}:fell", context=context, url=reverse("audit:activity"))


def register() -> None:
    """Make it a thing that two people decide, and listen to whoever signs in meanwhile."""
    on_second(LIFT, gettext_lazy("Switch a second step off"), Area.PEOPLE, done=_done, dropped=_dropped)
    authenticator_used.connect(_not_lost, dispatch_uid="office.lifting.not_lost")
