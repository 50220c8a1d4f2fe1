"""Guessing passwords: slowed down for the guesser, wherever they sit, and never a way to keep the owner out."""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from codeward.web.accounts import tries
from codeward.web.accounts.models import User
from codeward.web.limits import EXPORTS, MAILS
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import PASSWORD
from tests.web.race import at_once

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
WRONG = "wrong horse battery"


def sign_in(client: Client, email: str, password: str = PASSWORD, address: str = "192.0.2.1") -> str:
    """Try the door; "in", "wrong" or "too many"."""
    answer = client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address)
    if answer.status_code == 302:
        return "in"
    refused = answer.status_code == 429 or "Too many failed" in answer.content.decode()
    return "too many" if refused else "wrong"


def code() -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def test_a_guesser_elsewhere_does_not_keep_the_owner_out(alice: User) -> None:
    """S, low: five wrong passwords from anywhere locked the address for its owner."""
    told = [sign_in(Client(), alice.email, WRONG, "203.0.113.9") for _ in range(7)]
    assert told == ["wrong"] * 5 + ["too many"] * 2
    assert sign_in(Client(), alice.email, PASSWORD, "203.0.113.9") == "too many"
    assert sign_in(Client(), alice.email) == "in"


def test_a_guesser_with_many_addresses_is_stopped_and_the_owners_device_comes_in(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tries.RATES, "password-account", "12/3600s/key")
    own = Client()
    assert sign_in(own, alice.email) == "in"
    own.post("/accounts/logout/")
    told = [sign_in(Client(), alice.email, WRONG, f"203.0.113.{n}") for n in range(14)]
    assert told == ["wrong"] * 12 + ["too many"] * 2
    assert sign_in(Client(), alice.email, PASSWORD, "198.51.100.7") == "too many"
    assert sign_in(own, alice.email) == "in"


def test_the_owners_device_comes_in_behind_the_guessers_own_address(alice: User) -> None:
    own = Client()
    sign_in(own, alice.email)
    own.post("/accounts/logout/")
    for _ in range(6):
        sign_in(Client(), alice.email, WRONG)
    assert sign_in(Client(), alice.email) == "too many"
    assert sign_in(own, alice.email) == "in"


def test_a_known_device_is_no_free_pass(alice: User, bob: User) -> None:
    own = Client()
    sign_in(own, alice.email)
    own.post("/accounts/logout/")
    told = [sign_in(own, alice.email, WRONG) for _ in range(6)]
    assert told == ["wrong"] * 5 + ["too many"]
    # And none at all for another account.
    assert [sign_in(own, bob.email, WRONG) for _ in range(6)] == ["wrong"] * 5 + ["too many"]


def test_a_made_up_device_is_none(alice: User) -> None:
    for value in (f'{{"{alice.public_id}":"x"}}', f'{{"{alice.public_id}":"x"}}:sig', "{}", "\x00"):
        client = Client()
        client.cookies["cw_device"] = value
        for _ in range(5):
            sign_in(client, alice.email, WRONG)
        assert sign_in(client, alice.email) == "too many"


def test_the_cookie_names_nobody_and_is_out_of_reach(client: Client, alice: User) -> None:
    sign_in(client, alice.email)
    cookie = client.cookies["cw_device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "alice" not in cookie.value


def test_an_address_tries_many_accounts_only_so_often(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tries.RATES, "password-address", "6/60s/ip")
    told = [sign_in(Client(), f"nobody{n}@example.org", WRONG) for n in range(7)]
    assert told == ["wrong"] * 6 + ["too many"]


def test_what_is_told_is_the_same_for_an_account_that_is_none(alice: User) -> None:
    for email in (alice.email, "nobody@example.org"):
        assert [sign_in(Client(), email, WRONG) for _ in range(6)] == ["wrong"] * 5 + ["too many"]


def test_right_ones_count_as_nothing(alice: User) -> None:
    assert [sign_in(Client(), alice.email) for _ in range(8)] == ["in"] * 8


def test_a_new_password_by_mail_ends_the_wait(client: Client, alice: User) -> None:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    for _ in range(6):
        sign_in(Client(), alice.email, WRONG)
    key = f"{user_pk_to_url_str(alice)}-{default_token_generator.make_token(alice)}"
    page = client.get(f"/accounts/password/reset/key/{key}/", follow=True)
    new = "another horse battery"
    where = {"REMOTE_ADDR": "192.0.2.1"}
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, **where)
    assert sign_in(Client(), alice.email, new) == "in"


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_are_counted_one_by_one(alice: User) -> None:
    told = at_once(12, lambda _pause: sign_in(Client(), alice.email, WRONG))
    assert told.count("wrong") <= 5


# Places behind the door that ask a password or a code.


def test_deletion_is_no_place_to_guess_the_password(as_alice: Client, alice: User) -> None:
    """S14: it could be tried without limit."""
    said = []
    for _ in range(7):
        answer = as_alice.post("/account/delete", {"word": "delete", "password": WRONG})
        assert answer.status_code == 422
        said.append("Too many failed" in answer.content.decode())
    assert said == [False] * 5 + [True] * 2
    assert as_alice.post("/account/delete", {"word": "delete", "password": PASSWORD}).status_code == 422
    assert User.objects.filter(pk=alice.pk).exists()


def test_what_was_tried_there_counts_at_the_door(as_alice: Client, alice: User) -> None:
    for _ in range(5):
        as_alice.post("/account/delete", {"word": "delete", "password": WRONG})
    assert sign_in(Client(), alice.email, WRONG, "127.0.0.1") == "too many"


def test_deletion_asks_for_the_second_step(as_alice: Client, alice: User) -> None:
    TOTP.activate(alice, SECRET)
    page = as_alice.get("/account/delete").content.decode()
    assert 'name="code"' in page
    gone = {"word": "DELETE", "password": PASSWORD}
    assert as_alice.post("/account/delete", gone).status_code == 422
    assert as_alice.post("/account/delete", {**gone, "code": "000000"}).status_code == 422
    assert User.objects.filter(pk=alice.pk).exists()
    assert as_alice.post("/account/delete", {**gone, "code": code()}).status_code == 302
    assert not User.objects.filter(pk=alice.pk).exists()


def test_a_wrong_password_uses_no_code_up(as_alice: Client, alice: User, monkeypatch: Any) -> None:
    TOTP.activate(alice, SECRET)
    asked: list[str] = []
    monkeypatch.setattr(TOTP, "validate_code", lambda self, code: asked.append(code) or True)
    as_alice.post("/account/delete", {"word": "DELETE", "password": WRONG, "code": "123456"})
    as_alice.post("/account/delete", {"word": "no", "password": PASSWORD, "code": "123456"})
    assert asked == []


def test_codes_are_tried_only_so_often(as_alice: Client, alice: User) -> None:
    TOTP.activate(alice, SECRET)
    gone = {"word": "DELETE", "password": PASSWORD}
    for _ in range(5):
        as_alice.post("/account/delete", {**gone, "code": "000000"})
    assert as_alice.post("/account/delete", {**gone, "code": code()}).status_code == 422
    assert User.objects.filter(pk=alice.pk).exists()


def test_a_guest_types_the_word_alone(client: Client) -> None:
    guest = User.objects.create_guest()
    session = client.session
    session["guest"] = guest.public_id
    session.save()
    assert client.post("/account/delete", {}).status_code == 422
    assert client.post("/account/delete", {"word": "delete"}).status_code == 302
    assert not User.objects.exists()


def test_changing_the_password_counts_tries_and_asks_for_the_second_step(
    as_alice: Client, alice: User
) -> None:
    new = {"password1": "another horse battery", "password2": "another horse battery"}
    TOTP.activate(alice, SECRET)
    assert 'name="code"' in as_alice.get("/accounts/password/change/").content.decode()
    as_alice.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    as_alice.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new, "code": code()})
    alice.refresh_from_db()
    assert alice.check_password("another horse battery")


def test_changing_the_password_is_no_place_to_guess_it(as_alice: Client, alice: User) -> None:
    new = {"password1": "another horse battery", "password2": "another horse battery"}
    for _ in range(5):
        as_alice.post("/accounts/password/change/", {"oldpassword": WRONG, **new})
    assert sign_in(Client(), alice.email, WRONG, "127.0.0.1") == "too many"


def test_with_a_second_step_it_is_that_which_shows_who_one_is(as_alice: Client, alice: User) -> None:
    assert as_alice.get("/accounts/reauthenticate/").status_code == 200
    TOTP.activate(alice, SECRET)
    answer = as_alice.get("/accounts/reauthenticate/")
    assert answer["Location"] == "/accounts/2fa/reauthenticate/"
    answer = as_alice.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/reauthenticate/"


def test_showing_who_one_is_is_no_place_to_guess(as_alice: Client, alice: User) -> None:
    statuses = [as_alice.post("/accounts/reauthenticate/", {"password": WRONG}).status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2


# Signing up.


def test_without_mail_a_taken_address_is_told_only_so_often(client: Client, alice: User) -> None:
    def join(email: str) -> str:
        answer = Client().post("/accounts/signup/", {"email": email, "password1": PASSWORD})
        return "in" if answer.status_code == 302 else answer.content.decode()

    for _ in range(10):
        assert "This address has an account already." in join("alice@example.org")
    assert "Too many sign-ups" in join("alice@example.org")
    assert "Too many sign-ups" in join("new@example.org")
    assert not User.objects.filter(email="new@example.org").exists()


def test_with_mail_the_answer_never_tells(alice: User, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    told = []
    for email in ("alice@example.org", "new@example.org"):
        answer = Client().post("/accounts/signup/", {"email": email, "password1": PASSWORD})
        told.append((answer.status_code, answer["Location"]))
    assert told[0] == told[1]


def test_a_stranger_fills_nobodys_mailbox(alice: User, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    data = {"email": alice.email, "password1": PASSWORD}
    with time_machine.travel("2026-11-30T00:00:30Z", tick=False) as clock:
        for n in range(30):  # every half an hour, each time from elsewhere
            Client().post("/accounts/signup/", data, REMOTE_ADDR=f"203.0.113.{n}")
            Client().post("/accounts/password/reset/", data, REMOTE_ADDR=f"198.51.100.{n}")
            clock.shift(1800)
    assert OutboxMail.objects.filter(recipients__contains=f"\n{alice.email}\n").count() == MAILS.most


def test_an_export_is_made_only_so_often(as_alice: Client) -> None:
    statuses = [as_alice.post("/account/export").status_code for _ in range(EXPORTS.most + 1)]
    assert statuses == [200] * EXPORTS.most + [429]
