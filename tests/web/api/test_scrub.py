"""POST /api/v1/scrub: a claim in, findings out, nothing kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from codeward.claims import read_claim
from codeward.codesets import Shelf
from codeward.edits import scrub
from tests.cli.conftest import validator

ADDRESS = "/api/v1/scrub"
VISIT: dict[str, Any] = {
    "id": "v1",
    "kind": "professional",
    "statement": {"start": "2026-05-12", "through": "2026-05-12"},
    "diagnoses": [{"id": "A", "code": "J01"}],
    "lines": [{"id": "l1", "code": "99213", "units": 1, "pointers": ["A"]}],
}
pytestmark = pytest.mark.django_db  # how often an address asks is counted there


def test_it_says_what_the_edits_say(post: Any) -> None:
    status, said = post(VISIT)
    assert status == 200
    claim = read_claim(VISIT)
    assert said == json.loads(
        json.dumps({"row": 1, "claim": "v1", **scrub(claim, Shelf.on(claim.coded_on)).to_json()})
    )
    assert "CW-DX-001" in [finding["rule"] for finding in said["findings"]]
    validator("scrub").validate(said)


def test_the_date_asked_goes_before_the_claims_own(post: Any) -> None:
    new = {**VISIT, "diagnoses": [{"id": "A", "code": "E11.A"}]}  # valid from October 1, 2024
    found = [
        [finding["rule"] for finding in post(new, query)[1]["findings"]] for query in ("", "?on=2024-05-12")
    ]
    assert ["CW-DX-001" in rules for rules in found] == [False, True]


@pytest.mark.parametrize(
    ("body", "where", "said"),
    [
        ("", "", "not readable as JSON"),
        ("[1]", "", "a claim is a JSON object"),
        (b"\xff\xfe", "", "not readable as JSON"),
        ({**VISIT, "name": "A. Person"}, "name", 'the field "name" is not known'),
        ({**VISIT, "lines": [{"code": "99213", "units": -1}]}, "lines[0].units", "is no number of units"),
        ({**VISIT, "diagnoses": [{"code": "I10"}] * 101}, "diagnoses", "more than 100"),
        ('{"kind": NaN}', "", "NaN is not JSON"),
    ],
    ids=["empty", "list", "bytes", "name", "units", "many", "nan"],
)
def test_what_is_no_claim_is_a_400_that_says_where_and_the_way_out(
    post: Any, body: object, where: str, said: str
) -> None:
    status, told = post(body)
    assert status == 400
    assert said in told["error"]
    assert told["where"] == where
    assert told["way_out"]


def test_a_body_over_a_megabyte_is_not_read(post: Any) -> None:
    status, told = post({**VISIT, "id": "x" * 1_100_000})
    assert status in (400, 413)
    assert told["way_out"]


def test_reading_it_is_no_request(client: Client) -> None:
    assert client.get("/api/v1/scrub").status_code == 405


def test_it_has_a_limit_by_address(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codeward.web.api.claims.CLAIMS", ("claim", 1, 60))
    assert post(VISIT)[0] == 200
    status, said = post(VISIT)
    assert (status, said["way_out"]) == (429, "Wait a minute")
