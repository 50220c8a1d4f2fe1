"""Bad input, by every door: the command line, the API and the page say the same thing, with the way out.

What no claim can be is an error of who reads it, which names the place; what a claim can be but should not is a
finding. Either way nothing is lost: a page comes back with what was typed, a file of many claims is read to its end.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.test import Client

from codeward.cli.main import main
from tests.cli.conftest import validator
from tests.web.scrub.pages import text

pytestmark = pytest.mark.django_db

LINE: dict[str, Any] = {
    "id": "l1",
    "code": "99213",
    "units": 1,
    "date": "2026-05-12",
    "pointers": ["A"],
    "charge": 14500,
}
VISIT: dict[str, Any] = {
    "id": "v1",
    "kind": "professional",
    "payer": "medicare",
    "place": "11",
    "statement": {"start": "2026-05-12", "through": "2026-05-12"},
    "patient": {"age_years": 67, "sex": "female", "status": "office"},
    "diagnoses": [{"id": "A", "code": "J01.00"}],
    "lines": [LINE],
}
DAYS = {"start": "2026-05-05", "through": "2026-05-11"}
STAY: dict[str, Any] = {
    "id": "s1", "kind": "inpatient", "payer": "medicare", "bill_type": "111", "statement": DAYS,
    "patient": {"age_years": 81, "sex": "female"}, "admission": {"date": "2026-05-05"}, "discharge_status": "03",
    "provider": {"payment": "ipps"}, "diagnoses": [{"id": "A", "code": "S72.001A", "poa": "Y"}],
    "procedures": [{"id": "p1", "code": "0SRR019", "date": "2026-05-06"}],
}  # fmt: skip


def visit(**line: Any) -> dict[str, Any]:
    """A visit whose line says something else."""
    return {**VISIT, "lines": [{**LINE, **line}]}


class Case(NamedTuple):
    """A claim, and what is said: `error`, words of the reader's error; or `rules`, of which one must be found."""

    name: str
    claim: dict[str, Any]
    error: str = ""
    rules: tuple[str, ...] = ()


REFUSED = [
    Case("units below zero", visit(units=-1), "is no number of units"),
    Case("units of a billion", visit(units=10**9), "is no number of units"),
    Case("units that are no number", visit(units="many"), "units"),
    Case("five modifiers", visit(modifiers=["25", "59", "76", "77", "91"]), "a line holds 4 modifiers"),
    Case("five pointers", visit(pointers=["A"] * 5), "a line holds 4 pointers"),
    Case("5,000 lines", {**VISIT, "lines": [{"code": "99213"}] * 5_000}, "5000 entries, more than 1000"),
    Case("101 diagnoses", {**VISIT, "diagnoses": [{"code": "I10"}] * 101}, "101 entries, more than 100"),
    Case(
        "days backward",
        {**VISIT, "statement": {"start": "2026-05-12", "through": "2026-05-11"}},
        "ends before",
    ),
    Case("a date that is none", visit(date="2026-02-30"), "date"),
    Case("a name", {**VISIT, "patient": {"name": "Somebody"}}, 'the field "name" is not known'),
    Case(
        "no kind",
        {name: value for name, value in VISIT.items() if name != "kind"},
        'the field "kind" is missing',
    ),
    Case("an id twice", {**VISIT, "lines": [LINE, LINE]}, 'the id "l1" is given twice'),
]
FOUND = [
    Case(
        "PCS on a professional claim",
        {**VISIT, "procedures": [{"id": "p", "code": "0DTJ4ZZ"}]},
        rules=("CW-HC-002",),
    ),
    Case(
        "a code that is not billable",
        {**VISIT, "diagnoses": [{"id": "A", "code": "J01"}]},
        rules=("CW-DX-001",),
    ),
    Case(
        "a code that is none", {**VISIT, "diagnoses": [{"id": "A", "code": "Q99.99"}]}, rules=("CW-DX-001",)
    ),
    Case("units of nothing", visit(units=0), rules=("CW-UN-001",)),
    Case("a unit and a half", visit(units=1.5), rules=("CW-UN-002",)),
    Case("a modifier that is none", visit(modifiers=["ZZ"]), rules=("CW-MX-001",)),
    Case("a pointer to nowhere", visit(pointers=["Z"]), rules=("CW-CM-008",)),
    Case("a day outside the visit", visit(date="2026-05-20"), rules=("CW-CM-004",)),
    Case(
        "a day outside the stay",
        {**STAY, "procedures": [{"id": "p1", "code": "0SRR019", "date": "2026-06-06"}]},
        rules=("CW-CM-004",),
    ),
    Case("no payer", {name: value for name, value in VISIT.items() if name != "payer"}, rules=("CW-CM-001",)),
    Case(
        "more lines than the form",
        {**VISIT, "lines": [{**LINE, "id": f"l{n}"} for n in range(51)]},
        rules=("CW-CM-010",),
    ),
    Case("a CPT number that cannot be", visit(code="9921X"), rules=("CW-HC-001",)),
]


def by_command(
    claim: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, Any]]:
    """The answer of `codeward scrub`, as a line of JSON, in a file with a good claim before and after it."""
    file = tmp_path / "claims.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in (VISIT, claim, VISIT)))
    code = main(["scrub", str(file), "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["row"] for row in rows] == [1, 2, 3]
    assert rows[0]["claim"] == rows[2]["claim"] == "v1"
    validator("scrub").validate(rows[1])
    return code, rows[1]


def by_api(client: Client, claim: dict[str, Any]) -> Any:
    return client.post("/api/v1/scrub", json.dumps(claim), content_type="application/json")


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_no_claim_can_be_is_an_error_with_its_place_and_the_way_out(
    case: Case, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, row = by_command(case.claim, tmp_path, capsys)
    assert code == 2
    assert case.error in row["error"]["message"]
    assert row["error"]["way_out"]
    answer = by_api(client, case.claim)
    assert answer.status_code == 400
    assert answer.json()["error"] == row["error"]["message"]
    assert answer.json()["where"] == row["error"]["where"]
    page = client.post("/scrub", {"json": json.dumps(case.claim)})
    assert page.status_code == 422
    assert page.context["problem"] in text(page)
    assert json.loads(page.context["text"]) == case.claim


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.name)
def test_what_a_claim_should_not_be_is_a_finding_with_the_way_out(
    case: Case, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, row = by_command(case.claim, tmp_path, capsys)
    findings = [one for one in row["findings"] if one["rule"] in case.rules]
    assert findings, [one["rule"] for one in row["findings"]]
    assert code == (1 if any(one["severity"] == "error" for one in row["findings"]) else 0)
    answer = by_api(client, case.claim).json()
    assert answer["findings"] == row["findings"]
    page = text(client.post("/scrub", {"json": json.dumps(case.claim)}))
    for finding in findings:
        assert finding["way_out"]
        assert finding["citation"]
        assert " ".join(finding["what"].split()) in page
        assert " ".join(finding["way_out"].split()) in page


@pytest.mark.parametrize("claim", [VISIT, STAY], ids=["visit", "stay"])
def test_a_list_that_is_not_here_is_said_and_never_taken_for_clean(
    claim: dict[str, Any], client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, row = by_command(claim, tmp_path, capsys)
    missing = {one["list"]: one["command"] for one in row["unchecked"] if one["command"]}
    wanted = "poa-exempt" if claim is STAY else "ncci-mue"
    assert missing[wanted] == f"codeward codesets install {wanted}"
    assert not row["clean"]
    assert "Clean:" not in text(client.post("/scrub", {"json": json.dumps(claim)}))


@pytest.mark.parametrize(
    "claim",
    [
        visit(code="C9507"),
        {**visit(date="2027-05-12"), "statement": {"start": "2027-05-12", "through": "2027-05-12"}},
    ],
    ids=["a number outside our glosses", "after the last day of the edition"],
)
def test_a_code_that_no_edition_here_knows_on_its_day_is_not_checked_and_never_taken_for_valid(
    claim: dict[str, Any], client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, row = by_command(claim, tmp_path, capsys)
    assert [one["why"] for one in row["unchecked"] if one["rule"] == "CW-HC-001"]
    assert not row["clean"]
    assert by_api(client, claim).json()["unchecked"] == row["unchecked"]
    assert "Clean:" not in text(client.post("/scrub", {"json": json.dumps(claim)}))


def test_a_list_that_is_damaged_is_said_by_every_door(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from codeward.codesets import Shelf
    from codeward.errors import BookTruncated

    def broken(*_asked: Any, **_more: Any) -> Any:
        raise BookTruncated(
            "The list is shorter than it says", "Make it again", command="codeward codesets verify"
        )

    monkeypatch.setattr(Shelf, "book", broken)
    monkeypatch.setattr(Shelf, "listed", broken)
    code, row = by_command(VISIT, tmp_path, capsys)
    told = [one["why"] for one in row.get("unchecked", ())] + [row.get("error", {}).get("message", "")]
    assert any("shorter than it says" in one for one in told)
    assert code in (0, 2)
    assert by_api(client, VISIT).status_code in (200, 503)
    page = client.post("/scrub", {"json": json.dumps(VISIT)})
    assert page.status_code in (200, 422)
    assert "Clean:" not in text(page)
