"""Answers that are wrong in a plausible way, on the charts of the curriculum: what each is told and charged.

They are answers of codes alone, so each chart is asked for its diagnoses alone, though some ask for more by now.
"""

from __future__ import annotations

import pytest

from codeward.charts import Answer, Curriculum
from codeward.codesets import Shelf
from codeward.grading import Grade, Row, grade
from tests.charts.build import alone


def graded(curriculum: Curriculum, shelf: Shelf, chart: str, codes: str) -> Grade:
    return grade(alone(curriculum.charts[chart]), Answer.of(*codes.split()), shelf)


def row_of(found: Grade, code: str) -> Row:
    return next(row for row in found.rows if row.mine and row.mine.code == code and row.verdict != "order")


STRANGERS = [
    ("hospital-stay-loss-of-speech", "I63.312 G81.91 R47.01", "R29.810", "No facial weakness"),
    ("urology-yearly", "Z08 Z85.46", "Z90.710", "tell us"),
    ("radiation-consult", "C79.31 Z90.2", "Z85.3", "tell us"),
    ("hospital-day-two", "R50.9 I69.391 R13.12", "R09.89", "No chest sign"),
    ("annual-physical", "Z00.01 E66.813 Z68.41", "R03.1", "tell us"),
    ("podiatry-heel-visit", "E11.621 E11.42", "L89.622", "is not a pressure ulcer"),
]


@pytest.mark.parametrize(("chart", "codes", "stranger", "says"), STRANGERS)
def test_a_stranger_costs_and_is_told_by_its_own_reason(
    curriculum: Curriculum, shelf: Shelf, chart: str, codes: str, stranger: str, says: str
) -> None:
    without = graded(curriculum, shelf, chart, codes)
    beside = graded(curriculum, shelf, chart, f"{codes} {stranger}")
    row = row_of(beside, stranger)
    assert beside.points < without.points
    assert (row.verdict, row.key) == ("unsupported", None)
    assert says in row.reason


def test_a_stranger_that_the_policy_leaves_open_earns_nothing(curriculum: Curriculum, shelf: Shelf) -> None:
    codes = "E11.22 I12.9 N18.32 Z79.4"
    without = graded(curriculum, shelf, "quarterly-clinic-visit", codes)
    beside = graded(curriculum, shelf, "quarterly-clinic-visit", f"{codes} Z79.82")
    assert beside.points == without.points
    assert row_of(beside, "Z79.82").verdict == "open"


def test_a_right_code_stays_right_beside_a_near_miss(curriculum: Curriculum, shelf: Shelf) -> None:
    found = graded(curriculum, shelf, "monthly-pain-and-sleep", "F45.41 F45.8")
    assert [(row.verdict, row.mine and row.mine.code, row.key and row.key.code) for row in found.rows] == [
        ("unsupported", "F45.41", None),
        ("first", "F45.8", "F45.8"),
        ("missing", None, "G47.63"),
    ]


def test_the_true_near_miss_is_paired_and_the_stranger_is_not(curriculum: Curriculum, shelf: Shelf) -> None:
    found = graded(curriculum, shelf, "podiatry-heel-visit", "E11.621 L89.622 L97.429 E11.42")
    assert row_of(found, "L97.429").key is not None
    assert row_of(found, "L97.429").verdict == "near"
    assert row_of(found, "L89.622").verdict == "unsupported"


ONE_SLIP = [
    ("quarterly-clinic-visit", "N18.32 E11.22 I12.9 Z79.4 Z79.84", 83.33),
    ("forearm-scar-visit", "T22.211S L91.0 X10.2XXS", 75.0),
    ("transfusion-stay", "D63.0 C18.2", 66.67),
    ("bathroom-at-night", "R35.1 R39.12 N40.1", 75.0),
]


@pytest.mark.parametrize(("chart", "codes", "score"), ONE_SLIP)
def test_one_slip_of_order_is_charged_once(
    curriculum: Curriculum, shelf: Shelf, chart: str, codes: str, score: float
) -> None:
    found = graded(curriculum, shelf, chart, codes)
    assert found.score == score
    assert [d.row.verdict for d in found.differences] == ["first"]


def test_the_same_two_symptoms_cost_a_small_key_no_more_than_an_eighth_each(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    assert graded(curriculum, shelf, "flank-pain-blood", "N13.2 R31.9 R10.A1").score == 75
    five = "E11.22 I12.9 N18.32 Z79.4 Z79.84"
    assert graded(curriculum, shelf, "quarterly-clinic-visit", f"{five} R31.9 R10.A1").score == pytest.approx(
        83.33
    )


def near_reason(curriculum: Curriculum, chart: str, code: str) -> str:
    lines = curriculum.charts[chart].key.lines
    return next(near.reason for line in lines for near in line.near if near.code == code)


LESSONS = [
    ("palm-burn-kitchen", "T23.351A T31.0", "T23.251A"),
    ("rash-after-sore-throat", "L27.0 T36.0X5A", "T78.40XA"),
    ("birth-center-stay", "O70.1 Z37.0 Z3A.39", "Z38.00"),
    ("pressure-at-dental-clinic", "I16.0 I10 T46.4X6A Z91.120", "R03.0"),
]


@pytest.mark.parametrize(("chart", "right", "wrong"), LESSONS)
def test_what_the_key_says_of_a_wrong_choice_comes_before_what_the_ledger_says(
    curriculum: Curriculum, shelf: Shelf, chart: str, right: str, wrong: str
) -> None:
    row = row_of(graded(curriculum, shelf, chart, f"{right} {wrong}"), wrong)
    assert row.verdict == "unsupported"
    assert row.reason == near_reason(curriculum, chart, wrong)


def test_a_header_is_called_one_with_the_codes_that_take_its_place(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    row = row_of(graded(curriculum, shelf, "neurology-letter", "G35 Z79.620"), "G35")
    assert row.verdict == "near"
    assert (
        "G35 was billable until September 30, 2025 (CMS list of valid codes) and has been a heading since then."
        in row.reason
    )
    assert "replaced by G35.A, G35.B0, G35.B1, G35.B2, G35.C0, G35.C1, G35.C2 or G35.D." in row.reason


def test_a_header_is_called_one_though_the_policy_leaves_it_open(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    codes = "I16.0 I10 T46.4X6A Z91.120 Z59.86"
    row = row_of(graded(curriculum, shelf, "pressure-at-dental-clinic", codes), "Z59.86")
    assert row.verdict == "open"
    assert "cannot be billed: Z59.86 was billable until September 30, 2025" in row.reason
    assert "replaced by Z59.861, Z59.868 or Z59.869." in row.reason


def test_an_alternative_names_the_codes_that_it_stands_for(curriculum: Curriculum, shelf: Shelf) -> None:
    row = row_of(graded(curriculum, shelf, "infusion-visit", "Z51.11 C50.411 C77.3 Z17.411"), "Z17.411")
    assert row.verdict == "alternative"
    assert row.reason.startswith("Z17.411 is used here in place of Z17.0, Z17.21 and Z17.32.")


def test_where_several_codes_may_lead_all_are_named_and_nothing_else_is_told(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    found = graded(curriculum, shelf, "breathless-three-days", "F17.210 J96.01 J44.0 J18.9 J44.1")
    row = row_of(found, "J96.01")
    assert row.verdict == "first"
    assert row.reason.startswith(
        "One of J96.01, J44.0, J18.9 or J44.1 comes first, as the principal diagnosis."
    )
    line = curriculum.charts["breathless-three-days"].key.line("d1")
    assert line.reason not in row.reason
    assert row.citation == curriculum.charts["breathless-three-days"].key.first_citation


def test_a_second_slip_behind_the_first_place_is_told_and_charged(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    codes = "P07.37 P07.18 Z38.00 P59.0"
    found = graded(curriculum, shelf, "special-care-nursery-stay", codes)
    assert [(d.row.verdict, d.row.change) for d in found.differences] == [
        ("first", "Z38.00: place 3 → place 1"),
        ("order", "P07.18 before P07.37 (P07.37 is at place 1)"),
    ]
    whole = graded(curriculum, shelf, "forearm-scar-visit", "X10.2XXS T22.211S L91.0")
    assert whole.score == 68.75  # turned round from end to end: no one move mends it


def test_what_the_ledger_rejects_is_judged_though_the_policy_leaves_it_open(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    found = graded(curriculum, shelf, "ed-vomiting-pump-alarm", "T85.614A T38.3X6A E10.10 Z96.41")
    assert row_of(found, "Z96.41").verdict == "unsupported"


def test_the_status_of_an_accident_beside_a_poisoning_is_told_by_the_guideline(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    """I.C.20.k keeps Y99 away from poisonings, whatever the policy leaves open; the place stays open."""
    found = graded(
        curriculum, shelf, "icu-unresponsive-arrival", "T42.4X2A T51.0X2A J96.01 F33.2 Y92.009 Y99.8"
    )
    assert found.score == 90
    assert (row_of(found, "Y99.8").verdict, row_of(found, "Y92.009").verdict) == ("unsupported", "open")
    assert "I.C.20.k" in row_of(found, "Y99.8").citation


def test_two_things_wrong_in_one_code_are_both_told(curriculum: Curriculum, shelf: Shelf) -> None:
    row = row_of(graded(curriculum, shelf, "memory-clinic-review", "G30.1 F03.B11 Z91.83"), "F03.B11")
    assert row.verdict == "near"
    assert "F02 and not to F03" in row.reason
    assert "rules agitation out" in row.reason


def test_of_several_that_may_lead_the_first_place_is_told_at_the_earliest(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    found = graded(curriculum, shelf, "breathless-three-days", "F17.210 J18.9 J44.0 J96.01 J44.1")
    assert [d.row.change for d in found.differences] == ["J18.9: place 2 → place 1"]


NOTHING_TO_MOVE = [
    ("breathless-three-days", "A41.9 J18.9 J44.0 J96.01 F17.210", "A41.9", "J18.9"),
    ("walk-in-cough", "J18.9 R05.1 R50.9", "J18.9", "R05.1"),
    ("hospital-day-two", "J69.0 R09.02 I69.391 R13.12", "J69.0", "R09.02"),
    ("chest-pain-overnight", "Z03.89 R07.9 I10 F17.210 K21.9", "Z03.89", "R07.9"),
    ("ward-fever", "A41.51 N39.0", "A41.51", "N39.0"),
]


@pytest.mark.parametrize(("chart", "codes", "stranger", "leads"), NOTHING_TO_MOVE)
def test_where_only_an_unsupported_code_stands_in_front_nobody_is_sent_to_move_another(
    curriculum: Curriculum, shelf: Shelf, chart: str, codes: str, stranger: str, leads: str
) -> None:
    row = row_of(graded(curriculum, shelf, chart, codes), leads)
    assert row.verdict == "first"
    assert row.reason.endswith(
        f"{stranger} is listed before it and is not supported: without {stranger}, {leads} is first."
    )


def test_a_code_that_is_wrong_itself_is_not_said_to_be_first(curriculum: Curriculum, shelf: Shelf) -> None:
    row = row_of(graded(curriculum, shelf, "chest-pain-overnight", "I21.4 R07.89 I10 Z72.0"), "R07.89")
    assert row.verdict == "near"
    assert "is first" not in row.reason


def test_where_a_line_of_the_key_stands_in_front_it_is_a_matter_of_order(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    row = row_of(graded(curriculum, shelf, "quarterly-clinic-visit", "N18.32 E11.22 I12.9 Z79.4"), "E11.22")
    assert row.verdict == "first"
    assert "listed before it" not in row.reason


@pytest.mark.parametrize(
    "codes", ["J96.01 J96.02 T42.4X2A T51.0X2A F33.2", "J96.02 J96.01 T42.4X2A T51.0X2A F33.2"]
)
def test_an_unsupported_code_beside_the_one_that_took_the_first_place_makes_no_second_slip_of_it(
    curriculum: Curriculum, shelf: Shelf, codes: str
) -> None:
    """The respiratory failure leads: one slip, though an unsupported code stands beside it."""
    found = graded(curriculum, shelf, "icu-unresponsive-arrival", codes)
    assert sorted(d.row.verdict for d in found.differences) == ["first", "unsupported"]
    assert found.score == 70


def test_a_code_beside_the_alternative_that_stands_for_it_is_told_so(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    row = row_of(graded(curriculum, shelf, "infusion-visit", "Z51.11 Z17.0 Z17.411"), "Z17.0")
    assert row.verdict == "unsupported"
    assert row.reason.startswith("Z17.411 already says what Z17.0 says.")
    assert row.citation == ("Tabular Z17.4", "Tabular Z17")
