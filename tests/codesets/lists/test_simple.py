"""POA-exempt, places of service, conversion table, OPPS and MUE, in the layouts they come in."""

from __future__ import annotations

import pytest

from codeward.codesets.lists import Rows
from codeward.errors import LoaderError
from tests.codesets.lists.conftest import Make

POA = 'Order26\tPOAexemptCode\tDescription\n01238\tB90.0\tSequelae of one\n30410\tQA0.0101\t"Of two, and three"\n'


def test_poa_exempt(make: Make) -> None:
    rows = Rows(make("poa_exempt", POA))
    assert list(rows) == ["B90.0", "QA0.0101"]
    assert "b900" in rows
    assert "B90.1" not in rows
    assert rows.book["QA0.0101"].description == "Of two, and three"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (POA + "1\tE1\tx\n", "'E1' is no code"),
        (POA + "1\tB90.0\tagain\n", r"B90\.0 stands there twice"),
        ("a,b\n1,2\n", "has no column poaexemptcode"),
        (POA[:40], "holds no code"),
    ],
)
def test_what_is_no_poa_list(make: Make, text: str, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        make("poa_exempt", text)


def test_as_windows_wrote_it(make: Make) -> None:
    rows = Rows(make("poa_exempt", b"\xef\xbb\xbf" + POA.replace("\n", "\r\n").encode()))
    assert len(rows) == 2
    latin = POA.replace("Sequelae", "S\u00e9quelles").encode("cp1252")
    assert make("poa_exempt", latin)["B90.0"].description == "S\u00e9quelles of one"


def test_places_of_service(make: Make) -> None:
    text = "pos_code,pos_type,pos_name,pos_description\n"
    text += "01,Non-Facility,Shop,Sells\n5,Facility,Ward,Heals\n98,,Unassigned,N/A\n"
    rows = Rows(make("place_of_service", text))
    assert list(rows) == ["01", "05"]
    assert rows.get("05") == {"description": "Heals", "facility": True}
    assert rows.get("01") == {"description": "Sells", "facility": False}


def test_conversion_table(make: Make) -> None:
    text = (
        "Current code assignment,Effective,Previous Code(s) Assignment\n"
        'A04.71,2017,A04.7\nB20.1,2020,"A00.0, A00.1"\nB20.1,2021,B20.0\n'
        "Notes: words,,\n"
    )
    rows = Rows(make("icd10cm_conversion", text))
    assert rows.get("A04.71") == {"rows": [{"effective": "2017", "previous": "A04.7"}]}
    assert rows.get("B20.1") == {
        "rows": [
            {"effective": "2020", "previous": "A00.0, A00.1"},
            {"effective": "2021", "previous": "B20.0"},
        ]
    }
    assert len(rows) == 2


def test_addendum_b_keeps_no_descriptor_of_others(make: Make) -> None:
    text = (
        "Addendum B\nOPPS payment,,,,,\nHCPCS Code,Short Descriptor,CI,SI,APC,Relative Weight,Payment Rate\n"
        "0001A,Somebody's words,,D,,,\nD0120,Of the dentists,,E1,,,\n"
        'J1885,Drug inj,,N,,,\nQ0138,Other drug,CH,K,9999,1.5,"$1,234.50"\n'
    )
    rows = Rows(make("opps", text))
    titles = [rows.book[code].description for code in rows]
    assert titles == ["0001A", "D0120", "Drug inj", "Other drug"]
    assert rows.get("Q0138") == {"status": "K", "apc": "9999", "weight": "1.5", "payment": "1234.50"}
    assert rows.get("J1885") == {"status": "N"}


MUE = "HCPCS/CPT Code,{} MUE Values,MUE Adjudication Indicator,MUE Rationale\n"


def test_mue_of_several_settings(make: Make) -> None:
    rows = Rows(
        make(
            "ncci_mue",
            files={
                "a.csv": '"Copyright of somebody"\n'
                + MUE.format("Practitioner Services")
                + "11042,1,2 Date of Service Edit: Policy,Anatomy\n",
                "b.csv": MUE.format("Outpatient Hospital Services")
                + "11042,3,3 Date of Service Edit: Clinical,Data\n",
                "mue_dme_supplier.csv": "hcpcs_code,mue_value,mai,rationale\nA4206,0,3,Policy\n",
            },
        )
    )
    assert rows.get("11042") == {
        "outpatient": {"units": 3, "indicator": 3, "rationale": "Data"},
        "practitioner": {"units": 1, "indicator": 2, "rationale": "Anatomy"},
    }
    assert rows.get("A4206") == {"dme": {"units": 0, "indicator": 3, "rationale": "Policy"}}
    assert rows.book.manifest["settings"] == ["dme", "outpatient", "practitioner"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.csv", "hcpcs_code,mue_value,mai,rationale\nA4206,0,3,P\n", "whose edits"),
        ("practitioner.csv", "hcpcs_code,mue_value,mai,rationale\nA4206,many,3,P\n", "no units"),
        ("practitioner.csv", "hcpcs_code,mue_value,mai,rationale\nA4206,1,4,P\n", "no indicator"),
        ("practitioner.csv", "hcpcs_code,mue_value,mai,rationale\nA4206,1,3,P\nA4206,1,3,P\n", "twice"),
        ("practitioner.csv", "hcpcs_code,mue_value,mai,rationale\n<b>,1,3,P\n", "is no code"),
    ],
)  # fmt: skip
def test_what_is_no_mue_file(make: Make, name: str, text: str, words: str) -> None:
    with pytest.raises(LoaderError, match=words):
        make("ncci_mue", text, called=name)
