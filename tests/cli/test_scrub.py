"""`codeward scrub`: one claim, many, a table; what is found, what could not be asked, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, validator

VISIT: dict[str, Any] = {
    "id": "v1",
    "kind": "professional",
    "statement": {"start": "2026-05-12", "through": "2026-05-12"},
    "payer": "medicare",
    "place": "11",
    "patient": {"age_years": 71, "sex": "male", "status": "office"},
    "diagnoses": [{"id": "A", "code": "J01.00"}],
    "lines": [{"id": "l1", "code": "99213", "units": 1, "pointers": ["A"], "charge": 14500}],
}
NOT_BILLABLE = {**VISIT, "id": "v2", "diagnoses": [{"id": "A", "code": "J01"}]}


def lines(*claims: object) -> str:
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in claims)


def test_a_claim_without_an_error_is_never_called_clean_where_something_could_not_be_asked(run: Run) -> None:
    done = run("scrub", "-", stdin=json.dumps(VISIT, indent=1))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("professional claim v1, 2026-05-12: nothing found in what was checked\n")
    assert "clean" not in done.out
    assert "\nNot checked:\n" in done.out
    assert "\nChecked: CW-DX by icd10cm-2026-04-01" in done.out


def test_what_is_found_says_why_the_way_out_and_where_it_is_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "claim.json"
    file.write_text(json.dumps(NOT_BILLABLE))
    done = run("scrub", str(file))
    assert done.code == 1
    told = done.out[done.out.index("  CW-DX-001") :].splitlines()[:4]
    assert told[0] == "  CW-DX-001  J01 cannot be billed on this date (line A)"
    assert told[1].startswith("    J01 (Acute sinusitis) is not billable")
    assert told[2].startswith("    do: Give the code that is valid")
    assert told[3] == "    I.B.2"


def test_a_list_that_is_missing_is_named_with_what_installs_it(run: Run) -> None:
    stay = {
        **VISIT,
        "kind": "inpatient",
        "lines": [],
        "discharge_status": "01",
        "diagnoses": [{"code": "I50.23", "poa": "Y"}],
    }
    done = run("scrub", "-", stdin=json.dumps(stay))
    assert "    to check it: codeward codesets install poa-exempt" in done.out


def test_strict_says_by_its_exit_code_that_something_could_not_be_asked(run: Run) -> None:
    assert run("scrub", "-", "--strict", stdin=json.dumps(VISIT)).code == 3
    assert run("scrub", "-", "--strict", stdin=json.dumps(NOT_BILLABLE)).code == 1


def test_json_lines_in_json_lines_out_in_order_and_a_broken_line_costs_no_other(run: Run) -> None:
    broken = {**VISIT, "lines": [{"code": "99213", "units": -1}]}
    done = run(
        "scrub", "-", "--json", stdin=lines(VISIT, "", "{broken", NOT_BILLABLE, broken, '"text"', VISIT)
    )
    rows = [json.loads(line) for line in done.out.splitlines()]
    for row in rows:
        validator("scrub").validate(row)
    assert [row["row"] for row in rows] == [1, 3, 4, 5, 6, 7]
    assert [row["claim"] for row in rows] == ["v1", None, "v2", None, None, "v1"]
    assert [("error" in row) for row in rows] == [False, True, False, True, True, False]
    assert rows[3]["error"]["where"] == "lines[0].units"
    assert rows[3]["error"]["way_out"] == "Give 0 to 99999"
    assert done.code == 2


def test_json_lines_of_which_the_first_is_broken_are_lines_all_the_same(run: Run) -> None:
    done = run("scrub", "-", "--json", stdin=lines("{broken", VISIT))
    assert [json.loads(line)["row"] for line in done.out.splitlines()] == [1, 2]


def test_a_table_is_read_as_claims(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_bytes(
        b"\xef\xbb\xbfclaim,kind,start,part,code,id,pointers,charge_usd\r\n"
        b"c1,professional,2026-05-12,diagnosis,J01,A,,\r\nc1,,,line,99213,l1,A,145.00\r\n"
        b"c2,professional,2026-05-12,diagnosis,J01.00,A,,\r\n"
    )
    done = run("scrub", str(file), "--json")
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert (first["row"], first["claim"], second["row"], second["claim"]) == (2, "c1", 4, "c2")
    assert "CW-DX-001" in [finding["rule"] for finding in first["findings"]]
    assert done.code == 1


def test_the_date_asked_goes_before_the_claims_own(run: Run) -> None:
    new = {**VISIT, "diagnoses": [{"id": "A", "code": "E11.A"}]}  # valid from October 1, 2024
    found = [
        [
            finding["rule"]
            for finding in run("scrub", "-", "--json", *on, stdin=json.dumps(new)).json["findings"]
        ]
        for on in ((), ("--on", "2024-05-12"))
    ]
    assert ["CW-DX-001" in rules for rules in found] == [False, True]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "there is no claim"),
        ("{", "not readable as JSON"),
        ("[]", "a claim is a JSON object"),
        ('{"kind": "professional"}', 'the field "statement" is missing'),
        ("hello, world\n", 'the column "hello" is not known'),
        (b"\xff\xfe{\x00}\x00", "UTF-16"),
        (b'{"kind": "\xff"}', "is not UTF-8"),
    ],
    ids=["nothing", "cut", "list", "fields", "text", "wide", "latin"],
)
def test_what_is_no_claim_is_said_on_one_line_with_the_way_out(
    run: Run, given: str | bytes, said: str
) -> None:
    done = run("scrub", "-", stdin=given)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_a_line_too_long_to_be_a_claim_is_refused_and_the_next_is_read(run: Run) -> None:
    long = json.dumps({**VISIT, "id": "x" * 4_100_000})
    done = run("scrub", "-", "--json", stdin=lines(VISIT, long, VISIT))
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [row["row"] for row in rows] == [1, 2, 3]
    assert "longer than 1000000 characters" in rows[1]["error"]["message"]


def test_a_file_that_is_not_there(run: Run) -> None:
    done = run("scrub", "missing.json")
    assert (done.code, done.err) == (
        2,
        "codeward: missing.json cannot be read: No such file or directory. Check the path.\n",
    )
