"""The security log: whoever comes in, fails to, or changes how they come in leaves a row and a line of the log."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs

from codeward.web.accounts import tokens
from codeward.web.accounts.lifting import lift_second_step
from codeward.web.accounts.models import User
from codeward.web.audit import recording
from codeward.web.audit.models import AuditOrigin, AuditRow
from codeward.web.mail.models import OutboxMail
from tests.web.accounts.test_flows_browser import totp_code
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
NEW = "another horse battery"


@pytest.fixture
def browser() -> Client:
    """Firefox on Windows at an address of its own."""
    return Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.7")


def acts(about: User | None = None) -> list[str]:
    """The acts so far, the oldest first."""
    rows = AuditRow.objects.order_by("id")
    if about is not None:
        rows = rows.filter(about=about.public_id)
    return list(rows.values_list("act", flat=True))


def sign_in(browser: Client, email: str = "alice@example.org", password: str = PASSWORD) -> Any:
    """The form for signing in, sent."""
    return browser.post("/accounts/login/", {"login": email, "password": password})


def link(number: int = 0) -> str:
    """The path of the link in a mail, the newest first."""
    found = re.search(r"http://127\.0\.0\.1:8000(\S+)", OutboxMail.objects.all()[number].body)
    assert found is not None
    return found[1]


def test_signing_in_and_out_tell_who_when_and_where(browser: Client, alice: User) -> None:
    sign_in(browser)
    browser.post("/accounts/logout/")
    assert acts(alice) == ["accounts.signed_in", "accounts.signed_out"]
    row = AuditRow.objects.get(act="accounts.signed_in")
    assert (row.actor, row.about, row.kind) == (alice.public_id, alice.public_id, "security")
    assert re.fullmatch(r"[0-9a-f]{12}", row.request_id)
    assert (row.origin.address, str(row.origin.device)) == ("192.0.2.7", "Firefox on Windows")


def test_a_wrong_password_is_told_to_whose_account_it_was(browser: Client, alice: User) -> None:
    sign_in(browser, " Alice@Example.org", "wrong horse battery")
    sign_in(browser, "alice@example.org", "wrong horse battery")
    sign_in(browser, "nobody@example.org", "wrong horse battery")
    first, second, third = AuditRow.objects.filter(act="accounts.sign_in_failed").order_by("id")
    assert [row.about for row in (first, second, third)] == [alice.public_id, alice.public_id, ""]
    assert [row.actor for row in (first, second, third)] == ["", "", ""]
    assert first.origin.tried == second.origin.tried != third.origin.tried
    assert re.fullmatch(r"[0-9a-f]{64}", third.origin.tried)


def test_what_was_typed_is_nowhere(browser: Client, alice: User) -> None:
    with capture_logs() as logs:
        sign_in(browser, "alice@example.org", "my-typed-password")
        sign_in(browser, "typed@example.org", "my-typed-password")
        sign_in(browser, "my-typed-password@example.org\0", "x")
    kept = [*AuditRow.objects.values(), *AuditOrigin.objects.values(), *logs]
    for typed in ("typed", "alice@", "@example"):
        assert typed not in json.dumps(kept, default=str)


def test_too_many_tries_are_a_line_and_no_row(browser: Client, alice: User) -> None:
    with capture_logs() as logs:
        for _ in range(8):
            sign_in(browser, password="wrong horse battery")
    refused = [one for one in logs if one["event"] == "refused"]
    assert {(one["what"], one["address"]) for one in refused} == {("sign_in.too_often", "192.0.2.7")}
    assert len(refused) + AuditRow.objects.filter(act="accounts.sign_in_failed").count() == 8


def test_strangers_cannot_fill_the_table(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "STRANGERS", 5)
    with capture_logs() as logs:
        for number in range(8):
            sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), f"nobody{number}@example.org")
    tried = AuditRow.objects.filter(act="accounts.sign_in_failed")
    assert tried.count() == 5
    beyond = [one for one in logs if one["event"] == "act" and one["log_level"] == "warning"]
    assert [one["address"] for one in beyond] == ["192.0.2.5", "192.0.2.6", "192.0.2.7"]
    sign_in(Client(), password="wrong horse battery")
    assert tried.filter(about=alice.public_id).count() == 1


def test_a_link_for_a_new_password_is_told_as_often_as_it_is_sent(alice: User) -> None:
    for number in range(15):
        asking = Client(REMOTE_ADDR=f"192.0.2.{number}")
        with time_machine.travel(timezone.now() + timedelta(hours=number)):
            asking.post("/accounts/password/reset/", {"email": "alice@example.org"})
    assert OutboxMail.objects.count() == acts(alice).count("accounts.reset_asked") == 12


def test_the_log_says_what_came_about(
    browser: Client, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    with capture_logs() as logs, django_capture_on_commit_callbacks(execute=True):
        sign_in(browser, password="wrong horse battery")
        sign_in(browser)
    failed, done = [one for one in logs if one["event"] == "act"]
    assert (failed["act"], failed["outcome"], failed["actor"]) == ("accounts.sign_in_failed", "failed", "")
    assert (done["act"], done["outcome"], done["actor"]) == ("accounts.signed_in", "done", alice.public_id)
    for one in (failed, done):
        assert (one["about"], one["address"], one["system"]) == (alice.public_id, "192.0.2.7", "Windows")
        assert AuditRow.objects.filter(public_id=one["row"]).exists()


def test_nothing_is_logged_of_what_was_rolled_back(
    alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    from django.db import transaction

    with capture_logs() as logs, django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        tokens.issue(alice)
        transaction.set_rollback(True)
    assert [one for one in logs if one["event"] == "act"] == []
    assert acts(alice) == []


def test_changing_and_resetting_the_password(browser: Client, alice: User) -> None:
    sign_in(browser)
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert acts(alice)[1:] == ["accounts.signed_out", "accounts.password_changed"]
    assert AuditRow.objects.get(act="accounts.password_changed").actor == alice.public_id
    browser.post("/accounts/password/reset/", {"email": "alice@example.org"})
    asked = AuditRow.objects.get(act="accounts.reset_asked")
    assert (asked.actor, asked.about) == ("", alice.public_id)
    form = browser.get(link(), follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": NEW + "2", "password2": NEW + "2"})
    assert AuditRow.objects.get(act="accounts.password_reset").about == alice.public_id


def test_nobody_learns_by_a_row_that_an_address_has_no_account(browser: Client, alice: User) -> None:
    browser.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert acts() == []


def test_signing_up_and_changing_the_address(browser: Client) -> None:
    browser.post("/accounts/signup/", {"email": "carol@example.org", "password1": PASSWORD})
    carol = User.objects.get(email="carol@example.org")
    assert acts(carol) == ["accounts.signed_up", "accounts.signed_in"]
    browser.post(link())
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    before = len(acts(carol))
    browser.post("/accounts/email/", {"action_add": "", "email": "carol2@example.org"})
    browser.post(link())
    assert User.objects.get(pk=carol.pk).email == "carol2@example.org"
    assert acts(carol)[before:] == [
        "accounts.email_added",
        "accounts.email_confirmed",
        "accounts.email_changed",
    ]
    assert "example.org" not in json.dumps(list(AuditRow.objects.values()), default=str)


@pytest.mark.django_db(transaction=True)  # allauth tells of it once it is committed
def test_the_second_step_from_its_beginning_to_its_end(browser: Client, alice: User) -> None:
    sign_in(browser)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = next(word for word in re.findall(r"\b[A-Z2-7]{32}\b", page))
    browser.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)})
    assert set(acts(alice)[2:]) == {"accounts.second_step_added", "accounts.recovery_codes_made"}
    other = Client()
    sign_in(other)
    other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert acts(alice)[-1] == "accounts.second_step_failed"
    assert AuditRow.objects.get(act="accounts.second_step_failed").actor == ""
    codes = Authenticator.objects.get(user=alice, type="recovery_codes").wrap()
    other.post("/accounts/2fa/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert acts(alice)[-2:] == ["accounts.recovery_code_used", "accounts.signed_in"]
    browser.post("/accounts/2fa/recovery-codes/generate/")
    browser.post("/accounts/2fa/totp/deactivate/")
    assert acts(alice)[-2] == "accounts.recovery_codes_made"
    assert acts(alice)[-1] == "accounts.second_step_removed"


def test_the_app_s_code_on_the_way_in(browser: Client, alice: User) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(alice, secret)
    sign_in(browser)
    browser.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
    assert acts(alice) == ["accounts.second_step_used", "accounts.signed_in"]


def test_the_password_once_more(browser: Client, alice: User) -> None:
    sign_in(browser)
    browser.post("/accounts/reauthenticate/", {"password": "wrong horse battery"})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert acts(alice)[1:] == ["accounts.sign_in_failed", "accounts.password_confirmed"]


def test_one_time_links_exports_and_the_end_of_an_account(browser: Client, alice: User) -> None:
    browser.post(f"/start/{tokens.issue(alice)}")
    assert acts(alice) == ["accounts.link_made", "accounts.link_used", "accounts.signed_in"]
    browser.post("/account/export")
    assert acts(alice)[-1] == "accounts.exported"
    assert AuditOrigin.objects.exists()
    public_id = alice.public_id
    browser.post("/account/delete", {"word": "DELETE", "password": PASSWORD})
    assert not User.objects.exists()
    assert not AuditOrigin.objects.exists()
    assert AuditRow.objects.filter(about=public_id).first().act == "accounts.deleted"  # type: ignore[union-attr]


def test_what_the_command_line_does_goes_by_whoever_runs_the_school(browser: Client, alice: User) -> None:
    sign_in(browser)
    call_command("sign_out", "alice@example.org", stdout=StringIO())
    call_command("sign_out", "--everybody", stdout=StringIO())
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    assert lift_second_step(alice)
    rows = AuditRow.objects.filter(role="operator").order_by("id").values_list("act", "actor", "about")
    assert list(rows) == [
        ("accounts.sessions_ended", "", alice.public_id),
        ("accounts.everybody_signed_out", "", ""),
        ("accounts.second_step_removed", "", alice.public_id),
    ]


def test_a_right_that_is_refused_is_a_line_of_the_log(alice: User, as_alice: Client) -> None:
    """A door that says no writes who asked for what (ASVS 16.3.2)."""
    with capture_logs() as logs:
        assert as_alice.get("/office/audit/").status_code == 404
    lines = [line for line in logs if line["event"] == "refused"]
    assert [(line["what"], line["actor"]) for line in lines] == [("office", alice.public_id)]
