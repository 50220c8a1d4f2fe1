"""Whoever changes how an account is entered is told, at once, in one mail, whatever they chose."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from codeward.web.accounts.models import User
from codeward.web.mail.models import OutboxMail
from codeward.web.notices.api import Notice, words_of
from codeward.web.notices.wishes import keep_times
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
NEW = "another horse battery"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def browser(alice: User) -> Client:
    """Alice's Firefox on Windows, signed in by its form."""
    client = Client(HTTP_USER_AGENT=FIREFOX)
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    return client


def told() -> list[str]:
    """What was told so far, by what happened."""
    return [one.context["what"] for one in Notice.objects.filter(kind="notices.safety").order_by("pk")]


def mails() -> list[tuple[str, list[str]]]:
    """Subjects and addresses of the notices that were mailed."""
    found = OutboxMail.objects.filter(kind="notice_safety").order_by("pk")
    return [(mail.subject, mail.addresses) for mail in found]


def code(secret: str = SECRET) -> str:
    """The app's code of now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_a_changed_password_is_one_mail_with_the_device(browser: Client, alice: User) -> None:
    keep_times(alice, (dt.time(0), dt.time(23, 59)), dt.time(8), 0)
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert told() == ["password_changed"]
    assert mails() == [("Your password was changed", ["alice@example.org"])]
    assert OutboxMail.objects.count() == 1, "and none by allauth beside it"
    mail = OutboxMail.objects.get()
    assert "Firefox on Windows" in mail.body
    assert NEW not in mail.body
    assert Notice.objects.get().url == reverse("audit:activity")


def test_a_password_chosen_by_a_mailed_link(client: Client, alice: User) -> None:
    client.post("/accounts/password/reset/", {"email": alice.email})
    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", OutboxMail.objects.get().body)
    assert link is not None
    form = client.get(link[1], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert told() == ["password_reset"]
    assert len(mails()) == 1


def test_a_changed_address_is_told_to_the_old_one_too(browser: Client, alice: User) -> None:
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", OutboxMail.objects.all()[0].body)
    assert link is not None
    assert told() == []
    browser.post(link[1])
    assert told() == ["address_changed"]
    assert sorted(addresses for _, addresses in mails()) == [["alice@example.org"], ["new@example.org"]]
    assert all(
        "email goes to new@example.org" in mail.body
        for mail in OutboxMail.objects.filter(kind="notice_safety")
    )


def test_the_first_confirmation_of_an_address_is_no_change(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "carol@example.org", "password1": PASSWORD})
    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", OutboxMail.objects.get().body)
    assert link is not None
    client.post(link[1])
    assert told() == []


@pytest.mark.django_db(transaction=True)  # allauth tells of it once it is committed
def test_the_second_step_on_new_codes_and_off(browser: Client, alice: User) -> None:
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = next(word for word in re.findall(r"\b[A-Z2-7]{32}\b", page))
    browser.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert told() == ["second_step_on"], "the codes that come with it are part of it"
    browser.post("/accounts/2fa/recovery-codes/generate/")
    browser.post("/accounts/2fa/totp/deactivate/")
    assert told() == ["second_step_on", "codes_made", "second_step_off"]
    assert len(mails()) == 3


def test_coming_in_by_a_recovery_code_is_told_by_the_apps_code_it_is_not(alice: User, client: Client) -> None:
    TOTP.activate(alice, SECRET)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(alice)
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert told() == []
    other = Client()
    other.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    codes = Authenticator.objects.get(user=alice, type="recovery_codes").wrap()
    other.post("/accounts/2fa/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert told() == ["code_used"]
    notice = Notice.objects.get()
    assert "9 codes are left" in words_of(notice).paragraphs[0]
    assert len(mails()) == 1


def test_what_is_undone_is_not_told(browser: Client, settings: Any) -> None:
    browser.post("/accounts/password/change/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert told() == []


def test_a_step_that_the_schools_machine_took_off_is_told_as_that(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    call_command("second_step_off", alice.email, verbosity=0)
    assert told() == ["second_step_off"]
    assert "by the people who run the school" in OutboxMail.objects.get().body


def test_a_device_may_say_anything_of_itself(alice: User) -> None:
    odd = Client(HTTP_USER_AGENT="<script>alert(1)</script>{{ x }}" * 200)
    odd.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    odd.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    mail = OutboxMail.objects.get()
    assert "<script>" not in mail.html
    assert "an unknown device" in mail.body
