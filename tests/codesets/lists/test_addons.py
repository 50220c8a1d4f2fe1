"""NCCI's add-on codes: what goes in comes out, by day."""

from __future__ import annotations

from datetime import date

import pytest

from codeward.codesets.lists import CONTRACTOR, AddOns, Primary
from codeward.errors import LoaderError
from tests.codesets.lists.conftest import Make

# CMS's own names of columns; days as year and day of the year
CMS = (
    "Add-On_Code,AOC_Del_Dt(Julian),Primary_Code,Primary_Code_Del_Dt(Julian),AOC_Edit_Type,AOC_Edit_Eff_Dt(Julian),"
    "AOC_Edit_Del_Dt(Julian),Special_Instruction_Notes\n"
    "22614,,22600,,1,2013001,,\n"
    "22614,,22630,2024182,1,2013001,,words\n"
    "64727,0000000,CCCCC,,3,2013001,9999999,\n"
    "64727,,64702,,3,2013001,2023365,\n"
    "99288,,CCCCC,,2,2024183,,\n"
)
JUNE, JULY = date(2024, 6, 30), date(2024, 7, 1)


def test_the_publishers_layout(make: Make) -> None:
    found = AddOns(make("add_on", CMS))
    assert found.primaries("22614", JUNE) == (
        Primary("22600", 1, "2013-01-01"),
        Primary("22630", 1, "2013-01-01", "2024-06-30"),
    )
    assert found.primaries("22614", JULY) == (Primary("22600", 1, "2013-01-01"),)
    assert found.primaries("64727", JULY) == (Primary(CONTRACTOR, 3, "2013-01-01"),)
    assert found.primaries("99288", JUNE) is None
    assert found.primaries("99288", JULY) == (Primary(CONTRACTOR, 2, "2024-07-01"),)
    assert found.primaries("99213", JULY) is None
    assert list(found.book) == ["22614", "64727", "99288"]


def test_a_table_without_days_holds_for_every_day_of_its_edition(make: Make) -> None:
    found = AddOns(make("add_on", "add_on_code,primary_code,aoc_type\n22614,22600,1\n22614,22600,1\n"))
    assert found.primaries("22614", JULY) == (Primary("22600", 1),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("add_on_code,other\n22614,1\n", "has no column addoncode"),
        ("add_on_code,primary_code,aoc_type\n22614,any,1\n", "'22614' has no primary code"),
        ("add_on_code,primary_code,aoc_type\n22614,22600,4\n", "no type"),
        ("add_on_code,primary_code,aoc_type\n<b>,22600,1\n", "has no primary code"),
        ("add_on_code,primary_code,aoc_type\n", "holds no code"),
    ],
)
def test_what_is_no_such_file(make: Make, text: str, said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        make("add_on", text)
