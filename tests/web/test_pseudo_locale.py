"""Every page of the base speaks the pseudo language throughout. Apps test their own pages likewise."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client

from codeward.web.accounts import tokens
from codeward.web.accounts.models import User
from codeward.web.grants.api import Role
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import pseudo
from tests.web.grants.cast import member
from tests.web.pseudo import untranslated
from tests.web.signed_in import with_second_step
from tests.web.test_pages_browser import OPEN_PAGES, OWN_PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pseudo_locale")]


def test_the_finder_finds() -> None:
    assert untranslated("<p>Hello there</p>") == ["p: Hello there"]
    assert untranslated('<img alt="A cat">') == ["img[alt]: A cat"]
    assert untranslated('<input type="submit" value="Send">') == ["input[value]: Send"]
    assert untranslated('<p translate="no">E11.9 <b>Type 2</b></p><p>ok then</p>') == ["p: ok then"]
    assert untranslated(f"<p>{pseudo('Hello %(name)s')}</p>".replace("%(name)s", "")) == []
    assert untranslated("<script>let words = 1</script><p>Codeward 42</p>") == []


def test_the_pseudo_language_keeps_placeholders_and_tags() -> None:
    assert pseudo("Is %(n)s of {total} <b>left</b>?") == "Íš %(n)s óƒ {total} <b>ľéƒŧ</b>?"


@pytest.mark.parametrize("name", [name for name in OPEN_PAGES if name != "design"])
def test_open_pages(name: str, client: Client) -> None:
    assert untranslated(client.get(OPEN_PAGES[name]).content.decode()) == []


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_of_a_person(name: str, as_alice: Client) -> None:
    assert untranslated(as_alice.get(OWN_PAGES[name]).content.decode()) == []


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("/account/profile", {"time_zone": "Mars", "theme": "auto"}),
        ("/account/shortcuts", {"search": "e", "evidence": "e", "doubt": "", "help": "?"}),
        ("/account/delete", {"word": "no", "password": "no"}),
        ("/accounts/password/change/", {"oldpassword": "x", "password1": "y", "password2": "z"}),
    ],
)
def test_what_goes_wrong_is_told_in_ones_language(url: str, data: dict[str, str], as_alice: Client) -> None:
    page = as_alice.post(url, data).content.decode()
    assert 'aria-invalid="true"' in page
    assert untranslated(page) == []


def test_signing_up_and_in_with_mistakes(client: Client, alice: User) -> None:
    for url, data in (
        ("/accounts/signup/", {"email": "nonsense", "password1": "password"}),
        ("/accounts/login/", {"login": alice.email, "password": "wrong"}),
    ):
        page = client.post(url, data).content.decode()
        assert untranslated(page) == []


def test_the_outbox(db: None, settings: Any) -> None:
    director = with_second_step(member(Role.DIRECTOR))
    assert untranslated(director.get("/outbox/").content.decode()) == []
    send_mail("Subject", "Body", None, ["alice@example.org"])
    assert untranslated(director.get("/outbox/").content.decode()) == []


def test_the_outbox_of_the_demo(client: Client, settings: Any) -> None:
    settings.DEMO = True
    client.post(f"/start/{tokens.issue(tokens.demo_learner())}")
    client.get("/")  # greets by a name, which stays as it is
    assert untranslated(client.get("/outbox/").content.decode()) == []
    send_mail("Subject", "Body", None, ["alice@example.org"])
    assert untranslated(client.get("/outbox/").content.decode()) == []
    mail = OutboxMail.objects.get()
    assert untranslated(client.get(f"/outbox/{mail.public_id}").content.decode()) == []


def test_error_pages(client: Client, settings: Any, rf: Any) -> None:
    from codeward.web.pages import views

    assert untranslated(client.post("/start/used-already").content.decode()) == []
    assert untranslated(views.server_error(rf.get("/")).content.decode()) == []
    strict = Client(enforce_csrf_checks=True)
    assert untranslated(strict.post("/theme", {"theme": "dark"}).content.decode()) == []


def test_a_guests_account_page(client: Client) -> None:
    guest = User.objects.create_guest()
    session = client.session
    session["guest"] = guest.public_id
    session.save()
    assert untranslated(client.get("/account/").content.decode()) == []
