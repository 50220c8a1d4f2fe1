"""Who sees the outbox, and who reads what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client

from codeward.web.accounts import tokens
from codeward.web.accounts.models import User
from codeward.web.grants.api import Role
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import PASSWORD, make_user
from tests.web.grants.cast import member
from tests.web.mail.post import write
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db


def test_strangers_and_learners_find_no_outbox(client: Client, as_alice: Client) -> None:
    mail = write()
    for one in (client, as_alice):
        for url in ("/outbox/", f"/outbox/{mail.public_id}"):
            assert one.get(url, REMOTE_ADDR="127.0.0.1", headers={"host": "localhost"}).status_code == 404


def test_the_director_sees_how_mails_stand_and_reads_none(client: Client, alice: User) -> None:
    client.post("/accounts/password/reset/", {"email": alice.email})
    mail = OutboxMail.objects.get()
    link = next(word for word in mail.body.split() if word.startswith("http"))
    director = with_second_step(member(Role.DIRECTOR))
    page = director.get("/outbox/").content.decode()
    assert "alice@example.org" in page
    assert "Choose a new password" in page
    assert mail.subject not in page, "a subject may name somebody's grade"
    assert link not in page
    assert mail.public_id not in page
    assert director.get(f"/outbox/{mail.public_id}").status_code == 404


def test_the_director_does_not_read_mail_to_themselves_either() -> None:
    director = member(Role.DIRECTOR)
    send_mail("Secret", "https://example.org/x", None, [director.email])
    client = with_second_step(director)
    assert "Secret" not in client.get("/outbox/").content.decode()
    assert client.get(f"/outbox/{OutboxMail.objects.get().public_id}").status_code == 404


def test_the_director_passes_the_second_step_first() -> None:
    answer = signed_in(member(Role.DIRECTOR)).get("/outbox/")
    assert answer.status_code != 200


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DIRECTOR])
def test_nobody_else_finds_an_outbox(role: Role) -> None:
    write()
    person = make_user("l@example.org", "L") if role == Role.LEARNER else member(role)
    client = with_second_step(person)
    assert client.get("/outbox/").status_code == 404


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


def test_what_tells_of_a_mail_in_the_outbox_leads_there(client: Client, settings: Any) -> None:
    settings.DEMO = True
    sign_up(client, "carol@example.org")
    told = client.get("/charts/").content.decode()
    assert re.search(r'is in the outbox\. <a href="/outbox/">Open the outbox</a>', told)
    settings.SMTP = {"host": "mail.example"}
    other = Client()
    sign_up(other, "dave@example.org")
    assert "/outbox/" not in other.get("/charts/").content.decode()


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
    assert "Ask the school" in client.get("/accounts/password/reset/done/").content.decode()
    settings.SMTP = {"host": "mail.example"}
    assert "Ask whoever runs" not in client.get("/accounts/password/reset/done/").content.decode()
