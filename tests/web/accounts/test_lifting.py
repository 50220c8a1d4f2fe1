"""A second step that is lost, sessions that are ended for somebody, and other rules of the second step."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from codeward.web.accounts import tokens
from codeward.web.accounts.models import SignInToken, User
from codeward.web.audit.api import rows
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def code() -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def sign_in(client: Client, user: User) -> str:
    """Where the right password leads."""
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return str(answer["Location"])


def test_a_lost_second_step_is_taken_off_and_its_owner_told(as_alice: Client, alice: User) -> None:
    TOTP.activate(alice, SECRET)
    RecoveryCodes.activate(alice)
    tokens.issue(alice)
    out = StringIO()
    call_command("second_step_off", "Alice@example.org", stdout=out)
    assert "The second step is off" in out.getvalue()
    assert not Authenticator.objects.exists()
    assert not SignInToken.objects.exists()
    assert as_alice.get("/account/").status_code == 302
    assert sign_in(Client(), alice) == "/"
    row = rows(about=alice).get(act="accounts.second_step_removed")
    assert row.actor == ""
    assert OutboxMail.objects.filter(recipients__contains=f"\n{alice.email}\n").count() == 1


def test_it_says_where_there_is_none(alice: User) -> None:
    with pytest.raises(CommandError, match="no second step"):
        call_command("second_step_off", alice.email)
    with pytest.raises(CommandError, match="no account"):
        call_command("second_step_off", "nobody@example.org")


def test_one_account_is_signed_out_everywhere(as_alice: Client, as_bob: Client, alice: User) -> None:
    out = StringIO()
    call_command("sign_out", alice.email, stdout=out)
    assert out.getvalue().strip() == "Sessions ended: 1."
    assert as_alice.get("/account/").status_code == 302
    assert as_bob.get("/account/").status_code == 200
    assert rows(about=alice).filter(act="accounts.sessions_ended").count() == 1


def test_everybody_is_signed_out(as_alice: Client, as_bob: Client) -> None:
    call_command("sign_out", "--everybody", stdout=StringIO())
    assert not Session.objects.exists()
    with pytest.raises(CommandError):
        call_command("sign_out")
    with pytest.raises(CommandError):
        call_command("sign_out", "alice@example.org", "--everybody")


def test_a_new_password_by_mail_does_not_skip_the_second_step(client: Client, alice: User) -> None:
    TOTP.activate(alice, SECRET)
    client.post("/accounts/password/reset/", {"email": alice.email})
    path = re.search(r"http://127\.0\.0\.1:8000(\S+)", OutboxMail.objects.latest("pk").body)
    assert path is not None
    page = client.get(path[1], follow=True)
    new = "another horse battery"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert "_auth_user_id" not in client.session
    answer = client.post("/accounts/login/", {"login": alice.email, "password": new})
    assert answer["Location"] == "/accounts/2fa/authenticate/"


def test_a_link_for_a_new_password_lives_an_hour(client: Client, alice: User) -> None:
    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    client.post("/accounts/password/reset/", {"email": alice.email})
    path = re.search(r"http://127\.0\.0\.1:8000(\S+)", OutboxMail.objects.latest("pk").body)
    assert path is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=62)):
        assert b"password1" not in client.get(path[1], follow=True).content


def test_a_code_works_once(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    shown = code()
    first, second = Client(), Client()
    assert sign_in(first, alice) == sign_in(second, alice) == "/accounts/2fa/authenticate/"
    assert first.post("/accounts/2fa/authenticate/", {"code": shown}).status_code == 302
    assert second.post("/accounts/2fa/authenticate/", {"code": shown}).status_code == 200


def test_a_recovery_code_works_once(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    given = RecoveryCodes.activate(alice).get_unused_codes()[0]
    first, second = Client(), Client()
    sign_in(first, alice)
    sign_in(second, alice)
    assert first.post("/accounts/2fa/authenticate/", {"code": given}).status_code == 302
    assert second.post("/accounts/2fa/authenticate/", {"code": given}).status_code == 200
    assert "_auth_user_id" not in second.session


@pytest.mark.parametrize(("seconds", "status"), [(-30, 200), (0, 302), (30, 200)])
def test_a_code_lives_thirty_seconds(seconds: int, status: int, client: Client, alice: User) -> None:
    TOTP.activate(alice, SECRET)
    with time_machine.travel("2026-11-30T12:00:10Z", tick=False) as clock:
        shown = code()
        clock.shift(seconds)
        sign_in(client, alice)
        assert client.post("/accounts/2fa/authenticate/", {"code": shown}).status_code == status


def test_showing_who_one_is_gives_the_session_a_new_key(as_alice: Client, alice: User) -> None:
    before = as_alice.session.session_key
    assert as_alice.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert as_alice.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert as_alice.get("/account/").status_code == 200


@pytest.mark.parametrize("url", ["/accounts/email/", "/accounts/2fa/totp/activate/"])
def test_what_counts_asks_who_one_is_first(as_alice: Client, url: str) -> None:
    answer = as_alice.post(url, {"email": "new@example.org", "action_add": ""})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_every_way_in_is_documented() -> None:
    """ASVS 6.1.3, 6.3.4: none is open that the page does not name."""
    from pathlib import Path

    from django.urls import reverse

    page = (Path(__file__).parents[3] / "docs" / "reference" / "doors.md").read_text(encoding="utf-8")
    named = {
        "account_login": (),
        "account_signup": (),
        "mfa_authenticate": (),
        "accounts:start": ("x",),
        "account_confirm_email": ("x",),
        "account_reset_password_from_key": ("1", "x"),
    }
    for name, given in named.items():
        assert f"`{reverse(name, args=given).replace('1-x/', '…').replace('x/', '…').rstrip('x')}" in page
    assert f"{tokens.LIFETIME.total_seconds() / 3600:.0f} hours" in page


def test_nobody_gets_in_by_a_way_that_is_switched_off() -> None:
    """allauth brings sign-in by code, by phone and by key; none has an address here."""
    from allauth.account import app_settings
    from allauth.mfa import app_settings as second
    from django.urls import NoReverseMatch, reverse

    assert app_settings.LOGIN_BY_CODE_ENABLED is False
    assert second.SUPPORTED_TYPES == ["totp", "recovery_codes"]
    assert second.TRUST_ENABLED is False
    for name in ("account_request_login_code", "mfa_login_webauthn", "account_signup_by_passkey"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
