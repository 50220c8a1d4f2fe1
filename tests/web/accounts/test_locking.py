"""An account that is locked: no way in, no session, and its owner reads why."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from codeward.web.accounts import locking, tokens
from codeward.web.accounts.api import LockRefused, lock, unlock
from codeward.web.accounts.models import SignInToken, User
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import PASSWORD
from tests.web.race import at_once

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str = "alice@example.org") -> int:
    """The status of the answer to the right password."""
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD}).status_code


def test_every_session_ends_at_once(alice: User, bob: User) -> None:
    there, here = Client(), Client()
    assert sign_in(there) == sign_in(here) == 302
    assert lock(alice, bob, "Lent out the password")
    for one in (there, here):
        assert one.get("/account/").status_code == 302
        assert "_auth_user_id" not in one.session


def test_a_session_that_was_missed_does_not_count(as_alice: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(
        is_active=False, locked_at=timezone.now(), locked_by="x", locked_reason="y"
    )
    assert as_alice.get("/account/").status_code == 302


def test_the_right_password_reads_why_and_a_wrong_one_reads_nothing(
    client: Client, alice: User, bob: User
) -> None:
    lock(alice, bob, "Lent out the password")
    answer = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "Lent out the password" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    answer = client.post("/accounts/login/", {"login": alice.email, "password": "wrong horse battery"})
    assert answer.status_code == 200
    assert "locked" not in answer.content.decode()


def test_no_one_time_link_works(client: Client, alice: User, bob: User) -> None:
    before = tokens.issue(alice)
    lock(alice, bob, "Lent out the password")
    assert not SignInToken.objects.exists()
    for token in (before, tokens.issue(alice)):
        assert client.post(f"/start/{token}").status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_link_for_a_new_password_from_before_is_void(client: Client, alice: User, bob: User) -> None:
    client.post("/accounts/password/reset/", {"email": alice.email})
    path = re.search(r"http://127\.0\.0\.1:8000(\S+)", OutboxMail.objects.get().body)
    assert path is not None
    lock(alice, bob, "Lent out the password")
    page = client.get(path[1], follow=True)
    assert b"password1" not in page.content
    client.post(page.request["PATH_INFO"], {"password1": "x" * 12 + "Horse", "password2": "x" * 12 + "Horse"})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_no_link_for_a_new_password_is_sent(client: Client, alice: User, bob: User) -> None:
    lock(alice, bob, "Lent out the password")
    answer = client.post("/accounts/password/reset/", {"email": alice.email})
    assert answer.status_code == 302
    assert not OutboxMail.objects.exists()


def test_no_address_is_confirmed(client: Client, alice: User, bob: User) -> None:
    from allauth.account.models import EmailConfirmationHMAC

    new = EmailAddress.objects.create(user=alice, email="new@example.org", verified=False, primary=False)
    key = EmailConfirmationHMAC(new).key
    lock(alice, bob, "Lent out the password")
    client.post(f"/accounts/confirm-email/{key}/")
    new.refresh_from_db()
    assert not new.verified


def test_unlocked_they_come_in_again(client: Client, alice: User, bob: User) -> None:
    lock(alice, bob, "Lent out the password")
    assert unlock(alice, bob)
    assert not unlock(alice, bob)
    assert (alice.is_active, alice.locked_at, alice.locked_by, alice.locked_reason) == (True, None, "", "")
    assert sign_in(client) == 302


def test_a_second_lock_changes_nothing(alice: User, bob: User, staff: User) -> None:
    assert lock(alice, bob, "First")
    assert not lock(alice, staff, "Second")
    assert (alice.locked_by, alice.locked_reason) == (bob.public_id, "First")


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 301])
def test_a_reason_is_asked_for(alice: User, bob: User, reason: str) -> None:
    with pytest.raises(LockRefused, match="reason"):
        lock(alice, bob, reason)


def test_nobody_locks_or_unlocks_themselves(alice: User) -> None:
    with pytest.raises(LockRefused):
        lock(alice, alice, "Tired")
    with pytest.raises(LockRefused):
        unlock(alice, alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=alice.pk).update(
            is_active=False, locked_at=timezone.now(), locked_by=alice.public_id, locked_reason="Tired"
        )


def test_guests_and_the_demo_learner_cannot_be_locked(bob: User) -> None:
    for somebody in (User.objects.create_guest(), tokens.demo_learner()):
        with pytest.raises(LockRefused, match="account"):
            lock(somebody, bob, "Noise")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=somebody.pk).update(
                is_active=False, locked_at=timezone.now(), locked_by="x", locked_reason="y"
            )


@pytest.mark.parametrize(
    "half",
    [
        {"is_active": False},
        {"locked_at": timezone.now()},
        {"locked_reason": "x"},
        {"is_active": False, "locked_at": timezone.now(), "locked_by": "x"},
    ],
)
def test_the_database_refuses_half_a_lock(alice: User, half: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=alice.pk).update(**half)


def test_an_app_may_say_no(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(user: User) -> None:
        raise LockRefused("The last director cannot be locked")

    monkeypatch.setitem(locking._guards, "test", refuse)
    with pytest.raises(LockRefused, match="last director"):
        lock(alice, bob, "Noise")
    alice.refresh_from_db()
    assert alice.is_active


@pytest.mark.django_db(transaction=True)
def test_of_eight_locks_at_once_one_is_made(alice: User, bob: User) -> None:
    made = at_once(8, lambda _: lock(User.objects.get(pk=alice.pk), bob, "Lent out the password"))
    assert sorted(made) == [False] * 7 + [True]
