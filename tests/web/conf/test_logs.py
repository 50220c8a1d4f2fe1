"""No unspent link is ever written into a log: not by us, not by Django, not by the server, whatever goes wrong."""

from __future__ import annotations

import io
import logging
import re
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, example, given
from hypothesis import settings as how
from hypothesis import strategies as st

from codeward.web.accounts import tokens
from codeward.web.accounts.models import User
from codeward.web.conf import logs, scrub

pytestmark = pytest.mark.django_db
TOKEN = secrets.token_urlsafe(32)
KEY = signing.dumps("7", salt="account")
RESET = f"2-{'d3x5yz'}-{secrets.token_hex(16)}"


@pytest.fixture(params=["json", "console"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the school's logging writes, at its most talkative."""
    config = logs.dict_config(request.param, "DEBUG")
    out = io.StringIO()
    before = {name: _state(logging.getLogger(name)) for name in (None, *config["loggers"])}
    config["handlers"]["stderr"]["stream"] = out
    logging.config.dictConfig(config)
    yield out
    for name, (level, handlers, propagate) in before.items():
        log = logging.getLogger(name)
        log.setLevel(level)
        log.handlers[:] = handlers
        log.propagate = propagate


def _state(log: logging.Logger) -> tuple[int, list[logging.Handler], bool]:
    return log.level, list(log.handlers), log.propagate


def paths(token: str) -> list[str]:
    """Addresses that hold a token, and those that somebody makes of them by mistake."""
    return [
        f"/start/{token}",
        f"/start/{token}/",
        f"/start//{token}",
        f"/START/{token}",
        f"/start/{token}/more",
        f"/nowhere/{token}",
        f"/accounts/confirm-email/{KEY}/",
        f"/accounts/confirm-email/{KEY}",
        f"/accounts/password/reset/key/{RESET}/",
        f"/accounts/login/{RESET}",
    ]


METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]


@how(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(METHODS),
    st.sampled_from(paths(TOKEN)),
    st.sampled_from(["", "http://evil.example/start/" + TOKEN, "http://testserver/start/" + TOKEN]),
    st.sampled_from(["testserver", "evil.example", f"{TOKEN}.example", ".bad_host!"]),
    st.booleans(),
)
@example("HEAD", f"/start/{TOKEN}", "", "testserver", True)  # S8: django.request, "Method Not Allowed"
@example("POST", f"/start/{TOKEN}", "", "testserver", True)  # S8: django.security.csrf
@example("GET", f"/start/{TOKEN}", "", "evil.example", True)
def test_no_request_writes_a_token(
    written: io.StringIO, method: str, path: str, referer: str, host: str, csrf: bool
) -> None:
    client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
    client.generic(method, path, headers={"referer": referer, "host": host}, secure=bool(referer))
    assert _secrets(written) == []


def _secrets(written: io.StringIO) -> list[str]:
    """What was written and should not have been."""
    said = written.getvalue()
    held = (TOKEN, KEY, KEY.rpartition(":")[2], RESET, RESET.rpartition("-")[2])
    return [said for secret in held if secret in said]


def test_a_page_that_breaks_writes_no_token(
    written: io.StringIO, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(token: str) -> bool:
        raise RuntimeError(f"the database does not know {token}, asked by /start/{token}")

    monkeypatch.setattr(tokens, "usable", broken)
    client.raise_request_exception = False
    assert client.get(f"/start/{TOKEN}").status_code == 500
    assert "the database does not know …, asked by /start/…" in written.getvalue()
    assert _secrets(written) == []


def test_without_the_last_step_they_are_written(
    written: io.StringIO, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: this is what was measured."""
    monkeypatch.setattr(logs, "scrub", lambda text: text)
    client.head(f"/start/{TOKEN}")
    client.post(f"/accounts/password/reset/key/{RESET}/")
    assert TOKEN in written.getvalue()


def test_the_server_writes_through_the_same_step(written: io.StringIO) -> None:
    log = logging.getLogger("waitress")
    assert log.handlers == []
    try:
        raise ValueError(TOKEN)
    except ValueError:
        log.exception("Exception while serving %s", f"/start/{TOKEN}")
    assert "Exception while serving /start/…" in written.getvalue()
    assert _secrets(written) == []


@pytest.mark.parametrize("name", ["codeward.web", "django.request", "waitress"])
def test_what_comes_from_outside_forges_no_line(written: io.StringIO, name: str) -> None:
    """A line end in an address or a name would begin a line that looks like one of ours (ASVS 16.4.1)."""
    logging.getLogger(name).warning("Not found: %s", "/a\r\n2026-01-01T00:00:00Z [info] forged")
    client = Client(raise_request_exception=False)
    client.get("/nowhere/%0D%0A2026-01-01T00:00:00Z [info] forged")
    assert not any(
        line.startswith("2026-01-01T00:00:00Z") for line in re.split(r"[\r\n]", written.getvalue())
    )


def test_no_logger_goes_round_the_one_handler(written: io.StringIO) -> None:
    found = {
        name: log.handlers
        for name, log in logging.root.manager.loggerDict.items()
        if isinstance(log, logging.Logger)
        and (log.handlers or not log.propagate)
        and any(not isinstance(one, logging.NullHandler) for one in log.handlers)
    }
    assert found == {}


def _routes(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, dict[str, Any]]]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield path, one.pattern.regex.groupindex  # type: ignore[attr-defined]
        else:
            yield from _routes(one, path)


def test_every_address_that_takes_a_secret_is_known() -> None:
    """An app that brings an address with a token adds its beginning to conf.scrub."""
    named = re.compile(r"token|key|secret|signature|otp", re.IGNORECASE)
    found = [path for path, names in _routes(get_resolver()) if any(named.search(name) for name in names)]
    assert len(found) >= 3
    for path in found:
        bare = re.sub(r"[\^\\]", "", path)
        assert any(bare.startswith(start) for start in scrub.SECRET_PATHS), path


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/account/", "/account/"),
        ("/accounts/confirm-email/", "/accounts/confirm-email/"),
        ("?next=%2Fstart%2Fshort&x=1", "?next=%2Fstart%2F…&x=1"),
        ("/start/short HTTP/1.1", "/start/… HTTP/1.1"),
        ("sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", None),
        ("test_a_very_long_name_of_a_function_in_a_traceback_that_is_read", None),
        ("/charts/walk-in-cough/a1b2c3d4e5f6g7h8", None),
        pytest.param(TOKEN, "…", id="token"),
    ],
)
def test_only_secrets_are_cut(text: str, left: str | None) -> None:
    assert scrub.scrub(text) == (text if left is None else left)


@given(st.binary(min_size=32, max_size=32))
def test_nearly_every_token_is_known_by_its_look(raw: bytes) -> None:
    import base64

    token = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    cut = scrub.scrub(f"somewhere {token} else")
    mixed = all(re.search(kind, token) for kind in ("[a-z]", "[A-Z]", r"\d"))
    assert (token not in cut) or not mixed
    assert token not in scrub.scrub(f"at /start/{token}")


def test_real_links_have_the_look(alice: User) -> None:
    from allauth.account.forms import default_token_generator
    from allauth.account.models import EmailAddress, EmailConfirmationHMAC

    address = EmailAddress.objects.get(user=alice)
    for _ in range(50):
        assert scrub.scrub(tokens.issue(alice)) == "…"
    key = EmailConfirmationHMAC(address).key
    assert key.rpartition(":")[2] not in scrub.scrub(key)
    assert scrub.scrub(f"9-{default_token_generator.make_token(alice)}") == "…"


def test_a_request_event_names_the_path_without_its_secret(written: io.StringIO, client: Client) -> None:
    client.get(f"/start/{TOKEN}")
    assert "/start/…" in written.getvalue()


BREAKS = ["\n", "\r", "\r\n", "\x1b[31m", "\x1b]0;x\x07", "\x85", "\u2028", "\x00", "\x0b", "\b"]


@pytest.mark.parametrize("hostile", BREAKS, ids=ascii)
def test_nobody_writes_a_line_of_their_own(written: io.StringIO, client: Client, hostile: str) -> None:
    """ASVS 16.4.1: what a request holds makes neither a new line nor a command to a terminal."""
    forged = f"{hostile}2026-11-30T00:00:00Z [critical ] forged"
    client.raise_request_exception = False
    client.get(f"/nowhere/{quote(forged)}")
    client.post(f"/start/{quote(forged)}")
    client.get("/", headers={"host": f"a{forged}", "user-agent": forged, "referer": forged})
    client.post("/accounts/login/", {"login": f"a{forged}@example.org", "password": forged})
    said = written.getvalue()
    assert said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", said)
    for line in said.splitlines():
        assert not line.startswith("2026-11-30T00:00:00Z [critical ]")


def test_a_limit_that_is_reached_is_on_the_log(written: io.StringIO, rf: Any) -> None:
    """ASVS 16.3.3."""
    from codeward.web.limits import Rate, allowed

    rate = Rate("guest", 1, 60)
    assert [allowed(rf.get("/"), *rate) for _ in range(2)] == [True, False]
    assert written.getvalue().count("too often") == 1


@pytest.mark.parametrize("path", ["/", "/api/v1/lookup/E11.9", pytest.param(f"/start/{TOKEN}", id="link")])
def test_a_host_that_is_not_ours_is_one_line_and_no_traceback(
    written: io.StringIO, client: Client, path: str
) -> None:
    answer = client.get(path, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "The school is not known by this name." in answer.content.decode()
    assert "default-src" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    [line] = [one for one in written.getvalue().splitlines() if "evil.example" in one]
    assert "400" in line
    assert "Traceback" not in written.getvalue()
    assert "error" not in written.getvalue().lower()
