"""NUL in a text: no page fails by it, on any database. PostgreSQL stores no text that holds it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from tests.web.charts.conftest import add, operation, post
from tests.web.conftest import PASSWORD
from tests.web.results.work import handed_in

pytestmark = pytest.mark.django_db
NUL = "a\x00b"
FORMS: dict[str, dict[str, Any]] = {
    "/account/profile": {"display_name": NUL, "time_zone": NUL, "theme": "light"},
    "/account/shortcuts": {"on": "on", "search": "\x00"},
    "/account/delete": {"word": NUL, "password": NUL},
    "/accounts/login/": {"login": f"{NUL}@example.org", "password": NUL},
    "/accounts/signup/": {"email": f"{NUL}@example.org", "password1": PASSWORD + NUL},
    "/accounts/password/reset/": {"email": f"{NUL}@example.org"},
    "/theme": {"theme": NUL, "next": f"/{NUL}"},
}


@pytest.mark.parametrize("url", FORMS)
def test_a_form_is_answered(url: str, as_alice: Client, client: Client) -> None:
    for one in (as_alice, client):
        assert one.post(url, FORMS[url]).status_code < 500


@pytest.mark.parametrize(
    "url",
    [
        "/charts/?setting=%00",
        "/charts/a%00b/",
        "/codebook/search?q=a%00b",
        "/codebook/concept/a%00b",
        "/codebook/citations?c=a%00b",
        "/codebook/icd10cm/a%00b",
        "/codebook/own/?q=a%00b",
        "/start/a%00b",
        "/?q=a%00b",
    ],
)
def test_an_address_is_answered(url: str, as_alice: Client) -> None:
    assert as_alice.get(url).status_code < 500


def test_what_a_learner_writes_is_refused_or_kept_without_it(as_alice: Client, alice: User) -> None:
    state = as_alice.post("/charts/walk-in-cough/start", {}, content_type="application/json").json()
    for one in (
        operation("add_query", query="q", about=NUL),
        {**add("R05.1"), "system": NUL},
        operation("set_provider", line="l", provider=NUL),
        operation("set_query_options", query="q", options=[NUL]),
    ):
        assert post(as_alice, state["operations_url"], one).status_code == 400
    attempt = handed_in(alice, ["J18.9"])
    assert attempt.grade is not None
    row = attempt.grade.rows.get(verdict="unsupported").row
    assert as_alice.post(f"/attempts/{attempt.public_id}/contest/{row}", {"text": NUL}).status_code == 302
    assert [one.text for one in attempt.contests.all()] == ["ab"]
    file = io.BytesIO(
        json.dumps({"schema": 1, "kind": "codeward own book", "marks": [{"text": NUL}]}).encode()
    )
    assert as_alice.post("/codebook/own/import", {"file": file}).status_code < 500
