"""CMS's own file beside the edits: read here in a few lines, and asked through the installed list."""

from __future__ import annotations

import csv
import lzma
import random
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Shelf, cpt, modifiers
from codeward.codesets.install.installer import install_path
from codeward.edits.indicators import indicators_of
from tests.edits.making import claim, scrubbed

pytestmark = pytest.mark.shared

DAY = date(2024, 8, 1)
# Column of the file, and the values with which the modifier is wrong, whatever else the line says.
WRONG = {
    "26": ("pctc_ind", "0234579", "CW-MX-006"),
    "TC": ("pctc_ind", "023456789", "CW-MX-007"),
    "50": ("bilat_surg", "029", "CW-MX-008"),
    "80": ("asst_surg", "19", "CW-MX-009"),
    "62": ("co_surg", "09", "CW-MX-011"),
    "66": ("team_surg", "09", "CW-MX-013"),
}


@pytest.fixture(scope="module")
def rows(shared: Path) -> dict[str, dict[str, str]]:
    """The rows of whole codes in the file of July 2024."""
    text = lzma.decompress((shared / "mpfs" / "pprrvu_rvu24c_jul.csv.xz").read_bytes()).decode("utf-8")
    return {row["hcpcs"]: row for row in csv.DictReader(text.splitlines()) if not row["mod"]}


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mpfs")
    install_path("mpfs", None, shared / "mpfs" / "pprrvu_rvu24c_jul.csv.xz", home=path)
    return path


@pytest.fixture
def shelf(home: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setenv("CODEWARD_HOME", str(home))
    return Shelf.on(DAY)


def test_our_own_facts_are_those_of_the_installed_list(shelf: Shelf, rows: dict[str, dict[str, str]]) -> None:
    compared, bare = 0, Shelf.on(date(2024, 11, 1))  # a quarter that the list does not cover
    for code in rows:
        own, listed = indicators_of(code, bare.day, bare), indicators_of(code, DAY, shelf)
        assert listed is not None
        if cpt.facts(code).get("status"):
            assert own is not None
            assert (own.edition, listed.edition) == ("2024-07-01", "mpfs-2024-07-01")
            assert {**own.values, "add_on": ""} == {**listed.values, "add_on": ""}
            compared += 1
        else:
            assert own is None
    assert compared > 2000


def test_each_modifier_is_judged_as_the_file_says(shelf: Shelf, rows: dict[str, dict[str, str]]) -> None:
    codes = random.Random(12).sample(sorted(rows), 400)
    fired, silent = 0, 0
    for code in codes:
        lines = [f"{code}-{modifier}" for modifier in WRONG]
        result = scrubbed(claim(*lines, day=DAY.isoformat(), place="24", payer="commercial"), shelf)
        stopped = {line for one in result.findings if one.rule == "CW-HC-001" for line in one.lines}
        told = {(one.rule, line) for one in result.findings for line in one.lines}
        for number, (modifier, (column, wrong, rule)) in enumerate(WRONG.items(), 1):
            line = f"l{number}"
            if line in stopped or not modifiers.fits(modifier, code):
                assert (rule, line) not in told
                continue
            expected = rows[code][column] in wrong
            assert ((rule, line) in told) is expected, (code, modifier, rows[code][column])
            fired, silent = fired + expected, silent + (not expected)
    assert fired > 300
    assert silent > 60


def test_each_status_is_judged_as_the_file_says(shelf: Shelf, rows: dict[str, dict[str, str]]) -> None:
    rule_of = {
        "B": "CW-LN-001",
        "P": "CW-LN-001",
        "I": "CW-LN-002",
        "N": "CW-LN-003",
        "C": "CW-LN-004",
        "R": "CW-LN-004",
    }
    codes = [code for code in rows if rows[code]["status_code"] in rule_of and code != "99024"]
    counted = 0
    for code in random.Random(13).sample(codes, 150):
        result = scrubbed(claim(code, day=DAY.isoformat()), shelf)
        found = {one.rule for one in result.findings}
        if "CW-HC-001" not in found:
            assert {one for one in found if one <= "CW-LN-009" and one >= "CW-LN-001"} == {
                rule_of[rows[code]["status_code"]]
            }
            counted += 1
    assert counted > 60
