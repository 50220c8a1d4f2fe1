"""A mail is sent while it is news; what it said is gone once it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from codeward.web.accounts.models import SchoolDay, User
from codeward.web.mail import sending
from codeward.web.mail.kinds import kind_of, mail_kinds
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import PASSWORD
from tests.web.mail.post import write
from tests.web.migrating import to_newest
from tests.web.smtp import MailServer

pytestmark = pytest.mark.django_db
State = OutboxMail.State


def deliver(mail: OutboxMail) -> str:
    """Do the job; returns the mail's state then."""
    return str(sending.deliver.call(mail.pk))


def test_once_sent_it_says_nothing_any_more(server: MailServer) -> None:
    mail = write()
    assert "ünïcode" in mail.body
    assert "ünïcode" in mail.html
    assert deliver(mail) == "sent"
    mail.refresh_from_db()
    assert (mail.body, mail.html, mail.headers) == ("", "", {})


def test_the_database_holds_it_to_that() -> None:
    write()
    for bad in ({"state": "sent", "sent_at": timezone.now()}, {"state": "expired"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutboxMail.objects.update(**bad)


def test_the_link_that_confirms_is_not_sent_once_it_has_ended(
    client: Client, settings: Any, server: MailServer
) -> None:
    smtp, settings.SMTP = settings.SMTP, None
    client.post("/accounts/signup/", {"email": "carol@example.org", "password1": PASSWORD})
    mail = OutboxMail.objects.get()
    assert mail.kind == "email_confirmation_signup"
    link = next(word for word in mail.body.split() if word.startswith("http")).removeprefix(
        "http://127.0.0.1:8000"
    )
    settings.SMTP = smtp
    with time_machine.travel(mail.expires_at - timedelta(minutes=1), tick=False):
        assert "carol@example.org" in client.get(link).content.decode(), "in time, the link works"
    with time_machine.travel(mail.expires_at + timedelta(minutes=1), tick=False):
        assert "carol@example.org" not in client.get(link).content.decode()
        assert deliver(mail) == "not ours"
        assert sending.sweep() == 0
        mail.refresh_from_db()
        assert (mail.state, mail.body) == (State.EXPIRED, "")
    assert server.mails == []


def test_a_server_set_up_later_sends_nothing_old_and_everything_new(
    settings: Any, server: MailServer
) -> None:
    smtp, settings.SMTP = settings.SMTP, None
    now = timezone.now()
    for kind in mail_kinds():
        for name, age in ((f"new {kind.name}", kind.lasts / 2), (f"old {kind.name}", kind.lasts * 2)):
            mail = write(name)
            OutboxMail.objects.filter(pk=mail.pk).update(
                kind=kind.name, made_at=now - age, expires_at=now - age + kind.lasts
            )
    settings.SMTP = smtp
    assert sending.sweep() == len(mail_kinds())
    for mail in OutboxMail.objects.all():
        deliver(mail)
    sent = set(OutboxMail.objects.filter(state=State.SENT).values_list("subject", flat=True))
    assert sent == {f"new {kind.name}" for kind in mail_kinds()}
    assert OutboxMail.objects.filter(state=State.EXPIRED).count() == len(mail_kinds())


def test_old_mails_expire_though_no_server_is_set_up(settings: Any) -> None:
    settings.SMTP = None
    mail = write()
    OutboxMail.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert sending.sweep() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (State.EXPIRED, "")


def test_a_server_that_is_away_is_tried_five_times_each_later_than_before(server: MailServer) -> None:
    mail = write()
    server.refusing = True
    start, gaps, states = timezone.now(), [], []
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(5):
            states.append(deliver(mail))
            mail.refresh_from_db()
            if mail.next_at is not None:
                assert deliver(mail) == "not ours", "its time has not come"
                gaps.append(mail.next_at - timezone.now())
                clock.move_to(mail.next_at)
    assert states == ["waiting"] * 4 + ["failed"]
    assert gaps == list(sending.AGAIN)
    assert "come back later" in mail.error
    assert server.mails == []


def test_what_a_server_will_never_take_fails_at_once(server: MailServer) -> None:
    mail = write()
    server.refusing = "550 no such mailbox"
    assert deliver(mail) == "failed"


def test_a_failed_mail_is_asked_for_again_once(server: MailServer) -> None:
    mail = write()
    server.refusing = "550 no such mailbox"
    deliver(mail)
    server.refusing = False
    assert sending.again(mail)
    assert not sending.again(mail)
    assert deliver(mail) == "sent"


def test_a_failed_mail_that_is_too_old_says_nothing_and_cannot_be_asked_for(server: MailServer) -> None:
    mail = write()
    server.refusing = "550 no such mailbox"
    deliver(mail)
    OutboxMail.objects.update(expires_at=timezone.now())
    sending.expire()
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (State.FAILED, "")
    assert not sending.again(mail)


def test_over_and_old_by_the_schools_days_it_is_forgotten(server: MailServer) -> None:
    mail, waiting = write("sent"), write("waiting")
    deliver(mail)
    OutboxMail.objects.update(made_at=timezone.now() - timedelta(days=40))
    assert sending.prune() == 0, "the school has run for a day: a clock that jumped makes nothing old"
    today = timezone.now().date()
    SchoolDay.objects.bulk_create(
        [SchoolDay(day=today - timedelta(days=n)) for n in range(1, 32)], ignore_conflicts=True
    )
    assert sending.prune() == 1
    assert OutboxMail.objects.get() == waiting


def test_a_mail_of_a_kind_that_is_gone_is_another_mail() -> None:
    assert kind_of("gone").name == "other"


@pytest.fixture
def newest_afterwards(transactional_db: None) -> Iterator[None]:
    """Whatever the test went back to, the newest tables are there after it."""
    yield
    to_newest()


@pytest.mark.usefixtures("newest_afterwards")
def test_mails_from_before_are_blanked_and_do_not_go_out_late(alice: User) -> None:
    """The migration, on rows as they were stored."""
    executor = MigrationExecutor(connection)
    executor.migrate([("mail", "0001_initial")])
    old = executor.loader.project_state([("mail", "0001_initial")]).apps.get_model("mail", "OutboxMail")
    now = timezone.now()
    for name, state, age in (("sent", "sent", 1), ("late", "waiting", 30), ("fresh", "waiting", 1)):
        old.objects.create(
            public_id=name.ljust(16, "0"),
            subject=name,
            state=state,
            body="a live link",
            html="<p>x</p>",
            sender="s@example.org",
            recipients="\na@example.org\n",
            message_id=name,
            made_at=now - timedelta(days=age),
            sent_at=now if state == "sent" else None,
        )
    executor = MigrationExecutor(connection)
    executor.migrate([("mail", "0002_kinds_and_ages")])
    found = {mail.subject: (mail.state, mail.body, mail.kind) for mail in OutboxMail.objects.all()}
    assert found == {
        "sent": ("sent", "", "other"),
        "late": ("expired", "", "other"),
        "fresh": ("waiting", "a live link", "other"),
    }
