"""The teaching set: enough of it, in our words, with sources; and true to CMS's files where those are at hand."""

from __future__ import annotations

import csv
import io
import lzma
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book, books, validate
from codeward.codesets.files.source import own_rows
from codeward.codesets.hcpcs.teaching import COLUMNS, compile_teaching
from codeward.codesets.hcpcs.units import unit_of
from codeward.codesets.releases import Packaged
from codeward.errors import LoaderError

IN_FORCE = date(2026, 5, 12)


def codes(book: Book) -> list[str]:
    return [code for code in book if book[code].kind == "code"]


def test_there_are_enough_and_every_one_has_a_source(teaching: Book) -> None:
    current = [code for code in codes(teaching) if teaching[code].billable]
    assert len(current) == 1918
    assert sum(code[0] == "J" for code in current) == 498
    assert {code[0] for code in current} == set("ABCEGHJKLMPQRSTUV")
    for code in codes(teaching):
        concept = teaching[code]
        assert concept.gloss
        assert concept.facts["source"]
        assert concept.facts["verified"]
    assert teaching.manifest["without_source"] == []


def test_there_is_no_dental_code_and_the_title_names_the_count(teaching: Book) -> None:
    assert not any(code.startswith("D") for code in codes(teaching))
    assert "1,918 codes" in teaching.release.title


@pytest.mark.parametrize(
    ("code", "words"),
    [
        # These serve intensive outpatient programs too since 2024 (CMS's HCPCS file of July 2024)
        ("G0129", "intensive outpatient"), ("G0410", "intensive outpatient"),
        ("G0537", "risk worked out"), ("G0538", "managing heart and vessel risk"), ("J2004", "epinephrine"),
    ],
)  # fmt: skip
def test_what_a_code_is_for_is_told(teaching: Book, code: str, words: str) -> None:
    assert words in teaching[code].description
    assert teaching[code].billable


def test_the_screening_scan_of_the_lung_moved_to_cpt(teaching: Book) -> None:
    """CPT 2021 took over what G0297 was until 2020-12-31."""
    assert teaching["G0297"].facts["replaced_by"] == ["71271"]


def test_a_drug_names_its_unit_brand_and_use(teaching: Book) -> None:
    concept = teaching["J1885"]
    assert concept.description == "Ketorolac (Toradol) injected, 15 mg: NSAID for short-term pain"
    assert concept.facts["unit"] == {"amount": 15, "unit": "mg"}
    assert (concept.facts["generic"], concept.facts["brands"]) == ("ketorolac", ["Toradol"])


def test_every_drug_has_a_unit_but_those_without_a_code_of_their_own(teaching: Book) -> None:
    without = [code for code in codes(teaching) if code[0] == "J" and "unit" not in teaching[code].facts]
    assert without == ["J3490", "J3590", "J7999", "J8498", "J8499", "J8999", "J9999"]


def test_a_deleted_code_says_when_and_what_replaced_it(teaching: Book) -> None:
    answer = validate(teaching, "J1030", IN_FORCE)
    assert (answer.valid, answer.suggestions) == (False, ("J1010",))
    assert "2024-03-31" in answer.message
    assert validate(teaching, "J1010", IN_FORCE).valid


def test_a_heading_is_no_code(teaching: Book) -> None:
    assert not validate(teaching, "J", IN_FORCE).valid
    assert teaching["A0425"].ancestors == ("A0021-A0999", "A")


def test_it_is_the_release_that_answers_offline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, teaching_row: Packaged
) -> None:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))
    books.close_all()
    try:
        book = books.open("hcpcs", IN_FORCE)
        assert (book.release.id, book.in_force) == (teaching_row.release.id, True)
        assert not books.open("hcpcs", date(2027, 1, 1)).in_force
    finally:
        books.close_all()


def test_a_row_without_a_source_is_left_out_and_counted(tmp_path: Path, teaching_row: Packaged) -> None:
    words = next(path for path in teaching_row.paths if path.name == "sources.json")
    path = tmp_path / "teaching-a.csv"
    row = ",".join(("A0021", "Ride", "", "", "", "", "", "", "", "", "", "{}", ""))
    path.write_text(
        f"{','.join(COLUMNS)}\n{row.format('')}\n{row.replace('A0021', 'A0080').format('pfs-2025')}\n"
    )
    compiled = compile_teaching(teaching_row.release, [path, words])
    target = tmp_path / "b.book"
    target.write_bytes(compiled)
    from codeward.codesets.container.bookfile import BookFile

    book = Book(BookFile(target), in_force=True)
    assert codes(book) == ["A0080"]
    assert book.manifest["without_source"] == ["A0021"]


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "teaching-a.csv"
    path.write_text("code,gloss\nA0021,x\n")
    with pytest.raises(LoaderError, match="other columns"):
        list(own_rows(path, COLUMNS))


@pytest.mark.parametrize("field", ["source", "verified"])
def test_a_word_that_nobody_explains_is_refused(tmp_path: Path, teaching_row: Packaged, field: str) -> None:
    words = next(path for path in teaching_row.paths if path.name == "sources.json")
    values = {
        **dict.fromkeys(COLUMNS, ""),
        "code": "A0021",
        "gloss": "Ride",
        "source": "pfs-2025",
        field: "hearsay",
    }
    path = tmp_path / "teaching-a.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{','.join(values.values())}\n")
    with pytest.raises(LoaderError, match="hearsay"):
        compile_teaching(teaching_row.release, [path, words])


@pytest.mark.shared
def test_every_current_code_stands_in_addendum_b_or_says_that_it_does_not(
    shared: Path, teaching: Book
) -> None:
    with (shared / "hcpcs" / "opps_addendum_b_level2_2026-04.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        addendum = {row["HCPCSCode"] for row in csv.DictReader(stream)}
    listed = set((shared / "hcpcs_recent" / "hcpcs_level2_codes_2026q3.txt").read_text().split())
    outside = [code for code in codes(teaching) if code not in addendum]
    assert all(code in listed for code in codes(teaching))
    assert all(("not_in" in teaching[code].facts) == (code not in addendum) for code in codes(teaching))
    assert {code[0] for code in outside if teaching[code].billable} <= set("HSTU")


@pytest.mark.shared
def test_units_dates_and_ends_are_those_of_cms(shared: Path, teaching: Book) -> None:
    raw = lzma.decompress((shared / "hcpcs_recent" / "hcpcs_level2_2024-07.csv.xz").read_bytes()).decode(
        "utf-8"
    )
    official = {row["hcpcs_code"]: row for row in csv.DictReader(io.StringIO(raw))}
    compared = 0
    for code in codes(teaching):
        row, facts = official.get(code), teaching[code].facts
        if row is None:
            continue
        assert facts["effective_from"] == row["date_added"], code
        assert facts.get("effective_to", "") == row["date_term"], code
        parsed = unit_of(row["desc_long"])
        if "unit agrees with the amount in the July 2024 description" in facts["verified"]:
            assert parsed is not None
            assert parsed.to_json() == facts["unit"], code
            compared += 1
        elif parsed is not None and code[0] == "J":
            raise AssertionError(f"{code}: CMS says {parsed}, we say {facts.get('unit')}")
    assert compared == 1001


@pytest.mark.shared
def test_our_words_are_ours(shared: Path, teaching: Book) -> None:
    """No gloss of more than five words is CMS's sentence."""
    raw = lzma.decompress((shared / "hcpcs_recent" / "hcpcs_level2_2024-07.csv.xz").read_bytes()).decode(
        "utf-8"
    )
    official = {
        row["hcpcs_code"]: row["desc_long"].lower().split() for row in csv.DictReader(io.StringIO(raw))
    }
    both = [code for code in codes(teaching) if code in official]
    assert len(both) > 1000
    copied = [
        code
        for code in both
        if teaching[code].description.lower().split() == official[code] and len(official[code]) > 5
    ]
    assert copied == []
