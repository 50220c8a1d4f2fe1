"""NCCI's pairs: what goes in comes out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets.lists.pairs import Pair, Pairs
from codeward.errors import LoaderError
from tests.codesets.lists.conftest import Make

# CMS's own layout: names over several lines
CMS = (
    "CPT only copyright of somebody. All rights reserved.\t\t\t\t\t\n"
    "Column 1/Column 2 Edits\t\t\t\t\t\n"
    "Column 1\tColumn 2\t* = in existence prior to 1996\tEffective Date\tDeletion Date *=no data\t"
    "Modifier 0=not allowed 1=allowed 9=not applicable\tPTP Edit Rationale\n"
    "\t\t\t\t*=no data\t0=not allowed\t\n"
    "11042\t97597\t\t20130101\t*\t1\tMisuse\n"
    "11042\t0213T\t*\t19960101\t20131231\t9\tMore extensive\n"
    "G0463\t99213\t\t20140101\t*\t0\tPolicy\n"
)
FIRST = Pair("11042", "97597", "1", "2013-01-01", None, "Misuse")


def test_the_publishers_layout(make: Make) -> None:
    pairs = Pairs(make("ncci_ptp", CMS, called="ccipra-v302r0-f1.TXT"))
    assert pairs.settings == ("practitioner",)
    assert pairs.pairs("11042") == (
        Pair("11042", "0213T", "9", "1996-01-01", "2013-12-31", "More extensive"),
        FIRST,
    )
    assert pairs.pairs("11042", on="2024-07-01") == (FIRST,)
    assert pairs.pairs("11042", on="2012-12-31") == (pairs.pairs("11042")[0],)
    assert pairs.between("97597", "11042") == pairs.between("11042", "97597") == (FIRST,)
    assert pairs.between("97597", "G0463") == ()
    assert pairs.pairs("97597") == pairs.pairs("00000") == ()
    with pytest.raises(KeyError):
        pairs.pairs("11042", "outpatient")
    assert list(pairs.book) == ["11042", "G0463"]
    assert pairs.book["11042"].facts == {"pairs": {"practitioner": 2}}


def test_parts_of_one_setting_and_two_settings(make: Make) -> None:
    head = "column_1,column_2,deletion_date,modifier_indicator,rationale\n"
    pairs = Pairs(
        make(
            "ncci_ptp",
            files={
                "ptp_practitioner_f1.csv": head + "A0021,A0080,,1,x\nA0021,A0080,,1,x\n",
                "ptp_practitioner_f2.csv": head + "A0021,A0022,2020-01-01,0,y\n",
                "ptp_outpatient.csv": head + "A0080,A0021,,1,x\n",
            },
        )
    )
    assert pairs.to_json() == {"outpatient": 1, "practitioner": 2}
    assert [pair.column2 for pair in pairs.pairs("A0021")] == ["A0022", "A0080"]
    assert pairs.pairs("A0080", "outpatient") == (Pair("A0080", "A0021", "1", None, None, "x"),)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("edits.csv", "column_1,column_2,modifier_indicator\nA0021,A0080,1\n", "does not say whose edits"),
        ("practitioner.csv", "column_1,other\nA0021,A0080\n", "has no columns 1 and 2"),
        (
            "practitioner.csv",
            "column_1,column_2,modifier_indicator\nA0021,what is this,1\n",
            "'what is this' is no code",
        ),
        ("practitioner.csv", "column_1,column_2,modifier_indicator\n", "holds no code"),
        ("practitioner.csv", "", "has no columns 1 and 2"),
    ],
)
def test_what_is_no_such_file(make: Make, name: str, text: str, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        make("ncci_ptp", text, called=name)


_CODES = ["00100", "11042", "97597", "A0021", "0213T"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.sets(
        st.tuples(
            st.sampled_from(_CODES), st.sampled_from(_CODES), st.sampled_from("019"),
            st.sampled_from(["", "2019-12-31"]), st.sampled_from(["x", "y"]),
        ), min_size=1,
    )
)  # fmt: skip
def test_nothing_is_lost(make: Make, rows: set[tuple[str, str, str, str, str]]) -> None:
    text = "column_1,column_2,modifier_indicator,deletion_date,rationale\n"
    text += "".join(",".join(row) + "\n" for row in rows)
    pairs = Pairs(make("ncci_ptp", text, called="practitioner.csv"))
    out = [pair for code in pairs.book for pair in pairs.pairs(code)]
    assert {(p.column1, p.column2, p.indicator, p.deleted or "", p.rationale) for p in out} == rows
    assert len(out) == len(rows)
    for one, other in product(_CODES, _CODES):
        between = {p for p in out if {p.column1, p.column2} == {one, other}}
        assert set(pairs.between(one, other)) == between
