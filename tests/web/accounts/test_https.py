"""Reached by https: cookies that no neighbor can set, and sessions from before that are taken along."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import SESSION_KEY
from django.test import Client

from codeward.web.accounts import cookies
from codeward.web.accounts.models import User
from tests.web.conftest import PASSWORD
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db
SESSION, CSRF = "__Host-cw_session", "__Host-cw_csrf"


@pytest.fixture
def https(settings: Any) -> None:
    """The school at an https address, as conf.django makes it of CODEWARD_SITE_URL."""
    settings.CODEWARD = dataclasses.replace(settings.CODEWARD, site_url="https://school.example")
    settings.COOKIE_PREFIX = "__Host-"
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = SESSION, CSRF
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.ALLOWED_HOSTS = ["school.example"]


def visitor() -> Client:
    """A browser that comes by https."""
    return Client(headers={"host": "school.example"}, enforce_csrf_checks=False)


def sign_in(client: Client, email: str) -> Any:
    """The answer to the right password."""
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD}, secure=True)


@pytest.mark.usefixtures("https")
def test_every_cookie_is_of_this_host_alone(alice: User) -> None:
    client = visitor()
    client.get("/accounts/login/", secure=True)
    sign_in(client, alice.email)
    client.post("/theme", {"theme": "dark"}, secure=True)
    client.get("/codebook/?coding_date=2026-04-01", secure=True)
    kept = {name: one for name, one in client.cookies.items() if one.value}
    assert {SESSION, CSRF, "__Host-cw_theme", "__Host-cw_device"} <= kept.keys()
    for name, cookie in kept.items():
        assert name.startswith("__Host-")
        assert cookie["secure"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert cookie["httponly"]
        assert cookie["samesite"] in ("Lax", "Strict")


@pytest.mark.usefixtures("https")
def test_short_messages_are_of_this_host_too(alice: User) -> None:
    """They went by Django's own name, which a neighbor of the domain could set."""
    client = visitor()
    sign_in(client, alice.email)
    answer = client.post("/account/profile", {"display_name": "Alice", "theme": "auto"}, secure=True)
    told = answer.cookies["__Host-cw_messages"]
    assert told.value
    assert told["secure"]
    assert told["httponly"]
    assert told["path"] == "/"
    assert not told["domain"]
    assert "messages" not in answer.cookies
    client.get("/account/", secure=True)
    assert not client.cookies["__Host-cw_messages"].value


@pytest.mark.usefixtures("https")
def test_the_sessions_key_stands_in_no_page(alice: User) -> None:
    client = visitor()
    answer = sign_in(client, alice.email)
    key = client.cookies[SESSION].value
    assert key not in answer["Location"]
    for path in ("/", "/account/", "/accounts/sessions/", "/charts/"):
        page = client.get(path, secure=True)
        assert page.status_code == 200
        assert key not in page.content.decode()


@pytest.mark.usefixtures("https")
@pytest.mark.parametrize(
    "path", ["/", "/no-such-page", "/healthz", "/fhir/R4/metadata", "/static/ui/css/ui.css"]
)
def test_browsers_are_told_to_stay_with_https(path: str, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    answer = visitor().get(path, secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    answer.close()


def old_session(user: User) -> Client:
    """A browser with the cookies of before https."""
    old = signed_in(user).cookies["cw_session"].value
    back = visitor()
    back.cookies["cw_session"] = old
    back.cookies["cw_csrf"] = "a" * 32
    return back


def test_a_session_from_before_is_taken_along_once(alice: User, request: pytest.FixtureRequest) -> None:
    client = old_session(alice)
    key = client.cookies["cw_session"].value
    request.getfixturevalue("https")
    answer = client.get("/account/", secure=True)
    assert answer.status_code == 200
    assert answer.cookies[SESSION].value == key
    assert answer.cookies["cw_session"].value == answer.cookies["cw_csrf"].value == ""
    assert client.get("/account/", secure=True).status_code == 200
    # The old name leads nowhere any more, whoever sends it.
    thief = visitor()
    thief.cookies["cw_session"] = key
    assert thief.get("/account/", secure=True).status_code == 302


def test_a_form_that_stood_open_can_still_be_sent(alice: User, request: pytest.FixtureRequest) -> None:
    client = old_session(alice)
    request.getfixturevalue("https")
    client.handler.enforce_csrf_checks = True
    form = {"display_name": "Alice", "time_zone": "", "theme": "auto", "csrfmiddlewaretoken": "a" * 32}
    answer = client.post(
        "/account/profile", form, secure=True, headers={"referer": "https://school.example/account/"}
    )
    assert answer.status_code == 302
    assert answer.cookies[CSRF].value == "a" * 32


@pytest.mark.usefixtures("https")
def test_a_neighbor_who_sets_the_old_name_gets_nobody_in(alice: User, bob: User) -> None:
    """A session made since is marked: its key under the old name is worth nothing."""
    attacker = visitor()
    sign_in(attacker, bob.email)
    victim = visitor()
    victim.cookies["cw_session"] = attacker.cookies[SESSION].value
    assert victim.get("/account/", secure=True).status_code == 302
    victim.cookies["cw_session"] = attacker.cookies[SESSION].value
    sign_in(victim, alice.email)
    assert victim.session[SESSION_KEY] == str(alice.pk)


@pytest.mark.usefixtures("https")
def test_a_csrf_cookie_of_the_old_name_is_nothing_by_itself(alice: User) -> None:
    client = visitor()
    sign_in(client, alice.email)
    client.handler.enforce_csrf_checks = True
    del client.cookies[CSRF]
    client.cookies["cw_csrf"] = "b" * 32
    answer = client.post(
        "/account/profile",
        {"display_name": "Eve", "csrfmiddlewaretoken": "b" * 32},
        secure=True,
        headers={"referer": "https://school.example/account/"},
    )
    assert answer.status_code == 403


@pytest.mark.usefixtures("https")
def test_choices_are_taken_along(client: Client) -> None:
    client.cookies["cw_theme"] = "dark"
    page = client.get("/", secure=True, headers={"host": "school.example"}).content.decode()
    assert 'data-theme="dark"' in page


def test_without_https_names_are_plain(client: Client) -> None:
    assert django_settings.COOKIE_PREFIX == ""
    assert cookies.full("cw_theme") == "cw_theme"


def test_the_settings_follow_the_address(tmp_path: Any) -> None:
    """What conf.django makes of CODEWARD_SITE_URL, in a process of its own."""
    import os
    import subprocess
    import sys

    ask = (
        "from codeward.web.conf import django as d;"
        "print(d.SESSION_COOKIE_NAME, d.CSRF_COOKIE_NAME, d.SESSION_COOKIE_SECURE, d.SECURE_HSTS_SECONDS,"
        "d.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    )
    told = []
    for more in (
        {"CODEWARD_SITE_URL": "https://school.example"},
        {"CODEWARD_SITE_URL": "https://school.example", "CODEWARD_HSTS_SUBDOMAINS": "0"},
        {"CODEWARD_SITE_URL": "http://127.0.0.1:8000"},
    ):
        env = {**os.environ, "CODEWARD_HOME": str(tmp_path), **more}
        ran = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True)
        told.append(ran.stdout.split())
    assert told == [
        [SESSION, CSRF, "True", "31536000", "True"],
        [SESSION, CSRF, "True", "31536000", "False"],
        ["cw_session", "cw_csrf", "False", "0", "True"],
    ]
