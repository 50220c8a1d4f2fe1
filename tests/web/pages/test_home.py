"""Health and error pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import path

from codeward.errors import BookTruncated
from codeward.web import health
from codeward.web.conf import urls

pytestmark = pytest.mark.django_db


def test_home_answers(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Codeward" in response.content.decode()


def test_healthy(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    said = response.json()
    assert said["status"] == "ok"
    assert said["book"].startswith("icd10cm-")
    assert said["database"] in {"sqlite", "postgresql"}


@pytest.mark.parametrize(
    ("part", "error"),
    [("book", BookTruncated("The book is cut short")), ("database", DatabaseError("secret"))],
)
def test_unhealthy_names_the_part_and_no_secret(
    part: str, error: Exception, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise error

    monkeypatch.setitem(health.CHECKS, part, fail)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["status"] == "failed"
    assert response.json()[part] == f"failed: {type(error).__name__}"
    assert "secret" not in response.content.decode()


def test_an_unknown_address_is_a_page_of_ours(client: Client) -> None:
    response = client.get("/no-such-page")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_an_error_of_ours_is_a_page_without_details(client: Client, settings: Any) -> None:
    def broken(request: Any) -> None:
        raise RuntimeError("the secret detail")

    urls.urlpatterns.append(path("broken", broken))
    try:
        client.raise_request_exception = False
        response = client.get("/broken")
    finally:
        urls.urlpatterns.pop()
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something went wrong on our side" in page
    assert "secret detail" not in page


def test_a_form_without_its_token_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/theme", {"theme": "dark"})
    assert response.status_code == 403
    assert "This form is too old" in response.content.decode()


def test_a_foreign_host_is_refused(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "The school is not known by this name." in response.content.decode()


def test_the_gallery_is_closed_unless_asked_for() -> None:
    from codeward.web.conf.settings import read

    assert read({}).design_gallery is False
    assert read({"CODEWARD_DESIGN_GALLERY": "1"}).design_gallery is True


@pytest.mark.parametrize("text", ["\x00", "a" * 10_000, "\u202e\u05d0", "%FF", "../../etc/passwd"])
def test_odd_addresses_are_not_found(client: Client, text: str) -> None:
    assert client.get("/outbox/" + text).status_code == 404
