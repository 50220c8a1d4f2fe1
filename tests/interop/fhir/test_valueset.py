"""$expand page by page, and $validate-code of a value set."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from codeward.codesets import books
from tests.interop.fhir.conftest import CM, Ask, values

ALL = f"{CM}?fhir_vs"


@cache
def size() -> int:
    """How many categories, subcategories and codes the newest book holds."""
    kinds = books.open("icd10cm").manifest["counts"]["kinds"]
    return sum(kinds[kind] for kind in ("category", "subcategory", "code"))


def codes(resource: dict[str, Any]) -> list[str]:
    return [row["code"] for row in resource["expansion"].get("contains", [])]


def sent(*include: dict[str, Any], exclude: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    compose: dict[str, Any] = {"include": [{"system": CM, **row} for row in include]}
    if exclude:
        compose["exclude"] = [{"system": CM, **row} for row in exclude]
    resource = {"resourceType": "ValueSet", "status": "active", "compose": compose}
    return {"resourceType": "Parameters", "parameter": [{"name": "valueSet", "resource": resource}]}


def is_a(code: str, op: str = "is-a") -> dict[str, Any]:
    return {"filter": [{"property": "concept", "op": op, "value": code}]}


def test_what_is_below_a_code(ask: Ask) -> None:
    book = books.open("icd10cm")
    answer = ask("ValueSet/$expand", url=f"{ALL}=isa/E11").resource
    wanted = [c for c in book if c == "E11" or "E11" in book[c].ancestors]
    assert codes(answer) == wanted
    assert answer["expansion"]["total"] == len(wanted)
    assert answer["expansion"]["contains"][0]["abstract"] is True


def test_a_whole_system_comes_in_pages(ask: Ask) -> None:
    first = ask("ValueSet/$expand", url=ALL).resource
    assert (first["expansion"]["total"], len(codes(first))) == (size(), 1000)
    second = ask("ValueSet/$expand", url=ALL, count="3", offset="999").resource
    assert codes(second)[0] == codes(first)[999]
    assert len(codes(second)) == 3
    assert codes(ask("ValueSet/$expand", url=ALL, count="0").resource) == []
    assert len(codes(ask("ValueSet/$expand", url=ALL, count="999999").resource)) == 1000


def test_the_words_typed_filter(ask: Ask) -> None:
    found = codes(ask("ValueSet/$expand", url=ALL, filter="type 2 diab foot", activeOnly="true").resource)
    assert found == ["E11.621"]


def test_filters_lists_and_exclusions_of_a_sent_value_set(ask: Ask) -> None:
    whole = codes(ask("ValueSet/$expand", sent(is_a("E11.6"))).resource)
    below = codes(ask("ValueSet/$expand", sent(is_a("E11.6", "descendent-of"))).resource)
    assert whole == ["E11.6", *below]
    without = codes(ask("ValueSet/$expand", sent(is_a("E11.6"), exclude=[is_a("E11.62")])).resource)
    assert without == [code for code in whole if not code.startswith("E11.62")]
    listed = {"concept": [{"code": "I10"}, {"code": "E11.9"}, {"code": "nothing"}, {"code": "I10"}]}
    assert codes(ask("ValueSet/$expand", sent(listed)).resource) == ["I10", "E11.9"]
    assert codes(ask("ValueSet/$expand", sent(listed, is_a("E11.9"))).resource) == ["I10", "E11.9"]
    billable = {"filter": [*is_a("E11.6")["filter"], {"property": "billable", "op": "=", "value": "true"}]}
    book = books.open("icd10cm")
    assert codes(ask("ValueSet/$expand", sent(billable)).resource) == [c for c in whole if book[c].billable]


@pytest.mark.parametrize(
    ("query", "status", "issue"),
    [
        ({}, 400, "required"),
        ({"url": "http://example.org/mine"}, 404, "not-found"),
        ({"url": f"{ALL}=isa/E11.99"}, 404, "not-found"),
        ({"url": f"{ALL}=refset/E11"}, 404, "not-found"),
        ({"url": ALL, "count": "-1"}, 400, "invalid"),
        ({"url": ALL, "count": "many"}, 400, "invalid"),
        ({"url": ALL, "activeOnly": "perhaps"}, 400, "invalid"),
        ({"url": ALL, "colour": "red"}, 400, "not-supported"),
    ],
)
def test_what_cannot_be_expanded_is_an_outcome(
    ask: Ask, query: dict[str, str], status: int, issue: str
) -> None:
    answer = ask("ValueSet/$expand", **query)
    assert (answer.status, answer.resource["issue"][0]["code"]) == (status, issue)


@pytest.mark.parametrize(
    "include",
    [
        {"filter": [{"property": "display", "op": "regex", "value": "(a+)+$"}]},
        {"valueSet": ["http://example.org/other"]},
        {"concept": [{"code": "I10"}], **is_a("E11")},
        {"filter": [{"property": "concept", "op": "is-a"}]},
        {"filter": ["x"]},
        {"concept": [{}]},
    ],
)
def test_parts_that_are_not_supported_say_so(ask: Ask, include: dict[str, Any]) -> None:
    answer = ask("ValueSet/$expand", sent(include))
    assert answer.status in (400, 422)


def test_whether_a_code_is_in_a_value_set(ask: Ask) -> None:
    below = f"{ALL}=isa/E11"
    assert (
        values(ask("ValueSet/$validate-code", url=below, system=CM, code="E11.9").resource)["result"] is True
    )
    assert (
        values(ask("ValueSet/$validate-code", url=below, system=CM, code="E10.9").resource)["result"] is False
    )
    assert values(ask("ValueSet/icd10cm/$validate-code", code="E10.9").resource)["result"] is True
    wrong = ask("ValueSet/$validate-code", url=below, system=CM, code="E11.9", display="Gout")
    assert values(wrong.resource)["result"] is False


def test_value_sets_are_listed_and_read(ask: Ask) -> None:
    assert "icd10cm" in [entry["resource"]["id"] for entry in ask("ValueSet").resource["entry"]]
    assert ask("ValueSet/icd10cm").resource["url"] == ALL
    assert ask("ValueSet/icd10cm/$expand", count="1").resource["expansion"]["total"] == size()
