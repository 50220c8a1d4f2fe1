"""One click ends a kind of mail, for whoever holds the mail and from anywhere (RFC 8058)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.mail.models import OutboxMail
from codeward.web.notices import mailing
from codeward.web.notices.kinds import NoticeKind, Timing
from codeward.web.notices.off import Off, token
from codeward.web.notices.telling import tell
from codeward.web.notices.wishes import timing_of
from tests.web.notices.kinds import DAILY, MONEY, SAFETY, STUDY, WEEKLY

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def address(mail: OutboxMail) -> str:
    """The path of a mail's one-click address."""
    found = re.fullmatch(r"<http://127\.0\.0\.1:8000(/notices/off/\S+)>", mail.headers["List-Unsubscribe"])
    assert found is not None
    return found[1]


def mailed(person: User, kind: NoticeKind = STUDY, key: str = "1") -> OutboxMail:
    """The mail of one notice."""
    tell(person, kind, key, context={"title": "Cough"}, url="/charts/")
    mail = OutboxMail.objects.order_by("-pk").first()
    assert mail is not None
    return mail


def gathered(person: User, *kinds: NoticeKind) -> OutboxMail:
    """A daily mail that tells one notice of each kind."""
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), tick=False) as clock:
        for kind in kinds:
            tell(person, kind, "1", context={"title": "Cough"})
        clock.shift(dt.timedelta(days=1))
        assert mailing.digests() == 1
    return OutboxMail.objects.get()


def test_a_program_ends_it_with_a_post_and_nothing_else(alice: User) -> None:
    mail = mailed(alice)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(address(mail), ONE_CLICK)
    assert answer.status_code == 200, "RFC 8058, 3.1: no redirect"
    assert "cw_session" not in answer.cookies
    assert timing_of(alice, STUDY) == Timing.NEVER
    tell(alice, STUDY, "2", context={"title": "x"})
    assert OutboxMail.objects.count() == 1


def test_again_changes_nothing(alice: User, client: Client) -> None:
    url = address(mailed(alice))
    for _ in range(2):
        assert client.post(url, ONE_CLICK).status_code == 200
    assert timing_of(alice, STUDY) == Timing.NEVER
    assert timing_of(alice, WEEKLY) == Timing.WEEKLY


def test_a_program_that_looks_at_links_ends_nothing(alice: User, client: Client) -> None:
    url = address(mailed(alice))
    assert client.head(url).status_code == 200
    page = client.get(url).content.decode()
    assert "Test of study" in page
    assert "Stop these emails" in page
    assert timing_of(alice, STUDY) == Timing.AT_ONCE


def test_the_same_address_stands_in_the_mail_as_text_and_html(alice: User) -> None:
    mail = mailed(alice)
    assert address(mail) in mail.body
    assert address(mail) in mail.html


def test_somebody_else_who_is_signed_in_ends_the_mail_of_whom_it_was_written_to(
    alice: User, bob: User, as_bob: Client
) -> None:
    as_bob.post(address(mailed(alice)), ONE_CLICK)
    assert timing_of(alice, STUDY) == Timing.NEVER
    assert timing_of(bob, STUDY) == Timing.AT_ONCE


def test_mail_about_safety_has_no_such_address_and_none_ends_it(alice: User, client: Client) -> None:
    mail = mailed(alice, SAFETY)
    assert "List-Unsubscribe" not in mail.headers
    assert "/notices/off/" not in mail.body
    forged = f"/notices/off/{token(Off(alice.public_id, SAFETY.name))}"
    assert "always sent" in client.get(forged).content.decode()
    assert "nothing to stop" in client.post(forged, ONE_CLICK).content.decode()
    assert timing_of(alice, SAFETY) == Timing.AT_ONCE


def test_a_gathered_mail_ends_all_that_it_gathers_but_money(alice: User, client: Client) -> None:
    client.post(address(gathered(alice, DAILY, MONEY)), ONE_CLICK)
    assert timing_of(alice, DAILY) == Timing.NEVER
    assert timing_of(alice, MONEY) == Timing.DAILY
    assert timing_of(alice, STUDY) == Timing.AT_ONCE


def test_a_gathered_mail_of_money_alone_cannot_be_ended(alice: User) -> None:
    assert "List-Unsubscribe" not in gathered(alice, MONEY).headers


@pytest.mark.parametrize("bad", ["x", "a:b:c", "%00", "é"])
def test_what_we_did_not_sign_is_not_found(bad: str, client: Client) -> None:
    assert client.get(f"/notices/off/{bad}").status_code == 404
    assert client.post(f"/notices/off/{bad}", ONE_CLICK).status_code == 404


def test_an_address_changed_by_a_letter_is_not_found(alice: User, client: Client) -> None:
    url = address(mailed(alice))
    assert client.post(url[:-1] + ("A" if url[-1] != "A" else "B"), ONE_CLICK).status_code == 404


def test_of_somebody_who_is_gone_it_is_not_found(alice: User, client: Client) -> None:
    url = address(mailed(alice))
    alice.delete()
    assert client.post(url, ONE_CLICK).status_code == 404


def test_answering_machines_are_told_not_to(alice: User) -> None:
    assert mailed(alice).headers["Auto-Submitted"] == "auto-generated"
