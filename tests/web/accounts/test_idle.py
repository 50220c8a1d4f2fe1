"""Sessions end when nobody uses them, say so, and lose nothing that was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from codeward.web.accounts import idle
from codeward.web.accounts.models import User
from tests.web.charts.conftest import CHART
from tests.web.conftest import PASSWORD
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db
MINUTES = 60


@pytest.fixture(autouse=True)
def _staff_thirty_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bob's sessions end after 30 minutes, nobody else's."""

    def rule(request: HttpRequest) -> timedelta | None:
        return timedelta(minutes=30) if request.user.email == "bob@example.org" else None  # type: ignore[union-attr]

    monkeypatch.setattr(idle, "_rules", [rule])
    monkeypatch.setattr(idle, "_alive", [])


@pytest.fixture
def clock() -> Any:
    """A clock that stands and is moved by hand, in minutes."""
    with time_machine.travel("2026-11-30T09:00:00Z", tick=False) as moved:
        yield lambda minutes: moved.shift(timedelta(minutes=minutes))


@pytest.fixture
def here(bob: User, clock: Any) -> Client:
    """Bob, signed in at nine by the form."""
    client = Client()
    assert client.post("/accounts/login/", {"login": bob.email, "password": PASSWORD}).status_code == 302
    client.get("/account/")
    return client


def test_used_every_29_minutes_it_never_ends(here: Client, clock: Any) -> None:
    for _ in range(8):
        clock(29)
        assert here.get("/account/").status_code == 200


def test_unused_it_ends_says_so_and_leads_back(here: Client, clock: Any) -> None:
    clock(32)
    answer = here.get("/account/?tab=keys")
    assert answer["Location"] == "/accounts/login/?next=%2Faccount%2F%3Ftab%3Dkeys&away=1"
    assert not Session.objects.exists()
    page = here.get(answer["Location"]).content.decode()
    assert "You were signed out because you were away for a while" in page
    assert 'value="/account/?tab=keys"' in page
    back = here.post(
        "/accounts/login/", {"login": "bob@example.org", "password": PASSWORD, "next": "/account/?tab=keys"}
    )
    assert back["Location"] == "/account/?tab=keys"
    assert here.get("/account/").status_code == 200


def test_a_page_for_everybody_says_so_too(here: Client, clock: Any) -> None:
    clock(32)
    assert here.get("/codebook/")["Location"].startswith("/accounts/login/")
    assert here.get("/codebook/").status_code == 200


def test_an_address_that_is_none_ends_it_as_well(here: Client, clock: Any) -> None:
    clock(32)
    assert here.get("/nowhere").status_code == 404
    assert here.get("/account/").status_code == 302


def test_learners_stay_and_write_nothing(alice: User, clock: Any) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    client.get("/account/")
    clock(600)
    assert client.get("/account/").status_code == 200
    clock(10)  # the list of devices notes the session once a quarter of an hour
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get("/account/").status_code == 200
    assert not [one for one in seen.captured_queries if not one["sql"].startswith("SELECT")]


def test_one_write_a_minute_is_enough(here: Client, clock: Any) -> None:
    clock(5)
    here.get("/account/")
    with CaptureQueriesContext(connection) as seen:
        here.get("/account/")
    assert not [one for one in seen.captured_queries if not one["sql"].startswith("SELECT")]


def test_a_sitting_is_never_cut_off(here: Client, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "_alive", [lambda request: True])
    clock(180)
    assert here.get("/account/").status_code == 200
    monkeypatch.setattr(idle, "_alive", [lambda request: False])
    clock(29)
    assert here.get("/account/").status_code == 200
    clock(32)
    assert here.get("/account/").status_code == 302


def test_however_much_it_is_used_it_ends_after_half_a_day(here: Client, clock: Any) -> None:
    for _ in range(35):
        clock(20)
        assert here.get("/account/").status_code == 200
    clock(25)
    assert here.get("/account/").status_code == 302


def test_half_a_day_does_not_cut_a_sitting_off(
    here: Client, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle, "_alive", [lambda request: True])
    clock(60 * 14)
    assert here.get("/account/").status_code == 200


def test_a_learners_session_ends_after_a_year_of_use(alice: User, clock: Any) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    for _ in range(18):
        clock(20 * 24 * 60)
        assert client.get("/account/").status_code == 200
    clock(20 * 24 * 60)
    assert client.get("/account/").status_code == 302


def test_a_script_that_asks_by_itself_is_no_use(here: Client, clock: Any) -> None:
    seen = []
    for _ in range(4):
        clock(8)
        seen.append(here.get("/account/", headers={"x-poll": "1", "sec-fetch-mode": "cors"}).status_code)
    assert seen == [200, 200, 200, 409]


def test_a_clock_that_went_back_ends_nothing(here: Client, clock: Any) -> None:
    clock(-600)
    assert here.get("/account/").status_code == 200


def test_a_save_of_an_old_tab_is_409_and_makes_no_guest(here: Client, clock: Any) -> None:
    clock(32)
    for _ in range(3):
        answer = here.post(
            f"/charts/{CHART}/start",
            "{}",
            content_type="application/json",
            headers={"sec-fetch-mode": "cors"},
        )
        assert answer.status_code == 409
    assert not User.objects.filter(state="guest").exists()


def test_the_first_refusal_says_that_the_session_is_over(here: Client, clock: Any) -> None:
    clock(32)
    answer = here.post(
        "/codebook/own/changes", "{}", content_type="application/json", headers={"sec-fetch-mode": "cors"}
    )
    assert answer.status_code == 409
    assert answer.json()["session"] == "over"


def test_what_was_typed_is_shown_again(here: Client, clock: Any) -> None:
    clock(32)
    answer = here.post(
        "/account/profile",
        {"display_name": "Robert of <b>Ely</b>", "time_zone": "UTC", "password": "a secret of mine"},
        headers={"referer": "http://testserver/account/"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Robert of &lt;b&gt;Ely&lt;/b&gt;</textarea>" in page
    assert "a secret of mine" not in page
    assert "next=%2Faccount%2F&amp;away=1" in page
    assert not User.objects.filter(display_name__startswith="Robert").exists()


def test_a_form_without_its_token_is_refused_first(bob: User, clock: Any) -> None:
    client = signed_in(bob, enforce_csrf_checks=True)
    client.get("/account/")
    clock(32)
    answer = client.post("/account/profile", {"display_name": "Robert of Ely"})
    assert answer.status_code == 403
    assert "Robert of Ely" not in answer.content.decode()


def test_htmx_goes_to_the_page_for_signing_in(here: Client, clock: Any) -> None:
    clock(32)
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/codebook/?q=gout"}
    answer = here.get("/find?q=gout", headers=headers)
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fcodebook%2F%3Fq%3Dgout&away=1"


def test_htmx_that_sends_keeps_what_was_typed(here: Client, clock: Any) -> None:
    clock(32)
    answer = here.post("/account/profile", {"display_name": "Robert"}, headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert "toast" in answer["HX-Trigger"]
