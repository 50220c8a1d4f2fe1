"""A door: a role passes, everybody else finds nothing; deciding asks for the second step; opening is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone

from codeward.web.accounts.api import demo_learner
from codeward.web.accounts.models import User
from codeward.web.audit.api import Kind, rows
from codeward.web.grants import doors, moves
from codeward.web.grants.doors import SecondStepNeeded, passes
from codeward.web.grants.hooks import STAFF_IDLE, idle
from codeward.web.grants.models import Approval
from codeward.web.grants.table import Area, Need, Role
from tests.web.grants.cast import member
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(rf: RequestFactory) -> Callable[..., HttpRequest]:
    """``asked(user, second_step)``: a request of the user, whose session passed the second step or did not."""

    def made(user: User | AnonymousUser, second_step: bool = True) -> HttpRequest:
        request = rf.get("/office/")
        request.user = user
        request.session = {}  # type: ignore[assignment]
        if second_step and isinstance(user, User):
            request.session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
            request.session["account_authentication_methods_user"] = str(user.pk)
        return request

    return made


def test_a_role_passes_and_the_pass_says_which_and_how_far(asked: Any, alice: User) -> None:
    director = member(Role.DIRECTOR)
    found = passes(asked(director), Area.PEOPLE, Need.DECIDE, about=alice)
    assert (found.user, found.role, found.reach.school) == (director, Role.DIRECTOR, True)


def test_everybody_else_finds_nothing(asked: Any, alice: User, bob: User) -> None:
    for person in (AnonymousUser(), alice, User.objects.create_guest(), demo_learner(), member(Role.BURSAR)):
        with pytest.raises(Http404):
            passes(asked(person), Area.PEOPLE, Need.READ)
        with pytest.raises(Http404):
            passes(asked(person), Area.RECORD, Need.READ, about=bob)
    assert not rows(kind=Kind.ACCESS).exists()


@pytest.mark.parametrize(
    ("role", "area", "need", "asks"),
    [
        (Role.DIRECTOR, Area.PEOPLE, Need.DECIDE, True),
        (Role.DIRECTOR, Area.PEOPLE, Need.READ, True),
        (Role.DIRECTOR, Area.SETTINGS, Need.READ, True),
        (Role.DIRECTOR, Area.MAILS, Need.READ, True),
        (Role.BURSAR, Area.MONEY, Need.READ, True),
        (Role.REGISTRAR, Area.APPLICATIONS, Need.DECIDE, True),
        (Role.REGISTRAR, Area.APPLICATIONS, Need.READ, False),
        (Role.AUDITOR, Area.AUDIT, Need.READ, True),
        (Role.INSTRUCTOR, Area.TICKETS, Need.WRITE, False),
    ],
)
def test_deciding_money_people_settings_and_mails_ask_for_the_second_step(
    role: Role, area: Area, need: Need, asks: bool, asked: Any, settings: Any
) -> None:
    person = member(role)
    assert passes(asked(person), area, need)
    if asks:
        with pytest.raises(SecondStepNeeded):
            passes(asked(person, second_step=False), area, need)
        settings.DEMO = True
    assert passes(asked(person, second_step=False), area, need)


def test_the_second_step_of_somebody_else_who_was_here_before_does_not_count(asked: Any, alice: User) -> None:
    director = member(Role.DIRECTOR)
    request = asked(director)
    request.session["account_authentication_methods_user"] = str(alice.pk)
    with pytest.raises(SecondStepNeeded):
        passes(request, Area.PEOPLE, Need.DECIDE)


def test_ones_own_money_asks_for_no_second_step(asked: Any, alice: User) -> None:
    assert passes(asked(alice, second_step=False), Area.MONEY, Need.READ, about=alice).role is Role.LEARNER


def test_opening_somebodys_record_is_told_once_an_hour_and_ones_own_is_not(asked: Any, alice: User) -> None:
    registrar = member(Role.REGISTRAR)
    for _ in range(3):
        passes(asked(registrar), Area.RECORD, Need.READ, about=alice)
    passes(asked(alice), Area.RECORD, Need.READ, about=alice)
    passes(asked(registrar), Area.RECORD, Need.READ)
    [row] = rows(about=alice, kind=Kind.ACCESS)
    assert (row.actor, row.role) == (registrar.public_id, "registrar")
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        passes(asked(registrar), Area.RECORD, Need.READ, about=alice)
    assert rows(about=alice, kind=Kind.ACCESS).count() == 2


def test_a_role_is_taken_away_at_once(asked: Any, alice: User) -> None:
    director, auditor = member(Role.DIRECTOR), member(Role.AUDITOR)
    assert passes(asked(auditor), Area.AUDIT, Need.READ)
    moves.end(director, auditor.grants.get(), "Left.")
    with pytest.raises(Http404):
        passes(asked(auditor), Area.AUDIT, Need.READ)


def test_grants_and_what_waits_are_found_by_those_who_may_and_nobody_decides_their_own(
    asked: Any, alice: User
) -> None:
    director, auditor = member(Role.DIRECTOR), member(Role.AUDITOR)
    held = moves.give(director, alice, Role.DIRECTOR, reason="Takes over.")
    waits = Approval.objects.get()
    for need in (Need.READ, Need.DECIDE):
        assert doors.grant_to_see(asked(director), held.public_id, need)[1] == held
    assert doors.grant_to_see(asked(auditor), held.public_id, Need.READ)[1] == held
    assert doors.approval_to_decide(asked(director), waits.public_id)[1] == waits
    own = director.grants.get().public_id
    assert doors.grant_to_see(asked(director), own, Need.READ)
    for wrong in (
        lambda: doors.grant_to_see(asked(director), own, Need.DECIDE),
        lambda: doors.grant_to_see(asked(auditor), held.public_id, Need.DECIDE),
        lambda: doors.grant_to_see(asked(alice), held.public_id, Need.READ),
        lambda: doors.grant_to_see(asked(director), "0" * 16, Need.READ),
        lambda: doors.approval_to_decide(asked(auditor), waits.public_id),
        lambda: doors.approval_to_decide(asked(director), "0" * 16),
    ):
        with pytest.raises(Http404):
            wrong()


def test_whoever_lacks_the_second_step_is_led_to_it_in_plain_words() -> None:
    director = member(Role.DIRECTOR)
    page = signed_in(director).get("/outbox/")
    assert page.status_code == 403
    assert "One more step before this" in page.content.decode()
    assert "/accounts/2fa/totp/activate/" in page.content.decode()
    assert with_second_step(director).get("/outbox/").status_code == 200


def test_whoever_has_the_second_step_gives_a_code_and_comes_back_to_where_they_were() -> None:
    director = member(Role.DIRECTOR)
    TOTP.activate(director, "JBSWY3DPEHPK3PXP")
    client = signed_in(director)
    asked_for = client.get("/office/settings/").content.decode()
    assert "/accounts/2fa/reauthenticate/?next=/office/settings/" in asked_for
    where = {"HTTP_REFERER": "http://testserver/office/people/"}
    sent = client.post("/office/people/invite", {"email": "x@example.org"}, **where).content.decode()
    assert "?next=/office/people/" in sent
    elsewhere = client.post(
        "/office/people/invite", {}, HTTP_REFERER="https://evil.example/x"
    ).content.decode()
    assert '?next=/"' in elsewhere
    assert "evil" not in elsewhere
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", int(time.time()) // 30))
    given = client.post("/accounts/2fa/reauthenticate/?next=/office/settings/", {"code": code})
    assert (given.status_code, given["Location"]) == (302, "/office/settings/")
    assert client.get("/office/settings/").status_code == 200


def test_staff_sessions_end_after_half_an_hour_without_use_and_learners_do_not(
    asked: Any, alice: User
) -> None:
    assert timedelta(minutes=30) == STAFF_IDLE == idle(asked(member(Role.SUPPORT)))
    assert idle(asked(alice)) is None
    assert idle(asked(AnonymousUser())) is None


def test_a_member_of_staff_who_was_away_signs_in_again(as_alice: Client) -> None:
    client = signed_in(member(Role.SUPPORT))
    assert client.get("/account/").status_code == 200
    assert as_alice.get("/account/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=32)):
        assert client.get("/account/").status_code == 302
        assert as_alice.get("/account/").status_code == 200
