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


def is_not_a(*roots: str) -> dict[str, Any]:
    return {"filter": [{"property": "concept", "op": "is-not-a", "value": code} for code in roots]}


def test_filters_are_sums_and_differences_of_what_is_below_codes(ask: Ask) -> None:
    book = books.open("icd10cm")
    whole = codes(ask("ValueSet/$expand", sent(is_a("E11"))).resource)
    parts = [is_a("E11")["filter"][0], *is_not_a("E11.3", "E11.621", "I10")["filter"]]
    answer = ask("ValueSet/$expand", sent({"filter": parts})).resource
    assert codes(answer) == [c for c in whole if not c.startswith("E11.3") and c != "E11.621"]
    assert answer["expansion"]["total"] == len(codes(answer))
    inner = {"filter": [is_a("E11")["filter"][0], is_a("E11.3")["filter"][0], is_a("I10")["filter"][0]]}
    assert codes(ask("ValueSet/$expand", sent(inner)).resource) == []
    picked = {"filter": [{"property": "code", "op": "in", "value": "I10, E11.9,I10,nothing"}]}
    assert codes(ask("ValueSet/$expand", sent(picked)).resource) == ["E11.9", "I10"]
    kinds = {"filter": [*is_a("E11")["filter"], {"property": "kind", "op": "=", "value": "category"}]}
    assert codes(ask("ValueSet/$expand", sent(kinds)).resource) == ["E11"]
    active = ask("ValueSet/$expand", url=ALL, activeOnly="true", count="1").resource
    assert active["expansion"]["total"] == sum(book[code].billable for code in book)


def test_an_entry_of_two_parts_comes_once(ask: Ask) -> None:
    answer = ask("ValueSet/$expand", sent(is_a("E11.6"), is_a("E11"), is_a("E11.62"))).resource
    found = codes(answer)
    assert sorted(found) == sorted(codes(ask("ValueSet/$expand", sent(is_a("E11"))).resource))
    assert len(found) == len(set(found)) == answer["expansion"]["total"]
    assert found[0] == "E11.6"


def test_two_releases_of_a_system_give_each_code_once_and_exclude_each_other(ask: Ask) -> None:
    versions = sorted(release.id.removeprefix("icd10cm-") for release in books.releases("icd10cm"))
    old, new = versions[0], versions[-1]
    assert old != new
    some = {"filter": [{"property": "code", "op": "in", "value": "E11.65,E11.9,I10"}]}
    rows: list[dict[str, Any]] = [{"version": old, **some}, {"version": new, **some}]
    assert codes(ask("ValueSet/$expand", sent(*rows)).resource) == ["E11.65", "E11.9", "I10"]
    assert codes(ask("ValueSet/$expand", sent(rows[0], exclude=[rows[1]])).resource) == []


@pytest.mark.parametrize(
    "typed",
    ["COVID-19", "Non-ST elevation", "(NSTEMI)", "Exposure to X-ray", "Crohn’s disease", "Sjogren", "E119"],
)
def test_punctuation_accents_and_a_missing_dot_hide_nothing(ask: Ask, typed: str) -> None:
    assert ask("ValueSet/$expand", url=ALL, filter=typed).resource["expansion"]["total"] > 0


def test_a_filter_finds_words_that_begin_so_and_a_code_with_its_dot(ask: Ask) -> None:
    assert codes(ask("ValueSet/$expand", url=ALL, filter="E11.62").resource)[0] == "E11.62"
    assert ask("ValueSet/$expand", url=ALL, filter="iabetes").resource["expansion"]["total"] == 0
    assert ask("ValueSet/$expand", url=ALL, filter="--- !").resource["expansion"]["total"] == 0


@pytest.mark.parametrize(
    ("body", "query"),
    [
        (sent(*([{}] * 50)), {}),
        (sent(*({"filter": [{"property": "billable", "op": "=", "value": "true"}]} for _ in range(50))), {}),
        (sent({}, exclude=[{}] * 50), {}),
        (None, {"url": ALL, "filter": " ".join(f"w{n}" for n in range(300))}),
    ],
)
def test_a_value_set_that_costs_too_much_is_refused(
    ask: Ask, body: dict[str, Any] | None, query: dict[str, str]
) -> None:
    answer = ask("ValueSet/$expand", *([body] if body else []), **query)
    assert (answer.status, answer.resource["issue"][0]["code"]) == (422, "too-costly")


def test_many_filters_and_the_same_word_many_times_cost_no_more_than_few(ask: Ask) -> None:
    roots = [code for code in books.open("icd10cm") if len(code) == 3][:100]
    many = ask("ValueSet/$expand", sent(is_not_a(*roots))).resource
    book = books.open("icd10cm")
    assert many["expansion"]["total"] == size() - sum(
        book.file.span_of(book[c].index)[1] - book[c].index for c in roots
    )
    once = ask("ValueSet/$expand", url=ALL, filter="a").resource
    assert (
        ask("ValueSet/$expand", url=ALL, filter="a " * 990).resource["expansion"]["total"]
        == (once["expansion"]["total"])
    )


def test_the_requests_of_a_batch_share_what_one_request_may_cost(ask: Ask) -> None:
    url = f"ValueSet/$expand?url={ALL.replace('?', '%3F')}&filter=fracture&count=1"
    entry = {"request": {"method": "GET", "url": url}}
    answer = ask("", {"resourceType": "Bundle", "type": "batch", "entry": [entry] * 100}).resource
    statuses = [row["response"]["status"] for row in answer["entry"]]
    assert statuses[0] == "200"
    assert statuses[-1] == "422"
    told = answer["entry"][-1]["response"]["outcome"]["issue"][0]
    assert told["code"] == "too-costly"
    assert "Ask for fewer" in told["diagnostics"]


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
