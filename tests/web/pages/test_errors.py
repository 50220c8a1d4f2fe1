"""Error pages for people, and bare answers for programs."""

from __future__ import annotations

import errno
import json
import sqlite3
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from codeward.web import health
from codeward.web.bodies import REFUSED
from codeward.web.outages import Outage, outage
from codeward.web.pages.views import server_error
from codeward.web.school.api import keep

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/account/export", "/account/profile", "/theme"])
def test_an_address_of_a_button_opened_by_hand_is_a_page_with_a_way_on(
    as_alice: Client, address: str
) -> None:
    answer = as_alice.get(address, headers={"accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "It belongs to a button on another page" in answer.content.decode()


def test_a_program_gets_the_bare_answer(as_alice: Client) -> None:
    answer = as_alice.get("/account/export", headers={"accept": "application/json"})
    assert (answer.status_code, answer.content) == (405, b"")


SHAPES = [("/api/v1/nowhere", "api"), ("/fhir/R4/Nowhere/1", "fhir"), ("/codebook/own/marks", "json")]


def told(answer: Any, kind: str) -> None:
    """The answer is an error in the shape of its address."""
    said = json.loads(answer.content)
    assert answer["Content-Type"].startswith(
        "application/fhir+json" if kind == "fhir" else "application/json"
    )
    if kind == "fhir":
        assert said["resourceType"] == "OperationOutcome"
        assert said["issue"][0]["details"]["text"]
        return
    assert said["error"]
    assert "way_out" in said
    assert ("suggestions" in said) == (kind == "api")


@pytest.mark.parametrize(("address", "kind"), SHAPES)
def test_a_body_that_the_server_refused_is_told_in_the_shape_of_its_address(
    client: Client, address: str, kind: str
) -> None:
    answer = client.post(address, **{REFUSED: 1000})
    assert answer.status_code == 413
    told(answer, kind)


def test_a_body_that_the_server_refused_is_a_page_for_people(client: Client) -> None:
    answer = client.post("/account/profile", **{REFUSED: 262_144})
    assert answer.status_code == 413
    assert "256.0" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [
        ("/api/v1/nowhere", "get", 404),
        ("/api/v1/search", "delete", 405),
        ("/api/v1/search?q=", "get", 400),
        ("/codebook/own/marks", "post", 405),
        ("/codebook/own/marks", "get", 400),
        ("/codebook/own/marks/00000000-0000-0000-0000-000000000000", "get", 404),
        ("/codebook/search", "post", 405),
        ("/codebook/concept/nowhere", "get", 404),
        ("/attempts/0000000000000000/operations", "get", 404),
        ("/attempts/0000000000000000/operations", "delete", 405),
        ("/charts/nowhere/start", "post", 404),
        ("/charts/nowhere/start", "get", 405),
        ("/healthz", "post", 405),
        ("/fhir/R4/nowhere", "get", 404),
        ("/fhir/R4/CodeSystem", "delete", 405),
        ("/fhir/R4/CodeSystem/$lookup", "get", 400),
    ],
)
def test_an_address_that_answers_json_tells_its_errors_in_json(
    client: Client, address: str, method: str, status: int
) -> None:
    answer = getattr(client, method)(address)
    assert answer.status_code == status
    told(answer, "fhir" if "fhir" in address else "api" if "api" in address else "json")


@pytest.mark.parametrize("address", ["/codebook/own/changes", "/charts/quarterly-clinic-visit/start"])
def test_a_form_token_that_is_missing_is_told_in_json_too(address: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(address, b"{}", content_type="application/json")
    assert answer.status_code == 403
    told(answer, "json")


@pytest.mark.parametrize("host", ["evil.example", "a b"])
def test_a_host_that_is_not_ours_is_told_in_the_shape_too(client: Client, host: str) -> None:
    answer = client.get("/api/v1/systems", headers={"host": host})
    assert answer.status_code == 400
    told(answer, "api")


def _broken(kind: str) -> Exception:
    if kind == "mistake":
        return RuntimeError("a mistake of ours")
    error = sqlite3.OperationalError("database or disk is full" if kind == "full" else "database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL if kind == "full" else sqlite3.SQLITE_BUSY
    wrapped = OperationalError(str(error))
    wrapped.__cause__ = error
    return wrapped


@pytest.mark.parametrize(("address", "kind"), [*SHAPES, ("/charts/", "page")])
@pytest.mark.parametrize(("fault", "status"), [("mistake", 500), ("full", 503), ("busy", 503)])
def test_what_breaks_is_told_in_the_shape_of_its_address(
    rf: RequestFactory, address: str, kind: str, fault: str, status: int
) -> None:
    try:
        raise _broken(fault)
    except Exception:  # noqa: BLE001 - as Django catches it
        answer = server_error(rf.get(address))
    assert answer.status_code == status
    if kind == "page":
        assert "<h1>" in answer.content.decode()
    else:
        told(answer, kind)
    if fault == "full":
        assert "disk is full" in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "no room"), Outage.FULL),
        (psycopg.errors.DiskFull("no room"), Outage.FULL),
        (psycopg.errors.AdminShutdown("ended"), Outage.AWAY),
        (psycopg.errors.LockNotAvailable("busy"), Outage.BUSY),
        (psycopg.errors.UniqueViolation("twice"), None),
        (OSError(errno.ENOENT, "not there"), None),
        (ValueError("a mistake"), None),
        (None, None),
    ],
)
def test_what_is_the_grounds_fault_is_told_from_a_mistake(
    error: Exception | None, kind: Outage | None
) -> None:
    assert outage(error) is kind


def test_health_says_in_a_sentence_that_the_disk_is_full(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_asked", {"at": float("-inf"), "full": 0.0})
    assert client.get("/healthz").json()["disk"] == "ok"
    monkeypatch.setattr(health, "_asked", {"at": float("-inf"), "full": 0.0})
    monkeypatch.setattr("codeward.web.outages.ROOM_LEAST", 10**18)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "disk of the home folder is full" in answer.json()["said"]


def _in_our_school(answer: Any) -> None:
    page = answer.content.decode()
    assert '<a class="brand" href="/">' in page
    assert "Alder Street" in page
    assert 'href="/codebook/"' in page


def test_a_fault_is_told_under_the_schools_header_and_asks_nothing_of_the_database(
    rf: RequestFactory, client: Client, django_assert_num_queries: Any
) -> None:
    keep({"school_name": "Alder Street"})
    client.get("/")  # some page has read the name
    with django_assert_num_queries(0):
        try:
            raise ValueError("a mistake")
        except ValueError:
            answer = server_error(rf.get("/charts/"))
    assert answer.status_code == 500
    _in_our_school(answer)


def test_a_body_that_is_too_long_is_told_under_the_schools_header(
    client: Client, django_assert_num_queries: Any
) -> None:
    keep({"school_name": "Alder Street"})
    client.get("/")
    with django_assert_num_queries(0):
        answer = client.post("/account/profile", **{REFUSED: 262_144})
    _in_our_school(answer)
