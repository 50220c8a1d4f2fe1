"""One meaning for `report`, `open` and `omit` in every chart (decision 17)."""

from __future__ import annotations

import pytest

from codeward.charts import Chart, Curriculum
from codeward.edits import policies

CLASSES = ("external_causes", "place_activity_status", "social_determinants", "status_z", "history_z")


def said(chart: Chart, code: str) -> str | None:
    """Return what the chart's policy says of the code's class; None for a code that no policy can leave open."""
    name = policies().class_of(code)
    return None if name is None else str(getattr(chart.policy, name))


def test_what_is_reported_is_never_optional(curriculum: Curriculum) -> None:
    for chart in curriculum.charts.values():
        optional = [line.code for line in chart.key.lines if not line.required]
        assert [code for code in optional if said(chart, code) == "report"] == [], chart.id


def test_what_is_open_is_required_only_where_a_note_of_the_key_asks_for_it(curriculum: Curriculum) -> None:
    for chart in curriculum.charts.values():
        required = [line.code for line in chart.key.lines if line.required and line.system == "icd10cm"]
        assert [code for code in required if said(chart, code) in ("open", "omit")] == [], chart.id


def test_drugs_of_a_diabetic_belong_to_no_policy(curriculum: Curriculum) -> None:
    classes = {code: policies().class_of(code) for code in ("Z79.4", "Z79.84", "Z79.85", "Z68.41", "Z17.0")}
    assert set(classes.values()) == {None}
    chart = curriculum.charts["quarterly-clinic-visit"]
    assert chart.policy.status_z == "open"
    required = {line.code for line in chart.key.lines if line.required}
    assert {"Z79.4", "Z79.84"} <= required
    assert "Z79.899" not in required


@pytest.mark.parametrize(
    ("chart_id", "code"),
    [
        ("swollen-legs", "Z87.01"),
        ("cough-eleven-days", "Z87.440"),
        ("bathroom-at-night", "Z87.438"),
        ("pressure-at-dental-clinic", "Z87.448"),
        ("podiatry-heel-visit", "Z87.2"),
        ("ward-fever", "Z87.828"),
    ],
)
def test_a_true_history_without_bearing_counts_on_neither_side(
    curriculum: Curriculum, chart_id: str, code: str
) -> None:
    """I.C.21.c.4 takes it on any record, III.A and IV.J ask for it where it bears on the care."""
    chart = curriculum.charts[chart_id]
    assert chart.policy.history_z == "open"
    assert not any(entry.rejects_code(code) for entry in chart.key.ledger)
    assert not any(line.code == code and line.required for line in chart.key.lines)


@pytest.mark.parametrize(
    ("chart_id", "code"),
    [("endoscopy-unit-visit", "Z80.0"), ("radiation-consult", "Z85.118"), ("urology-yearly", "Z85.46")],
)
def test_a_history_that_the_visit_turns_on_is_required(
    curriculum: Curriculum, chart_id: str, code: str
) -> None:
    chart = curriculum.charts[chart_id]
    assert chart.policy.history_z == "report"
    assert [line.required for line in chart.key.lines if line.code == code] == [True]


def test_a_status_that_the_record_denies_is_rejected_even_where_the_class_is_open(
    curriculum: Curriculum,
) -> None:
    wrong = {"dictated-follow-up": "Z86.73", "fever-after-lunch": "Z86.73", "lung-clinic-return": "Z86.16"}
    for chart_id, code in wrong.items():
        chart = curriculum.charts[chart_id]
        near = {n.code for line in chart.key.lines for n in line.near}
        assert code in near or any(entry.rejects_code(code) for entry in chart.key.ledger)
    pump = curriculum.charts["ed-vomiting-pump-alarm"]
    assert pump.policy.status_z == "report"
    assert any(entry.rejects_code("Z96.41") for entry in pump.key.ledger)


def test_every_chart_says_all_of_its_policy_and_what_it_asks(curriculum: Curriculum) -> None:
    for chart in curriculum.charts.values():
        assert {getattr(chart.policy, name) for name in CLASSES} <= {"report", "open", "omit"}
        assert "diagnoses" in chart.asks, chart.id
        if chart.record != "lesson":
            assert (chart.record == "stay") is chart.inpatient_facility, chart.id
