"""Where the package hccinfhir 0.4.0 and CMS's rules part, we follow CMS; each case shows both figures."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.crosswalks.hcc import Demographics, raf
from codeward.crosswalks.hcc.tables import load
from tests.crosswalks.peer import hierarchies_default, labels_default
from tests.crosswalks.test_hcc_agreement import theirs

WHO: dict[str, Any] = {
    "age": 70, "sex": "M", "dual": "NA", "orec": "0", "new_enrollee": False, "institutional": False,
    "snp": False, "low_income": False,
}  # fmt: skip


def both(model: str, diagnoses: list[str], change: dict[str, Any], **more: Any) -> tuple[float, float]:
    who = {**WHO, **change}
    other = theirs(model, diagnoses, who, **more)
    return raf(diagnoses, Demographics.of(**who), model).total, round(other.risk_score, 3)


def test_new_enrollees_of_65_to_69_with_renal_disease_at_first_have_a_cell() -> None:
    # AGESEXV2 sets NEM66 whatever the original reason; the package looks for a cell of the ESRD model: 0.
    ours, other = both("CMS-HCC V28", [], {"age": 66, "new_enrollee": True, "orec": "2"})
    assert (ours, other) == (0.576, 0.0)


def test_a_new_enrollee_in_an_institution_is_a_new_enrollee() -> None:
    # The Announcement's table of new enrollees knows no institutional status.
    score = raf([], Demographics.of(66, "M", new_enrollee=True, institutional=True))
    assert score.segment == "NE"


def test_an_edit_takes_a_diagnosis_out_of_both_its_categories() -> None:
    # I70.631 maps to HCC 263 and 383 and is not valid under 15; the package leaves one of the two, by chance.
    score = raf(["I70.631"], Demographics.of(10, "M", orec=1))
    assert score.hccs == ()
    who = {**WHO, "age": 10, "orec": "1"}
    assert len(theirs("CMS-HCC V28", ["I70.631"], who).hcc_list) == 1


def test_a_category_that_is_set_to_0_sets_nothing_to_0() -> None:
    # V28115H1 goes by number and asks whether the HCC is still 1: 62 takes 63 away, so 63 cannot take 202.
    diagnoses = ["Z94.4", "K72.10", "G93.1"]
    assert [each.hcc for each in raf(diagnoses, Demographics.of(70, "M")).hccs] == ["62", "202"]
    assert theirs("CMS-HCC V28", diagnoses, WHO).hcc_list == ["62"]
    rules = load("V28", 2026).hierarchies
    assert ("202" in rules["63"], "202" in rules["62"]) == (True, False)


def test_part_d_has_hierarchies() -> None:
    ours, other = both("RxHCC V08", ["E11.9", "E11.22"], {}, hierarchies_mapping=hierarchies_default)
    assert ours < other


def test_part_d_has_new_enrollees_and_originally_disabled_in_institutions() -> None:
    ours, other = both("RxHCC V08", [], {"new_enrollee": True})
    assert (ours > 0.5, other) == (True, 0.0)
    with_reason, same = both("RxHCC V08", [], {"institutional": True, "orec": "1"})
    without, _ = both("RxHCC V08", [], {"institutional": True})
    assert with_reason > without
    assert same == without


def test_part_d_categories_have_labels() -> None:
    assert labels_default.get(("30", "RxHCC Model V08")) is None
    assert load("RxHCC", 2026).label("30") == "Diabetes with Complications"


def test_the_hierarchies_of_v28_are_whole_in_every_year() -> None:
    # The package's table for 2025 lacks the rules of HCC 191, 192, 221 and 222.
    for year in (2025, 2026):
        assert load("V28", year).hierarchies["221"] == ("222", "223", "224", "225", "226", "227")


def test_doubtful_figures_of_part_d_are_told() -> None:
    # 770 of the 828 factors stand twice in the package's tables, with different figures and no year.
    assert len(load("RxHCC", 2026).doubtful) == 770
    (warning, *_) = raf(["E11.22"], Demographics.of(70, "F"), "RxHCC").warnings
    assert "several figures" in warning
    assert not load("V28", 2026).doubtful
    assert not load("V24", 2026).doubtful


@pytest.mark.parametrize("sex", ["F", "M"])
def test_originally_disabled_in_an_institution_adds_0_in_part_c(sex: str) -> None:
    score = raf([], Demographics.of(70, sex, orec=1, institutional=True))
    assert [each.coefficient for each in score.demographic_factors if each.name == "INS_ORIGDS"] == [0.0]
