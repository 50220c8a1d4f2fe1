"""The fee schedule's indicators: CMS's file by place, a table by names, never a descriptor."""

from __future__ import annotations

import pytest

from codeward.codesets.lists import Rows
from codeward.errors import LoaderError
from tests.codesets.lists.conftest import Make

NAMES = (
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,"
    "PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT\n"
)


def row(code: str, modifier: str = "", status: str = "A", days: str = "010") -> str:
    rest = "0.1,0.8,0.1,2,1,0,0,0,43235,32.7,09,0,99,0,0,0"
    return f"{code},{modifier},Words of others,{status},,1.5,2.0,,1.0,,0.1,3.6,2.6,0,{days},{rest}\n"


CMS = "2024 National file,,\n,,,STATUS,,WORK,\n" + NAMES


def test_the_publishers_file(make: Make) -> None:
    rows = Rows(
        make("mpfs", CMS + row("43239") + row("70010") + row("70010", "26") + row("70010", "TC") + "\n")
    )
    facts = rows.get("43239")
    assert facts is not None
    assert {name: facts[name] for name in ("status", "global", "multiple", "bilateral", "endoscopic_base")} == {
        "status": "A", "global": "010", "multiple": "2", "bilateral": "1", "endoscopic_base": "43235",
    }  # fmt: skip
    both = rows.get("70010")
    assert both is not None
    assert sorted(both["modifiers"]) == ["26", "TC"]
    assert both["modifiers"]["26"]["status"] == "A"
    raw = rows.book.file.path.read_bytes()
    assert b"Words of others" not in raw


def test_values_and_factor_are_kept(make: Make) -> None:
    rows = Rows(make("mpfs", CMS + row("43239")))
    facts = rows.get("43239") or {}
    kept = {
        "work": "1.5", "nonfacility_pe": "2.0", "facility_pe": "1.0", "malpractice": "0.1", "nonfacility": "3.6",
    }  # fmt: skip
    assert kept.items() <= facts.items()
    assert not [name for name in facts if name.startswith("cap_")]
    assert rows.book.manifest["conversion_factor"] == "32.7"
    assert "conversion_factor_apm" not in rows.book.manifest


def test_both_files_of_2026_give_both_factors(make: Make) -> None:
    text = CMS + row("43239")
    files = {
        "PPRRVU2026_Jan_QPP.csv": text.replace("32.7,", "33.5675,"),
        "PPRRVU2026_Jan_nonQPP.csv": text.replace("32.7,", "33.4009,"),
    }
    manifest = make("mpfs", files=files).manifest
    assert (manifest["conversion_factor"], manifest["conversion_factor_apm"]) == ("33.4009", "33.5675")
    assert [each["file"] for each in manifest["source"]["files"]] == [
        "PPRRVU2026_Jan_nonQPP.csv",
        "PPRRVU2026_Jan_QPP.csv",
    ]


def test_of_two_revisions_the_last_is_read(make: Make) -> None:
    text = CMS + row("43239")
    files = {"pprrvu_rvu24a.csv": text, "pprrvu_rvu24ar.csv": text.replace("32.7,", "33.2875,")}
    assert make("mpfs", files=files).manifest["conversion_factor"] == "33.2875"


def test_a_table_with_names(make: Make) -> None:
    text = "hcpcs,mod,status_code,work_rvu,pctc_ind,glob_days,asst_surg\n100,,J,0,9,XXX,9\n11042,,A,1.0,0,000,1\n"
    rows = Rows(make("mpfs", text))
    assert list(rows) == ["00100", "11042"]  # a spreadsheet took the zeros away
    assert rows.get("11042") == {
        "status": "A",
        "work": "1.0",
        "pc_tc": "0",
        "global": "000",
        "assistant": "1",
    }


def test_the_file_of_qualifying_participants_alone_is_refused(make: Make) -> None:
    with pytest.raises(LoaderError, match="of qualifying participants alone"):
        make("mpfs", CMS + row("43239"), called="PPRRVU2026_Jan_QPP.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no relative value file"),
        ("hcpcs,mod,words\nA0021,,x\n", "is no relative value file"),
        (CMS + row("43239") * 2, "43239 stands there twice"),
        (CMS + row("70010", "26") * 2, "70010-26 stands there twice"),
        (CMS + row("No code"), "'NO CODE' is no code"),
        (CMS + row("43239", status=""), "43239 has no status"),
        (CMS + row("43239").replace("1.5", "much"), "'much' is no figure"),
        (CMS + row("43239") + row("11042").replace("32.7", "33"), "has several conversion factors: 32.7, 33"),
    ],
)
def test_what_is_no_such_file(make: Make, text: str, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        make("mpfs", text)
