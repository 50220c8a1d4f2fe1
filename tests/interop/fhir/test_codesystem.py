"""$lookup, $validate-code, $subsumes and CodeSystem itself."""

from __future__ import annotations

import pytest

from tests.interop.fhir.conftest import CM, Ask, properties, values

ON = "2026-05-12"


def test_a_code_is_looked_up(ask: Ask) -> None:
    answer = ask("CodeSystem/$lookup", system=CM, code="E11.9", date=ON)
    assert answer.status == 200
    said = values(answer.resource)
    assert (said["name"], said["version"]) == ("ICD-10-CM", "2026-04-01")
    assert said["display"] == "Type 2 diabetes mellitus without complications"
    found = properties(answer.resource)
    assert (found["parent"], found["billable"], found["inForce"]) == (["E11"], [True], [True])
    assert any("hypoglycemic drugs" in text for text in found["use_additional"])


def test_only_the_properties_asked_for_come(ask: Ask) -> None:
    answer = ask("CodeSystem/$lookup", None, "GET", system=CM, code="E11", property="child", date=ON)
    found = properties(answer.resource)
    assert set(found) == {"child"}
    assert "E11.9" in found["child"]


def test_by_coding_in_a_post(ask: Ask) -> None:
    body = {
        "resourceType": "Parameters",
        "parameter": [{"name": "coding", "valueCoding": {"system": CM, "code": "e119"}}],
    }
    assert values(ask("CodeSystem/$lookup", body).resource)["display"].startswith("Type 2 diabetes")


def test_a_date_no_release_covers_says_so(ask: Ask) -> None:
    assert properties(ask("CodeSystem/$lookup", system=CM, code="I10", date="2030-01-01").resource)[
        "inForce"
    ] == [False]
    said = values(ask("CodeSystem/$validate-code", url=CM, code="I10", date="2030-01-01").resource)
    assert "icd10cm-2026-04-01" in said["message"]


@pytest.mark.parametrize(
    ("query", "status", "issue"),
    [
        ({"system": CM, "code": "E11.99"}, 404, "not-found"),
        ({"system": CM, "code": "4"}, 404, "not-found"),  # a chapter is no code of the system
        ({"system": CM, "code": "E08-E13"}, 404, "not-found"),
        ({"system": "http://snomed.info/sct", "code": "1"}, 404, "not-found"),
        ({"system": CM, "code": "E11", "version": "1999"}, 404, "not-found"),
        ({"system": CM}, 400, "required"),
        ({"code": "E11"}, 400, "required"),
        ({"system": CM, "code": "E11", "colour": "red"}, 400, "not-supported"),
        ({"system": CM, "code": "E11", "date": "yesterday"}, 400, "invalid"),
        ({"system": CM, "code": " "}, 400, "invalid"),
    ],
)
def test_what_cannot_be_looked_up_is_an_outcome(
    ask: Ask, query: dict[str, str], status: int, issue: str
) -> None:
    answer = ask("CodeSystem/$lookup", **query)
    assert answer.status == status
    assert answer.resource["resourceType"] == "OperationOutcome"
    assert answer.resource["issue"][0]["code"] == issue


@pytest.mark.parametrize(
    ("query", "result", "said"),
    [
        ({"code": "E11.9"}, True, "is billable"),
        ({"code": "E11"}, True, "needs a 4th character"),
        ({"code": "E11.99"}, False, "does not exist"),
        ({"code": "E11.9", "display": "type 2 diabetes mellitus without complications"}, True, "is billable"),
        ({"code": "E11.9", "display": "Gout"}, False, "is called Type 2 diabetes"),
    ],
)
def test_a_code_is_validated(ask: Ask, query: dict[str, str], result: bool, said: str) -> None:
    answer = values(ask("CodeSystem/$validate-code", url=CM, date=ON, **query).resource)
    assert answer["result"] is result
    assert said in answer["message"]


def test_one_right_coding_of_a_concept_is_enough(ask: Ask) -> None:
    codings = [{"system": CM, "code": "E11.99"}, {"system": CM, "code": "E11.9"}]
    body = {
        "resourceType": "Parameters",
        "parameter": [{"name": "codeableConcept", "valueCodeableConcept": {"coding": codings}}],
    }
    assert values(ask("CodeSystem/$validate-code", body).resource)["result"] is True


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("url", [{}, {"url": CM}])
def test_a_coding_of_a_foreign_system_is_beside_the_question(
    ask: Ask, order: int, url: dict[str, str]
) -> None:
    codings = [{"system": "http://snomed.info/sct", "code": "44054006"}, {"system": CM, "code": "E11.9"}]
    body = {
        "resourceType": "Parameters",
        "parameter": [
            *({"name": name, "valueUri": value} for name, value in url.items()),
            {"name": "codeableConcept", "valueCodeableConcept": {"coding": codings[::order]}},
        ],
    }
    assert values(ask("CodeSystem/$validate-code", body).resource)["result"] is True
    only_foreign = {
        "resourceType": "Parameters",
        "parameter": [{"name": "codeableConcept", "valueCodeableConcept": {"coding": codings[:1]}}],
    }
    assert ask("CodeSystem/$validate-code", only_foreign).status == 404


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("CodeSystem/$validate-code", {"url": CM, "code": "T81.4XXA", "date": "2016-05-12"}),
        ("CodeSystem/$validate-code", {"url": CM, "code": "E11.A9", "date": "2016-05-12"}),
        ("CodeSystem/$validate-code", {"url": CM, "code": "E11.9", "display": "Gout", "date": "2016-05-12"}),
        (
            "ValueSet/$validate-code",
            {"url": f"{CM}?fhir_vs", "system": CM, "code": "E11.A9", "date": "2016-05-12"},
        ),
        (
            "ValueSet/$validate-code",
            {"url": f"{CM}?fhir_vs", "system": CM, "code": "E11.9", "date": "2016-05-12"},
        ),
    ],
)
def test_yes_and_no_say_that_no_release_covers_the_date(ask: Ask, path: str, query: dict[str, str]) -> None:
    told = str(values(ask(path, **query).resource)["message"])
    assert "not in force on the date" in told
    assert "icd10cm=2016-05-12" in told


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("E11", "E11.9", "subsumes"),
        ("E11.9", "E11", "subsumed-by"),
        ("E11.9", "e119", "equivalent"),
        ("E11.9", "E10.9", "not-subsumed"),
        ("S72.0", "S72.001A", "subsumes"),
    ],
)
def test_what_subsumes_what(ask: Ask, a: str, b: str, outcome: str) -> None:
    answer = ask("CodeSystem/$subsumes", system=CM, codeA=a, codeB=b)
    assert values(answer.resource) == {"outcome": outcome}


def test_the_code_systems_are_listed_and_read(ask: Ask) -> None:
    bundle = ask("CodeSystem").resource
    rows = [entry["resource"] for entry in bundle["entry"]]
    assert {"icd10cm-2026-04-01", "icd10pcs-2023-10-01"} <= {row["id"] for row in rows}
    assert ask("CodeSystem/icd10cm-2026-04-01").resource["url"] == CM
    assert ask("CodeSystem", url=CM, version="2026-04-01").resource["total"] == 1
    assert ask("CodeSystem/nothing").status == 404
    said = values(ask("CodeSystem/icd10cm-2026-04-01/$validate-code", code="E11.9").resource)
    assert said["result"] is True


def test_what_the_server_can_do(ask: Ask) -> None:
    statement = ask("metadata").resource
    assert statement["fhirVersion"] == "4.0.1"
    capabilities = ask("metadata", mode="terminology").resource
    assert CM in [row["uri"] for row in capabilities["codeSystem"]]


def test_a_code_of_another_time_is_valid_on_its_days(ask: Ask) -> None:
    asked = {"url": CM, "code": "T81.4XXA"}
    then = values(ask("CodeSystem/$validate-code", **asked, date="2016-05-12").resource)
    assert then["result"] is True
    assert "no release at hand has its title" in str(then["message"])
    now = values(ask("CodeSystem/$validate-code", **asked, date="2026-11-30").resource)
    assert now["result"] is False
    assert "ended on September 30, 2018" in str(now["message"])


def test_a_look_up_says_from_when_to_when_a_code_is_valid(ask: Ask) -> None:
    found = properties(ask("CodeSystem/$lookup", system=CM, code="G35", date="2026-11-30").resource)
    assert (found["valid"], found["validFrom"], found["validTo"]) == ([False], ["2015-10-01"], ["2025-09-30"])
    assert found["successor"][0] == "G35.A"
    assert found["validityList"] == ["valid-codes-2027-03-31"]
    new = ask("CodeSystem/$lookup", system=CM, code="T81.4XXA", date="2016-05-12")
    assert values(new.resource)["display"] == "T81.4XXA"
