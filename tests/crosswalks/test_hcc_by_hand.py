"""Scores worked by hand from CMS's rules; the arithmetic stands beside each.

Figures: relative factors of the CMS-HCC models of 2020 (V24) and 2024 (V28, payment year 2026) in the Announcements'
tables; rules: macros AGESEXV2, V24H86H1, V24I0ED3, V28115H1, V28I0ED3.
"""

from __future__ import annotations

import pytest

from codeward.crosswalks.hcc import Demographics, raf

who = Demographics.of


def test_1_a_woman_of_72_without_diagnoses() -> None:
    # F70_74 0.395
    score = raf([], who(72, "F"))
    assert (score.segment, score.total, score.demographic, score.payment_hcc_count) == (
        "CNA",
        0.395,
        0.395,
        0,
    )


def test_2_diabetes_without_complication() -> None:
    # M65_69 0.332 + HCC38 0.166 + one payment HCC 0 = 0.498
    score = raf(["E11.9"], who(67, "M"))
    assert score.total == 0.498
    assert [(each.hcc, each.coefficient) for each in score.hccs] == [("38", 0.166)]


def test_3_of_three_kinds_of_diabetes_the_severest_counts() -> None:
    # HCC36 (acute) sets 37 (chronic) and 38 (none) to 0: 0.395 + 0.166 = 0.561, not 0.395 + 3 x 0.166
    score = raf(["E11.9", "E11.22", "E11.10"], who(70, "F"))
    assert score.total == 0.561
    assert [(each.hcc, each.by) for each in score.hierarchies] == [("37", "36"), ("38", "36")]


def test_4_diabetes_with_heart_failure() -> None:
    # M75_79 0.502 + HCC37 0.166 + HCC226 0.360 + DIABETES_HF 0.112 + two HCCs 0 = 1.140
    score = raf(["E11.22", "I50.9"], who(76, "M"))
    assert score.total == 1.140
    assert [(each.name, each.reason) for each in score.interactions] == [
        ("CNA_DIABETES_HF_V28", "HCC37 and HCC226")
    ]


def test_5_heart_failure_with_chronic_lung_disease_and_full_medicaid() -> None:
    # CFA: F80_84 0.665 + HCC226 0.406 + HCC280 0.390 + HF_CHR_LUNG 0.109 = 1.570
    score = raf(["I50.22", "J44.9"], who(81, "F", dual="02"))
    assert (score.segment, score.total) == ("CFA", 1.570)


def test_6_substance_use_with_schizophrenia_counts_together_only_under_65() -> None:
    # CND: M60_64 0.345 + HCC137 0.365 + HCC151 0.380 + gSubUseDisorder_gPsych 0.087 = 1.177
    assert raf(["F11.20", "F20.0"], who(60, "M", orec=1)).total == 1.177
    assert raf(["F11.20", "F20.0"], who(66, "M")).interactions == ()


def test_7_entitled_by_disability_at_first() -> None:
    # F65_69 0.330 + OriginallyDisabled_Female 0.228 = 0.558, all of it demographic
    score = raf([], who(66, "F", orec=1))
    assert (score.total, score.demographic) == (0.558, 0.558)
    assert raf([], who(66, "F", orec=2)).total == 0.330  # renal disease at first is not it


def test_8_long_term_institutional_with_medicaid() -> None:
    # INS: F85_89 0.750 + LTIMCAID 0.130 + HCC127 (dementia) 0 + HCC379 1.420 = 2.300
    score = raf(["F03.90", "L89.154"], who(86, "F", dual="full", institutional=True))
    assert (score.segment, score.total) == ("INS", 2.300)


def test_9_institutional_and_disabled_with_heart_failure() -> None:
    # INS: M45_54 0.991 + HCC226 0.217 + DISABLED_HF 0.488 = 1.696
    assert raf(["I50.9"], who(50, "M", orec=1, institutional=True)).total == 1.696
    assert raf(["I50.9"], who(50, "M", orec=0, institutional=True)).interactions == ()


def test_10_a_new_enrollees_diagnoses_do_not_count() -> None:
    # NE: NMCAID_NORIGDIS_NEF65 0.532
    score = raf(["I50.9"], who(65, "F", new_enrollee=True))
    assert (score.segment, score.total, score.hccs[0].coefficient, score.count_factor) == (
        "NE",
        0.532,
        0.0,
        None,
    )


def test_11_a_new_enrollee_of_64_entitled_by_age_counts_as_65() -> None:
    # NMCAID_NORIGDIS_NEM65 0.567; with disability as reason it is NEM60_64
    score = raf([], who(64, "M", new_enrollee=True))
    assert (score.total, score.demographic_factors[0].name) == (0.567, "NE_NMCAID_NORIGDIS_NEM65")
    other = raf([], who(64, "M", orec=1, new_enrollee=True))
    assert other.demographic_factors[0].name == "NE_NMCAID_NORIGDIS_NEM60_64"


def test_12_a_special_needs_plan_has_its_own_new_enrollees() -> None:
    # SNPNE: MCAID_ORIGDIS_NEM70_74 2.316
    score = raf([], who(70, "M", new_enrollee=True, snp=True, dual="03", orec=1))
    assert (score.segment, score.total) == ("SNPNE", 2.316)


def test_13_five_payment_categories() -> None:
    # F75_79 0.465 + 38 0.166 + 151 0.511 + 199 0.615 + 238 0.299 + 327 0.514 + D5 0.050 = 2.620
    score = raf(["E11.9", "I48.91", "F20.0", "N18.4", "G20.A1"], who(75, "F"))
    assert (score.total, score.payment_hcc_count) == (2.620, 5)
    assert score.count_factor is not None
    assert (score.count_factor.name, score.count_factor.coefficient) == ("CNA_D5", 0.050)


def test_14_ten_or_more_payment_categories_and_four_interactions() -> None:
    # 0.465
    # + 1 0.301 + 23 0.186 + 38 0.166 + 80 0.550 + 93 0.617 + 151 0.511 + 199 0.615 + 226 0.360 + 238 0.299
    #   + 280 0.319 + 327 0.514                                                          = 4.438
    # + DIABETES_HF 0.112 + HF_CHR_LUNG 0.078 + HF_KIDNEY 0.176 + HF_HCC238 0.077         = 0.443
    # + D10P 0.728                                                                        = 6.074
    diagnoses = [
        "E11.9",
        "I48.91",
        "F20.0",
        "N18.4",
        "G20.A1",
        "J44.9",
        "I50.9",
        "C61",
        "M06.9",
        "B20",
        "K50.90",
    ]
    score = raf(diagnoses, who(75, "F"))
    assert (score.total, score.payment_hcc_count, len(score.interactions)) == (6.074, 11, 4)


def test_15_hemophilia_of_a_woman_is_another_category() -> None:
    # V28I0ED3: D66 and D67 of a woman are CC112: 0.395 + 0.450 = 0.845; of a man CC111: 0.396 + 4.639 = 5.035
    assert raf(["D66"], who(70, "F")).total == 0.845
    assert raf(["D66"], who(70, "M")).total == 5.035


def test_16_breast_cancer_under_50_is_another_category() -> None:
    # V28I0ED3: under 50 CC22: 0.340 + 0.366 = 0.706; from 50 on CC23: 0.340 + 0.233 = 0.573
    assert raf(["C50.911"], who(49, "F", orec=1)).total == 0.706
    assert raf(["C50.911"], who(50, "F", orec=1)).total == 0.573


def test_17_lung_disease_of_adults_is_not_valid_under_18() -> None:
    # V28I0ED3: J44.9 under 18 is invalid: F0_34 0.238 alone; V24I0ED3 makes it CC112: 0.241 + 0.237 = 0.478
    young = who(17, "F", orec=1)
    score = raf(["J44.9"], young)
    assert (score.total, score.uncounted[0].reason) == (0.238, "Not valid for female aged 17")
    assert raf(["J44.9"], young, "V24").total == 0.478


def test_18_a_heart_assist_device_counts_only_with_heart_failure() -> None:
    # Z95.811 alone: HCC223 is taken away: 0.396; with I50.9: HCC223 2.505 sets 226 to 0: 2.901
    alone = raf(["Z95.811"], who(70, "M"))
    assert (alone.total, alone.hierarchies[0].by) == (0.396, None)
    assert raf(["Z95.811", "I50.9"], who(70, "M")).total == 2.901


def test_19_of_three_cancers_the_severest_counts() -> None:
    # HCC17 (metastatic) sets 18 to 23 to 0: 0.396 + 4.209 = 4.605
    score = raf(["C78.00", "C34.90", "C61"], who(70, "M"))
    assert (score.total, [each.by for each in score.hierarchies]) == (4.605, ["17", "17"])


def test_20_v24_with_four_categories_and_three_interactions() -> None:
    # M75_79 0.473 + 19 0.105 + 85 0.331 + 111 0.335 + 137 0.289 = 1.533
    # + DIABETES_CHF 0.121 + CHF_gCopdCF 0.155 + HCC85_gRenal 0.156 = 1.965; + D4 0.006 = 1.971
    score = raf(["E11.9", "I50.9", "N18.4", "J44.9"], who(75, "M"), "V24", 2025)
    assert score.total == 1.971
    # payment year 2025: 1.971 / 1.153 = 1.70945... = 1.709; 1.709 x (1 - 0.059) = 1.608169 = 1.608
    assert score.payment is not None
    assert (score.payment.normalized, score.payment.score) == (1.709, 1.608)


def test_21_v24_institutional_and_disabled_with_sepsis_and_pressure_ulcer() -> None:
    # INS: F60_64 1.067 + 2 0.324 + 85 0.203 + 157 0.854 = 2.448
    # + SEPSIS_PRESSURE_ULCER 0.155 + DISABLED_HCC85 0.279 + DISABLED_PRESSURE_ULCER 0.544 = 3.426; no count in INS
    score = raf(["A41.9", "L89.154", "I50.9"], who(62, "F", orec=1, institutional=True), "V24")
    assert (score.total, score.count_factor) == (3.426, None)


def test_22_payment_of_2026() -> None:
    # 1.140 / 1.067 = 1.06841... = 1.068; 1.068 x 0.941 = 1.004988 = 1.005
    score = raf(["E11.22", "I50.9"], who(76, "M"))
    assert score.payment is not None
    assert (score.payment.normalized, score.payment.score) == (1.068, 1.005)


@pytest.mark.parametrize(
    ("age", "segment"), [(64, "Rx_CE_LowNoAged"), (65, "Rx_CE_LowAged"), (94, "Rx_CE_LowAged")]
)
def test_23_part_d_segments(age: int, segment: str) -> None:
    assert raf(["I10"], who(age, "F", low_income=True), "RxHCC").segment == segment
    assert raf([], who(age, "F"), "RxHCC").segment == segment.replace("Low", "NoLow", 1)
