from __future__ import annotations

import lzma
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets.icd10pcs import operations, terms

NAMES = {each.name for section in "0123456789BCDFGHX" for each in operations.of_section(section)}


def test_every_beginning_begins_a_code_of_2024(begins: Callable[[str], bool]) -> None:
    assert len(terms.all_terms()) >= 500
    for term in terms.all_terms():
        assert term.prefixes
        assert len(term.reason) > 10
        for prefix in term.prefixes:
            assert 3 <= len(prefix) <= 7, term
            assert begins(prefix), (term.term, prefix)


def test_no_name_stands_twice() -> None:
    names = [name.casefold() for term in terms.all_terms() for name in (term.term, *term.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("asked", "prefix"),
    [
        ("appendectomy", "0DTJ"),
        ("TKA", "0SRC"),
        ("total knee replacement", "0SRC"),
        ("lap chole", "0FT44ZZ"),
        ("CABG", "0210"),
        ("C-section", "10D00Z"),
        ("spontaneous vaginal delivery", "10E0XZZ"),
        ("EGD", "0DJ08ZZ"),
        ("colonoscopy with polypectomy", "0DBE8ZZ"),
        ("spinal tap", "009U3"),
        ("thoracentesis", "0W99"),
        ("hemodialysis", "5A1D70Z"),
        ("mechanical ventilation", "5A1935Z"),
        ("intubation", "0BH17EZ"),
        ("PEG tube placement", "0DH63UZ"),
        ("tracheostomy", "0B11"),
        ("BKA", "0Y6H"),
        ("TURP", "0VB07ZZ"),
        ("carotid endarterectomy", "03CH"),
        ("TAVR", "02RF3"),
        ("PICC line", "02HV33Z"),
        ("packed red blood cells", "30233N1"),
        ("detox", "HZ2ZZZZ"),
        ("hysterectomy", "0UT9"),
        ("excisional debridement", "0HB"),
        ("chest x-ray", "BW03ZZZ"),
        ("ECT", "GZB"),
        ("aortic valve replacement", "02RF"),
    ],
)
def test_common_names_lead_where_a_coder_expects(asked: str, prefix: str) -> None:
    assert terms.find(asked)[0].prefixes[0] == prefix


def test_word_order_plurals_and_little_words_do_not_matter() -> None:
    assert terms.find("replacement of the aortic valve")[0].term == "aortic valve replacement"
    assert terms.find("appendectomies")[0].prefixes[0] == "0DTJ"
    assert terms.find("xyzzy") == terms.find("") == ()
    assert len(terms.find("repair", limit=3)) == 3


def test_a_term_says_its_tables_and_sections() -> None:
    found = terms.find("ERCP")[0]
    assert found.sections == ("B", "0")
    assert found.tables == ("BF1", "0FJ")
    assert found.to_json()["gloss"] is True


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("gastrectomy", "Resection"),
        ("colostomy", "Bypass"),
        ("herniorrhaphy", "Repair"),
        ("orchiopexy", "Reposition"),
        ("amniocentesis", "Drainage"),
        ("arthrodesis", "Fusion"),
        ("adhesiolysis", "Release"),
        ("lithotripsy", "Fragmentation"),
    ],
)
def test_an_ending_says_the_usual_operation(word: str, first: str) -> None:
    found = terms.ending(word)
    assert found is not None
    assert found.operations[0] == first


def test_endings_name_real_operations_and_dialysis_has_none() -> None:
    assert terms.ending("dialysis") is None
    assert terms.ending("lobe") is None
    for each in terms.endings():
        assert set(each.operations) <= NAMES or each.operations == ("",), each
        assert each.to_json()["ending"].startswith("-")


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_words_get_an_answer(words: str) -> None:
    assert len(terms.find(words)) <= 10
    ending = terms.ending(words)
    assert ending is None or ending in terms.endings()


@pytest.mark.shared
def test_names_that_are_main_terms_of_the_official_index_lead_to_one_of_its_tables(shared: Path) -> None:
    packed = (shared / "icd10pcs_releases/icd10pcs_index_2025.xml.xz").read_bytes()
    index: dict[str, set[str]] = {}
    for main in ElementTree.fromstring(lzma.decompress(packed)).iter("mainTerm"):
        leads = {(each.text or "").strip() for tag in ("code", "codes", "tab") for each in main.iter(tag)}
        index[re.sub(r" *[(].*", "", main.findtext("title") or "").casefold()] = leads - {""}
    held = 0
    for term in terms.all_terms():
        for name in (term.term, *term.aliases):
            leads = index.get(name.casefold(), set())
            held += bool(leads)
            assert not leads or any(
                mine.startswith(lead) or lead.startswith(mine) for mine in term.prefixes for lead in leads
            ), (name, leads)
    assert held >= 140
