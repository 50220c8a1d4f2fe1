"""Mails are rows first; a job sends each once, whatever dies in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from codeward.web.accounts.models import User
from codeward.web.jobs.worker import make_worker
from codeward.web.mail import sending
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import PASSWORD
from tests.web.mail.post import write
from tests.web.race import at_once
from tests.web.smtp import MailServer

pytestmark = pytest.mark.django_db
State = OutboxMail.State


def test_a_mail_and_its_job_appear_together_or_not_at_all() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert OutboxMail.objects.count() == 0
    assert DBTaskResult.objects.count() == 0
    write()
    assert OutboxMail.objects.count() == 1
    assert DBTaskResult.objects.count() == 1


def test_the_job_sends_it_once(server: MailServer) -> None:
    mail = write()
    assert sending.deliver.call(mail.pk) == "sent"
    assert sending.deliver.call(mail.pk) == "not ours"
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.SENT, 1)
    assert mail.sent_at is not None
    assert len(server.mails) == 1
    assert f"Message-ID: {mail.message_id}" in server.mails[0]
    assert "To: alice@example.org" in server.mails[0]


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_the_job(server: MailServer) -> None:
    write()
    make_worker().run()
    assert len(server.mails) == 1
    assert OutboxMail.objects.get().state == State.SENT


def test_html_goes_along(server: MailServer) -> None:
    message = EmailMultiAlternatives("Both", "plain", "school@example.org", ["a@example.org"])
    message.attach_alternative("<p>rich</p>", "text/html")
    message.send()
    sending.deliver.call(OutboxMail.objects.get().pk)
    assert "<p>rich</p>" in server.mails[0]
    assert "plain" in server.mails[0]


def test_without_a_server_it_waits() -> None:
    mail = write()
    assert sending.deliver.call(mail.pk) == "waiting"
    assert sending.sweep() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.WAITING, 0)


def test_a_mail_left_by_a_dead_worker_is_sent_later(server: MailServer) -> None:
    mail = write()
    assert sending.claim(mail.pk)
    assert sending.sweep() == 0, "somebody may be sending it right now"
    OutboxMail.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert sending.sweep() == 1
    assert sending.deliver.call(mail.pk) == "sent"
    assert len(server.mails) == 1


def naive_claim(mail_id: int, pause: Callable[[], object]) -> bool:
    """Look, then update: what `claim` must not be."""
    mail = OutboxMail.objects.get(pk=mail_id)
    pause()
    if mail.state != State.WAITING:
        return False
    OutboxMail.objects.filter(pk=mail_id).update(state=State.SENDING)
    return True


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_sends() -> None:
    for number in range(5):
        mail = write(f"round {number}")
        assert at_once(8, lambda _, pk=mail.pk: sending.claim(pk)).count(True) == 1


@pytest.mark.django_db(transaction=True)
def test_the_race_is_a_race() -> None:
    """The same eight workers with look-then-update send a mail more than once."""
    mail = write()
    assert at_once(8, lambda pause: naive_claim(mail.pk, pause)).count(True) > 1


@pytest.mark.parametrize(
    "bad", [{"state": "sent", "sent_at": None}, {"state": "lost"}, {"sent_at": "2026-01-01T00:00Z"}]
)
def test_the_database_refuses_impossible_states(bad: dict[str, Any]) -> None:
    write()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.update(**bad)
    assert OutboxMail.objects.get().state == State.WAITING


def test_sign_up_writes_a_mail_with_a_link_that_confirms(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "Carol@Example.org", "password1": PASSWORD})
    mail = OutboxMail.objects.get()
    assert mail.addresses == ["carol@example.org"]
    url = next(word for word in mail.body.split() if word.startswith("http"))
    assert url.startswith("http://127.0.0.1:8000/accounts/confirm-email/")
    path = url.removeprefix("http://127.0.0.1:8000")
    assert "carol@example.org" in client.get(path).content.decode()
    client.post(path)
    carol = User.objects.get(email="carol@example.org")
    assert carol.emailaddress_set.get().verified  # type: ignore[attr-defined]


def test_a_forged_host_does_not_reach_the_mail(client: Client, alice: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/accounts/password/reset/", {"email": alice.email}, headers={"host": "evil.example"})
    mail = OutboxMail.objects.get()
    assert "evil.example" not in mail.body
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in mail.body


@pytest.mark.parametrize(
    ("to", "headers"),
    [
        ("a@example.org\nmallory@example.org", {}),
        ("a@example.org mallory@example.org", {}),
        ("a@example.org", {"List-Unsubscribe": "<x>\r\nBcc: mallory@example.org"}),
    ],
)
def test_nothing_from_outside_begins_another_header(to: str, headers: dict[str, str]) -> None:
    """ASVS 1.3.11: neither an address nor a header brings a line of its own."""
    message = EmailMultiAlternatives("Hello", "x", "s@example.org", [to], headers=headers)
    with pytest.raises(BadHeaderError):
        message.send()
    assert not OutboxMail.objects.exists()


def test_a_subject_of_several_lines_is_one(server: MailServer) -> None:
    message = EmailMultiAlternatives("Hello", "x", "school@example.org", ["a@example.org"])
    message.subject = "Hello\r\nBcc: mallory@example.org"
    message.send()
    mail = OutboxMail.objects.get()
    assert mail.subject == "Hello Bcc: mallory@example.org"
    assert sending.deliver.call(mail.pk) == "sent"
    assert "\nBcc:" not in server.mails[0]
