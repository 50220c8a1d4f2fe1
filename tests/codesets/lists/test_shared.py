"""The publishers' own lists, against their own counts."""

from __future__ import annotations

import csv
import io
import lzma
import re
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import lists
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.install.installer import install_path
from codeward.codesets.lists.sections import Guidelines

pytestmark = pytest.mark.shared


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    return tmp_path


def test_poa_exempt_and_its_changes(home: Path, shared: Path) -> None:
    for year in ("25", "26"):
        install_path("poa-exempt", None, shared / f"mce/POAexemptCodesFY{year}.txt.xz", home=home)
    before, after = set(lists.poa_exempt(date(2025, 9, 30))), set(lists.poa_exempt(date(2025, 10, 1)))
    assert (len(before), len(after)) == (38154, 38349)

    def codes(name: str) -> set[str]:
        text = (shared / "mce" / name).read_text(encoding="cp1252")
        return {row["POAexemptCode"].strip() for row in csv.DictReader(io.StringIO(text), delimiter="\t")}

    assert after - before == codes("POAexemptAddCodesFY26.txt")
    assert before - after == codes("POAexemptDeleteCodesFY26.txt")


def test_mce(home: Path, shared: Path) -> None:
    install_path("mce", None, shared / "mce/MCE_Simple_Code_Edits_v37.txt.xz", home=home)
    install_path("mce", None, shared / "mce/mce_v41.1_icd10cm_edits.csv.xz", home=home)
    old, new = lists.mce(date(2020, 1, 1)), lists.mce(date(2024, 5, 1))
    assert len(old.codes("unacceptable_principal")) == 2406
    assert len(old.codes("manifestation")) == 395
    assert len(new.codes("manifestation")) == 422
    assert new.ages("maternity") == (9, 64)
    assert new.has("Z37.0", "unacceptable_principal") is None
    assert old.has("Z37.0", "unacceptable_principal") is True
    assert (old.book.in_force, new.book.in_force) == (True, True)


def test_units_and_indicators(home: Path, shared: Path) -> None:
    folder = home / "mue"
    folder.mkdir()
    for path in (shared / "ncci").glob("mue_*"):
        (folder / path.name).write_bytes(path.read_bytes())
    install_path("ncci-mue", None, folder, home=home)
    units = lists.mue(date(2024, 7, 1))
    counts = {
        setting: sum(setting in (units.get(code) or {}) for code in units)
        for setting in ("practitioner", "outpatient", "dme")
    }
    assert counts == {"practitioner": 14677, "outpatient": 14628, "dme": 2928}
    install_path("mpfs", None, shared / "mpfs/pprrvu_rvu24c_jul.csv.xz", home=home)
    facts = lists.indicators(date(2024, 7, 1)).get("11042")
    assert facts is not None
    assert facts["global"] == "000"
    install_path("opps", None, shared / "hcpcs/opps_addendum_b_level2_2026-04.csv", home=home)
    assert len(lists.opps(date(2026, 4, 1))) == 6664


def test_every_pair_comes_out_again(home: Path, shared: Path) -> None:
    source = shared / "ncci/ptp_outpatient_2024-07-01.csv.xz"
    install_path("ncci-ptp", None, source, home=home)
    pairs = lists.ptp(date(2024, 7, 1))
    assert pairs.to_json() == {"outpatient": 1775818}
    with lzma.open(source, "rt") as stream:
        rows = [row for number, row in enumerate(csv.reader(stream)) if number % 20000 == 7]
    for first, second, deleted, indicator, rationale in rows:
        found = pairs.between(first, second, "outpatient")
        assert (first, second, indicator, None, deleted or None, rationale) in found


EDITIONS = {
    "FY2022-October-2021": (476, "2021-10-01"),
    "FY2023-October-2022": (482, "2022-10-01"),
    "FY2024-October-2023": (485, "2023-10-01"),
    "FY2024-April-2024": (485, "2024-04-01"),
    "FY2025-October-2024": (486, "2024-10-01"),
    "FY2025-April-2025": (488, "2025-04-01"),
    "FY2026-October-2025": (492, "2025-10-01"),
}


@pytest.mark.parametrize("name", EDITIONS)
def test_every_heading_of_the_contents_is_found(tmp_path: Path, shared: Path, name: str) -> None:
    path = shared / f"icd10cm_guidelines/icd10cm-guidelines-{name}.txt.xz"
    done = install_path("guidelines", None, path, home=tmp_path)
    guidelines = Guidelines(Book(BookFile(done.path), in_force=True))
    assert (len(guidelines), str(done.release.in_force_from)) == EDITIONS[name]
    assert guidelines.book.manifest["headings_not_found"] == []
    assert guidelines.section("I.C.4.a").title == "Diabetes mellitus"
    assert guidelines.section("I.C.19.e.5.(b)").title.startswith("Poisoning")
    assert guidelines.section("II.A").text
    assert guidelines.section("IV.H").title.lower() == "uncertain diagnosis"
    assert len(guidelines.section("I.C").below) == 22
    assert guidelines.section("Appendix I").title == "Present on Admission Reporting Guidelines"
    told = [guidelines.section(one) for one in guidelines]
    assert [one.id for one in told if one.id.rpartition(".")[0] not in ("", *guidelines)] == []
    assert [one.id for one in told if not 2 < len(one.title) < 130 or one.title[-1] in ",-:."] == []
    assert [
        one.id
        for one in told
        if re.search(r"Page \d+ of|\.{5}|ICD -10|Official Guidelines for.*FY 20", one.text)
    ] == []


def test_an_edition_answers_for_its_days(home: Path, shared: Path) -> None:
    for name in EDITIONS:
        install_path(
            "guidelines", None, shared / f"icd10cm_guidelines/icd10cm-guidelines-{name}.txt.xz", home=home
        )
    for day, start in (((2024, 3, 31), "2023-10-01"), ((2024, 4, 1), "2024-04-01"), ((2024, 10, 1), "2024-10-01"),
                       ((2025, 9, 30), "2025-04-01"), ((2025, 10, 1), "2025-10-01")):  # fmt: skip
        book = lists.guidelines(date(*day)).book
        assert (str(book.release.in_force_from), book.in_force) == (start, True)
    assert "I.C.4.b.1" in lists.guidelines(date(2025, 5, 1))
    assert "I.C.4.b.1" not in lists.guidelines(date(2025, 3, 1))
    assert not lists.guidelines(date(2027, 1, 5)).book.in_force


@pytest.mark.parametrize("name", ["FY2025-October-2024", "FY2026-October-2025"])
def test_the_pdf_and_its_text_are_one(tmp_path: Path, shared: Path, name: str) -> None:
    texts = []
    for ending in ("pdf", "txt"):
        path = shared / f"icd10cm_guidelines/icd10cm-guidelines-{name}.{ending}.xz"
        done = install_path("guidelines", None, path, home=tmp_path / ending)
        guidelines = Guidelines(Book(BookFile(done.path), in_force=True))
        texts.append({cited: guidelines.section(cited).text for cited in guidelines})
    assert texts[0] == texts[1]
