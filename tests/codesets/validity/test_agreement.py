"""The list against the agencies' own files: every disagreement is listed with its reason."""

from __future__ import annotations

import lzma
import re
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import books
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.codesets.icd10cm.compiler import compile_book
from codeward.codesets.icd10cm.valid_codes import load
from codeward.codesets.icd10pcs.official import read_tables
from codeward.codesets.validity import Validity

SYSTEMS = ("icd10cm", "icd10pcs")
TODAY = date(2026, 11, 30)


def apart(listed: Validity, system: str, on: date, codes: set[str]) -> tuple[int, int]:
    """How many codes are in the list alone on the day, and how many in *codes* alone."""
    ours = set(listed.codes(system, on))
    return len(ours - codes), len(codes - ours)


def cm_order(path: Path) -> set[str]:
    return {code.replace(".", "") for code in load(path).billable}


def pcs_order(path: Path) -> set[str]:
    with lzma.open(path, "rt", encoding="ascii") as lines:
        return {line[6:13] for line in lines if line[14] == "1"}


def test_so_many_codes_are_valid_today_and_so_many_began_in_october(listed: Validity) -> None:
    for system, valid, new in (("icd10cm", 74_879, 190), ("icd10pcs", 79_256, 101)):
        codes = list(listed.codes(system, TODAY))
        began = [code for code in codes if listed.spans(system, code)[-1].first == date(2026, 10, 1)]
        assert (len(codes), len(began)) == (valid, new)


@pytest.mark.shared
@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_diagnoses_of_a_year_are_those_of_its_order_file(
    shared: Path, listed: Validity, year: int
) -> None:
    codes = cm_order(shared / "icd10cm_releases" / f"icd10cm-order-{year}.txt.xz")
    for day in (date(year - 1, 10, 1), date(year, 3, 31)):
        assert apart(listed, "icd10cm", day, codes) == (0, 0)
    # The files are those of October. On 1 April 2023, 42 codes were added and 7 of them stood below a code that
    # ended with it (FY2023 April addenda); the other updates of April changed no code.
    after = (42, 7) if year == 2023 else (0, 0)
    for day in (date(year, 4, 1), date(year, 9, 30)):
        assert apart(listed, "icd10cm", day, codes) == after


@pytest.mark.shared
def test_the_update_of_april_2023_is_that_of_its_addenda(shared: Path, listed: Validity) -> None:
    text = (shared / "icd10cm_addenda" / "FY2023-April-tabular-addenda.txt").read_text(encoding="utf-8")
    added = {
        code.replace(".", "")
        for code in re.findall(r"^Add ([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?) ", text, re.M)
    }
    began = {
        code for code in listed.codes("icd10cm") if listed.spans("icd10cm", code)[0].first == date(2023, 4, 1)
    }
    # T74.A1 and the like are added as stems, whose 7th characters the addenda do not list one by one.
    assert len(began) == 42
    assert {code for code in began if code not in added and code[:5] not in added} == set()
    assert len(added & began) >= 30


@pytest.mark.shared
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_codes_begin_and_end_as_the_order_addenda_say(shared: Path, listed: Validity, year: int) -> None:
    begins = date(year - 1, 10, 1)
    lines = (shared / "icd10cm_releases" / f"icd10cm-order-addenda-{year}.txt").read_text(encoding="ascii")
    rows = re.findall(r"^(Add|Delete): +1 ([0-9A-Z]+) ", lines, re.M)
    added = {code for what, code in rows if what == "Add"}
    deleted = {code for what, code in rows if what == "Delete"}
    every = {code: listed.spans("icd10cm", code) for code in listed.codes("icd10cm")}
    assert {code for code, spans in every.items() if any(s.first == begins for s in spans)} == added - deleted
    assert {
        code for code, spans in every.items() if any((begins - s.last).days == 1 for s in spans)
    } == deleted - added
    assert added
    assert deleted


@pytest.mark.shared
@pytest.mark.parametrize(("year", "after"), [(2025, (50, 12)), (2026, (80, 2))])
def test_the_procedures_of_a_year_are_those_of_its_order_file(
    shared: Path, listed: Validity, year: int, after: tuple[int, int]
) -> None:
    codes = pcs_order(shared / "icd10pcs_releases" / f"icd10pcs_order_{year}.txt.xz")
    for day in (date(year - 1, 10, 1), date(year, 3, 31)):
        assert apart(listed, "icd10pcs", day, codes) == (0, 0)
    # The files are those of October; the rest was added and deleted on 1 April.
    for day in (date(year, 4, 1), date(year, 9, 30)):
        assert apart(listed, "icd10pcs", day, codes) == after
    ours = {code: listed.spans("icd10pcs", code) for code in listed.codes("icd10pcs")}
    april = date(year, 4, 1)
    assert sum(spans[0].first == april for spans in ours.values()) == after[0]
    assert sum((april - spans[-1].last).days == 1 for spans in ours.values()) == after[1]


@pytest.mark.proof
@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "day", "differ"),
    [
        ("icd10pcs/icd10pcs_tables_2020.xml.xz", date(2019, 10, 1), (0, 0)),
        # 12 codes for COVID-19 treatments came in on 1 August 2020, after these tables.
        ("icd10pcs/icd10pcs_tables_2020.xml.xz", date(2020, 8, 1), (12, 0)),
        # These tables are the edition of January 2021: 21 of their codes began then.
        ("icd10pcs/icd10pcs_tables_2021.xml.xz", date(2020, 10, 1), (0, 21)),
        ("icd10pcs/icd10pcs_tables_2021.xml.xz", date(2021, 1, 1), (0, 0)),
        ("icd10pcs/icd10pcs_tables_2021.xml.xz", date(2021, 9, 30), (0, 0)),
        ("icd10pcs_releases/icd10pcs_tables_2025.xml.xz", date(2024, 10, 1), (0, 0)),
    ],
)
def test_the_tables_of_procedures_make_the_codes_of_the_list(
    shared: Path, listed: Validity, name: str, day: date, differ: tuple[int, int]
) -> None:
    assert apart(listed, "icd10pcs", day, set(read_tables(shared / name).labels)) == differ


@pytest.mark.proof
@pytest.mark.shared
def test_the_tabular_of_fy2017_makes_the_codes_of_the_list(
    shared: Path, listed: Validity, tmp_path: Path
) -> None:
    release = Release("icd10cm-2016-10-01", "icd10cm", "FY2017", date(2016, 10, 1), date(2017, 9, 30))
    path = tmp_path / "fy2017.book"
    path.write_bytes(compile_book(release, shared / "icd10cm_fy2017_xml/icd10cm_tabular_2017.xml.xz", None))
    book = Book(BookFile(path), in_force=True)
    codes = {code.replace(".", "") for code in book if book[code].billable}
    for day in (release.in_force_from, date(2017, 9, 30)):
        assert apart(listed, "icd10cm", day, codes) == (0, 0)


@pytest.mark.parametrize(
    ("release", "after"),
    [
        ("icd10cm-2026-04-01", (0, 0)),
        ("icd10cm-2023-10-01-titles", (0, 0)),
        ("icd10pcs-2023-10-01", (41, 6)),  # added and deleted on 1 April 2024
    ],
)
def test_the_packaged_books_hold_the_codes_of_the_list(
    listed: Validity, release: str, after: tuple[int, int]
) -> None:
    book = books.open_release(release)
    codes = {code.replace(".", "") for code in book if book[code].billable}
    assert apart(listed, book.system, book.release.in_force_from, codes) == (0, 0)
    assert book.release.in_force_to is not None
    assert apart(listed, book.system, book.release.in_force_to, codes) == after


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_code_comes_back_after_it_ended(listed: Validity, system: str) -> None:
    """The format takes several spans; if a code ever has two, pages that show one last day have to show more."""
    assert [code for code in listed.codes(system) if len(listed.spans(system, code)) != 1] == []
