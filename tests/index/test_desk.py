"""The index as a book: letters, main terms, what is under them, links that stay good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets import Release
from codeward.codesets.indexes.official import compile_index
from codeward.errors import CodewardError
from codeward.index import BOOKS, Index, close_all, open_index
from tests.codesets.indexes.conftest import SMALL
from tests.index.conftest import ON, shared_cache


@pytest.mark.parametrize("book", BOOKS)
def test_a_book_is_walked_letter_by_letter(index: Index, book: str) -> None:
    letters = index.letters(book)
    assert letters == sorted(letters)
    main = index.mains(letters[-1], book)[0]
    assert (main.book, len(main.path)) == (book, 1)
    assert index.titles(letters[-1], book)[0] == (main.id, main.title)
    assert index.entry(main.id, book) == main
    assert len(index.children(main.id, book)) == main.below


def test_what_is_below_a_term_comes_with_its_depth(index: Index) -> None:
    rows = index.below("appendicitis")
    assert rows[0][0] == 1
    assert {entry.path[0] for _, entry in rows} == {"Appendicitis"}
    assert [entry for depth, entry in rows if depth == 1] == index.children("appendicitis")


def test_with_stands_before_the_alphabet(index: Index) -> None:
    titles = [entry.path[-1] for entry in index.children("appendicitis")]
    assert "with" in titles[:2]
    rest = [title.lower() for title in titles if title not in ("with", "due to", "in")]
    assert rest == sorted(rest)


def test_entries_that_lead_to_a_code_are_known(index: Index) -> None:
    assert any(e.path[0] == "Appendicitis" for e in index.leading_to("K35.80"))
    assert index.leading_to("K99.9") == []


def test_no_such_entry_and_no_such_letter(index: Index) -> None:
    with pytest.raises(CodewardError, match="no entry"):
        index.entry("no.such.entry")
    assert index.mains("§") == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_id_leads_to_its_entry(index: Index, data: st.DataObject) -> None:
    book = data.draw(st.sampled_from(BOOKS))
    volume = index.volume(book)
    number = data.draw(st.integers(0, volume.terms.size - 1))
    entry = volume.entry(number)
    assert volume.terms.by_id(entry.id) == number
    assert entry.source == "derived"
    for code in (entry.code, *(entry.table or {}).values()):
        assert code is None or index.tabular.get(code.rstrip("-").rstrip(".")) is not None


def test_the_second_step_says_what_the_tabular_says(index: Index) -> None:
    entry = index.find("fracture femur neck", 1)[0]
    check = index.verify(entry, "fracture femur neck left")
    assert check is not None
    assert (check.code, check.billable) == ("S72.002", False)
    assert "needs a 7th character" in check.message
    assert any(i.kind == "excludes1" for i in check.instructions)
    cough = index.verify(index.find("cough", 1)[0])
    assert cough is not None
    assert (cough.code, cough.billable) == ("R05.9", True)


@pytest.fixture
def with_official(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[[date, date | None], Index]:
    monkeypatch.setenv("CODEWARD_CACHE", str(shared_cache(tmp_path_factory)))
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))

    def install(start: date, end: date | None) -> Index:
        file = tmp_path / "index.xml"
        file.write_text(SMALL)
        release = Release(f"icd10cm-index-{start}", "icd10cm-index", "An index", start, end)
        path = tmp_path / "releases" / f"{release.id}.book"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(compile_index(release, [file]))
        close_all()
        return open_index(ON)

    return install


def test_an_official_index_takes_the_place_of_the_derived_one(
    with_official: Callable[[date, date | None], Index],
) -> None:
    index = with_official(date(2026, 4, 1), date(2026, 9, 30))
    found = index.find("diabetic arthropathy", 1)[0]
    assert (found.source, found.code, found.manifestation) == ("official", "E11.618", "M14.6-")
    assert found.release.id == "icd10cm-index-2026-04-01"
    (see,) = index.find("sugar diabetes")[0].see or index.entry("diabetes-diabetic.sugar").see
    assert (see.outcome, see.code) == ("term", "E11.44")
    assert index.volume("neoplasm").source == "derived"
    assert open_index(release="icd10cm-index-2026-04-01").volume().official


def test_an_official_index_of_another_date_does_not(
    with_official: Callable[[date, date | None], Index],
) -> None:
    assert with_official(date(2025, 10, 1), date(2026, 3, 31)).volume().source == "derived"


def test_a_release_of_something_else_is_refused(
    with_official: Callable[[date, date | None], Index],
) -> None:
    with_official(date(2026, 4, 1), None)
    with pytest.raises(CodewardError, match="not installed"):
        open_index(release="icd10cm-index-2001-01-01")


@pytest.mark.parametrize(
    ("query", "book", "path"),
    [
        ("neoplasm colon", "neoplasm", "colon"),
        ("neoplasm colon benign", "neoplasm", "colon"),
        ("malignant neoplasm of liver", "neoplasm", "liver"),
        ("aspirin poisoning", "drugs", "Aspirin"),
    ],
)
def test_a_row_of_a_table_that_the_words_name_comes_first(
    query: str, book: str, path: str, index: Index
) -> None:
    first = index.find(query)[0]
    assert (first.book, first.path[-1]) == (book, path)


def test_the_row_for_the_colon_has_its_code(index: Index) -> None:
    assert (index.find("neoplasm colon")[0].table or {})["malignant_primary"] == "C18.9"


@pytest.mark.parametrize(
    ("query", "printed"),
    [("ckd diabetic", ("CKD", "diabetic")), ("ibs", ("IBS",)), ("ibs-d", ("IBS-D",)), ("bad dreams", ("Bad dreams",)),
     ("ckd 1", ("CKD 1",)), ("dm type 2", ("DM type 2",)),
     ("niddm", ("NIDDM",)), ("gastric bypass", ("Gastric bypass",)), ("lupus", ("Lupus",))],
)  # fmt: skip
def test_abbreviations_keep_their_capitals_and_are_the_main_term(
    query: str, printed: tuple[str, ...], index: Index
) -> None:
    assert index.find(query)[0].printed == printed


def test_no_main_term_is_a_figure_or_a_letter(index: Index) -> None:
    titles = [title for letter in index.letters() for _, title in index.titles(letter)]
    assert not [title for title in titles if not any(map(str.isalpha, title))]
    assert not {"Dreams", "D", "C", "Ckd"} & set(titles)
