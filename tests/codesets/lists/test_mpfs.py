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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no relative value file"),
        ("hcpcs,mod,words\nA0021,,x\n", "is no relative value file"),
        (CMS + row("43239") * 2, "43239 stands there twice"),
        (CMS + row("70010", "26") * 2, "70010-26 stands there twice"),
        (CMS + row("No code"), "'NO CODE' is no code"),
        (CMS + row("43239", status=""), "43239 has no status"),
    ],
)
def test_what_is_no_such_file(make: Make, text: str, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        make("mpfs", text)
