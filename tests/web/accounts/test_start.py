"""One-time sign-in addresses and the demo learner."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from codeward.web.accounts import tokens
from codeward.web.accounts.api import lock
from codeward.web.accounts.models import SignInToken, User
from tests.web.race import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_on(settings: Any) -> None:
    """The school was started with ``serve --demo``."""
    settings.DEMO = True


@pytest.mark.usefixtures("demo_on")
def test_it_signs_in_once(client: Client) -> None:
    token = tokens.issue(tokens.demo_learner())
    assert client.get(f"/start/{token}").status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(f"/start/{token}").status_code == 302
    assert client.session["_auth_user_id"] == str(tokens.demo_learner().pk)
    assert Client().post(f"/start/{token}").status_code == 403


@pytest.mark.usefixtures("demo_on")
def test_a_used_address_shows_no_button_that_cannot_work(client: Client) -> None:
    token = tokens.issue(tokens.demo_learner())
    assert "This link works once" in client.get(f"/start/{token}").content.decode()
    client.post(f"/start/{token}")
    answer = Client().get(f"/start/{token}")
    assert answer.status_code == 403
    assert "no longer works" in answer.content.decode()
    assert f'action="/start/{token}"' not in answer.content.decode()


@pytest.mark.usefixtures("demo_on")
def test_it_expires(client: Client) -> None:
    token = tokens.issue(tokens.demo_learner())
    long_ago = timezone.now() - timedelta(hours=13)
    SignInToken.objects.update(made_at=long_ago, expires_at=long_ago + tokens.LIFETIME)
    assert client.post(f"/start/{token}").status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo_on")
def test_a_new_start_ends_the_former_address(client: Client) -> None:
    old = tokens.issue(tokens.demo_learner())
    tokens.issue(tokens.demo_learner())
    assert client.post(f"/start/{old}").status_code == 403
    assert User.objects.filter(state="demo").count() == 1


def test_without_the_demo_its_address_does_not_work(client: Client) -> None:
    token = tokens.issue(tokens.demo_learner())
    assert client.post(f"/start/{token}").status_code == 403
    assert "_auth_user_id" not in client.session


def test_without_the_demo_its_session_does_not_count(client: Client, settings: Any) -> None:
    settings.DEMO = True
    client.post(f"/start/{tokens.issue(tokens.demo_learner())}")
    assert client.get("/account/").status_code == 200
    settings.DEMO = False
    assert client.get("/account/").status_code == 302


@pytest.mark.usefixtures("demo_on")
@pytest.mark.parametrize("headers", [{"host": "localhost"}, {"x-forwarded-for": "127.0.0.1"}, {}])
def test_no_address_and_no_header_signs_in(client: Client, headers: dict[str, str]) -> None:
    tokens.demo_learner()
    for url in ("/", "/account/", "/start/guess"):
        client.get(url, headers=headers, REMOTE_ADDR="127.0.0.1")
    client.post("/start/guess", headers=headers)
    assert "_auth_user_id" not in client.session


def test_no_environment_variable_turns_the_demo_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from codeward.web.conf import settings as typed

    assert "CODEWARD_DEMO" not in typed.variables()
    monkeypatch.setenv("CODEWARD_DEMO", "1")
    assert not hasattr(typed.read(), "demo")


def test_only_a_hash_is_kept(alice: User) -> None:
    token = tokens.issue(alice)
    assert token not in str(list(SignInToken.objects.values()))
    assert tokens.redeem(token) == alice
    assert tokens.redeem(token) is None


@pytest.mark.django_db(transaction=True)
def test_of_eight_requests_at_once_one_is_let_in(alice: User) -> None:
    for _ in range(5):
        token = tokens.issue(alice)
        let_in = at_once(8, lambda _, given=token: tokens.redeem(given))
        assert let_in.count(alice) == 1
        assert let_in.count(None) == 7


def test_a_locked_account_is_not_let_in(alice: User, bob: User) -> None:
    token = tokens.issue(alice)
    lock(alice, bob, "Tried")
    assert tokens.redeem(token) is None


def test_the_database_refuses_a_token_that_was_never_valid(alice: User) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignInToken.objects.create(user=alice, token_hash="x", made_at=now, expires_at=now)
    assert not SignInToken.objects.exists()


def test_a_link_does_not_skip_the_second_step(client: Client, alice: User) -> None:
    secret = TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    answer = client.post(f"/start/{tokens.issue(alice)}")
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", int(time.time()) // 30))
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.session["_auth_user_id"] == str(secret.instance.user_id)
