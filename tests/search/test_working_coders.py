"""What working coders typed and did not find: numbers and conditions meet structure, shorthand is read."""

from __future__ import annotations

from datetime import date

import pytest

from codeward.search import Searcher
from codeward.search.allbooks import AllBooks
from codeward.search.plain.searcher import PlainSearcher


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("new patient level 4", "99204"),
        ("established patient level 3", "99213"),
        ("er level 5", "99285"),
        ("simple repair 3 cm scalp", "12002"),
        ("excision malignant lesion face 1.5 cm", "11642"),
        ("t&a 14 year old", "42821"),
        ("t&a 8 year old", "42820"),
        ("ct head without contrast", "70450"),
        ("ct head with contrast", "70460"),
        ("ct head w/wo contrast", "70470"),
        ("iv hydration first hour", "96360"),
        ("iv hydration each additional hour", "96361"),
        ("trigger point injection 3 muscles", "20553"),
        ("trigger point injection 2 muscles", "20552"),
        ("nst", "59025"),
        ("pneumovax 23", "90732"),
        ("arthrocentesis knee us guided", "20611"),
        ("arthrocentesis knee", "20610"),
        ("critical care first hour", "99291"),
        ("critical care each additional 30 min", "99292"),
        ("mri brain without contrast", "70551"),
        ("cxr 1 view", "71045"),
        ("destruction of 20 warts", "17111"),
    ],
)
def test_a_service_is_found_by_its_structure(query: str, code: str, cpt: PlainSearcher) -> None:
    assert cpt.search(query)[0].code == code


@pytest.mark.parametrize(
    ("query", "beginning"),
    [
        ("partial resection of sigmoid colon", "0DBN"),  # part of a body part is Excision (guideline B3.8)
        ("resection upper pole right kidney", "0TB0"),
        ("sigmoid colon resection", "0DTN"),
        ("umbilical hernia repair open with mesh", "0WUF0"),
        ("turp", "0VB08ZZ"),
        ("bronchoscopy with bal", "0B9[8]"),
        ("balloon angioplasty one coronary no stent", "02703ZZ"),
        ("cabg x3 saphenous vein open", "021209W"),
        ("ventilator more than 96 hours", "5A1955Z"),
    ],
)
def test_a_procedure_is_found_by_its_structure(query: str, beginning: str, pcs: PlainSearcher) -> None:
    code = pcs.search(query)[0].code
    if beginning == "0B9[8]":
        assert code[:3] == "0B9"
        assert code[4] == "8"  # a lavage is done through the bronchoscope
    else:
        assert code.startswith(beginning)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("retacrit non-esrd", "Q5106"),
        ("retacrit esrd", "Q5105"),
        ("bls emergent ambulance", "A0429"),
        ("bls non emergency", "A0428"),
        ("foam drsg 4x4 no border", "A6209"),
        ("short leg splint fiberglass adult", "Q4046"),
    ],
)
def test_a_supply_is_found_by_its_structure(query: str, code: str, hcpcs: PlainSearcher) -> None:
    assert hcpcs.search(query)[0].code == code


@pytest.mark.parametrize("query", ["new patient level 4", "low dose ct lung cancer screening", "hearing aid exam",
                                   "observation day", "methylprednisolone", "iliac artery stent", "phone call 10 min",
                                   "solu medrol 40 mg", "rituximab"])  # fmt: skip
def test_no_ended_code_stands_above_a_valid_one(query: str, desk: AllBooks) -> None:
    found = desk.search_all(query, 25)
    for hits in (found.hits, *(tab.hits for tab in found.tabs)):
        ended = [hit.ended for hit in hits]
        assert ended == sorted(ended)


def test_a_code_has_ended_on_the_day_after_its_last(cpt: PlainSearcher) -> None:
    (hit,) = [hit for hit in cpt.search("balloon opening first iliac artery", 25) if hit.code == "37220"]
    assert hit.ended
    assert hit.last_day == "2025-12-31"
    valid = next(hit for hit in cpt.answer("office visit", on=date(2026, 6, 1)).hits)
    assert not valid.ended


@pytest.mark.parametrize(
    ("query", "first", "before"),
    [
        # Left is the nondominant side where handedness is not documented (I.C.6.a).
        ("left sided hemiparesis", "G81.94", "G81.92"),
        ("left-sided hemiparesis", "G81.94", "G81.92"),
        ("left hemiparesis", "G81.94", "G81.92"),
        ("left hemiplegia", "G81.94", "G81.92"),
        ("right hemiplegia", "G81.91", "G81.93"),
        ("old CVA with left hemiparesis", "I69.354", "I69.352"),
    ],
)
def test_the_side_says_the_dominance_that_is_not_documented(
    query: str, first: str, before: str, searcher: Searcher
) -> None:
    codes = [hit.code for hit in searcher.search(query)]
    assert codes[0] == first
    assert before not in codes or codes.index(first) < codes.index(before)


def test_a_side_is_no_disease(searcher: Searcher) -> None:
    assert all(not hit.code.startswith("K51") for hit in searcher.search("left sided numbness"))
    assert searcher.search("left sided numbness")[0].code.startswith("R20")
    assert searcher.search("left sided colitis")[0].code.startswith("K51.5")


def test_a_diagnosis_ruled_out_is_the_one_that_was_asked(searcher: Searcher) -> None:
    assert searcher.search("rule out pneumonia")[0].code == "J18.9"
    assert searcher.search("rule out")[0].code in ("Z03.89", "Z04.89")


def test_the_list_of_valid_codes_says_what_has_ended(desk: AllBooks) -> None:
    query, ended = "fusion of coccygeal joint with internal fixation device", "0SG604Z"
    before = desk.search_all(query, 25, ["icd10pcs"], date(2025, 3, 31)).tab("icd10pcs").hits
    after = desk.search_all(query, 25, ["icd10pcs"], date(2025, 4, 1)).tab("icd10pcs").hits
    assert ended in [hit.code for hit in before[:3] if not hit.ended]
    (hit,) = [hit for hit in after if hit.code == ended]
    assert (hit.ended, hit.last_day) == (True, "2025-03-31")
    assert [hit.ended for hit in after] == sorted(hit.ended for hit in after)
    assert not after[0].ended
