"""The book of glosses: how many, where they stand, what they say of themselves, and the facts of single codes."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book, books, cpt, validate
from codeward.codesets.cpt.glosses import compile_glosses
from codeward.codesets.cpt.indicators import MEANINGS
from codeward.codesets.cpt.tables import COLUMNS, Contents, own_files, read
from codeward.errors import LoaderError
from tests.codesets.cpt.conftest import GLOSSES


def current(contents: Contents) -> list[str]:
    return [code for code, row in contents.glosses.items() if not row.last]


def test_at_least_what_was_promised(contents: Contents) -> None:
    chapters = Counter(chapter_of(code) for code in current(contents))
    least = {
        "visits": 80,
        "anesthesia": 60,
        "surgery": 350,
        "radiology": 90,
        "laboratory": 90,
        "medicine": 110,
    }
    assert sum(chapters.values()) >= 750
    assert {name: number for name, number in least.items() if chapters[name] < number} == {}
    assert (chapters["F"] >= 20, chapters["T"] >= 15, contents.without_source) == (True, True, ())


def chapter_of(code: str) -> str:
    if not code[-1].isdigit():
        return code[-1]
    if code >= "99202" or "98000" <= code <= "98016":
        return "visits" if code < "99500" else "medicine"
    for last, name in (
        ("01999", "anesthesia"),
        ("69990", "surgery"),
        ("79999", "radiology"),
        ("89999", "laboratory"),
    ):
        if code <= last:
            return name
    return "medicine"


def test_every_code_stands_in_the_section_its_row_names(book: Book, contents: Contents) -> None:
    assert {
        c: (row.section, book[c].parent)
        for c, row in contents.glosses.items()
        if book[c].parent != row.section
    } == {}


def test_every_entry_says_that_it_is_a_gloss(book: Book) -> None:
    assert all(book[code].gloss for code in book)
    assert book.manifest["gloss"] is True
    assert book.manifest["licensed"] is False
    assert "not CPT descriptors" in book.manifest["notice"]
    assert "American Medical Association" in book.manifest["notice"]


def test_every_code_has_source_and_word_on_how_it_was_verified(book: Book, contents: Contents) -> None:
    for code in contents.glosses:
        facts = book[code].facts
        assert facts["source"]
        assert facts["verified"]
        assert "status" not in facts or facts["indicators_source"]


def test_one_code_whole(book: Book) -> None:
    found = book["44970"]
    assert found.description == "Take out the appendix through small ports"
    assert found.ancestors == ("44900-44979", "40490-49999", "10004-69990")
    assert [i.text for i in found.instructions] == ["laparoscopic appendectomy"]
    facts = found.facts
    assert (facts["global_days"], facts["bilateral"], facts["add_on"]) == ("090", "0", False)
    assert cpt.meaning("global_days", facts["global_days"]).startswith("major surgery")


@pytest.mark.parametrize(
    ("code", "on", "valid", "suggested"),
    [
        ("99213", date(2026, 3, 1), True, ()),
        ("99218", date(2026, 3, 1), False, ("99221", "99222", "99223")),
        ("99241", date(2026, 3, 1), False, ("99242",)),
        ("99441", date(2026, 3, 1), False, ("98012", "98013", "98014", "98015")),
        ("10022", date(2026, 3, 1), False, ("10005", "10006")),
        # Their successors of 2026 have no gloss here, so none can be offered to open; the words name them.
        ("37220", date(2026, 3, 1), False, ()),
        ("92929", date(2026, 3, 1), False, ("92928", "92930")),
        ("40490-49999", date(2026, 3, 1), False, None),
    ],
)
def test_deleted_codes_say_when_and_what_instead(
    book: Book, code: str, on: date, valid: bool, suggested: tuple[str, ...] | None
) -> None:
    found = validate(book, code, on)
    assert found.valid is valid
    if suggested is not None and not valid:
        assert found.suggestions == suggested
        assert "ended on" in found.message


@pytest.mark.parametrize(
    ("code", "successors"),
    [
        ("37220", "37254 37256"), ("37221", "37258 37260"), ("37224", "37263 37265"), ("37226", "37267 37269"),
        ("37228", "37280 37282"), ("77385", "77407 77412"), ("77386", "77407 77412"),
        ("92590", "92628 92629 92631 92632"), ("92591", "92628 92629 92631 92632"),
    ],
)  # fmt: skip
def test_what_took_the_place_of_a_number_of_2025_is_told(book: Book, code: str, successors: str) -> None:
    """CPT 2026: leg arteries by territory and lesion, radiation by level, services for hearing aids."""
    assert cpt.ended(code) == cpt.Ended(date(2025, 12, 31), tuple(successors.split()))
    assert ", ".join(successors.split()) in validate(book, code, date(2026, 3, 1)).message


def test_a_complete_vessel_study_is_one_of_both_sides(contents: Contents) -> None:
    """93925 and 93970 are complete bilateral studies; one side, or less than all, is the code after them."""
    for whole, less in (("93925", "93926"), ("93970", "93971")):
        assert contents.glosses[whole].gloss.endswith("complete, both sides")
        assert contents.glosses[less].gloss.endswith("one side or limited")


@pytest.mark.parametrize(
    "code",
    [
        "87428", "87502", "90648", "90696", "90697", "90698", "90723", "90744", "97607", "97608", "14061",
        "22840", "23700", "26765", "29805", "29822", "29825", "33508", "35820", "37799", "44139", "49614",
        "52630", "59622", "60512", "63052", "64448", "64473", "74300", "75726", "77338", "77387", "90375",
        "90376", "90377", "90675", "92930", "30930", "33222", "35221", "36907", "38115", "39010", "49010",
        "59051", "64488", "66680", "75898", "76098", "77290", "92973",
    ],
)  # fmt: skip
def test_numbers_that_charts_need_have_a_gloss(book: Book, code: str) -> None:
    assert validate(book, code, date(2026, 3, 1)).valid
    assert book[code].gloss


def test_dates_run_forward_and_successors_are_not_deleted_too(contents: Contents) -> None:
    for row in contents.glosses.values():
        assert not (row.first and row.last) or row.first <= row.last, row.code
        gone = [code for code in row.replaced_by if code in contents.glosses and contents.glosses[code].last]
        assert gone == [], row.code


def test_base_units_reach_the_anesthesia_calculator(book: Book, contents: Contents) -> None:
    assert book["01967"].facts["base_units"] == 5
    assert cpt.facts("00580")["base_units"] == 20
    assert cpt.facts("00580")["base_units_source"]
    assert "not checked" in cpt.facts("00580")["base_units_verified"]
    assert cpt.facts("99999") == {}
    with_units = [code for code, facts in contents.facts.items() if "base_units" in facts]
    assert len(with_units) >= 60
    assert all("00100" <= code <= "01999" for code in with_units)


def test_every_indicator_that_occurs_has_words(contents: Contents) -> None:
    missing = {
        (name, facts[name])
        for facts in contents.facts.values()
        for name in MEANINGS
        if name in facts and not cpt.meaning(name, facts[name])
    }
    assert missing == set()


def test_the_release_is_carried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path))
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    books.close_all()
    found = books.open("cpt", date(2026, 3, 1))
    assert (found.release.id, found.in_force) == ("cpt-2026-01-01-glosses", True)
    assert not books.open("cpt", date(2027, 3, 1)).in_force
    books.close_all()


def test_compiling_twice_gives_the_same_bytes() -> None:
    assert compile_glosses(GLOSSES, own_files()) == compile_glosses(GLOSSES, own_files())


HEAD = ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x\n", "has other columns"),
        (HEAD + "99213,Tea,,,,,,codeward,own-words\n" * 2, "99213 stands there twice"),
        (HEAD + "99213,Tea,,,,,,nobody,own-words\n", "which sources.json does not explain"),
    ],
)
def test_a_faulty_data_file_is_refused(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "glosses-x.csv").write_text(row)
    with pytest.raises(LoaderError, match=message):
        read([tmp_path / "glosses-x.csv", *(p for p in own_files() if not p.name.startswith("glosses-"))])


def test_a_row_without_source_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "glosses-x.csv").write_text(
        HEAD + "99213,Tea,,,,,,codeward,own-words\n99214,Tea,,,,,,,own-words\n"
    )
    found = read([tmp_path / "glosses-x.csv", *(p for p in own_files() if p.suffix == ".json")])
    assert (list(found.glosses), found.without_source) == (["99213"], ("99214",))
    with pytest.raises(LoaderError, match=r"sources\.json is missing"):
        read([tmp_path / "glosses-x.csv"])
    with pytest.raises(LoaderError, match="no file of glosses"):
        read([p for p in own_files() if p.suffix == ".json"])
