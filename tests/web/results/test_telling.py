"""The human sentence of a grade, and praise that the grade earns. Real charts, real grades, no pages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from codeward.charts import Chart, load_answer, load_curriculum
from codeward.codesets import Shelf
from codeward.grading import grade
from codeward.web.results.telling import praise, sentence, short_name
from tests.charts.build import alone

CHARTS = load_curriculum(more=()).charts
# Asked for their diagnoses alone: an answer of codes has then left nothing out.
ALONE = {name: alone(chart) for name, chart in CHARTS.items()}


def graded(chart: Chart, *codes: str) -> dict[str, Any]:
    """The grade's JSON of an answer with these codes."""
    lines = [{"kind": "diagnosis", "system": "icd10cm", "code": code} for code in codes]
    return grade(chart, load_answer({"schema": 2, "lines": lines}), Shelf.on(chart.coding_date)).to_json()


def words(told: object) -> str:
    """Without tags."""
    return re.sub(r"<[^>]*>", "", str(told))


def said(name: str, *codes: str) -> str:
    """The sentence for these codes at this chart, asked for diagnoses alone."""
    return words(sentence(graded(ALONE[name], *codes)))


def praised(name: str, *codes: str) -> list[str]:
    """The praise for these codes at this chart."""
    return [words(one) for one in praise(graded(ALONE[name], *codes), ALONE[name])]


def required(chart: Chart) -> list[str]:
    """The codes of the key that are required, in its order."""
    return [line.code for line in chart.key.lines if line.role == "required"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Chronic kidney disease, stage 3b", "chronic kidney disease"),
        ("Type 2 diabetes mellitus with diabetic chronic kidney disease", "type 2 diabetes"),
        ("Long term (current) use of insulin", "long term use of insulin"),
        (
            "Unspecified Escherichia coli [E. coli] as the cause of diseases classified elsewhere",
            "Escherichia coli",
        ),
        ("Alzheimer's disease with late onset", "Alzheimer's disease"),
        ("COVID-19", "COVID-19"),
        ("Post COVID-19 condition, unspecified", "post COVID-19 condition"),
        (
            "Encounter for screening for malignant neoplasm of colon",
            "screening for malignant neoplasm of colon",
        ),
        ("Contact with hot drinks, initial encounter", "contact with hot drinks"),
    ],
)
def test_a_title_becomes_a_name_within_a_sentence(title: str, name: str) -> None:
    assert short_name(title) == name


def test_what_was_found_and_what_is_missing() -> None:
    assert said("quarterly-clinic-visit", "E11.22", "I12.9", "N18.32", "Z79.4") == (
        "You found 4 of 5 codes; the long term use of oral hypoglycemic drugs is missing."
    )
    assert said("walk-in-cough", "R05.1", "R50.9") == "You found both codes."
    assert said("walk-in-cough") == "You submitted no codes. The key has 2: the acute cough and the fever."


def test_what_falls_short_is_said_in_a_second_sentence_the_dearest_first() -> None:
    assert said("walk-in-cough", "R05.1", "R50.9", "J18.9") == (
        "You found both codes. J18.9 has no support in the record."
    )
    assert said("walk-in-cough", "R05.9", "R68.83") == (
        "None of the 2 codes is exact yet. R05.9 and R68.83 are close but not exact."
    )
    assert (
        said("ward-fever", "N39.0", "B96.20")
        == "You found both codes. A question to the provider is missing."
    )


@pytest.mark.parametrize("name", list(CHARTS))
def test_every_chart_gets_a_sentence_whatever_was_submitted(name: str) -> None:
    codes = required(CHARTS[name])
    for answer in (codes, codes[1:], codes[::-1], ["J18.9"], []):
        told = words(sentence(graded(CHARTS[name], *answer)))
        assert re.fullmatch(r"[A-Z][^{}]*\.", told), told
        assert len(re.split(r"(?<=[a-z\d)])\. (?=[A-Z])", told)) <= 2, told
        assert len(told) <= 330, told


def test_praise_names_what_was_done_well_and_is_never_more_than_two() -> None:
    assert praised("walk-in-cough", "R05.1", "R50.9") == [
        "You left out what is only suspected: “Probable pneumonia, right base”.",
        "You chose R05.1 (Acute cough), which is easily mixed up with R05.9 (Cough, unspecified).",
    ]
    assert "You put the codes in the right order." in praised(
        "urology-yearly", *required(CHARTS["urology-yearly"])
    )


@pytest.mark.parametrize(
    ("name", "right", "near"), [("swollen-legs", "I13.0", "I11.0"), ("walk-in-cough", "R05.1", "R05.9")]
)
def test_who_entered_the_near_code_too_has_not_chosen(name: str, right: str, near: str) -> None:
    def chose(*codes: str) -> list[str]:
        return [one for one in praised(name, *codes) if one.startswith(f"You chose {right} ")]

    assert chose(right)
    assert not chose(right, near)


def test_nobody_is_praised_for_nothing_or_for_what_went_wrong() -> None:
    assert praised("walk-in-cough") == []
    assert praised("walk-in-cough", "J18.9") == []
    assert not any("suspected" in one for one in praised("walk-in-cough", "J18.9", "R05.1"))
    assert not any(
        "order" in one
        for one in praised("quarterly-clinic-visit", "N18.32", "E11.22", "I12.9", "Z79.4", "Z79.84")
    )
