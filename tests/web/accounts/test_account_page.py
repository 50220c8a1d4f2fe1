"""Profile, time zone, appearance, shortcuts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from codeward.web.accounts import shortcuts
from codeward.web.accounts.models import User
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_it_asks_strangers_to_sign_in(client: Client) -> None:
    for url in ("/account/", "/account/delete"):
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_it_keeps_the_profile(as_alice: Client, alice: User) -> None:
    data = {"display_name": "Al", "time_zone": "Europe/Paris", "theme": "dark"}
    response = as_alice.post("/account/profile", data)
    assert response.status_code == 302
    alice.refresh_from_db()
    assert (alice.display_name, alice.time_zone, alice.theme) == ("Al", "Europe/Paris", "dark")
    assert 'data-theme="dark"' in as_alice.get("/").content.decode()


def test_two_actions_on_one_key_are_marked_at_both(as_alice: Client, alice: User) -> None:
    data = {"on": "on", **shortcuts.DEFAULTS, "doubt": "e"}
    response = as_alice.post("/account/shortcuts", data)
    assert response.status_code == 422
    told = response.content.decode()
    assert told.count("Two actions use this key") == 4  # at each, and for each in the summary
    for name in ("doubt", "evidence"):
        assert re.search(rf'name="{name}"[^>]*aria-invalid="true"', told)
    assert not re.search(r'name="help"[^>]*aria-invalid', told)
    alice.refresh_from_db()
    assert alice.shortcuts == {}


def test_it_refuses_an_unknown_time_zone(as_alice: Client, alice: User) -> None:
    response = as_alice.post("/account/profile", {"time_zone": "Mars/Olympus", "theme": "auto"})
    assert response.status_code == 422
    assert "There is no time zone with this name" in response.content.decode()
    alice.refresh_from_db()
    assert alice.time_zone == "America/Chicago"


def test_it_escapes_a_name(as_alice: Client) -> None:
    as_alice.post("/account/profile", {"display_name": "<script>alert(1)</script>", "theme": "auto"})
    page = as_alice.get("/account/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("cookie", "zone", "expected"),
    [
        ("Asia/Tokyo", "America/Chicago", "America/Chicago"),
        ("Asia/Tokyo", "", "Asia/Tokyo"),
        ("../../etc/passwd", "", "UTC"),
        ("", "", "UTC"),
    ],
)
def test_times_are_shown_in_the_readers_zone(
    cookie: str, zone: str, expected: str, alice: User, rf: Any
) -> None:
    from codeward.web.accounts.middleware import TimeZone

    alice.time_zone = zone
    request = rf.get("/")
    request.user = alice
    request.COOKIES["cw_tz"] = cookie
    seen: list[str] = []
    TimeZone(lambda _: seen.append(timezone.get_current_timezone_name()))(request)  # type: ignore[arg-type,return-value]
    assert seen == [expected]
    assert timezone.get_current_timezone_name() == "UTC"


def test_shortcuts_can_be_changed_and_switched_off(as_alice: Client, alice: User) -> None:
    given = {**shortcuts.DEFAULTS, "search": "s"}
    assert as_alice.post("/account/shortcuts", given).status_code == 302
    alice.refresh_from_db()
    assert alice.shortcuts == {"on": False, "keys": {"search": "s"}}
    assert alice.keys["keys"] == given
    assert alice.keys["on"] is False


def test_two_actions_cannot_have_one_key(as_alice: Client, alice: User) -> None:
    response = as_alice.post("/account/shortcuts", {**shortcuts.DEFAULTS, "on": "on", "search": "e"})
    assert response.status_code == 422
    assert "Two actions use" in response.content.decode()
    alice.refresh_from_db()
    assert alice.shortcuts == {}


@pytest.mark.parametrize(
    "bad",
    [
        [],
        {"more": 1},
        {"on": "yes"},
        {"keys": []},
        {"keys": {"fly": "f"}},
        {"keys": {"search": "ab"}},
        {"keys": {"search": " "}},
        {"keys": {"search": "\x00"}},
        {"keys": {"search": "e"}},
    ],
)
def test_shortcuts_of_another_form_are_refused(bad: Any) -> None:
    with pytest.raises(ValidationError):
        shortcuts.validate(bad)
    assert shortcuts.validate({"on": True, "keys": {"search": "é"}}) is None


@pytest.mark.parametrize(("chosen", "shown"), [("dark", "dark"), ("light", "light"), ("auto", "auto")])
def test_the_theme_is_kept_without_an_account(client: Client, chosen: str, shown: str) -> None:
    response = client.post("/theme", {"theme": chosen, "next": "/accounts/login/"})
    assert response["Location"] == "/accounts/login/"
    assert f'data-theme="{shown}"' in client.get("/").content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_theme_does_not_send_elsewhere(client: Client, back: str) -> None:
    response = client.post("/theme", {"theme": "pink", "next": back})
    assert response["Location"] == "/"
    assert "cw_theme" not in response.cookies


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_a_way_on_that_is_no_address_is_passed_over(client: Client, db: None, address: str) -> None:
    answer = client.get(address, {"next": "http://[::1"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "on", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_does_not_send_elsewhere(client: Client, alice: User, on: str) -> None:
    answer = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD, "next": on})
    assert (answer.status_code, answer["Location"]) == (302, "/")
