"""Questions to a provider: known by mention and kind, never by their words; faults of form are told by rule."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.charts import Answer, AnswerQuery, Chart, Curriculum, load_answer
from codeward.codesets import Shelf
from codeward.grading import Grade, Row, grade
from tests.charts.build import alone, line, make

RIGHT = {
    "ward-fever": ("N39.0", "B96.20"),
    "resident-clinic-low-mood": ("F32.A",),
    "icu-unresponsive-arrival": ("T42.4X2A", "T51.0X2A", "J96.01", "F33.2"),
}


def asking(chart: Chart, kind: str | None, text: str, *, there: bool = True, **more: Any) -> Answer:
    """An answer with the right codes and one query, about the key's mention or about none."""
    query = chart.key.queries[0]
    evidence = chart.evidence(query.evidence[:1]) if there else ()
    asked = AnswerQuery(kind=kind, evidence=evidence, text=text, **more)
    return Answer(lines=Answer.of(*RIGHT[chart.id]).lines, queries=(asked,))


def graded(
    curriculum: Curriculum, shelf: Shelf, name: str, kind: str | None, text: str, **more: Any
) -> Grade:
    chart = alone(curriculum.charts[name])
    return grade(chart, asking(chart, kind, text, **more), shelf)


def query_rows(found: Grade, verdict: str) -> list[Row]:
    return [row for row in found.rows if row.verdict == verdict]


def rules(found: Grade) -> list[str | None]:
    return [row.rule for row in query_rows(found, "query_fault")]


def test_the_right_mention_and_kind_earn_the_whole_whatever_the_words(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    text = "Was the patient septic on admission, or a local infection only?"
    found = graded(curriculum, shelf, "ward-fever", "specificity", text)
    assert found.score == 100
    assert [row.verdict for row in found.rows if row.verdict.startswith("query")] == ["query_right"]


def test_words_alone_are_told_so_and_earn_nothing(curriculum: Curriculum, shelf: Shelf) -> None:
    for text in ("Please do not tell me about sepsis", "What does urosepsis mean here?"):
        found = graded(curriculum, shelf, "ward-fever", None, text, there=False)
        assert found.score == 75
        assert [d.row.verdict for d in found.differences] == ["query_missing"]
        assert query_rows(found, "query_right") == []
        assert "Without a mention and a kind of gap" in query_rows(found, "query_unneeded")[0].reason
        assert rules(found)[:2] == ["CW-QU-001", "CW-QU-002"]


def test_the_right_mention_with_another_kind_earns_half(curriculum: Curriculum, shelf: Shelf) -> None:
    found = graded(curriculum, shelf, "ward-fever", "poa", "Please clarify.")
    assert found.score == 87.5
    row = query_rows(found, "query_near")[0]
    assert "specificity, not poa" in row.reason
    assert row.change == "ask: What the physician means by urosepsis"


def test_one_question_asked_twice_is_two_rows_with_ids_of_their_own(
    curriculum: Curriculum, shelf: Shelf
) -> None:
    chart = alone(curriculum.charts["ward-fever"])
    asked = AnswerQuery(text="Please clarify the insurance.")
    found = grade(chart, Answer(lines=Answer.of("N39.0").lines, queries=(asked, asked, asked)), shelf)
    ids = [row.id for row in found.rows]
    assert len(query_rows(found, "query_unneeded")) == 3
    assert len(set(ids)) == len(ids)


def test_another_mention_is_another_question(curriculum: Curriculum, shelf: Shelf) -> None:
    chart = alone(curriculum.charts["ward-fever"])
    right = asking(chart, "specificity", "Please clarify.").to_json()
    right["queries"][0]["evidence"] = [{"document": "admission-note", "start": 0, "end": 20}]
    found = grade(chart, load_answer(right), shelf)
    assert found.score == 75
    assert "answers this" in query_rows(found, "query_unneeded")[0].reason


def test_marking_everything_points_at_nothing(curriculum: Curriculum, shelf: Shelf) -> None:
    chart = alone(curriculum.charts["ward-fever"])
    right = asking(chart, "specificity", "Please clarify.").to_json()
    document = chart.document(right["queries"][0]["evidence"][0]["document"])
    assert len(document.text) > 600
    right["queries"][0]["evidence"] = [{"document": document.id, "start": 0, "end": len(document.text)}]
    assert grade(chart, load_answer(right), shelf).score == 75
    halves = [{"document": document.id, "start": i, "end": i + 400} for i in (0, len(document.text) - 400)]
    right["queries"][0]["evidence"] += halves
    right["queries"][0]["evidence"].pop(0)
    assert grade(chart, load_answer(right), shelf).score == 75


def test_a_question_about_payment_is_never_praised(curriculum: Curriculum, shelf: Shelf) -> None:
    found = graded(
        curriculum,
        shelf,
        "resident-clinic-low-mood",
        None,
        "What type of insurance does he have?",
        there=False,
    )
    assert query_rows(found, "query_right") == []
    assert "CW-QU-004" in rules(found)
    assert any(
        "“insurance” speaks of what the answer pays" in row.reason for row in query_rows(found, "query_fault")
    )


def test_a_clear_question_about_the_gap_is_right(curriculum: Curriculum, shelf: Shelf) -> None:
    text = "Please clarify whether this is MDD and if so mild, moderate or severe"
    found = graded(curriculum, shelf, "resident-clinic-low-mood", "specificity", text)
    assert len(query_rows(found, "query_right")) == 1
    assert rules(found) == []


LEADING = [
    (
        "CO2 is high, it is hypercapnic respiratory failure, can you document so we can code J96.02?",
        ["CW-QU-003", "CW-QU-004", "CW-QU-005", "CW-QU-010"],
    ),
    (
        "Does the ABG support acute hypercapnic respiratory failure so we can code J96.02?",
        ["CW-QU-004", "CW-QU-005", "CW-QU-010"],
    ),
    ("Please clarify whether hypercapnia was present", ["CW-QU-010"]),
]


@pytest.mark.parametrize(("text", "told"), LEADING)
def test_a_leading_question_in_the_right_place_is_told_what_to_change(
    curriculum: Curriculum, shelf: Shelf, text: str, told: list[str]
) -> None:
    found = graded(curriculum, shelf, "icu-unresponsive-arrival", "missing-documentation", text)
    assert found.score == 100
    row = query_rows(found, "query_right")[0]
    assert row.reason.startswith("A query is right here; what to change in the question is listed below.")
    assert rules(found) == told
    assert all(row.points == row.possible == 0 for row in query_rows(found, "query_fault"))


OPTIONS = [
    (("Sepsis", "Local infection", "Other (please specify)", "Unable to determine"), True, []),
    (("Sepsis", "Local infection", "Unable to determine"), True, ["CW-QU-007"]),
    (("Sepsis", "Local infection", "Another condition"), True, ["CW-QU-008"]),
    (("Sepsis", "Other", "Cannot be determined"), True, ["CW-QU-006"]),
    (("Sepsis", "Local infection", "Something else", "Unable to tell"), False, ["CW-QU-009"]),
    ((), False, []),
]


@pytest.mark.parametrize(("options", "shown", "told"), OPTIONS)
def test_options_are_several_with_another_unable_and_indicators(
    curriculum: Curriculum, shelf: Shelf, options: tuple[str, ...], shown: bool, told: list[str]
) -> None:
    chart = alone(curriculum.charts["ward-fever"])
    indicators = chart.evidence(chart.key.queries[0].indicators) if shown else ()
    found = graded(
        curriculum,
        shelf,
        "ward-fever",
        "specificity",
        "Please clarify.",
        options=options,
        indicators=indicators,
    )
    assert found.score == 100
    assert rules(found) == told


@pytest.mark.parametrize(
    "text", ["A1C 9.1 and B12 low; O2 by cannula", "T12 and L4 were seen", "Gave E2 and D5W"]
)
def test_findings_and_vitamins_are_no_codes(curriculum: Curriculum, shelf: Shelf, text: str) -> None:
    assert rules(graded(curriculum, shelf, "ward-fever", "specificity", text)) == []


@pytest.mark.parametrize("text", ["Is I10 right?", "Please document F33.2", "May we report CPT 99214?"])
def test_a_code_in_a_question_is_told(curriculum: Curriculum, shelf: Shelf, text: str) -> None:
    assert "CW-QU-005" in rules(graded(curriculum, shelf, "ward-fever", "specificity", text))


def test_every_key_asks_by_its_own_rules(curriculum: Curriculum, shelf: Shelf) -> None:
    for chart in curriculum.charts.values():
        for query in chart.key.queries:
            asked = AnswerQuery(
                kind=query.kind,
                evidence=chart.evidence(query.evidence[:1]),
                indicators=chart.evidence(query.indicators),
                options=query.options,
                text=query.text,
            )
            found = grade(chart, Answer(queries=(asked,)), shelf)
            assert rules(found) == [], (chart.id, [row.reason for row in query_rows(found, "query_fault")])


OLD = {
    "id": "q1",
    "about": "severity of the depression",
    "required": True,
    "keywords": ["severity", "depress"],
    "evidence": [{"document": "note", "quote": "Finding d1."}],
    "model": "Please clarify the severity of the depression, if known.",
    "reason": "A score is no diagnosis.",
    "citation": ["I.A.19"],
}


def about(chart: Chart, *quotes: str) -> tuple[AnswerQuery, ...]:
    text = chart.documents[0].text
    spans = [{"document": "note", "start": text.index(q), "end": text.index(q) + len(q)} for q in quotes]
    return tuple(AnswerQuery.model_validate({"kind": "cause", "evidence": [span]}) for span in spans)


def test_a_key_of_schema_1_has_no_kinds_so_the_mention_decides(shelf: Shelf) -> None:
    chart = make([line("d1", "F32.A"), line("d2", "I10")], queries=[OLD])
    lines = Answer.of("F32.A", "I10").lines
    assert grade(chart, Answer(lines=lines, queries=about(chart, "Finding d1.")), shelf).score == 100
    assert grade(chart, Answer(lines=lines, queries=about(chart, "Finding d2.")), shelf).score == 75
    assert grade(chart, Answer.of("F32.A", "I10", queries=("severity of the depression",)), shelf).score == 75


def test_one_query_does_not_answer_two(shelf: Shelf) -> None:
    chart = make([line("d1", "F32.A")], queries=[OLD, {**OLD, "id": "q2"}])
    lines = Answer.of("F32.A").lines
    one, two = about(chart, "Finding d1."), about(chart, "Finding d1.", "Finding d1.")
    assert grade(chart, Answer(lines=lines, queries=one), shelf).score == 75
    assert grade(chart, Answer(lines=lines, queries=two), shelf).score == 100
