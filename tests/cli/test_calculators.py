"""The calculators on the command line: what they print fits its schema, and mistakes are one line."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run, validator

ON = ("--on", "2026-05-12")
VISIT = (
    "em",
    "--category",
    "office",
    "--established",
    "--problem",
    "stable_chronic:2",
    "--risk",
    "prescription_drug",
)


def test_units_prints_lines_and_reasons(run: Run) -> None:
    done = run("units", "j1885", "--per", "15 mg", "--dose", "40 mg", "--vial", "60 mg", *ON)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "J1885  × 3"
    assert done.out.splitlines()[1] == "J1885  JW  × 1"
    assert "ch. 17 §40" in done.out


def test_units_as_json(run: Run) -> None:
    done = run(
        "units", "J1885", "--per", "15 mg", "--dose", "1 ml", "--strength", "30 mg/ml", "--vial", "15 mg",
        "--vial", "30 mg", "--single", "--payer", "medicare", "--json", *ON,
    )  # fmt: skip
    validator("units").validate(done.json)
    assert done.json["result"]["lines"] == [{"code": "J1885", "modifiers": ["JZ"], "units": 2}]
    multi = run("units", "J1885", "--per", "15 mg", "--dose", "40 mg", "--multi", "--json", *ON)
    validator("units").validate(multi.json)
    assert multi.json["result"]["lines"] == [{"code": "J1885", "modifiers": [], "units": 3}]
    packaged = run(
        "units", "J1885", "--per", "15 mg", "--dose", "40 mg", "--vial", "60 mg", "--packaged", "--json"
    )
    assert packaged.json["result"]["lines"][0]["modifiers"] == []


def test_em_prints_the_code_and_its_elements(run: Run) -> None:
    done = run(*VISIT, *ON)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "99214"
    assert "● problems: moderate." in done.out
    assert "○ data: minimal." in done.out


def test_em_counts_the_data(run: Run) -> None:
    done = run(
        "em", "--category", "emergency", "--problem", "threat", "--test", "80053", "--test", "71046", "--interpreted",
        "71046", "--reported", "93010", "--note", "Clinic A", "--historian", "--discussion", "--json", *ON,
    )  # fmt: skip
    validator("em").validate(done.json)
    data = done.json["result"]["elements"][1]
    assert (done.json["result"]["code"], data["level"]) == ("99285", "extensive")
    assert "93010 is reported separately" in data["reason"]


def test_em_counts_a_laboratory_result_that_is_reported_too(run: Run) -> None:
    """CPT E/M guidelines: only a professional interpretation that is reported separately takes the credit away."""
    done = run(*VISIT[:3], "--established", "--problem", "low", "--risk", "prescription_drug", "--reported", "85025",
               "--reported", "80053", "--test", "84443", "--json", *ON)  # fmt: skip
    assert (done.json["result"]["code"], done.json["result"]["elements"][1]["level"]) == ("99214", "moderate")


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        ("99223-AI", "hospital --initial --minutes 80 --principal-physician"),
        ("99233-FS", "hospital --subsequent --minutes 60 --split-shared --minutes-by-other 20"),
        ("99350 G0318", "home --established --minutes 75 --minutes-other-days 35"),
        ("99214", "office --established --minutes 45 --minutes-reported 10"),
    ],
)
def test_em_takes_what_medicare_asks_besides(run: Run, lines: str, options: str) -> None:
    done = run("em", "--category", *options.split(), "--payer", "medicare", "--json", *ON)
    validator("em").validate(done.json)
    found = done.json["result"]["lines"]
    assert " ".join("-".join([line["code"], *line["modifiers"]]) for line in found) == lines


def test_em_asks_medicares_hours_of_a_stay_of_one_date(run: Run) -> None:
    done = run(
        "em", "--category", "same_day", "--problem", "high", "--risk", "high", "--payer", "medicare", *ON
    )
    assert (done.code, done.out) == (2, "")
    assert "hours: how long did the stay last?" in done.err


def test_em_reads_what_it_printed(run: Run) -> None:
    printed = run(*VISIT, "--code", "99214", "--json", *ON).json
    validator("em").validate(printed)
    again = run("em", "-", stdin=json.dumps(printed["inputs"]))
    assert (again.code, again.json) == (0, printed)


def test_em_says_by_its_exit_code_whether_the_asked_code_agrees(run: Run) -> None:
    done = run(*VISIT, "--code", "99213", *ON)
    assert (done.code, done.out.splitlines()[:2]) == (1, ["99214", "  not 99213"])
    nothing = run("em", "--category", "office", "--new", "--minutes", "5", "--json", *ON)
    validator("em").validate(nothing.json)
    assert (nothing.code, nothing.json["result"]["code"]) == (1, None)


def test_em_takes_the_other_options(run: Run) -> None:
    for code, *options in (
        ("99223", "hospital", "--initial", "--minutes", "80"),
        ("99233", "hospital", "--subsequent", "--minutes", "55"),
        (
            "99222",
            "same_day",
            "--hours",
            "6",
            "--problem",
            "moderate",
            "--data",
            "moderate",
            "--payer",
            "medicare",
        ),
        ("99244", "consultation", "--setting", "office", "--minutes", "40"),
        ("99396", "preventive", "--last-seen", "2025-01-01", "--age", "50"),
        ("99281", "emergency", "--staff-only"),
    ):
        done = run("em", "--category", *options, "--json", *ON)
        validator("em").validate(done.json)
        assert (done.code, done.json["result"]["code"]) == (0, code)


def test_anesthesia_prints_units_and_amount(run: Run) -> None:
    done = run(
        "anesthesia", "00790", "--base", "7", "--minutes", "95", "--factor", "20.50", "--concurrent", "3"
    )
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:2] == ["00790  QK  95 minutes", "13.3 units  136.33"]


def test_anesthesia_as_json(run: Run) -> None:
    case = ("anesthesia", "00790", "--base", "7", "--minutes", "95", "--json")
    for result, *options in (
        (
            ["AA", "P3"],
            "--payer",
            "other",
            "--status",
            "p3",
            "--circumstance",
            "99140",
            "--time-rule",
            "whole",
        ),
        (["AA"], "--payer", "other", "--minutes-per-unit", "10"),
        (["QX", "QS"], "--role", "anesthetist", "--directed", "--monitored"),
        (["AD"], "--concurrent", "6", "--at-induction"),
    ):
        done = run(*case, *options)
        validator("anesthesia").validate(done.json)
        assert (done.code, done.json["result"]["lines"][0]["modifiers"]) == (0, result)
    missing = run(*case, "--concurrent", "2", "--step", "exam")
    validator("anesthesia").validate(missing.json)
    assert (missing.code, missing.json["result"]["modifier"]) == (1, None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("em", "--category", "office", "--new", "--code", "99241"), "99241 was deleted on 2023-01-01"),
        (("em",), "--category is missing"),
        (("em", "--category", "office"), "patient: is the patient new or established?"),
        (("em", "--category", "office", "--new", "--problem", "minor:x"), "KIND:COUNT"),
        (("em", "--category", "office", "--new", "--last-seen", "x"), "YYYY-MM-DD"),
        (("em", "--category", "office", "--new", "--data", "limited", "--historian"), "either as a level"),
        (("em", "-", "--new"), "either as JSON or by options"),
        (("em", "-"), "encounter: is not JSON"),
        (("em", "no-such-file.json"), "no-such-file.json cannot be read"),
        (("units", "J1885", "--dose", "40", "--per", "15 mg"), "dose: "),
        (("units", "J1885", "--dose", "40 mg", "--per", "15 mg"), "vial: "),
        (("units", "J1885"), "--dose"),
        (("anesthesia", "00790", "--base", "x", "--minutes", "5"), "is not a number"),
        (("anesthesia", "00790", "--base", "7"), "minutes: "),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(run: Run, arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments, stdin="{")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert words in done.err


NINES = "9" * 3000


@pytest.mark.parametrize(
    "arguments",
    [
        ("units", "J1885", "--dose", f"{NINES} mg", "--vial", "30 mg"),
        ("units", "J1885", "--dose", "0.0000001e-99999999 mg", "--vial", "30 mg"),
        ("units", "J1885", "--dose", "40 mg", "--vial", "30 mg", "--strength", f"{NINES} mg/ml"),
        ("anesthesia", "00790", "--base", "0.0000001e-99999999", "--minutes", "95"),
        ("anesthesia", "00790", "--base", "7", "--minutes", NINES),
        (
            "anesthesia",
            "00790",
            "--base",
            "7",
            "--minutes",
            "95",
            "--payer",
            "other",
            "--minutes-per-unit",
            NINES,
        ),
        ("anesthesia", "00790", "--base", "7", "--minutes", "95", "--concurrent", f"-{NINES}"),
        ("em", "--category", "office", "--new", "--minutes", NINES),
        ("em", "--category", "office", "--new", "--problem", f"minor:{NINES}"),
        ("em", "--category", "same_day", "--problem", "high", "--risk", "high", "--hours", "1e-300"),
        ("raf", "I10", "--age", NINES, "--sex", "F"),
        ("raf", "I10", "--age", "70", "--sex", "F", "--year", NINES),
    ],
)
def test_a_number_without_measure_is_refused_in_few_words(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert len(done.err) < 400


@pytest.mark.parametrize(
    "more", [f'"minutes": {NINES}', f'"problems": [{{"kind": "minor", "count": {NINES}}}]', '"hours": 1e308']
)
def test_a_number_without_measure_in_json_is_refused_in_few_words(run: Run, more: str) -> None:
    done = run("em", "-", stdin=f'{{"category": "same_day", "on": "2026-05-12", {more}}}')
    assert (done.code, done.out) == (2, "")
    assert len(done.err) < 400
