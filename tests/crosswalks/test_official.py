"""The publishers' own files: GEMs of FY2018, conversion tables of FY2025 and FY2026, AHRQ's CCSR layout."""

from __future__ import annotations

import lzma
import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from codeward import crosswalks
from codeward.crosswalks.crosswalk import open_official
from codeward.errors import CodewardError, LoaderError, UnknownCode
from tests.codesets.outcome import outcome


@pytest.fixture
def gem(shared: Path, tmp_path: Path) -> Path:
    path = tmp_path / "2018_I10gem.txt"
    path.write_bytes(lzma.decompress((shared / "gems" / "2018_I10gem.txt.xz").read_bytes()))
    return path


@pytest.fixture
def table(shared: Path) -> Path:
    return shared / "icd10cm_releases" / "icd10cm-conversion-table-FY2026.csv"


@pytest.mark.shared
def test_the_official_gem_takes_the_place_of_the_packaged(gem: Path) -> None:
    with pytest.raises(UnknownCode):
        crosswalks.open("icd9").map("A04.7X")
    installed = crosswalks.install("icd9", gem, "FY2018", since=date(2017, 10, 1))
    assert installed.info["rows"] == 81_593
    crosswalk = crosswalks.open("icd9")
    assert crosswalk.edition.id == "FY2018"
    assert [each.code for each in crosswalk.map("A04.71")] == ["008.45"]  # new in FY2018
    assert crosswalk.info["official"] is True
    lines = gem.read_text().splitlines()
    for line in lines[:: len(lines) // 50]:
        code, target, flags = line.split()
        row = next(
            each for each in crosswalk.map(code)
            if each.code.replace(".", "") == target.replace("NoDx", "") and written(each.flags) == flags
        )  # fmt: skip
        assert bool(row.code) != row.flags["no_map"]


def written(flags: dict[str, int]) -> str:
    names = ("approximate", "no_map", "combination", "scenario", "choice_list")
    return "".join(str(int(flags[name])) for name in names)


@pytest.mark.shared
def test_the_other_official_gem(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "2018_I9gem.txt"
    path.write_bytes(lzma.decompress((shared / "gems" / "2018_I9gem.txt.xz").read_bytes()))
    installed = crosswalks.install("icd10", path)
    assert installed.info["rows"] == 24_860
    assert [each.code for each in installed.map("008.45")] == ["A04.71", "A04.72"]


@pytest.mark.shared
def test_the_wrong_file_is_refused_and_the_old_stays(gem: Path, table: Path, tmp_path: Path) -> None:
    crosswalks.install("successor", table)
    for name, file in (("icd9", table), ("successor", gem), ("ccsr", table), ("icd10", gem)):
        with pytest.raises(LoaderError, match=re.escape(file.name)):
            crosswalks.install(name, file)
    with pytest.raises(CodewardError, match="takes no official file"):
        crosswalks.install("ccs", gem)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with pytest.raises(LoaderError, match=r"empty\.csv"):
        crosswalks.install("successor", empty)
    assert open_official("successor") is not None


@pytest.mark.shared
def test_successors_follow_the_conversion_table(table: Path) -> None:
    crosswalks.install("successor", table)
    found = crosswalks.successors("A04.7")
    assert [(each.code, each.effective, each.derived) for each in found] == [
        ("A04.71", date(2017, 10, 1), False),
        ("A04.72", date(2017, 10, 1), False),
    ]
    assert found[0].description.startswith("Enterocolitis due to Clostridium difficile, recurrent")
    assert crosswalks.successors("A04.7", "icd10cm-2018-10-01") == ()  # before that release already
    assert crosswalks.successors("A04.7", date(2016, 10, 1), date(2017, 9, 30)) == ()
    assert [each.code for each in crosswalks.successors("H35.21")][:1]  # inside a range
    assert {each.code for each in crosswalks.successors("E66.8", date(2024, 9, 30))} >= {"E66.813"}
    assert crosswalks.successors("J02.9") == ()
    with pytest.raises(UnknownCode):
        crosswalks.successors("Q99.99")


@pytest.mark.shared
def test_every_row_of_the_table_is_found_again(table: Path) -> None:
    import csv

    crosswalk = crosswalks.install("successor", table)
    with table.open() as stream:
        rows = list(csv.DictReader(stream))
    single = [row for row in rows if row["Previous Code(s) Assignment"].strip().replace(".", "").isalnum()]
    single = [row for row in single if row["Previous Code(s) Assignment"].strip() not in ("None", "")]
    assert len(single) > 5_000
    for row in single[::7]:
        found = {each.code for each in crosswalk.targets(row["Previous Code(s) Assignment"].strip())}
        assert row["Current code assignment"].strip() in found, row


@pytest.mark.shared
def test_a_newer_table_takes_the_place_of_the_older(shared: Path, table: Path) -> None:
    older = shared / "icd10cm_releases" / "icd10cm-conversion-table-FY2025.csv"
    crosswalks.install("successor", table, "FY2026", since=date(2025, 10, 1))
    crosswalks.install("successor", older, "FY2025", since=date(2024, 10, 1))
    crosswalks.install("successor", table, "FY2026", since=date(2025, 10, 1))  # again: nothing happens
    assert crosswalks.open("successor").edition.id == "icd10cm-conversion-2025-10-01"
    assert [each.code for each in crosswalks.successors("B88.0")] == ["B88.01", "B88.09"]


def test_without_the_table_splits_are_derived_from_the_books() -> None:
    with pytest.raises(CodewardError, match="codeward map --install FILE --to successor"):
        crosswalks.open("successor")
    found = crosswalks.successors("B88.0", "icd10cm-2023-10-01")
    assert [(each.code, each.derived) for each in found] == [("B88.01", True), ("B88.09", True)]
    assert crosswalks.successors("J02.9") == ()
    assert crosswalks.successors("B88.0", date(2026, 4, 1)) == ()
    with pytest.raises(UnknownCode):
        crosswalks.successors("Q99.99")


CCSR = """'ICD-10-CM CODE','ICD-10-CM CODE DESCRIPTION','Default CCSR CATEGORY IP','Default CCSR CATEGORY OP',\
'CCSR CATEGORY 1','CCSR CATEGORY 1 DESCRIPTION','CCSR CATEGORY 2','CCSR CATEGORY 2 DESCRIPTION',\
'CCSR CATEGORY 3','CCSR CATEGORY 3 DESCRIPTION','CCSR CATEGORY 4','CCSR CATEGORY 4 DESCRIPTION',\
'CCSR CATEGORY 5','CCSR CATEGORY 5 DESCRIPTION','CCSR CATEGORY 6','CCSR CATEGORY 6 DESCRIPTION'
'E1122',"Type 2 diabetes","END003","END003",'END003','Diabetes with complication','GEN003',"Kidney disease",\
' ','',' ','',' ','',' ',''
"""


def test_ahrqs_own_ccsr_file_has_every_category_and_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "DXCCSR_v2026-1.csv"
    path.write_text(CCSR)
    first, second = crosswalks.install("ccsr", path).map("E11.22")
    assert (first.code, first.description) == ("END003", "Diabetes with complication")
    assert first.flags == {
        "category": 1, "all_categories": True, "default_inpatient": True, "default_outpatient": True,
    }  # fmt: skip
    assert (second.code, second.flags["category"], second.flags["default_inpatient"]) == ("GEN003", 2, False)


LINE = st.builds(
    "{:<8}{:<6}{}".format,
    st.from_regex(r"[A-Z][0-9][0-9A-Z]{1,5}", fullmatch=True),
    st.from_regex(r"[0-9]{3,5}", fullmatch=True),
    st.from_regex(r"[01]{3}[0-9]{2}", fullmatch=True),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=20))
def test_every_line_of_a_gem_is_kept(lines: list[str]) -> None:
    from tempfile import TemporaryDirectory

    from codeward.crosswalks.descriptor import load
    from codeward.crosswalks.reader import mappings

    (layout,) = load("icd9").official
    with TemporaryDirectory() as folder:
        path = Path(folder) / "gem.txt"
        path.write_bytes("\r\n".join(lines).encode())
        rows = list(mappings(layout, path))
    assert [f"{row.source:<8}{row.target:<6}{written(row.flags)}" for row in rows] == lines


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
@example(b"PK\x03\x04")  # a workbook cut short
def test_any_bytes_are_rows_or_an_error_with_the_file(content: bytes) -> None:
    from tempfile import TemporaryDirectory

    from codeward.crosswalks.descriptor import load, names
    from codeward.crosswalks.reader import mappings

    with TemporaryDirectory() as folder:
        path = Path(folder) / "some.txt"
        path.write_bytes(content)

        def read(table: Any) -> list[Any]:
            return list(mappings(table, path))

        for table in (each for name in names() for each in load(name).official):
            came = outcome(partial(read, table))
            assert all(row.source for row in came) if isinstance(came, list) else str(path) in str(came)


def workbook(path: Path, rows: list[list[str | int]]) -> Path:
    """Write the smallest workbook that spreadsheets read."""
    import zipfile

    def cell(value: str | int) -> str:
        return (
            f"<c><v>{value}</v></c>"
            if isinstance(value, int)
            else f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        )

    sheet = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        out.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        out.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="T" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        out.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        out.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>"
        )
    return path


def test_the_conversion_table_is_read_as_it_comes_as_a_workbook(tmp_path: Path) -> None:
    rows: list[list[str | int]] = [
        ["FY2026 conversion table of new codes"],
        ["Current code assignment", "Effective", "Previous Code(s) Assignment"],
        ["A04.71", 2017, "A04.7"],
        ["U09.9", "2021-10-01 00:00:00", "None"],
    ]
    crosswalks.install("successor", workbook(tmp_path / "table.xlsx", rows))
    (found,) = crosswalks.successors("A04.7")
    assert (found.code, found.effective) == ("A04.71", date(2017, 10, 1))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes((tmp_path / "table.xlsx").read_bytes()[:300])
    with pytest.raises(LoaderError, match="cannot be unpacked"):
        crosswalks.install("successor", broken)
