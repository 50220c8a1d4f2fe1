"""Numbers, indicators and dates against CMS's own files. The numbers stay in tests; nothing of the files is copied."""

from __future__ import annotations

import csv
import lzma
import re
from pathlib import Path

import pytest

from codeward.codesets.cpt.tables import Contents

pytestmark = pytest.mark.shared
_COLUMNS = {
    "status": "status_code", "global_days": "glob_days", "pc_tc": "pctc_ind", "multiple_procedure": "mult_proc",
    "bilateral": "bilat_surg", "assistant": "asst_surg", "co_surgeons": "co_surg", "team_surgeons": "team_surg",
    "endoscopic_base": "endo_base",
}  # fmt: skip


def table(path: Path, key: str, *, bare: str = "") -> dict[str, dict[str, str]]:
    """Return the rows of a CSV by *key*; of several under one key the one whose column *bare* is empty."""
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode()
    rows = list(csv.DictReader(text.splitlines()))
    return {row[key]: row for row in rows if not bare or not row[bare]}


@pytest.fixture(scope="module")
def july(shared: Path) -> dict[str, dict[str, str]]:
    return table(shared / "mpfs" / "pprrvu_rvu24c_jul.csv.xz", "hcpcs", bare="mod")


@pytest.fixture(scope="module")
def octobers(shared: Path) -> dict[str, set[str]]:
    """Return the numbers in the October files of 2022 and 2023, which are the last of their years."""
    return {
        year: set(table(shared / "mpfs" / f"pprrvu_rvu{year}d_oct.csv.xz", "hcpcs")) for year in ("22", "23")
    }


@pytest.fixture(scope="module")
def year_2025(shared: Path) -> set[str]:
    return set(table(shared / "mpfs" / "rvu_2025_basic.csv.xz", "hcpcs"))


def test_every_current_number_stands_in_the_file_its_row_names(
    contents: Contents, july: dict[str, dict[str, str]], year_2025: set[str]
) -> None:
    for code, row in contents.glosses.items():
        assert ("RVU24C" in row.source) == (code in july), code
        assert ("CY 2025" in row.source) == (code in year_2025), code
        # A number that is new in 2026 stands in no fee schedule at hand, but in the list of 2026.
        new_2026 = row.first == "2026-01-01" and "number in the CMS list of 2026" in row.verified
        assert row.last or code in year_2025 or new_2026, code


def test_indicators_are_those_of_the_july_file(contents: Contents, july: dict[str, dict[str, str]]) -> None:
    compared = 0
    for code in contents.glosses:
        if code not in july:
            assert "status" not in contents.facts.get(code, {})
            continue
        for name, column in _COLUMNS.items():
            assert contents.facts[code].get(name, "") == july[code][column], (code, name)
            compared += 1
    assert compared > 15_000


def test_add_on_codes_are_those_of_the_edits(contents: Contents, shared: Path) -> None:
    listed = set(table(shared / "ncci" / "add_on_codes_2024-06-03.csv", "add_on_code"))
    told = {code: facts for code, facts in contents.facts.items() if "add_on" in facts}
    assert sum(facts["add_on"] for facts in told.values()) >= 100
    for code, facts in told.items():
        assert facts["add_on"] == (code in listed), code
        assert facts["global_days"] != "ZZZ" or facts["add_on"], code


def test_dates_are_those_of_the_classification(
    contents: Contents,
    shared: Path,
    july: dict[str, dict[str, str]],
    year_2025: set[str],
    octobers: dict[str, set[str]],
) -> None:
    rbcs = table(shared / "mpfs" / "rbcs_2024.csv.xz", "hcpcs_code")
    for code, row in contents.glosses.items():
        if code in rbcs:
            assert row.first == rbcs[code]["hcpcs_date_added"], code
        elif row.first == "2023-01-01":
            assert (code in octobers["22"], code in octobers["23"]) == (False, True), code
        elif row.first == "2024-01-01":
            assert (code in octobers["23"], code in july) == (False, True), code
        elif row.first == "2026-01-01":
            assert (code in year_2025, "not in that of 2025" in row.verified) == (False, True), code
        elif row.first:
            assert (row.first, code in july, code in year_2025) == ("2025-01-01", False, True), code
        if "end as in RBCS" in row.verified:
            assert row.last == rbcs[code]["hcpcs_date_ended"], code
        elif row.last == "2024-12-31":
            assert code in july, code
            assert code not in year_2025, code
        elif row.last:
            assert (row.last, code in year_2025) == ("2025-12-31", True), code
        elif code in rbcs:
            assert rbcs[code]["hcpcs_date_ended"] == "9999-12-31", code


@pytest.mark.parametrize(
    ("family", "pattern"),
    [
        ("Mohs Surgery", "Mohs"),
        ("Bronchoscopy", "ronchoscop"),
        ("Skin Biopsy", "[Ss]kin biopsy"),
        ("Nail Procedure", "nail"),
        ("Cholecystectomy - Laparoscopic", "gallbladder through ports"),
        ("Colonoscopy - Lesion Removal", "Colonoscopy"),
        ("Arthroplasty - Hip", "hip"),
        ("Arthroplasty - Knee", "knee"),
        ("Arthroscopy - Lower Extremity", "scope"),
        ("Arthroscopy - Upper Extremity", "scope"),
        ("Cataract Surgery", "[Cc]ataract|lens|capsule"),
        ("Vitrectomy - Mechanical", "gel"),
        ("Percutaneous Vertebroplasty", "cement"),
        ("CT/CTA - Chest", "CT of the chest|CT of chest"),
        ("MRI/MRA - Spine", "MRI"),
        ("PET- Oncology", "PET"),
        ("Sleep Study", "[Ss]leep|nap"),
        ("Chemotherapy Administration", "[Cc]ancer"),
        ("Hemodialysis", "dialysis"),
        ("Cardiac Rehabilitation", "rehab"),
        ("Chiropractic", "Chiropractic"),
        ("Vascular Embolization", "Block"),
        ("Hernia Repair - Open (inguinal)", "Groin hernia"),
        ("PT/OT Evaluation", "evaluation"),
    ],
)
def test_meanings_agree_with_the_classification(
    contents: Contents, shared: Path, family: str, pattern: str
) -> None:
    """CMS sorts each number into a family of services: a number glossed as something else would stand out here."""
    rbcs = table(shared / "mpfs" / "rbcs_2024.csv.xz", "hcpcs_code")
    rows = [
        row for code, row in contents.glosses.items() if code in rbcs and rbcs[code]["rbcs_family"] == family
    ]
    assert rows
    assert {row.code: row.gloss for row in rows if not re.search(pattern, row.gloss)} == {}
