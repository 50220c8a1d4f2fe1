"""The Medicare Code Editor's lists in their two layouts."""

from __future__ import annotations

import pytest

from codeward.codesets.lists import Mce
from codeward.errors import LoaderError
from tests.codesets.lists.conftest import Make

HEAD = "MCE_Version\tICD_Version\tMCE_Section\tMCE_Subsection\tMCE_Edit_Type\tICD_Code_Type\tICD_Code\tICD_Desc\n"
SIMPLE = (
    HEAD
    + "37\t10\t4\tA\tNewborn_Only\tD\tA33\tOne\n"
    + "37\t10\t9\t_\tPrincipal_Unacceptable\tD\tA33\tOne\n"
    + "37\t10\t5\tB\tFemale_Only\tP\t0U5B4ZZ\tTwo\n"
    + "37\t10\t11\tF\tNoncovered_Over60\tP\t02YA0Z0\tThree\n"
)


def test_the_simple_text(make: Make) -> None:
    mce = Mce(make("mce", SIMPLE))
    assert mce.edits == ("newborn", "female", "unacceptable_principal", "noncovered_over_60")
    assert mce.of("A33") == ("newborn", "unacceptable_principal")
    assert mce.of("0U5B4ZZ") == ("female",)
    assert mce.get("0U5B4ZZ") == {"edits": ["female"], "procedure": True}
    assert mce.has("A33", "newborn") is True
    assert mce.has("B99.9", "newborn") is False
    assert mce.has("A33", "manifestation") is None  # a list that this version does not have says nothing
    assert mce.codes("female") == ("0U5B4ZZ",)
    assert mce.ages("newborn") is None


def test_the_table_says_the_ages(make: Make) -> None:
    text = (
        "icd_code,icd_conflict_group,icd_conflict_rule,icd_description\n"
        "E84.11,Age,Perinatal/Newborn (Age 0 Only),One\nO09.00,Age,Maternity (Ages 9-64),Two\n"
        "O09.00,Sex,Female Only,Two\nD63.1,Other,Manifestation (Not Allowed as Principal Diagnosis),Three\n"
    )
    mce = Mce(make("mce", text))
    assert mce.ages("newborn") == (0, 0)
    assert mce.ages("maternity") == (9, 64)
    assert mce.of("o0900") == ("maternity", "female")
    assert mce.has("D63.1", "manifestation") is True
    assert mce.has("D63.1", "unacceptable_principal") is None


@pytest.mark.parametrize(
    "line", ["37\t10\t4\tA\tOn_Tuesdays\tD\tA33\tOne\n", "37\t10\t4\tA\tNewborn_Only\tD\t?\tOne\n"]
)
def test_what_is_not_understood_is_not_dropped(make: Make, line: str) -> None:
    with pytest.raises(LoaderError, match="not understood"):
        make("mce", HEAD + line)
