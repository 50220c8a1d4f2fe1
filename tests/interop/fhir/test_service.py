"""Batches, addresses that are not there, and requests that make no sense: an outcome, never an error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.interop.fhir import handle
from tests.interop.fhir.conftest import BASE, CM, Ask, checked


def entry(url: str, method: str = "GET", resource: object = None) -> dict[str, Any]:
    return {"request": {"method": method, "url": url}, **({"resource": resource} if resource else {})}


def batch(*entries: object) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "batch", "entry": list(entries)}


def test_a_batch_answers_each_and_one_failure_stops_no_other(ask: Ask) -> None:
    body = {"resourceType": "Parameters", "parameter": [{"name": "code", "valueCode": "I10"},
                                                        {"name": "system", "valueUri": CM}]}  # fmt: skip
    answer = ask(
        "",
        batch(
            entry(f"CodeSystem/$lookup?system={CM}&code=E11.9"),
            entry(f"{BASE}/CodeSystem/$lookup?system={CM}&code=E11.99"),
            entry("CodeSystem/$lookup", "POST", body),
            entry("metadata"),
            entry("", "POST", batch()),
            "nonsense",
        ),
    )
    statuses = [row["response"]["status"] for row in answer.resource["entry"]]
    assert statuses == ["200", "404", "200", "200", "400", "400"]
    assert answer.resource["entry"][1]["response"]["outcome"]["issue"][0]["code"] == "not-found"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "", None, 404),
        ("POST", "", {"resourceType": "Bundle", "type": "transaction"}, 400),
        ("POST", "", batch(*[entry("metadata")] * 101), 400),
        ("GET", "Patient/1", None, 404),
        ("GET", "CodeSystem/$everything", None, 404),
        ("GET", "CodeSystem/a/b/c", None, 404),
        ("PUT", "CodeSystem/icd10cm-2026-04-01", None, 405),
        ("POST", "CodeSystem", {"resourceType": "CodeSystem"}, 405),
        ("POST", "CodeSystem/$lookup", {"resourceType": "Patient"}, 400),
        ("POST", "CodeSystem/$lookup", [], 400),
        ("POST", "CodeSystem/$lookup", {"resourceType": "Parameters", "parameter": [{"name": "code"}]}, 400),
        ("POST", "CodeSystem/$lookup", {"resourceType": "Parameters", "parameter": "x"}, 400),
    ],
)
def test_what_makes_no_sense_is_an_outcome(
    ask: Ask, method: str, path: str, body: object, status: int
) -> None:
    answer = ask(path, body, method)
    assert (answer.status, answer.resource["resourceType"]) == (status, "OperationOutcome")


def test_an_address_that_is_none_in_a_batch_is_an_outcome_of_its_entry(ask: Ask) -> None:
    urls = ["http://[::1", "CodeSystem/$lookup?code=E11.9&system=" + CM, "?", "#", "//"]
    entries = [{"request": {"method": "GET", "url": url}} for url in urls]
    answer = ask("", {"resourceType": "Bundle", "type": "batch", "entry": entries}).resource
    assert [row["response"]["status"] for row in answer["entry"]] == ["404", "200", "400", "400", "400"]


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([CM, "E11.9", "Parameters"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["resourceType", "parameter", "name", "valueCode", "valueUri", "valueCoding", "resource", "compose",
             "include", "system", "filter", "concept", "code", "entry", "request", "url", "method", "type"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=15,
)  # fmt: skip
paths = st.sampled_from(
    ["", "metadata", "CodeSystem", "CodeSystem/$lookup", "CodeSystem/$validate-code", "CodeSystem/$subsumes",
     "ValueSet/$expand", "ValueSet/$validate-code", "ConceptMap/$translate", "CodeSystem/_search"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    path=paths,
    body=json_like,
    query=st.lists(
        st.tuples(st.sampled_from(["code", "system", "url", "count", "date", "codeA", "coding", "_format"]),
                  st.sampled_from([CM, "E11.9", "2026-05-01", "-1", "", "\x00", "💊" * 20])),
        max_size=4,
    ),
)  # fmt: skip
def test_any_request_gets_a_lawful_answer(path: str, body: object, query: list[tuple[str, str]]) -> None:
    answer = handle("POST", path, query, body, BASE)
    assert 200 <= answer.status < 500
    checked(answer.resource)


def test_a_batch_of_the_largest_pages_is_not_answered_by_the_megabyte(ask: Ask) -> None:
    """2.6 MB before what is written was counted too."""
    url = f"ValueSet/$expand?url={CM}?fhir_vs&activeOnly=true&count=1000&offset="
    answer = ask("", batch(*[entry(f"{url}{n}") for n in range(100)])).resource
    statuses = [one["response"]["status"] for one in answer["entry"]]
    assert statuses[0] == "200"
    assert statuses[-1] == "422"
    assert len(json.dumps(answer)) < 2_000_000
