"""People: looking for them, a person's page, locking and unlocking, roles, invitations."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from codeward.errors import CodewardError
from codeward.web.accounts.api import User, let_invited_sign_up, lock, sign_out_everywhere, unlock
from codeward.web.audit.api import opened
from codeward.web.grants import api as grants
from codeward.web.grants.api import Area, Need, Preset, Role, passes
from codeward.web.limits import INVITATIONS, LIFTINGS, allowed
from codeward.web.office import finding, inviting
from codeward.web.office.doors import (
    invitation_to_withdraw,
    office_person,
    people_pass,
    seen_by,
    staff_or_404,
)
from codeward.web.office.frame import page
from codeward.web.office.lifting import ask_to_lift
from codeward.web.office.present_people import person_context
from codeward.web.problems import told
from codeward.web.school.api import school
from codeward.web.typed import one_line

__all__ = [
    "end",
    "give",
    "invite",
    "invited",
    "lock_person",
    "people",
    "person",
    "second_step_off",
    "sign_out",
    "unlock_person",
    "withdraw",
]

STAFF = 200


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Search people within one's reach; without words, who works here."""
    user = staff_or_404(request)
    if not seen_by(user):
        raise Http404
    words = one_line(request.GET.get("q", ""), finding.LONGEST)
    short = bool(words) and len(words) < finding.LEAST
    looks = words if len(words) >= finding.LEAST else ""
    directs = grants.may_here(request, Area.PEOPLE, Need.READ)
    context = {
        "words": words,
        "short": short,
        "looked": bool(looks),
        "found": finding.find_people(user, looks) if looks else [],
        "most": finding.MOST,
        "more": [
            (one.label, list(one.find(user, looks))[: finding.MOST]) for one in finding.searches_of(user)
        ]
        if looks
        else [],
        "staff": _staff() if directs else [],
        "directs": directs,
        "invites": grants.may_here(request, Area.PEOPLE, Need.DECIDE),
        "one_step_short": not directs and grants.may(user, Area.PEOPLE, Need.READ),
        "invitations": inviting.open_invitations()[:100] if directs else [],
        "by_invitation": school(request).signup == "invited",
    }
    return page(request, user, "office/people.html", context, tab="people")


def _staff() -> list[tuple[User, list[str]]]:
    roles: dict[User, list[str]] = {}
    for one in (
        grants.live().select_related("person").order_by("person__display_name", "person__email")[:STAFF]
    ):
        roles.setdefault(one.person, []).append(str(one.get_role_display()))
    return [(who, list(dict.fromkeys(some))) for who, some in roles.items()]


@require_safe
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """A person's page. The person sees that it was opened, and by whom."""
    user, found = office_person(request, public_id)
    return shown(request, user, found)


def shown(request: HttpRequest, user: User, found: User, status: int = 200) -> HttpResponse:
    """The page, with its row for the person."""
    opened(request, found, found, ", ".join(dict.fromkeys(one.role for one in grants.grants_of(user)))[:40])
    context = person_context(request, user, found)
    context["whats"] = [
        (
            _("Several roles at once"),
            [(f"preset:{value}", label) for value, label in grants.preset_choices()],
        ),
        (_("One role"), [(f"role:{value}", label) for value, label in grants.role_choices()]),
    ]
    context["scopes"] = grants.scope_choices()
    return page(request, user, "office/person.html", context, tab="people", status=status)


def _answer(
    request: HttpRequest, user: User, found: User, error: CodewardError | None, said: str
) -> HttpResponse:
    if error is None:
        messages.success(request, said)
        return redirect("office:person", public_id=found.public_id)
    messages.error(request, told(error))
    if not type(found).objects.filter(pk=found.pk).exists():  # the account ended meanwhile
        return redirect("office:people")
    found.refresh_from_db()
    return shown(request, user, found, status=422 if isinstance(error, grants.Unfit) else 409)


@require_POST
def lock_person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lock an account, with the reason that its person reads."""
    passed, found = people_pass(request, public_id, Need.DECIDE)
    try:
        reason = one_line(request.POST.get("reason", ""))
        lock(found, passed.user, reason, role=passed.role, request=request)
    except CodewardError as error:
        return _answer(request, passed.user, found, error, "")
    return _answer(request, passed.user, found, None, _("The account is locked, and signed out everywhere."))


@require_POST
def unlock_person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open a locked account again."""
    passed, found = people_pass(request, public_id, Need.DECIDE)
    try:
        unlock(found, passed.user, role=passed.role, request=request)
    except CodewardError as error:
        return _answer(request, passed.user, found, error, "")
    return _answer(request, passed.user, found, None, _("The account is open again."))


@require_POST
def sign_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """End every session of a person; their account stays open (ASVS 7.4.5)."""
    passed, found = people_pass(request, public_id, Need.DECIDE)
    sign_out_everywhere(found, passed.user)
    return _answer(request, passed.user, found, None, _("They are signed out on every device."))


@require_POST
def second_step_off(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a second person to switch off the second step of somebody who has lost it."""
    passed, found = people_pass(request, public_id, Need.DECIDE)
    if not allowed(request, *LIFTINGS, key=found.public_id):
        return render(request, "429.html", status=429)
    try:
        waits = ask_to_lift(passed.user, found, one_line(request.POST.get("reason", "")), request=request)
    except CodewardError as error:
        return _answer(request, passed.user, found, error, "")
    said = (
        _("It waits for a day, because nobody else can decide it. The person is told now.")
        if waits.waits_until
        else _("It waits for a second person. The person is told now.")
    )
    return _answer(request, passed.user, found, None, said)


@require_POST
def give(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a role, or the roles of a preset."""
    passed, found = people_pass(request, public_id, Need.DECIDE)
    kind, _colon, value = request.POST.get("what", "").partition(":")
    reason = one_line(request.POST.get("reason", ""))
    try:
        until = _until(request.POST.get("until", ""))
        if kind == "preset" and value in Preset.values:
            grants.give_preset(passed.user, found, Preset(value), reason=reason, until=until, request=request)
        elif kind == "role" and value in dict(grants.role_choices()):
            scope = grants.read_scope(request.POST.get("scope", ""))
            grants.give(
                passed.user, found, Role(value), reason=reason, scope=scope, until=until, request=request
            )
        else:
            raise grants.Unfit(_("No role was chosen"), _("Choose one from the list."))
    except CodewardError as error:
        return _answer(request, passed.user, found, error, "")
    return _answer(request, passed.user, found, None, _("Done. The person is told."))


def _until(text: str) -> dt.datetime | None:
    """The end of the day that was chosen, in the reader's zone. Raises Unfit for what is no day."""
    if not text.strip():
        return None
    try:
        day = dt.date.fromisoformat(text.strip())
        return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))
    except (ValueError, OverflowError):
        raise grants.Unfit(
            _("That is not a day"), _("Write it like 2027-06-30, or leave it empty.")
        ) from None


@require_POST
def end(request: HttpRequest, grant: str) -> HttpResponse:
    """End a role that is in force."""
    staff_or_404(request)
    passed, row = grants.grant_to_see(request, grant, Need.DECIDE)
    found = row.person
    try:
        grants.end(passed.user, row, one_line(request.POST.get("reason", "")), request=request)
    except CodewardError as error:
        return _answer(request, passed.user, found, error, "")
    return _answer(request, passed.user, found, None, _("The role has ended."))


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Invite an address to sign up."""
    staff_or_404(request)
    passed = passes(request, Area.PEOPLE, Need.DECIDE)
    if not allowed(request, *INVITATIONS, key=passed.user.public_id):
        return render(request, "429.html", status=429)
    try:
        made = inviting.invite(passed.user, request.POST.get("email", ""), role=passed.role, request=request)
    except CodewardError as error:
        messages.error(request, told(error))
    else:
        messages.success(request, _("%(email)s is invited by mail.") % {"email": made.email})
    return redirect("office:people")


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an invitation back."""
    passed, found = invitation_to_withdraw(request, public_id)
    inviting.withdraw(passed.user, found, role=passed.role, request=request)
    messages.success(request, _("The invitation no longer works."))
    return redirect("office:people")


@require_safe
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: this browser may sign up with that address. A link that is over is not found."""
    found = inviting.invitation_of(token)
    if found is None or request.user.is_authenticated:
        raise Http404
    let_invited_sign_up(request, found.email)
    return redirect("account_signup")
