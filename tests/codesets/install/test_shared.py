"""Every official file at hand installs through the command that a user types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from codeward.cli.group import invoke
from codeward.codesets.container.bookfile import BookFile

pytestmark = pytest.mark.shared

# system, release asked for, file or folder, id of what is installed, entries (at least, of guidelines), billable codes
OFFICIAL: list[tuple[str, str, str, str, int, int]] = [
    ("icd10cm", "", "icd10cm_releases/icd10cm-order-2023.txt.xz", "icd10cm-2022-10-01-titles", 96_767, 73_639),
    ("icd10cm", "FY2024", "icd10cm_releases/icd10cm-order-2024.txt.xz", "icd10cm-2023-10-01-titles", 0, 0),
    ("icd10cm", "FY2025", "icd10cm_releases/icd10cm-order-2025.txt.xz", "icd10cm-2024-10-01-titles", 97_606, 74_260),
    ("icd10cm", "icd10cm-2025-10-01", "icd10cm_releases", "icd10cm-2025-10-01-titles", 98_208, 74_719),
    ("icd10cm", "", "icd10cm_fy2017_xml/icd10cm_tabular_2017.xml.xz", "icd10cm-2016-10-01", 94_146, 71_486),
    ("icd10cm-index", "FY2017", "icd10cm_fy2017_xml", "icd10cm-index-2016-10-01", 26, 0),
    ("icd10cm-external-cause", "", "icd10cm", "icd10cm-external-cause-2026-04-01", 22, 0),
    ("icd10cm-neoplasm", "", "icd10cm", "icd10cm-neoplasm-2026-04-01", 1, 0),
    ("icd10cm-drugs", "2026-05-12", "icd10cm", "icd10cm-drugs-2026-04-01", 27, 0),
    ("icd10cm-conversion", "", "icd10cm_releases/icd10cm-conversion-table-FY2025.csv",
     "icd10cm-conversion-2024-10-01", 5_397, 5_397),
    ("icd10cm-conversion", "FY2026", "icd10cm_releases", "icd10cm-conversion-2025-10-01", 5_884, 5_884),
    ("icd10pcs", "FY2020", "icd10pcs", "icd10pcs-2019-10-01", 78_568, 77_559),
    ("icd10pcs", "2021-01-01", "icd10pcs/icd10pcs_tables_2021.xml.xz", "icd10pcs-2021-01-01", 79_155, 78_136),
    ("icd10pcs", "FY2025", "icd10pcs_releases", "icd10pcs-2024-10-01", 79_987, 78_948),
    ("icd10pcs", "FY2026", "icd10pcs_releases/icd10pcs_order_2026.txt.xz", "icd10pcs-2025-10-01", 80_161, 79_115),
    ("icd10pcs-index", "", "icd10pcs/icd10pcs_index_2020.xml.xz", "icd10pcs-index-2019-10-01", 27, 0),
    ("icd10pcs-index", "FY2025", "icd10pcs_releases", "icd10pcs-index-2024-10-01", 27, 0),
    ("icd10pcs-definitions", "", "icd10pcs_releases", "icd10pcs-definitions-2024-10-01", 1_038, 0),
    ("icd10pcs-definitions", "icd10pcs-definitions-2021-01-01", "icd10pcs", "icd10pcs-definitions-2021-01-01", 949, 0),
    ("hcpcs", "", "hcpcs", "hcpcs-2019-01-01", 6_607, 5_934),
    ("hcpcs", "2024-08-15", "hcpcs_recent", "hcpcs-2024-07-01", 8_208, 6_975),
    ("poa-exempt", "FY2025", "mce", "poa-exempt-2024-10-01", 38_154, 38_154),
    ("poa-exempt", "", "mce/POAexemptCodesFY26.txt.xz", "poa-exempt-2025-10-01", 38_349, 38_349),
    ("mce", "FY2019", "mce", "mce-2018-10-01", 11_404, 11_404),
    ("mce", "FY2020", "mce", "mce-2019-10-01", 11_430, 11_430),
    ("mce", "2024-05-01", "mce", "mce-2024-04-01", 5_343, 5_343),
    ("ncci-ptp", "", "ncci/ptp_outpatient_2024-07-01.csv.xz", "ncci-ptp-2024-07-01", 11_875, 11_875),
    ("ncci-mue", "", "ncci", "ncci-mue-2024-07-01", 14_750, 14_750),
    ("add-on", "", "ncci/add_on_codes_2024-06-03.csv", "add-on-2024-06-03", 668, 668),
    ("mpfs", "2020-12-01", "mpfs", "mpfs-2020-10-01", 15_355, 15_355),
    ("mpfs", "2024-07-01", "mpfs", "mpfs-2024-07-01", 16_471, 16_471),
    ("opps", "", "hcpcs", "opps-2026-04-01", 6_664, 6_664),
    ("guidelines", "FY2022", "icd10cm_guidelines", "guidelines-2021-10-01", 400, 0),
    ("guidelines", "2024-04-01", "icd10cm_guidelines", "guidelines-2024-04-01", 400, 0),
    ("guidelines", "", "icd10cm_guidelines/icd10cm-guidelines-FY2026-October-2025.pdf.xz",
     "guidelines-2025-10-01", 400, 0),
    ("place-of-service", "", "place_of_service", "place-of-service-2024-01-01", 52, 52),
]  # fmt: skip


def typed(capsys: pytest.CaptureFixture[str], system: str, release: str, source: Path) -> dict[str, Any]:
    wanted = f"{system}={release}" if release else system
    assert invoke(["codesets", "install", wanted, "--from", str(source), "--json"]) == 0
    done: dict[str, Any] = json.loads(capsys.readouterr().out)
    return done


@pytest.mark.parametrize("row", OFFICIAL, ids=lambda row: f"{row[0]}-{row[1] or Path(row[2]).name}")
def test_official_files_install(
    row: tuple[str, str, str, str, int, int],
    shared: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system, release, source, wanted, entries, billable = row
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    done = typed(capsys, system, release, shared / source)
    assert (done["id"], done["system"]) == (wanted, system)
    if not done["already"]:  # the package carries the code list of FY2024
        counts = BookFile(Path(done["path"])).manifest["counts"]
        exact = counts["entries"] >= entries if system == "guidelines" else counts["entries"] == entries
        assert (exact, counts["billable"]) == (True, billable)
