"""Demographics, models and figures: what is refused, what is said, what always holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward import crosswalks
from codeward.crosswalks.hcc import Demographics, DemographicsError, UnknownModel, models, raf
from codeward.crosswalks.hcc.tables import load
from codeward.errors import LoaderError


@pytest.mark.parametrize(
    ("change", "word"),
    [({"age": -1}, "age"), ({"age": 131}, "age"), ({"age": True}, "age"), ({"age": "70"}, "age"), ({"sex": "X"}, "sex"),
     ({"dual": "07"}, "dual"), ({"dual": "some"}, "dual"), ({"orec": 4}, "reason"), ({"orec": ""}, "reason")],
)  # fmt: skip
def test_what_cannot_be_is_refused(change: dict[str, Any], word: str) -> None:
    with pytest.raises(DemographicsError, match=word):
        Demographics.of(**{"age": 70, "sex": "F", **change})


def test_a_diagnosis_with_its_dot_out_of_place_counts_for_nothing() -> None:
    """E1.122 is no E11.22: what lost or won a character is not guessed at where money hangs on it."""
    score = raf(["E1.122", "I50.9"], Demographics.of(70, "F"))
    assert [each.hcc for each in score.hccs] == ["226"]
    assert [(each.diagnosis, "dot in the wrong place" in each.reason) for each in score.uncounted] == [
        ("E1.122", True)
    ]


def test_codes_of_cms_are_understood() -> None:
    assert Demographics.of(70, "2", dual="02", orec="1") == Demographics.of(70, "f", dual="Full", orec=1)
    assert Demographics.of(70, "1", dual="NA").dual == "none"


@pytest.mark.parametrize(("age", "band"), [(0, "0_34"), (34, "0_34"), (35, "35_44"), (59, "55_59"), (60, "60_64"),
                                           (64, "60_64"), (65, "65_69"), (94, "90_94"), (95, "95_GT")])  # fmt: skip
def test_age_bands(age: int, band: str) -> None:
    assert Demographics.of(age, "F").band == f"F{band}"


def test_unknown_models_and_years_name_those_that_there_are() -> None:
    with pytest.raises(UnknownModel, match="There are: CMS-HCC V28, CMS-HCC V24, RxHCC V08"):
        raf([], Demographics.of(70, "F"), "V29")
    with pytest.raises(UnknownModel, match=r"for \"1999\".*2025, 2026"):
        raf([], Demographics.of(70, "F"), "V24", 1999)
    assert models()["CMS-HCC V28"] == (2025, 2026, 2027)


def test_a_figure_that_is_missing_raises() -> None:
    with pytest.raises(LoaderError, match="no factor CNA_HCC9999"):
        load("V28", 2026).factor("CNA", "HCC9999")


def test_without_a_normalization_factor_there_is_no_payment_score() -> None:
    score = raf([], Demographics.of(70, "F"), "V24", 2026)
    assert score.payment is None
    assert "No normalization factor" in score.warnings[0]
    assert "proposed" in raf([], Demographics.of(70, "F"), "V28", 2027).warnings[0]


def test_every_segment_has_a_figure_for_every_category_and_cell() -> None:
    for name, years in models().items():
        for year in years:
            model = load(name, year)
            hccs = crosswalks.open(model.crosswalk).names()
            for age in range(0, 100, 3):
                for dual in ("none", "partial", "full"):
                    for flags in ({}, {"institutional": True}, {"new_enrollee": True}):
                        who = Demographics.of(age, "M", dual=dual, orec=int(age < 65), **flags)  # type: ignore[arg-type]
                        raf([], who, name, year)
                        if not flags.get("new_enrollee"):
                            segment = who.segment(model.part)
                            assert all(model.factor(segment, f"{model.prefix}{hcc}") >= 0 for hcc in hccs)


SOME = st.sampled_from(
    ["E11.9", "e1122", "I50.9", "J44.9", "N18.4", "C78.00", "D66", "I10", "", "???", "F20.0", "E11.9 "]
)


def test_a_code_that_is_none_is_told() -> None:
    reasons = {
        each.diagnosis: each.reason for each in raf(["E11.229", "I10"], Demographics.of(70, "F")).uncounted
    }
    assert reasons["E11.229"].endswith("Nearest: E11.22.")
    assert reasons["I10"] == "Maps to no payment category of CMS-HCC V28"


@settings(max_examples=80, deadline=None)
@given(
    st.lists(SOME, max_size=12), st.integers(0, 130), st.sampled_from("FM"),
    st.sampled_from(["none", "partial", "full"]), st.integers(0, 3), st.booleans(),
    st.booleans(), st.sampled_from(["V28", "V24", "RxHCC"]),
)  # fmt: skip
def test_a_score_is_the_sum_of_what_it_shows(
    diagnoses: list[str], age: int, sex: str, dual: str, orec: int, institutional: bool, new: bool, model: str,
) -> None:  # fmt: skip
    who = Demographics.of(age, sex, dual=dual, orec=orec, institutional=institutional, new_enrollee=new)
    score = raf(diagnoses, who, model)
    shown = [*score.demographic_factors, *score.hccs, *score.interactions]
    shown += [score.count_factor] if score.count_factor else []
    assert score.total == pytest.approx(sum(each.coefficient for each in shown), abs=1e-9)
    assert all(each.reason for each in shown)
    assert raf([*reversed(diagnoses), *diagnoses], who, model).total == pytest.approx(score.total, abs=1e-9)
    counted = {code for hcc in score.hccs for code in hcc.diagnoses}
    dropped = {code for each in score.hierarchies for code in each.diagnoses}
    uncounted = {each.diagnosis for each in score.uncounted}
    assert len(counted | dropped | uncounted) == len({d.strip().upper().replace(".", "") for d in diagnoses})
    assert score.to_json()["total"] == score.total
