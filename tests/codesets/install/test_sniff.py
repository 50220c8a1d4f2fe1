"""What a file is seen to be, by its content; and of which edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets.install.archives import Candidate
from codeward.codesets.install.editions import Stated, end_of, from_name, start_of_year
from codeward.codesets.install.sniff import KINDS, sniff
from tests.codesets.install.conftest import ORDER, PCS_ORDER, TABULAR, fixed_hcpcs
from tests.codesets.install.test_archives import put

NAMES = {
    "icd10cm-tabular-April-1-2026.xml": Stated(date(2026, 4, 1)),
    "icd10cm_order_2023.txt": Stated(None, 2023),
    "icd10cm_codes_2026-04-01.txt": Stated(date(2026, 4, 1)),
    "HCPC2026_JUL_ANWEB_06172026.txt": Stated(date(2026, 7, 1)),
    "july_2026_addendum_b.xlsx": Stated(date(2026, 7, 1)),
    "ccipra-v302r0-f1.xlsx": Stated(date(2024, 7, 1)),
    "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv": Stated(date(2024, 7, 1)),
    "PPRRVU24_JUL.csv": Stated(date(2024, 7, 1)),
    "pprrvu_rvu24ar_jan.csv": Stated(date(2024, 1, 1)),
    "hcpcs_level2_2024-07.csv": Stated(date(2024, 7, 1)),
    "FY2022-April-index.txt": Stated(date(2022, 4, 1)),
    "POAexemptCodesFY26.txt": Stated(None, 2026),
    "2026-code-descriptions.zip!a/codes.txt": Stated(None, 2026),
    "AOC_V2024Q3-MCR.xlsx": Stated(date(2024, 7, 1)),
    "codes.txt": Stated(),
    "99999999.txt": Stated(),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_edition_in_a_name(name: str) -> None:
    assert from_name(name) == NAMES[name]


@pytest.mark.parametrize(
    ("system", "start", "quarter", "end"),
    [
        ("icd10cm", date(2025, 10, 1), False, date(2026, 9, 30)),
        ("icd10pcs", date(2026, 4, 1), True, date(2026, 9, 30)),
        ("hcpcs", date(2026, 10, 1), True, date(2026, 12, 31)),
        ("ncci-ptp", date(2024, 7, 1), True, date(2024, 9, 30)),
        ("hcpcs", date(2019, 1, 1), False, date(2019, 12, 31)),
        ("cpt", date(2026, 1, 1), True, date(2026, 12, 31)),
        ("place-of-service", date(2024, 1, 1), False, None),
    ],
)
def test_when_an_edition_ends(system: str, start: date, quarter: bool, end: date | None) -> None:
    assert end_of(system, start, quarter=quarter) == end


def test_fiscal_and_calendar_years() -> None:
    assert start_of_year("mce", 2026) == date(2025, 10, 1)
    assert start_of_year("cpt", 2026) == date(2026, 1, 1)


CONTENT: dict[str, tuple[str, bytes]] = {
    "icd10cm-tabular": ("a.xml", TABULAR),
    "icd10cm-order": ("a.txt", ORDER),
    "icd10pcs-order": ("a.txt", PCS_ORDER),
    "icd10cm-codes": ("a.txt", b"A000    Cholera due to A\r\nA001    Cholera due to B\r\n"),
    "icd10cm-valid": ("a.txt", b"A000\nA001\nA0100\n"),
    "hcpcs-codes": ("a.txt", b"A0021\nA0080\n"),
    "icd10pcs-codes": ("a.txt", b"0016070 Bypass A\n0016071 Bypass B\n"),
    "order-addenda": ("a.txt", b"Add:         1 A4154   Sepsis    Sepsis\n"),
    "gems": ("a.txt", b"A000    0010  00000\nA001    0011  00000\n"),
    "hcpcs": ("a.txt", fixed_hcpcs()),
    "icd10cm-index": (
        "a.xml",
        b"<ICD10CM.index><version>2026</version><title>INDEX TO DISEASES</title></ICD10CM.index>",
    ),
    "icd10cm-drugs": (
        "a.xml",
        b'<ICD10CM.index><indexHeading><head col="2">Poisoning, Accidental</head></indexHeading>',
    ),
    "icd10cm-neoplasm": (
        "a.xml",
        b'<ICD10CM.index><indexHeading><head col="2">Malignant Primary</head></indexHeading>',
    ),
    "icd10cm-external-cause": (
        "a.xml",
        b"<ICD10CM.index><title>EXTERNAL CAUSE of INJURIES INDEX</title></ICD10CM.index>",
    ),
    "icd10pcs-tables": ("a.xml", b"<ICD10PCS.tabular><version>2025</version></ICD10PCS.tabular>"),
    "poa-exempt": ("a.txt", b"Order26\tPOAexemptCode\tDescription\r\n1\tB90.0\tSequelae\r\n"),
    "poa-changes": ("AddCodes.txt", b"Order26\tPOAexemptCode\tDescription\r\n1\tB90.0\tSequelae\r\n"),
    "mce": ("a.csv", b"icd_code,icd_conflict_group,icd_conflict_rule,icd_description\nA33,Age,Newborn,x\n"),
    "ncci-ptp": ("a.csv", b"Notice,,\nColumn 1,Column 2,Deletion Date *=no data\n11042,11043,*\n"),
    "ncci-mue": ("a.csv", b"HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator\n"),
    "add-on": ("a.xlsx.csv", b"Add-On_Code,AOC_Del_Dt(Julian),Primary_Code,AOC_Edit_Type\n22614,,22600,1\n"),
    "mpfs": ("a.csv", b"hcpcs,mod,status_code,work_rvu,glob_days\n99213,,A,1.3,XXX\n"),
    "opps": ("a.csv", b"HCPCS Code,Short Descriptor,SI,APC\nA0021,x,E1,\n"),
    "icd10cm-conversion": ("a.csv", b"Current code assignment,Effective,Previous Code(s) Assignment\n"),
    "place-of-service": ("a.csv", b"pos_code,pos_type,pos_name\n11,Non-Facility,Office\n"),
    "guidelines": (
        "a.txt",
        b"ICD-10-CM Official Guidelines for Coding and Reporting\nFY 2026\n(October 1, 2025 - September 30, 2026)\n",
    ),
    "pcs-guidelines": ("a.txt", b"ICD-10-PCS Official Guidelines for Coding and Reporting 2026\n"),
    "other": ("a.txt", b"Something, else\n"),
}


@pytest.mark.parametrize("kind", CONTENT)
def test_what_a_file_is(kind: str, tmp_path: Path) -> None:
    name, content = CONTENT[kind]
    for mark in (b"", b"\xef\xbb\xbf"):
        path = tmp_path / name
        path.write_bytes(mark + content)
        found = sniff(Candidate(path, name))
        assert found.kind == kind
        assert KINDS[kind] in found.words


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=200),
    start=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"<a>", b"\xff\xfe"]),
)
def test_random_bytes_are_something(tmp_path: Path, content: bytes, start: bytes) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(start + content)
    assert sniff(Candidate(path, "a.dat")).kind in KINDS


def test_the_category_with_two_letters_is_one_of_icd_10_cm(tmp_path: Path) -> None:
    titled = put(tmp_path, "icd10cm-codes-2026.txt", b"Q998    Other\nQA00101 A disorder\n")
    assert sniff(Candidate(titled, titled.name)).kind == "icd10cm-codes"
    alone = put(tmp_path, "valid-2026.txt", b"Q99\nQ99.8\nQA0-QA0\nQA0.0101\n")
    assert sniff(Candidate(alone, alone.name)).kind == "icd10cm-valid"
