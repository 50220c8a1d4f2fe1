"""Files from the field that were once taken for others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from codeward.codesets import books, lists
from codeward.codesets.install.archives import Candidate
from codeward.codesets.install.installer import install_path
from codeward.codesets.install.sniff import sniff
from codeward.errors import LoaderError
from tests.codesets.install.conftest import fixed_hcpcs

pytestmark = pytest.mark.shared
OCTOBER, APRIL = (
    "2026-code-descriptions-in-tabular-order.zip",
    "april-1-2026-code-descriptions-in-tabular-order.zip",
)
TABLES, APRIL_TABLES = (
    "2026-code-tables-tabular-and-index.zip",
    "april-1-2026-code-tables-tabular-and-index.zip",
)


@pytest.fixture
def zips(field: Path) -> Path:
    return field / "april-update-taken-for-october"


def test_april_leaves_october_alone(zips: Path, tmp_path: Path) -> None:
    ids = [install_path("icd10cm", None, zips / name, home=tmp_path).release.id for name in (OCTOBER, APRIL)]
    assert ids == ["icd10cm-2025-10-01-titles", "icd10cm-2026-04-01-titles"]
    kept = sorted(path.name.partition(".")[0] for path in (tmp_path / "releases").glob("*.book"))
    assert kept == ids


def test_the_tabular_of_april_is_known_by_its_archive(zips: Path, tmp_path: Path) -> None:
    done = install_path("icd10cm", None, zips / APRIL_TABLES, home=tmp_path)
    assert done.release.id == "icd10cm-2026-04-01"
    assert install_path("icd10cm", None, zips / TABLES, home=tmp_path).release.id == "icd10cm-2025-10-01"


@pytest.mark.parametrize("pair", [(OCTOBER, APRIL), (TABLES, APRIL_TABLES)])
def test_two_releases_in_one_folder_are_refused_with_both_names(
    zips: Path, tmp_path: Path, pair: tuple[str, str]
) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    for name in pair:
        (folder / name).write_bytes((zips / name).read_bytes())
    with pytest.raises(LoaderError) as caught:
        install_path("icd10cm", None, folder, home=tmp_path)
    assert all(name in caught.value.message for name in pair)


def test_the_tabular_of_october_takes_no_codes_of_april(zips: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name in (TABLES, APRIL):
        (folder / name).write_bytes((zips / name).read_bytes())
    with pytest.raises(LoaderError, match="mixes editions"):
        install_path("icd10cm", None, folder, home=tmp_path)


def test_a_quarter_of_hcpcs_is_known_by_its_archive(tmp_path: Path) -> None:
    found = []
    for name in ("april-2026-alpha-numeric-hcpcs-file.zip", "october-2026-alpha-numeric-hcpcs-file.zip"):
        with ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("HCPC2026_ANWEB.txt", fixed_hcpcs())
        found.append(install_path("hcpcs", None, tmp_path / name, home=tmp_path / "home").release.id)
    assert found == ["hcpcs-2026-04-01", "hcpcs-2026-10-01"]


def test_the_fee_schedule_is_no_hcpcs_table(
    field: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    books.close_all()
    path = field / "fee-schedule-taken-for-hcpcs" / "PPRRVU24_JUL.csv"
    assert sniff(Candidate(path, path.name)).kind == "mpfs"
    done = install_path("mpfs", "2024-07-10", path, home=tmp_path)
    assert done.release.id == "mpfs-2024-07-01"
    assert sorted(lists.indicators(date(2024, 7, 10))) == ["43239", "70010"]
    with pytest.raises(LoaderError, match="is for Medicare Physician Fee Schedule"):
        install_path("hcpcs", None, path, home=tmp_path)
    books.close_all()


def test_of_the_two_files_of_2026_that_of_most_clinicians_is_read(field: Path, tmp_path: Path) -> None:
    done = install_path("mpfs", None, field / "fee-schedule-taken-for-hcpcs" / "rvu26ar_1.zip", home=tmp_path)
    assert done.release.id == "mpfs-2026-01-01"
    from codeward.codesets import BookFile

    assert BookFile(done.path).manifest["source"]["files"][0]["file"] == "PPRRVU2026_Jan_nonQPP.csv"
