"""$translate over every crosswalk."""

from __future__ import annotations

from typing import Any

import pytest

from codeward import crosswalks
from tests.interop.fhir.conftest import CM, Ask, values

ICD9 = "http://hl7.org/fhir/sid/icd-9-cm"


def matches(resource: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return (equivalence, code) of each match."""
    out = []
    for row in resource["parameter"]:
        if row["name"] == "match":
            parts = {part["name"]: part for part in row["part"]}
            concept = parts.get("concept", {}).get("valueCoding", {})
            out.append((parts["equivalence"]["valueCode"], concept.get("code")))
    return out


def test_a_code_is_translated_to_icd9(ask: Ask) -> None:
    answer = ask("ConceptMap/$translate", system=CM, code="E11.9", targetsystem=ICD9).resource
    assert values(answer)["result"] is True
    assert matches(answer) == [("inexact", "250.00")]


def test_a_map_is_named_by_its_url_and_read_backwards(ask: Ask) -> None:
    query = {"url": "urn:codeward:conceptmap:hcc", "system": CM, "code": "E11.22"}
    assert matches(ask("ConceptMap/$translate", **query).resource) == [("wider", "37")]
    assert matches(ask("ConceptMap/hcc/$translate", system=CM, code="E11.22").resource) == [("wider", "37")]
    hcc = ask("ConceptMap/hcc").resource["targetUri"]
    back = ask(
        "ConceptMap/$translate", url="urn:codeward:conceptmap:hcc", system=hcc, code="37", reverse="true"
    )
    assert ("narrower", "E11.22") in matches(back.resource)


def test_a_code_that_stands_for_no_claim_says_so(ask: Ask) -> None:
    query = {"system": ICD9, "code": "V45.89", "targetsystem": CM}
    answer = ask("ConceptMap/$translate", **query, date="2026-05-12").resource
    assert values(answer)["message"] == "Not billable on 2026-05-12: Z98.89."
    (match,) = [row for row in answer["parameter"] if row["name"] == "match"]
    coding = next(part for part in match["part"] if part["name"] == "concept")["valueCoding"]
    assert coding["code"] == "Z98.89"
    assert coding["extension"] == [{"url": "urn:codeward:billable", "valueBoolean": False}]
    before = ask("ConceptMap/$translate", **query, date="2015-11-12").resource  # it was a code then
    assert "extension" not in str(before)
    assert "message" not in values(before)
    good = ask("ConceptMap/$translate", system=ICD9, code="250.00", targetsystem=CM).resource
    assert "extension" not in str(good)


def test_what_does_not_translate_says_so(ask: Ask) -> None:
    none = ask("ConceptMap/$translate", url="urn:codeward:conceptmap:hcc", system=CM, code="I10").resource
    assert (values(none)["result"], matches(none)) == (False, [])
    unknown = ask("ConceptMap/$translate", system=CM, code="E11.99", targetsystem=ICD9).resource
    assert values(unknown)["result"] is False
    assert "E11.99" in values(unknown)["message"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"system": "http://snomed.info/sct", "code": "1"}, 404),
        ({"system": CM, "code": "E11.9", "url": "urn:codeward:conceptmap:nothing"}, 404),
        ({"system": CM, "code": "E11.9", "targetsystem": "http://snomed.info/sct"}, 404),
        ({"system": CM}, 400),
        ({"system": CM, "code": "E11.9", "dependency": "x"}, 400),
    ],
)
def test_what_cannot_be_translated_is_an_outcome(ask: Ask, query: dict[str, str], status: int) -> None:
    assert ask("ConceptMap/$translate", **query).status == status


def test_every_crosswalk_is_a_concept_map(ask: Ask) -> None:
    rows = [entry["resource"]["id"] for entry in ask("ConceptMap").resource["entry"]]
    assert rows == list(crosswalks.names())
