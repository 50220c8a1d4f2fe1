"""A second step that somebody has lost is switched off by two people, or after a day in the open; its owner is told."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from codeward.web.accounts.models import User
from codeward.web.audit.api import rows
from codeward.web.grants.api import Approval, Role
from codeward.web.grants.second import let_waits_pass, withdraw
from codeward.web.limits import LIFTINGS
from codeward.web.mail.models import OutboxMail
from codeward.web.notices.api import Notice
from codeward.web.office import lifting
from codeward.web.office.lifting import waiting_to_lift
from tests.web.conftest import PASSWORD
from tests.web.grants.cast import member
from tests.web.pseudo import untranslated
from tests.web.signed_in import with_second_step

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
WHY = "Lost the phone; shown an ID at the desk."


@pytest.fixture
def director(db: None) -> User:
    """Whoever asks."""
    return member(Role.DIRECTOR, "dana")


@pytest.fixture
def locked_out(alice: User) -> User:
    """Somebody with an app and recovery codes."""
    TOTP.activate(alice, SECRET)
    RecoveryCodes.activate(alice)
    return alice


def ask(client: Client, person: User, reason: str = WHY) -> int:
    return client.post(f"/office/people/{person.public_id}/second-step-off", {"reason": reason}).status_code


def told(person: User) -> list[str]:
    """What the person was told of this, the oldest first."""
    kinds = Notice.objects.filter(person=person, kind__startswith="office.second_step").order_by("id")
    return [str(one.context["what"]) for one in kinds]


def has_it(person: User) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def test_asking_again_and_again_is_refused_before_the_person_is_mailed_once_more(
    director: User, locked_out: User
) -> None:
    office = with_second_step(director)
    most = LIFTINGS.most
    for _ in range(most):
        assert ask(office, locked_out) == 302
        waits = waiting_to_lift(locked_out)
        assert waits is not None
        withdraw(director, waits)
    assert ask(office, locked_out) == 429
    assert told(locked_out).count("asked") == most
    assert waiting_to_lift(locked_out) is None


def test_two_people_switch_it_off_and_its_owner_is_told_twice(
    director: User, locked_out: User, as_alice: Client
) -> None:
    other = member(Role.DIRECTOR, "olga")
    office = with_second_step(director)
    assert ask(office, locked_out) == 302
    waits = waiting_to_lift(locked_out)
    assert waits is not None
    assert waits.waits_until is None
    assert (
        "Waiting for a second person"
        in office.get(f"/office/people/{locked_out.public_id}/").content.decode()
    )
    assert has_it(locked_out)
    assert told(locked_out) == ["asked"]
    assert told(other) == ["to_decide"]
    mail = OutboxMail.objects.get(recipients__contains=locked_out.email)
    assert "Somebody asked to switch your two-step sign-in off" in mail.subject
    assert "sign in with your second step now: that stops it" in mail.body.replace("\n", " ")

    answer = with_second_step(other).post(
        f"/office/approvals/{waits.public_id}/decide", {"answer": "approve"}
    )
    assert answer.status_code == 302
    assert not has_it(locked_out)
    assert as_alice.get("/account/").status_code == 302  # signed out
    row = rows(about=locked_out).get(act="office.second_step_lifted")
    assert (row.actor, row.reason) == (other.public_id, WHY)
    assert told(director) == ["approved"]
    off = OutboxMail.objects.filter(recipients__contains=locked_out.email).latest("pk")
    assert "Two-step sign-in is off" in off.subject
    assert "by the school’s office" in off.body.replace("\n", " ")
    signing_in = Client().post("/accounts/login/", {"login": locked_out.email, "password": PASSWORD})
    assert signing_in["Location"] == "/"


def test_where_one_person_runs_the_school_a_day_passes_first(director: User, locked_out: User) -> None:
    assert ask(with_second_step(director), locked_out) == 302
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert let_waits_pass() == 0
        assert has_it(locked_out)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert let_waits_pass() == 1
    assert not has_it(locked_out)
    assert rows(about=locked_out).get(act="office.second_step_lifted").actor == ""


def test_whoever_signs_in_with_it_meanwhile_has_not_lost_it(director: User, locked_out: User) -> None:
    ask(with_second_step(director), locked_out)
    client = Client()
    client.post("/accounts/login/", {"login": locked_out.email, "password": PASSWORD})
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    assert client.post("/accounts/2fa/authenticate/", {"code": code})["Location"] == "/"
    assert waiting_to_lift(locked_out) is None
    assert Approval.objects.get().state == "refused"
    assert told(locked_out) == ["asked", "fell"]
    assert told(director) == ["refused"]
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert let_waits_pass() == 0
    assert has_it(locked_out)


def test_a_decision_in_the_moment_of_a_sign_in_is_no_fault(
    director: User, locked_out: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(with_second_step(director), locked_out)
    stale = waiting_to_lift(locked_out)
    assert stale is not None
    withdraw(director, stale)
    monkeypatch.setattr(lifting, "waiting_to_lift", lambda _person: stale)
    client = Client()
    client.post("/accounts/login/", {"login": locked_out.email, "password": PASSWORD})
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    assert client.post("/accounts/2fa/authenticate/", {"code": code})["Location"] == "/"
    assert told(locked_out) == ["asked"]


def test_neither_the_asker_nor_the_person_agrees(director: User, locked_out: User) -> None:
    office = with_second_step(director)
    member(Role.DIRECTOR, "olga")
    ask(office, locked_out)
    waits = Approval.objects.get()
    assert (
        office.post(f"/office/approvals/{waits.public_id}/decide", {"answer": "approve"}).status_code == 409
    )
    assert has_it(locked_out)
    TOTP.activate(director, SECRET)
    assert ask(office, director) == 404  # nobody decides about themselves


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.REGISTRAR, Role.SUPPORT])
def test_other_roles_cannot_ask(role: Role, locked_out: User) -> None:
    assert ask(with_second_step(member(role)), locked_out) == 404
    assert not Approval.objects.exists()


def test_a_reason_is_needed_and_a_second_step_and_asking_twice_is_once(
    director: User, locked_out: User, bob: User
) -> None:
    office = with_second_step(director)
    assert ask(office, locked_out, " ") == 422
    assert ask(office, bob) == 422
    assert [ask(office, locked_out), ask(office, locked_out)] == [302, 302]
    assert Approval.objects.count() == 1
    assert told(locked_out) == ["asked"]


def test_a_refusal_is_told_with_its_reason(director: User, locked_out: User) -> None:
    other = member(Role.DIRECTOR, "olga")
    ask(with_second_step(director), locked_out)
    waits = Approval.objects.get()
    no = {"answer": "refuse", "reason": "I reached them by phone."}
    with_second_step(other).post(f"/office/approvals/{waits.public_id}/decide", no)
    assert has_it(locked_out)
    assert (
        Notice.objects.get(person=director, kind="office.second_step_decision").context["reason"]
        == no["reason"]
    )


def test_every_word_can_be_translated(director: User, locked_out: User, pseudo_locale: None) -> None:
    office = with_second_step(director)
    path = f"/office/people/{locked_out.public_id}/"
    assert untranslated(office.get(path).content.decode()) == []
    ask(office, locked_out)
    assert untranslated(office.get(path).content.decode()) == []
