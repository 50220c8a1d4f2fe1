"""What is somebody's is kept by no cache; what is everybody's sets no cookie; files have the policy too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from codeward.web.accounts.models import User

pytestmark = pytest.mark.django_db


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every address of the school that takes no argument."""
    for one in (resolver or get_resolver()).url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, path)
        elif isinstance(one, URLPattern) and "<" not in path and "(" not in path:
            yield path.replace("^", "").replace("$", "")


PERSONAL = [
    "/",
    "/account/",
    "/account/delete",
    "/charts/",
    "/progress/",
    "/accounts/email/",
    "/accounts/2fa/",
]


@pytest.mark.parametrize("url", PERSONAL)
def test_pages_for_somebody_are_not_stored(as_alice: Client, url: str) -> None:
    assert "no-store" in as_alice.get(url)["Cache-Control"]


@pytest.mark.parametrize("url", ["/", "/account/", "/charts/", "/progress/"])
def test_pages_for_a_guest_are_not_stored(client: Client, url: str) -> None:
    session = client.session
    session["guest"] = User.objects.create_guest().public_id
    session.save()
    assert "no-store" in client.get(url)["Cache-Control"]


def test_an_export_is_not_stored(as_alice: Client) -> None:
    assert "no-store" in as_alice.post("/account/export")["Cache-Control"]


def test_a_page_for_nobody_may_be_kept_by_the_reader(client: Client) -> None:
    assert client.get("/codebook/")["Cache-Control"] == "private, no-cache"


def test_every_page_for_somebody_is_not_stored(as_alice: Client) -> None:
    seen = 0
    for path in set(addresses()):
        answer = as_alice.get(path)
        if answer.status_code >= 300:
            continue
        seen += 1
        told = answer.get("Cache-Control", "")
        assert "no-store" in told or "public" in told, path
    assert seen >= 20


def test_what_is_everybodys_sets_no_cookie_and_reads_none(as_alice: Client) -> None:
    """S, low: /fhir was public beside Set-Cookie, so a shared cache could hand on a session."""
    session = as_alice.session
    session.pop("seen", None)  # due to be renewed
    session.save()
    answer = as_alice.get("/fhir/R4/metadata")
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_no_address_is_public_beside_a_cookie(as_alice: Client) -> None:
    public = 0
    for path in set(addresses()):
        session = as_alice.session
        session.pop("seen", None)
        session.save()
        answer = as_alice.get(path)
        if "public" in answer.get("Cache-Control", ""):
            public += 1
            assert not answer.cookies, path
    assert public >= 1


@pytest.mark.parametrize("path", ["/static/ui/css/ui.css", "/static/ui/js/page.js", "/static/ui/icon.svg"])
def test_files_have_the_policy_and_are_what_they_say(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer
    assert not answer.cookies
    answer.close()
