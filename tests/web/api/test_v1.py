"""The JSON API: the shapes of the command line over HTTP, errors with a way out, OpenAPI that tells the truth."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from codeward.web.api.v1 import api
from codeward.web.conf.wsgi import application

ON = "2026-05-12"


@pytest.fixture
def get(client: Client) -> Any:
    def call(path: str, **query: str) -> tuple[int, dict[str, Any]]:
        response = client.get(f"/api/v1/{path}", query)
        assert response["Content-Type"].startswith("application/json")
        return response.status_code, response.json()

    return call


def test_a_code_is_looked_up(get: Any) -> None:
    status, said = get("lookup/E11.9", on=ON)
    assert (status, said["code"], said["billable"]) == (200, "E11.9", True)
    assert said["release"] == {
        "id": "icd10cm-2026-04-01",
        "from": "2026-04-01",
        "to": "2026-09-30",
        "in_force": True,
    }
    assert any(row["kind"] == "use_additional" for row in said["instructions"])


def test_the_code_tells_the_system(get: Any) -> None:
    status, said = get("lookup/99213")
    assert (status, said["system"], said["gloss"]) == (200, "cpt", True)
    status, said = get("lookup/J1885")
    assert (status, said["system"]) == (200, "hcpcs")


def test_a_code_is_validated(get: Any) -> None:
    _, said = get("validate/E11", on=ON)
    assert (said["valid"], said["reason"], said["system"]) == (False, "needs_more_characters", "icd10cm")
    _, said = get("validate/E11.9", on="2030-01-01")
    assert (said["reason"], said["release"]["in_force"]) == ("not_in_force", False)


def test_words_are_found(get: Any) -> None:
    _, said = get("search", q="type 2 diabetes with foot ulcer", on=ON, limit="3")
    assert said["hits"][0]["code"] == "E11.621"
    assert len(said["hits"]) <= 3
    _, said = get("search", q="blorptangle")
    assert said["hits"] == []


def test_every_book_is_searched_at_once(get: Any) -> None:
    _, said = get("search", q="laparoscopic appendectomy", system="all", limit="5")
    assert {row["system"] for row in said["systems"]} == {"icd10cm", "icd10pcs", "hcpcs", "cpt"}
    assert {"0DTJ4ZZ", "44970"} <= {hit["code"] for hit in said["hits"]}


def test_every_book_is_browsed_from_the_top(get: Any) -> None:
    for system, first in (("icd10cm", "1"), ("icd10pcs", "0")):
        _, said = get(f"browse/{system}", on=ON)
        assert said["entries"][0]["code"] == first
    for system in ("hcpcs", "cpt"):
        _, said = get(f"browse/{system}")
        assert said["entries"][0]["children"] > 0
    _, said = get("browse/icd10cm", below="E11", on=ON)
    assert said["ancestors"] == ["E08-E13", "4"]
    assert "E11.9" in [entry["code"] for entry in said["entries"]]


@pytest.mark.django_db  # the limit is counted there
def test_two_releases_are_compared(get: Any) -> None:
    _, said = get("diff", a="icd10cm-2023-10-01-titles", b="icd10cm-2026-04-01", limit="3")
    assert len(said["added"]) == 3
    assert said["counts"]["added"] > 300
    status, said = get("diff", a="icd10cm-1999-01-01", b="icd10cm-2026-04-01")
    assert status == 404
    assert "icd10cm-1999-01-01" in said["error"]


def test_the_index_is_asked(get: Any) -> None:
    _, said = get("index", q="fracture femur neck left", on=ON)
    assert said["entries"][0]["path"]
    assert said["entries"][0]["source"] in ("derived", "official")


def test_a_code_is_mapped(get: Any) -> None:
    _, said = get("map/E11.22", to="hcc")
    assert [row["code"] for row in said["results"]] == ["37"]
    _, said = get("map")
    assert "icd9" in [row["id"] for row in said["crosswalks"]]


@pytest.mark.parametrize(
    ("path", "query", "status", "said"),
    [
        ("lookup/E11.99", {}, 404, "E11.9"),
        ("lookup/E11.9", {"system": "snomed"}, 400, "icd10cm"),
        ("lookup/E11.9", {"on": "yesterday"}, 400, "on"),
        ("search", {"q": "x", "limit": "0"}, 400, "limit"),
        ("search", {}, 400, "q"),
        ("map/E11.9", {"to": "nothing"}, 400, "nothing"),
        ("map/E11.99", {"to": "icd9"}, 404, "E11.99"),
    ],
)
def test_what_cannot_be_answered_says_why(
    get: Any, path: str, query: dict[str, str], status: int, said: str
) -> None:
    found, body = get(path, **query)
    assert found == status
    assert said in f"{body['error']} {body['way_out']} {body['suggestions']}"


# Read from the description itself: a request at import time would have no database.
schema = schemathesis.openapi.from_dict(
    json.loads(json.dumps(api.get_openapi_schema(), cls=DjangoJSONEncoder))
)
schema.app = application


@pytest.mark.django_db  # a request looks after connections that tests before this one opened
@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_that_the_description_allows_breaks_it(case: schemathesis.Case[Any]) -> None:
    answer = case.call_and_validate(checks=[not_a_server_error])
    assert answer.status_code < 500
    assert isinstance(answer.json(), dict)


@pytest.mark.django_db  # the limit is counted there
def test_comparing_releases_has_a_limit_by_address(get: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codeward.web.api.v1.COMPARISONS", ("diff", 1, 600))
    asked = {"a": "icd10cm-2023-10-01-titles", "b": "icd10cm-2026-04-01", "limit": "3"}
    assert get("diff", **asked)[0] == 200
    status, said = get("diff", **asked)
    assert (status, said["way_out"]) == (429, "Wait ten minutes")
