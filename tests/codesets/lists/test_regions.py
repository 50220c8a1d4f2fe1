"""Payment localities: CMS's three files as they come, in one list; APCs of Addendum A."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets.install.archives import Candidate
from codeward.codesets.install.installer import install_path
from codeward.codesets.install.sniff import sniff
from codeward.codesets.lists import Rows, localities
from codeward.errors import LoaderError
from tests.codesets.lists.conftest import Make
from tests.codesets.lists.test_mpfs import CMS as FEES
from tests.codesets.lists.test_mpfs import row
from tests.pricing.conftest import ANES, GPCI, LOCCO

FILES = {"GPCI2024.csv": GPCI, "ANES2024.csv": ANES, "24LOCCO.csv": LOCCO}
ADDENDUM_A = (
    ",Addendum A.- OPPS APCs for CY 2025,,,\nAPC,Group Title,SI,Relative Weight,Payment Rate,Note\n"
    '0701,Sr89 strontium,K,,"$4,146.335",\n5012,Clinic visits,V,1.4100,$125.65,\n795,Lidocaine,K,,$0.003,\n,,,,,\n'
)


def test_the_three_files_of_the_archive_make_one_list(make: Make) -> None:
    rows = Rows(make("localities", files=FILES))
    assert list(rows) == ["10112-00", "01112-54", "01112-55"]
    assert rows.get("10112-00") == {
        "state": "AL", "work": "1.000", "pe": "0.869", "mp": "0.575", "anesthesia": "19.77", "counties": "ALL COUNTIES",
    }  # fmt: skip
    assert rows.book["10112-00"].description == "ALABAMA"


def test_the_indices_alone_are_enough(make: Make) -> None:
    assert len(Rows(make("localities", GPCI))) == 3


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"ANES2024.csv": ANES}, "has no geographic practice cost indices"),
        ({"GPCI2024.csv": GPCI + GPCI.splitlines()[1]}, "10112-00 stands there twice"),
        ({"GPCI2024.csv": GPCI.replace("0.869", "much")}, "'much' is no figure"),
        ({"GPCI2024.csv": GPCI.replace("0.869", "-1")}, "'-1' is no figure"),
        ({"GPCI2024.csv": GPCI.replace("ALABAMA*", "")}, "10112-00 has no name"),
        ({"GPCI2024.csv": GPCI.replace("10112,AL,00", "1011200,AL,00")}, "'1011200-00' is no locality"),
        ({"GPCI2024.csv": "a,b,c,d\n"}, "names no localities"),
    ],
)
def test_what_is_no_such_file(make: Make, files: dict[str, str], said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        make("localities", files=files)


def test_the_archive_gives_both_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    folder = tmp_path / "rvu24c"
    folder.mkdir()
    for name, text in {**FILES, "PPRRVU24_JUL.csv": FEES + row("43239")}.items():
        (folder / name).write_text(text)
    done = install_path("mpfs", None, folder, home=tmp_path)
    assert (done.release.id, [each.release.id for each in done.beside]) == (
        "mpfs-2024-07-01",
        ["localities-2024-07-01"],
    )
    assert "10112-00" in localities()


@pytest.mark.parametrize(
    ("text", "kind"),
    [(GPCI, "gpci"), (ANES, "anesthesia-factors"), (LOCCO, "locality-counties"), (ADDENDUM_A, "opps-apc")],
)
def test_each_is_known_by_its_columns(tmp_path: Path, text: str, kind: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text)
    assert sniff(Candidate(path, path.name)).kind == kind


def test_addendum_a(make: Make) -> None:
    rows = Rows(make("opps_apc", ADDENDUM_A))
    assert list(rows) == ["0701", "5012", "0795"]
    assert rows.get("5012") == {"status": "V", "weight": "1.4100", "payment": "125.65"}
    assert rows.get("0701") == {"status": "K", "payment": "4146.335"}
    assert rows.book["5012"].description == "Clinic visits"
    with pytest.raises(LoaderError, match="is no code of this list"):
        make("opps_apc", ADDENDUM_A.replace("0701", "99213"))


@pytest.mark.shared
def test_every_locality_of_cmss_files(make: Make, shared: Path) -> None:
    names = ("gpci_rvu24c.csv", "anes_cf_rvu24c.csv", "locality_counties_rvu24c.csv")
    rows = Rows(make("localities", files={name: (shared / "mpfs" / name).read_bytes() for name in names}))
    assert len(rows) == 109
    assert [
        place for place in rows if not {"work", "anesthesia", "counties"} <= (rows.get(place) or {}).keys()
    ] == []
