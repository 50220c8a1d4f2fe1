from __future__ import annotations

import pytest

from codeward.errors import QueryError
from codeward.search.plain.searcher import PlainSearcher


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("appendectomy", "0DTJ0ZZ"),
        ("laparoscopic appendectomy", "0DTJ4ZZ"),
        ("lap chole", "0FT44ZZ"),
        ("cabg", "021"),
        ("left knee replacement", "0SRD"),
        ("hysterectomy", "0UT9"),
        ("open reduction femur fracture", "0QS"),
        ("debridement skin", "0HB"),
        ("ct head", "BW28"),
        ("lumbar puncture", "009U3"),
        ("resection of gallbladder laparoscopic", "0FT44ZZ"),
        ("apendix resection", "0DTJ"),
        ("transfusion platelets", "302"),
        ("c section", "10D00Z"),
        ("intubation", "0BH17EZ"),
        ("tummy tuck", "0W0F"),  # a name of the room of ICD-10-PCS
        ("achilles tendon repair left", "0LQP"),
    ],
)
def test_procedures_as_people_call_them(pcs: PlainSearcher, query: str, code: str) -> None:
    assert pcs.search(query)[0].code.startswith(code)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("keytruda", "J9271"),
        ("pembrolizumab", "J9271"),
        ("toradol", "J1885"),
        ("wheelchair", "K0001"),
        ("oxygen concentrator", "E1390"),
        ("cpap machine", "E0601"),
        ("als ambulance", "A0427"),
        ("diabetic shoes", "A5500"),
        ("ambulence mileage", "A0425"),
    ],
)
def test_supplies_and_drugs_as_people_call_them(hcpcs: PlainSearcher, query: str, code: str) -> None:
    assert code in [hit.code for hit in hcpcs.search(query)[:2]]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("office visit", "99213"),
        ("cholecystectomy", "47562"),
        ("chest x-ray", "71046"),
        ("knee replacement", "27447"),
        ("a1c", "83036"),
        ("colonoscopy with biopsy", "45380"),
    ],
)
def test_services_as_people_call_them(cpt: PlainSearcher, query: str, code: str) -> None:
    assert cpt.search(query)[0].code == code


def test_a_code_and_its_beginning(pcs: PlainSearcher, hcpcs: PlainSearcher, cpt: PlainSearcher) -> None:
    assert [hit.code for hit in pcs.search("0dtj")] == ["0DTJ0ZZ", "0DTJ4ZZ", "0DTJ7ZZ", "0DTJ8ZZ"]
    assert pcs.search("0DTJ4ZZ")[0].why == "code 0DTJ4ZZ"
    assert hcpcs.search("J1885")[0].score == 2.0
    assert all(hit.code.startswith("992") for hit in cpt.search("992"))
    assert cpt.answer("992", 3).total > 3
    assert pcs.search("E11.9") == []
    assert hcpcs.search("bill J1885 please")[0].code == "J1885"


def test_glosses_say_that_they_are_ours(pcs: PlainSearcher, hcpcs: PlainSearcher, cpt: PlainSearcher) -> None:
    assert all(hit.gloss for searcher in (hcpcs, cpt) for hit in searcher.search("knee"))
    assert not any(hit.gloss for hit in pcs.search("knee"))


def test_it_says_why(hcpcs: PlainSearcher, cpt: PlainSearcher) -> None:
    assert hcpcs.search("keytruda")[0].why.startswith("drug: Keytruda → pembrolizumab")
    assert 'also called "' in cpt.search("cholecystectomy")[0].why
    assert "spelling: ambulence → ambulance" in hcpcs.search("ambulence")[0].why


def test_matched_words_stand_in_the_description(pcs: PlainSearcher) -> None:
    hit = pcs.search("bypass coronary artery open")[0]
    assert {"Bypass", "Coronary", "Artery", "Open"} <= set(hit.matched)


def test_only_billable_codes_where_asked(cpt: PlainSearcher) -> None:
    assert any(not hit.billable for hit in cpt.search("kidney", 20))
    assert all(hit.billable for hit in cpt.search("kidney", 20, billable=True))


def test_ended_codes_stand_behind(hcpcs: PlainSearcher) -> None:
    hits = hcpcs.search("rituximab")
    assert hits[0].billable


def test_the_count_is_of_all_that_answer(pcs: PlainSearcher) -> None:
    answer = pcs.answer("appendix resection", 3)
    assert answer.total == sum("Resection of Appendix" in pcs.book[c].description for c in pcs.book)
    assert pcs.answer("resection", 5).total > 500


def test_the_heading_is_the_one_above(pcs: PlainSearcher, cpt: PlainSearcher) -> None:
    assert pcs.heading("0DTJ4ZZ")[0] == "0DT"
    assert cpt.heading("99213")[0] == "99201-99215"
    assert cpt.heading("99201-99215")[0] == "99201-99215"


def test_one_table_does_not_fill_the_candidates(pcs: PlainSearcher) -> None:
    stems = {hit.code[:4] for hit in pcs.search("bypass artery", 20)}
    assert len(stems) > 2


def test_what_is_asked_wrongly_is_refused(cpt: PlainSearcher) -> None:
    with pytest.raises(QueryError, match="characters"):
        cpt.search("x" * 1001)
    with pytest.raises(QueryError, match="at least 1"):
        cpt.search("knee", 0)
    with pytest.raises(QueryError, match="chapter"):
        cpt.search("knee", chapter="4")
    with pytest.raises(QueryError, match="hcpcs"):
        cpt.search("knee", system="hcpcs")


def test_words_that_it_does_not_hold_have_near_ones(cpt: PlainSearcher) -> None:
    assert "knee" in cpt.suggest_words("kneee")
    assert cpt.search("qqqzzz") == []
