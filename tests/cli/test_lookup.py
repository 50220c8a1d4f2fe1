"""`codeward lookup`, by both of its ways: the fast one and Click's."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.cli.conftest import Run, validator

ON = ("--on", "2026-05-12")


def test_it_prints_the_entry_and_its_instructions(run: Run) -> None:
    done = run("lookup", "e119", *ON)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("E11.9  Type 2 diabetes mellitus without complications\n  code, billable")
    assert "insulin (Z79.4)" in done.out
    assert "\x1b" not in done.out


def test_its_json_is_the_public_shape(run: Run) -> None:
    done = run("lookup", "S72.001B", "nope", "B99", "--json", *ON)
    validator("lookup").validate(done.json)
    assert [(row["asked"], row["found"], row["code"], row["parent"]) for row in done.json] == [
        ("S72.001B", True, "S72.001B", "S72.001"),
        ("nope", False, None, None),
        ("B99", True, "B99", "B99-B99"),
    ]
    assert done.json[0]["release"] == {
        "id": "icd10cm-2026-04-01", "from": "2026-04-01", "to": "2026-09-30", "in_force": True,
    }  # fmt: skip
    assert {i["from"] for i in done.json[0]["instructions"]} >= {"S72.001B", "S72", "19"}


def test_a_code_that_is_not_found_is_exit_code_1_and_the_others_are_answered(run: Run) -> None:
    done = run("lookup", "E11.99", "I10", *ON)
    assert done.code == 1
    assert done.out.startswith("I10  Essential")
    nearest = "E11.9, E11.29, E11.39, E11.49, E11.59, E11.69"
    assert done.err == f'codeward: "E11.99" is not in icd10cm-2026-04-01. Nearest: {nearest}.\n'


def test_a_dash_reads_one_code_a_line(run: Run) -> None:
    done = run("lookup", "-", "--json", *ON, stdin="E11.9\n\n  i10 \r\nnope\n")
    assert done.code == 1
    assert [row["code"] for row in done.json] == ["E11.9", "I10", None]


@pytest.mark.parametrize("raw", [b"\xff\n", b"\x00\n", b"E11.9\x1b[31m\n", b"<b>\n", "مرحبا\n".encode()])
def test_bytes_of_any_kind_on_standard_input_are_answered(run: Run, raw: bytes) -> None:
    done = run("lookup", "-", "--json", *ON, stdin=raw)
    assert done.code == 1
    assert done.json[0]["found"] is False
    assert done.err.count("\n") == 1
    assert done.err.rstrip("\n").isprintable()


def test_a_date_that_no_release_covers_is_said_once_and_changes_no_exit_code(run: Run) -> None:
    done = run("lookup", "E11.9", "I10", "--json", "--on", "2026-10-01")
    assert done.code == 0
    assert [row["release"]["in_force"] for row in done.json] == [False, False]
    assert done.err.count("\n") == 1
    assert "in force from 2026-04-01 to 2026-09-30, not on 2026-10-01" in done.err


def test_strict_refuses_such_a_date(run: Run) -> None:
    done = run("lookup", "E11.9", "--strict", "--on", "2026-10-01")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lookup"], "Missing argument"),
        (["lookup", "--on", "12 May", "E11"], '"12 May" is not a date. Write it as YYYY-MM-DD'),
        (["lookup", "--on", "2026-02-30", "E11"], "is not a date"),
        (["lookup", "--nope", "E11"], "No such option"),
    ],
)
def test_wrong_use_is_exit_code_2_and_one_line(run: Run, arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "codeward lookup --help" in done.err
    assert done.err.count("\n") == 1


def test_both_ways_print_the_same(run: Run) -> None:
    # "--" is not among the plain forms, so Click reads these arguments
    assert run("lookup", "--json", *ON, "--", "E11.9").out == run("lookup", "--json", *ON, "E11.9").out
    assert run("lookup", *ON, "--", "E11.9").out == run("lookup", *ON, "E11.9").out


def test_help_tells_the_options(run: Run) -> None:
    done = run("lookup", "--help")
    assert done.code == 0
    assert all(option in done.out for option in ("--on", "--strict", "--json"))


IMPORTS = """
import sys, json
from codeward.cli.main import main
code = main({arguments!r})
heavy = {{"rich", "pydantic", "numpy", "django", "importlib.metadata"}}
print(json.dumps([code, sorted(heavy & set(sys.modules)), "click" in sys.modules]), file=sys.stderr)
"""


@pytest.mark.parametrize(("dash", "click"), [([], False), (["--"], True)])
def test_json_look_ups_import_nothing_heavy(
    environment: dict[str, str], dash: list[str], click: bool
) -> None:
    program = IMPORTS.format(arguments=["lookup", "--json", "--on", "2026-05-12", *dash, "E11.9"])
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout)[0]["code"] == "E11.9"
    assert json.loads(done.stderr) == [0, [], click]


def test_a_reader_that_goes_away_is_no_traceback(environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "codeward.cli.main", "lookup", "-", *ON],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdin is not None
    process.stdout.close()
    _, err = process.communicate(b"E11.9\nS72\n" * 2000, timeout=60)
    assert (process.returncode, err) == (141, b"")


def test_output_that_cannot_be_encoded_is_escaped(run: Run) -> None:
    done = run("lookup", "S14.141A", *ON, PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert "Brown-S\\xe9quard" in done.out


def test_an_undecodable_argument_is_answered(environment: dict[str, str]) -> None:
    command = [
        os.fsencode(sys.executable),
        b"-m",
        b"codeward.cli.main",
        b"lookup",
        b"--json",
        b"E\xff1",
        b"--on",
    ]
    done = subprocess.run(
        [*command, b"2026-05-12"], capture_output=True, env=environment, check=False, timeout=60
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["found"] is False


def test_a_new_code_says_where_it_stands_and_shows_what_its_parent_says(run: Run) -> None:
    done = run("lookup", "02HM3JZ", "--on", "2026-11-30")
    assert done.code == 1
    assert "since April 1, 2026, but no release at hand has its title. It stands below 02H" in done.err
    assert "codeward codesets install icd10pcs=2026-11-30" in done.err
    assert done.out.startswith("02H  Heart and Great Vessels, Insertion")


def test_a_code_that_ended_says_so(run: Run) -> None:
    done = run("lookup", "30233AZ", "--on", "2026-11-30", "--json")
    assert done.json[0]["validity"] == {
        "valid": False, "list": "valid-codes-2027-03-31", "from": "2015-10-01", "to": "2026-03-31", "successors": [],
    }  # fmt: skip
    assert "30233AZ ended on March 31, 2026" in run("lookup", "30233AZ", "--on", "2026-11-30").out
