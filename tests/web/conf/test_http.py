"""Headers, the policy, logs, and that the models and their migrations agree."""

from __future__ import annotations

import os
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from codeward.web.conf.policy import POLICY

pytestmark = pytest.mark.django_db


def test_models_and_migrations_agree() -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()


@pytest.mark.parametrize("url", ["/", "/accounts/login/", "/no-such-page", "/healthz"])
def test_every_answer_has_the_strict_policy(client: Client, url: str) -> None:
    policy = client.get(url)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    for shut in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"):
        assert shut in policy
    for loose in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert loose not in policy


def test_the_nonce_is_new_each_time_and_on_every_script(client: Client) -> None:
    nonces = set()
    for _ in range(2):
        response = client.get("/accounts/login/")
        nonce = re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"])
        assert nonce is not None
        nonces.add(nonce[1])
        # Data in a script's tags is never run and needs none.
        scripts = [
            one
            for one in re.findall(r"<script[^>]*>", response.content.decode())
            if 'type="application/json"' not in one
        ]
        assert len(scripts) >= 2
        assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    assert len(nonces) == 2


def test_no_page_template_holds_inline_style_or_handler() -> None:
    from pathlib import Path

    import codeward.web as web

    found = [
        f"{path}: {match}"
        for path in Path(str(web.__path__[0])).rglob("*.html")
        if path.name != "letter.html"  # a mail: its readers know no style sheet, and it is no page of ours
        for match in re.findall(r"<[^>]*\s(?:style|on\w+|hx-on[\w:-]*)=", path.read_text(encoding="utf-8"))
    ]
    assert found == []
    assert "unsafe" not in str(POLICY)


def test_htmx_may_not_eval_nor_style(client: Client) -> None:
    page = client.get("/").content.decode()
    assert '"allowEval":false' in page
    assert '"includeIndicatorStyles":false' in page
    assert "htmx-2.min.js" in page


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cache-Control", "private, no-cache"),
    ],
)
def test_headers(client: Client, header: str, value: str) -> None:
    assert client.get("/")[header] == value
    assert "camera=()" in client.get("/")["Permissions-Policy"]


@pytest.mark.parametrize(
    "url", ["/", "/account/", "/codebook/search?q=cough", "/codebook/own/marks", "/healthz"]
)
def test_no_page_is_open_to_other_sites(as_alice: Client, url: str) -> None:
    answer = as_alice.get(url, headers={"origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_each_request_has_one_event_without_its_query(client: Client, caplog: Any) -> None:
    with caplog.at_level("INFO", logger="codeward.web"):
        client.get("/?q=my+secret+symptom")
    events = [record.getMessage() for record in caplog.records if record.name == "codeward.web"]
    assert len(events) == 1
    assert "my" not in events[0]
    assert "'path': '/'" in events[0]


def test_everything_is_off_that_should_be() -> None:
    from codeward.web.conf import django

    assert django.DEBUG is False
    assert django.DEMO is False
    assert django.CSRF_COOKIE_HTTPONLY is True
    assert django.USE_TZ is True
    assert django.TIME_ZONE == "UTC"


def test_the_times_in_the_database_are_utc(alice: Any) -> None:
    from datetime import UTC

    alice.refresh_from_db()
    assert alice.joined_at.tzinfo is UTC


def test_the_tests_run_on_the_database_that_was_asked_for() -> None:
    from django.db import connection

    asked = "postgresql" if os.environ.get("CODEWARD_TEST_DATABASE_URL") else "sqlite"
    assert connection.vendor == asked
    if asked == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
