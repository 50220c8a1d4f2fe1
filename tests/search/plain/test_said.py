from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.codesets.icd10pcs.terms import all_terms
from codeward.errors import LoaderError
from codeward.search.plain import said
from codeward.search.plain.searcher import PlainSearcher
from codeward.search.structure.data import rows as lines


def prefixes(book: Book) -> set[str]:
    return {code.replace(".", "")[:length] for code in book for length in range(1, 8)}


def test_what_is_said_of_procedures_leads_to_codes(pcs_book: Book, cpt_book: Book) -> None:
    known, codes = prefixes(pcs_book), set(cpt_book)
    rows = list(lines(said._PROCEDURES, 4))
    assert len(rows) >= 200
    for phrases, words, pcs, cpt in rows:
        assert words or pcs or cpt, phrases
        assert set(pcs.split()) <= known, phrases
    led = sum(bool(set(cpt.split()) & codes) for _, _, _, cpt in rows)
    assert led >= 180


def test_what_is_said_of_supplies_leads_to_codes(hcpcs_book: Book) -> None:
    rows = list(lines(said._SUPPLIES, 3))
    assert len(rows) >= 90
    missing = [
        (phrases, code) for phrases, _, codes in rows for code in codes.split() if code not in hcpcs_book
    ]
    assert len(missing) <= 5  # what the whole file has and the teaching set has not
    assert all(any(code in hcpcs_book for code in codes.split()) for _, _, codes in rows[:30])


def test_a_phrase_stands_once_in_each_file() -> None:
    for path, width in ((said._PROCEDURES, 4), (said._SUPPLIES, 3)):
        phrases = [phrase for row in lines(path, width) for phrase in row[0].split(";")]
        assert sorted({phrase for phrase in phrases if phrases.count(phrase) > 1}) == []
        assert all(phrase == phrase.strip().lower() for phrase in phrases)


def test_lay_words_for_the_body_hold_in_every_book(hcpcs_book: Book) -> None:
    assert any("shin bone" in entry.phrases and entry.words == "tibia" for entry in said.entries(hcpcs_book))


def test_drugs_of_the_tabular_are_in_the_words_of_their_class(book: Book) -> None:
    entries = {phrase: entry for entry in said.tabular_entries(book) for phrase in entry.phrases}
    assert entries["Keytruda"].words == "antineoplastic and immunosuppressive drugs"
    assert entries["coumadin"].codes == ("Z79.01",)


def test_each_system_has_a_digest_of_its_own() -> None:
    assert len({said.digest(system) for system in ("icd10cm", "icd10pcs", "hcpcs", "cpt")}) == 4


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "supplies.tsv"
    path.write_text("phrases\twords\tcodes\ncane\t\tE0100\nwalker\n")
    with pytest.raises(LoaderError, match=r"supplies\.tsv.*3"):
        list(lines(path, 3))


def test_names_of_the_room_of_procedures_lead_to_its_codes(pcs: PlainSearcher) -> None:
    missed = [
        term.term
        for term in all_terms()
        if not any(hit.code.startswith(term.prefixes) for hit in pcs.search(term.term, 3))
    ]
    assert len(missed) <= len(all_terms()) // 50, missed
