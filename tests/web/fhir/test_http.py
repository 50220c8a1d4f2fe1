"""The terminology service over HTTP: types, methods, bodies, limits; no cookie, and no database for a look-up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from codeward.web.limits import Rate

CM = "http://hl7.org/fhir/sid/icd-10-cm"
LOOKUP = "/fhir/R4/CodeSystem/$lookup"


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_get_answers_fhir_json_open_to_other_sites(client: Client) -> None:
    response = client.get(LOOKUP, {"system": CM, "code": "E11.9"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
    assert response.json()["resourceType"] == "Parameters"


@pytest.mark.parametrize("kind", ["application/fhir+json", "application/json"])
def test_a_post_takes_parameters(client: Client, kind: str) -> None:
    rows = [{"name": "code", "valueCode": "E11.9"}, {"name": "system", "valueUri": CM}]
    body: dict[str, Any] = {"resourceType": "Parameters", "parameter": rows}
    response = client.post(LOOKUP, json.dumps(body), content_type=kind)
    assert (response.status_code, response.json()["resourceType"]) == (200, "Parameters")


def test_a_post_takes_a_form(client: Client) -> None:
    form = "code=E11.9&system=http%3A%2F%2Fhl7.org%2Ffhir%2Fsid%2Ficd-10-cm"
    response = client.post(LOOKUP, form, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200


@pytest.mark.django_db
def test_a_batch_is_posted_to_the_base(client: Client) -> None:
    body = {
        "resourceType": "Bundle",
        "type": "batch",
        "entry": [{"request": {"method": "GET", "url": "metadata"}}],
    }
    for address in ("/fhir/R4", "/fhir/R4/"):
        response = client.post(address, json.dumps(body), content_type="application/fhir+json")
        assert response.json()["entry"][0]["response"]["status"] == "200"


@pytest.mark.parametrize(
    ("method", "body", "query", "status"),
    [
        ("get", None, {"_format": "xml"}, 406),
        ("get", None, {"code": "E11.99", "system": CM}, 404),
        ("post", b"{", {}, 400),
        ("post", b"[" * 100_000, {}, 400),
        ("post", b"\xff\xfe", {}, 400),
        ("post", b" " * 2_700_000, {}, 413),
        ("put", b"{}", {}, 405),
        ("delete", None, {}, 405),
    ],
)
def test_what_cannot_be_answered_is_an_outcome(
    client: Client, method: str, body: bytes | None, query: dict[str, str], status: int
) -> None:
    call = getattr(client, method)
    if body is None:
        response = call(LOOKUP, query) if method == "get" else call(LOOKUP)
    else:
        response = call(LOOKUP, body, content_type="application/fhir+json")
    assert response.status_code == status
    assert response.json()["resourceType"] == "OperationOutcome"
    assert ("Allow" in response) == (status == 405)


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/fhir+xml", 406), ("application/xml", 406), ("text/xml", 406), ("application/fhir+turtle", 406),
        ("application/fhir+json", 200), ("application/json", 200), ("*/*", 200),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200),
        ("application/fhir+xml, application/fhir+json;q=0.5", 200),
    ],
)  # fmt: skip
def test_only_json_is_answered_whatever_is_accepted(client: Client, accept: str, status: int) -> None:
    response = client.get(LOOKUP, {"system": CM, "code": "E11.9"}, headers={"accept": accept})
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/fhir+json")
    named = client.get(LOOKUP, {"system": CM, "code": "E11.9", "_format": "json"}, headers={"accept": accept})
    assert named.status_code == 200  # _format stands above the header


@pytest.mark.django_db
def test_an_address_that_expands_without_end_is_told_to_wait(client: Client) -> None:
    ask = {"url": f"{CM}?fhir_vs", "count": "1"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("codeward.web.fhir.views.EXPANSIONS", Rate("fhir-expand", 3, 3600))
        answers = [client.get("/fhir/R4/ValueSet/$expand", ask) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json()["issue"][0]["code"] == "throttled"


def test_a_browser_may_ask_first(client: Client) -> None:
    response = client.options(LOOKUP)
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (204, "*")
