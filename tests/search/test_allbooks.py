from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.codesets.systems import CODING
from codeward.errors import CodewardError, NotInForce, QueryError
from codeward.search.allbooks import AllBooks
from codeward.search.weights import FAINT


@pytest.mark.parametrize(
    ("query", "system", "code"),
    [
        ("99213", "cpt", "99213"),
        ("J1885", "hcpcs", "J1885"),
        ("0DTJ4ZZ", "icd10pcs", "0DTJ4ZZ"),
        ("e119", "icd10cm", "E11.9"),
        ("E11.9", "icd10cm", "E11.9"),
        ("keytruda", "hcpcs", "J9271"),
        ("coumadin", "icd10cm", "Z79.01"),
        ("coumadin poisoning", "icd10cm", "T45.511A"),
        ("charley horse", "icd10cm", "M62.831"),
        ("tylenol", "hcpcs", "J0131"),
        ("12001 laceration", "cpt", "12001"),
        ("high blood pressure with kidney failure", "icd10cm", "I12.9"),
        ("cataract right eye", "icd10cm", "H26.9"),
        ("twin pregnancy second trimester", "icd10cm", "O30.002"),
    ],
)
def test_the_first_hit_of_all_books(desk: AllBooks, query: str, system: str, code: str) -> None:
    hit = desk.search_all(query).hits[0]
    assert (hit.system, hit.code) == (system, code)


def test_a_procedure_is_found_in_both_books_of_procedures(desk: AllBooks) -> None:
    found = desk.search_all("laparoscopic appendectomy")
    assert found.tab("icd10pcs").hits[0].code == "0DTJ4ZZ"
    assert found.tab("cpt").hits[0].code == "44970"
    assert {hit.code for hit in found.hits[:2]} == {"0DTJ4ZZ", "44970"}


def test_a_drug_is_found_by_brand_and_by_generic_name(desk: AllBooks) -> None:
    for brand, generic in (("Keytruda", "pembrolizumab"), ("Coumadin", "warfarin"), ("Toradol", "ketorolac")):
        first = [desk.search_all(name).hits[0].code for name in (brand, generic)]
        assert first[0] == first[1]
    codes = [hit.code for hit in desk.search_all("coumadin", 20).tab("icd10cm").hits]
    assert {"Z79.01", "T45.515A", "T45.516A"} <= set(codes)


def test_a_tab_counts_all_that_answer(desk: AllBooks) -> None:
    found = desk.search_all("kidney", 5)
    assert [tab.system for tab in found.tabs] == list(CODING)
    assert all(tab.count >= len(tab.hits) for tab in found.tabs)
    assert found.count == sum(tab.count for tab in found.tabs) > 500
    assert len(found.hits) == 5


def test_a_beginning_of_codes_is_looked_for_in_every_book(desk: AllBooks) -> None:
    found = desk.search_all("J18")
    assert {hit.system for hit in found.hits} == {"icd10cm", "hcpcs"}
    assert found.hits[0].code == "J18"


def test_two_figures_are_a_beginning_before_they_are_a_word(desk: AllBooks) -> None:
    assert all(hit.code.startswith("99") for hit in desk.search_all("99").hits)


def test_a_word_that_no_title_has_leads_where_people_mean(desk: AllBooks) -> None:
    assert desk.search_all("glasses").tab("hcpcs").hits[0].code == "V2020"
    assert desk.search_all("lap chole acute cholecystitis").tab("cpt").hits[0].code.startswith("4756")


def test_hits_are_grouped_under_their_headings(desk: AllBooks) -> None:
    found = desk.search_all("ct head")
    assert sum(len(group.hits) for group in found.groups) == len(found.hits)
    assert len({(group.system, group.code) for group in found.groups}) == len(found.groups)
    group = next(group for group in found.groups if group.system == "icd10pcs")
    assert all(hit.code.startswith(group.code) for hit in group.hits)
    (only,) = desk.groups(desk.search_all("E11.65").hits)
    assert (only.code, only.description) == ("E11", "Type 2 diabetes mellitus")


def test_a_slip_is_put_right_by_the_book_that_has_the_word(desk: AllBooks) -> None:
    found = desk.search_all("apendectomy")
    assert found.did_you_mean == "appendectomy"
    assert found.hits[0].code.startswith("0DTJ")
    assert desk.search_all("diabtes mellitus").did_you_mean == "diabetes mellitus"
    assert desk.search_all("diabetes").did_you_mean is None
    assert desk.search_all("zzqqvv").did_you_mean is None
    assert desk.search_all("appendec").did_you_mean is None  # a word that is being typed


def test_a_word_of_one_book_is_no_slip_in_another(desk: AllBooks) -> None:
    found = desk.search_all("keytruda")
    assert found.tab("cpt").hits == ()
    assert found.tab("icd10pcs").hits == ()


def test_systems_narrow_the_search(desk: AllBooks) -> None:
    found = desk.search_all("wheelchair", systems=["hcpcs"])
    assert [tab.system for tab in found.tabs] == ["hcpcs"]
    assert found.hits[0].code == "K0001"


def test_billable_leaves_headings_out(desk: AllBooks) -> None:
    assert all(hit.billable for hit in desk.search_all("kidney", 30, billable=True).hits)


def test_glosses_are_marked(desk: AllBooks) -> None:
    for hit in desk.search_all("wheelchair", 30).hits:
        assert hit.gloss == (hit.system in ("hcpcs", "cpt"))


def test_what_is_asked_wrongly_is_refused(desk: AllBooks) -> None:
    with pytest.raises(QueryError, match="snomed"):
        desk.search_all("knee", systems=["snomed"])
    with pytest.raises(QueryError, match="characters"):
        desk.search_all("x" * 1001)
    with pytest.raises(QueryError, match="at least 1"):
        desk.search_all("knee", 0)
    with pytest.raises(QueryError, match="cpt"):
        desk.search_all("knee", systems=["hcpcs"]).tab("cpt")


def test_nothing_asked_is_nothing_found(desk: AllBooks) -> None:
    for query in ("", "   ", "of the", "🦴"):
        found = desk.search_all(query)
        assert (found.hits, found.groups, found.did_you_mean) == ((), (), None)


def test_the_coding_date_chooses_the_releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))
    desk = AllBooks()
    found = desk.search_all("wheelchair", systems=["hcpcs", "cpt"], on=date(2026, 5, 12))
    assert [(tab.release[:5], tab.in_force) for tab in found.tabs] == [("hcpcs", True), ("cpt-2", True)]
    late = desk.search_all("wheelchair", systems=["hcpcs"], on=date(2031, 1, 1))
    assert not late.tabs[0].in_force
    with pytest.raises(NotInForce):
        desk.search_all("wheelchair", systems=["hcpcs"], on=date(2031, 1, 1), strict=True)
    monkeypatch.setattr("codeward.search.allbooks.books.releases", lambda system=None: ())
    assert desk.search_all("zz", on=date(2020, 1, 1)).tabs == ()


def test_a_system_without_a_book_that_is_asked_for_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(system: str, on: date | None = None, *, strict: bool = False) -> Book:
        raise CodewardError(f"No book of {system}")

    monkeypatch.setattr("codeward.search.allbooks.books.open", none)
    with pytest.raises(CodewardError, match="No book of cpt"):
        AllBooks().search_all("knee", systems=["cpt"])


def test_a_release_installed_meanwhile_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hcpcs_book: Book
) -> None:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))
    clock = [0.0]
    monkeypatch.setattr("codeward.search.allbooks.monotonic", lambda: clock[0])
    desk = AllBooks()
    before = desk.search_all("wheelchair", systems=["hcpcs"], on=date(2026, 5, 12)).tabs[0].book
    releases = tmp_path / "home" / "releases"
    releases.mkdir(parents=True)
    newer = Book(hcpcs_book.file, in_force=True)
    monkeypatch.setattr("codeward.search.allbooks.books.open", lambda *_, **__: newer)
    kept = desk.search_all("wheelchair", systems=["hcpcs"], on=date(2026, 5, 12)).tabs[0].book
    assert kept is before  # it does not look at the disk for every letter typed
    clock[0] = 2.0
    assert desk.search_all("wheelchair", systems=["hcpcs"], on=date(2026, 5, 12)).tabs[0].book is newer


def test_a_faint_hit_stays_in_its_tab(desk: AllBooks) -> None:
    seen = 0
    for query in ("keytruda", "lumbar puncture", "neulasta", "lap chole", "office visit level 4"):
        found = desk.search_all(query, 25)
        best = max(hit.score for hit in found.hits if not hit.ended)
        faint = {hit.code for tab in found.tabs for hit in tab.hits if hit.score < FAINT * best}
        assert not faint & {hit.code for hit in found.hits}
        seen += len(faint)
    assert seen
