"""Mails are rows first; a job sends each once, whatever dies in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from codeward.web.accounts import tokens
from codeward.web.accounts.models import User
from codeward.web.jobs.worker import make_worker
from codeward.web.mail import sending
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import PASSWORD
from tests.web.race import at_once
from tests.web.smtp import MailServer, mail_server

pytestmark = pytest.mark.django_db
State = OutboxMail.State


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server that the school is told of."""
    with mail_server() as running:
        settings.SMTP = {"host": "127.0.0.1", "port": running.server_address[1], "timeout": 5}
        yield running


def write(subject: str = "Hello") -> OutboxMail:
    """A mail in the outbox."""
    send_mail(subject, "A body with ünïcode", "school@example.org", ["Alice@example.org"])
    return OutboxMail.objects.get(subject=subject)


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


def test_a_server_that_refuses_is_tried_again_five_times(server: MailServer) -> None:
    mail = write()
    server.refusing = True
    states = [sending.deliver.call(mail.pk) for _ in range(6)]
    assert states == ["waiting"] * 4 + ["failed", "not ours"]
    mail.refresh_from_db()
    assert "come back later" in mail.error
    assert server.mails == []


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


def test_strangers_and_learners_find_no_outbox(client: Client, as_alice: Client) -> None:
    mail = write()
    for one in (client, as_alice):
        for url in ("/outbox/", f"/outbox/{mail.public_id}"):
            assert one.get(url, REMOTE_ADDR="127.0.0.1", headers={"host": "localhost"}).status_code == 404


def test_staff_read_it(as_staff: Client) -> None:
    mail = write("<b>Hello</b>")
    page = as_staff.get("/outbox/").content.decode()
    assert "&lt;b&gt;Hello" in page
    assert "A body with ünïcode" in as_staff.get(f"/outbox/{mail.public_id}").content.decode()


def test_whoever_used_the_demo_address_reads_it_even_as_somebody_else(client: Client, settings: Any) -> None:
    settings.DEMO = True
    client.post(f"/start/{tokens.issue(tokens.demo_learner())}")
    client.post("/accounts/logout/")
    client.post("/accounts/signup/", {"email": "carol@example.org", "password1": PASSWORD})
    assert "Confirm your address at Codeward" in client.get("/outbox/").content.decode()
    assert Client().get("/outbox/").status_code == 404
    settings.DEMO = False
    assert client.get("/outbox/").status_code == 404


def test_a_forged_owner_cookie_reads_nothing(client: Client, settings: Any) -> None:
    settings.DEMO = True
    client.cookies["cw_owner"] = "demo"
    assert client.get("/outbox/").status_code == 404


def sign_up(client: Client, email: str) -> None:
    """A new account, in this client's session."""
    client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})


def test_whoever_signs_up_on_a_demo_without_mail_reads_their_own_mails_there_and_nobody_elses(
    client: Client, settings: Any
) -> None:
    settings.DEMO = True
    other = Client()
    sign_up(other, "dave@example.org")
    sign_up(client, "carol@example.org")
    shown = client.get("/outbox/").content.decode()
    assert "carol@example.org" in shown
    assert "dave@example.org" not in shown
    theirs = OutboxMail.objects.get(recipients__contains="dave@example.org")
    assert client.get(f"/outbox/{theirs.public_id}").status_code == 404
    assert other.get(f"/outbox/{theirs.public_id}").status_code == 200
    assert Client().get("/outbox/").status_code == 404


def test_a_mail_written_before_the_sign_up_is_not_the_newcomers(client: Client, settings: Any) -> None:
    settings.DEMO = True
    send_mail("Old", "secret", "school@example.org", ["carol@example.org"])
    sign_up(client, "carol@example.org")
    assert "Old" not in client.get("/outbox/").content.decode()


def test_the_newcomers_outbox_ends_with_the_confirmation_with_a_mail_server_and_without_the_demo(
    client: Client, settings: Any
) -> None:
    settings.DEMO = True
    sign_up(client, "carol@example.org")
    assert client.get("/outbox/").status_code == 200
    settings.DEMO = False
    assert client.get("/outbox/").status_code == 404
    settings.DEMO, settings.SMTP = True, {"host": "mail.example"}
    assert client.get("/outbox/").status_code == 404
    settings.SMTP = None
    User.objects.get(email="carol@example.org").emailaddress_set.update(verified=True)  # type: ignore[attr-defined]
    assert client.get("/outbox/").status_code == 404


def test_where_no_mail_is_sent_the_page_says_so_and_whom_to_ask(client: Client, settings: Any) -> None:
    settings.SMTP = None
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert "Ask whoever runs the school" in client.get("/accounts/password/reset/done/").content.decode()
    settings.SMTP = {"host": "mail.example"}
    assert "Ask whoever runs" not in client.get("/accounts/password/reset/done/").content.decode()
