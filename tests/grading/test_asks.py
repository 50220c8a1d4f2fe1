"""What a chart does not ask for neither earns nor costs points, and is said; each line has its own system's book."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.charts import Answer, Chart, Curriculum, load_answer
from codeward.codesets import Shelf
from codeward.grading import Grade, grade
from codeward.grading.check import check_chart
from tests.charts.build import HEAD, alone, line, make


def diagnoses(*codes: str, **more: Any) -> list[dict[str, Any]]:
    return [{"kind": "diagnosis", "system": "icd10cm", "code": code, **more} for code in codes]


def procedure(system: str, code: str, **more: Any) -> dict[str, Any]:
    return {"kind": "procedure", "system": system, "code": code, **more}


def graded(chart: Chart, shelf: Shelf, *lines: dict[str, Any]) -> Grade:
    return grade(chart, load_answer({"schema": 2, "lines": list(lines)}), shelf)


def test_present_on_admission_that_is_not_asked_is_said_and_moves_nothing(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    chart = alone(curriculum.charts["cough-eleven-days"])
    assert "poa" not in chart.asks
    lines = [*diagnoses("J18.9", poa="Y"), *diagnoses("L89.153", poa="Y"), *diagnoses("L89.152", poa="N")]
    found = graded(chart, shelf, *lines)
    assert found.score == 100
    told = [row for row in found.rows if row.verdict == "not_asked"]
    assert [row.mine and row.mine.code for row in told] == ["POA"]
    assert "does not ask for present-on-admission indicators" in told[0].reason


@pytest.mark.parametrize(
    ("system", "code", "title"),
    [("icd10pcs", "02703DZ", "Dilation of Coronary Artery, One Artery"), ("cpt", "99213", "")],
)
def test_a_procedure_that_is_not_asked_is_known_by_its_own_book_and_moves_nothing(
    curriculum: Curriculum, shelf: Shelf, system: str, code: str, title: str
) -> None:
    chart = alone(curriculum.charts["cough-eleven-days"])
    right = diagnoses("J18.9", "L89.152", "L89.153")
    found = graded(chart, shelf, procedure(system, code, modifiers=["59"], units=2), *right)
    assert found.score == 100
    assert found.figures.record_exact
    assert found.figures.entered == 3
    row = found.rows[0]
    assert row.verdict == "not_asked"
    assert row.mine is not None
    assert row.mine.description.startswith(title)
    assert row.mine.description
    assert "no such code" not in row.reason
    assert "does not exist" not in row.reason
    assert [r.mine and r.mine.code for r in found.rows if r.verdict == "not_asked"][1:] == [
        "Modifiers",
        "Units",
    ]


def test_a_procedure_code_that_does_not_exist_is_told_without_a_charge(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    chart = alone(curriculum.charts["cough-eleven-days"])
    found = graded(chart, shelf, *diagnoses("J18.9", "L89.152", "L89.153"), procedure("icd10pcs", "02703DQ"))
    assert found.score == 100
    assert "02703DQ" in found.rows[3].reason
    assert found.rows[3].reason != graded(chart, shelf, procedure("icd10pcs", "02703DZ")).rows[0].reason


ASKED = {
    "schema": 2,
    "asks": ["diagnoses", "procedures"],
    "record": "encounter",
    "policy": {**HEAD["policy"], "history_z": "open"},
}


def with_procedures(*codes: str) -> Chart:
    lines = [line("d1", "I10"), line("d2", "J45.909")]
    lines += [line(f"p{i}", code, kind="procedure", system="cpt") for i, code in enumerate(codes, start=1)]
    return make(lines, ASKED)


def test_where_procedures_are_asked_they_are_graded_and_never_stand_at_place_1(shelf: Shelf) -> None:
    chart = with_procedures("99213")
    assert graded(chart, shelf, procedure("cpt", "99213"), *diagnoses("I10", "J45.909")).score == 100
    missing = graded(chart, shelf, *diagnoses("I10", "J45.909"))
    assert missing.score == 75
    wrong = graded(chart, shelf, *diagnoses("I10", "J45.909"), procedure("cpt", "99214"))
    # One visit for another: it earns nothing, and is one difference.
    assert [(row.verdict, row.mine and row.mine.code, row.points) for row in wrong.rows[2:]] == [
        ("near", "99214", 0)
    ]
    assert wrong.rows[2].reason.startswith("99214 (")
    assert wrong.score == 75


def test_a_policy_for_diagnoses_says_nothing_of_procedures_of_the_same_letters(shelf: Shelf) -> None:
    for reporting in ("open", "omit"):
        head = {**ASKED, "policy": {**ASKED["policy"], "external_causes": reporting}}
        chart = make([line("d1", "I10")], head)
        found = graded(chart, shelf, *diagnoses("I10"), procedure("hcpcs", "V2100"))
        assert found.rows[1].verdict == "unsupported"
        assert "external" not in found.rows[1].reason


def test_a_procedure_may_repeat_and_each_line_is_paired(shelf: Shelf) -> None:
    chart = with_procedures("20610", "20610")
    both = graded(chart, shelf, *diagnoses("I10", "J45.909"), *[procedure("cpt", "20610")] * 2)
    assert both.score == 100
    assert [row.key and row.key.id for row in both.rows[2:]] == ["p1", "p2"]
    once = graded(chart, shelf, *diagnoses("I10", "J45.909"), procedure("cpt", "20610"))
    assert [row.verdict for row in once.rows] == ["right", "right", "right", "missing"]
    thrice = graded(chart, shelf, *diagnoses("I10", "J45.909"), *[procedure("cpt", "20610")] * 3)
    assert [row.verdict for row in thrice.rows] == ["right"] * 4 + ["unsupported"]


def test_what_the_key_holds_beyond_what_is_asked_is_not_missed(shelf: Shelf) -> None:
    lines = [line("d1", "I10"), line("p1", "99213", kind="procedure", system="cpt")]
    chart = make(lines, {**ASKED, "asks": ["diagnoses"]})
    found = grade(chart, Answer.of("I10"), shelf)
    assert (found.score, found.possible, found.differences) == (100, 2, ())


def test_a_grade_names_every_edition_that_judged_it(curriculum: Curriculum, shelf: Shelf) -> None:
    chart = alone(curriculum.charts["cough-eleven-days"])
    plain = grade(chart, Answer.of("J18.9"), shelf).to_json()
    assert [one["system"] for one in plain["editions"]] == ["icd10cm", "valid-codes"]
    assert plain["editions"][0]["edition"] == plain["release"]
    assert len(plain["editions"][0]["digest"]) == 64
    more = graded(chart, shelf, procedure("icd10pcs", "02703DZ"), procedure("cpt", "99213")).to_json()
    assert [one["system"] for one in more["editions"]] == ["cpt", "icd10cm", "icd10pcs", "valid-codes"]
    assert len({one["digest"] for one in more["editions"]}) == 4


def test_every_line_of_a_key_is_looked_up_in_its_own_book(shelf: Shelf) -> None:
    good = check_chart(with_procedures("99213"), shelf)
    assert [p for p in good if "code" in p.where] == []
    bad = check_chart(with_procedures("99999"), shelf)
    assert [p.where for p in bad if "code" in p.where] == ["line p1 code"]
