"""The questions of the keys: structured, fit to be sent, and their answers never half right beforehand."""

from __future__ import annotations

import re

import pytest

from codeward.charts import Chart, Curriculum
from codeward.charts.queries import KeyQuery

REQUIRED = {"ward-fever": True, "resident-clinic-low-mood": False, "icu-unresponsive-arrival": False}


@pytest.fixture(scope="module")
def asked(curriculum: Curriculum) -> list[tuple[Chart, KeyQuery]]:
    return [(chart, query) for chart in curriculum.charts.values() for query in chart.key.queries]


def test_these_charts_ask_and_only_where_the_guideline_demands_it_is_it_required(
    asked: list[tuple[Chart, KeyQuery]],
) -> None:
    found = {chart.id: query.required for chart, query in asked}
    assert {chart_id: found[chart_id] for chart_id in REQUIRED} == REQUIRED


def test_a_question_has_a_kind_an_addressee_indicators_and_open_ends(
    asked: list[tuple[Chart, KeyQuery]],
) -> None:
    for chart, query in asked:
        assert query.kind is not None
        assert query.indicators, chart.id
        assert not {m.quote for m in query.evidence} & {m.quote for m in query.indicators}
        assert len(query.options) >= 4
        options = " ".join(query.options).lower()
        assert re.search(r"\b(other|another)\b", options), chart.id
        assert query.options[-1] == "Unable to determine"


def test_a_question_names_neither_money_nor_a_code_nor_the_answer_that_is_wanted(
    asked: list[tuple[Chart, KeyQuery]],
) -> None:
    for chart, query in asked:
        text = " ".join((query.text, *query.options)).lower()
        money = re.search(r"\b(pay\w*|reimburs\w*|drg|revenue|quality score|severity of illness)\b", text)
        assert money is None, chart.id
        assert re.search(r"\b[a-z]\d\d\.?[0-9a-z]*\b", text) is None, chart.id
        assert (
            re.search(r"\bso (that )?we can|\bwould you agree|\bplease confirm|\bdon't you\b", text) is None
        )


def test_what_an_answer_would_add_is_rejected_until_it_comes(asked: list[tuple[Chart, KeyQuery]]) -> None:
    added = {
        (chart.id, line.code) for chart, query in asked for outcome in query.outcomes for line in outcome.add
    }
    assert added >= {("ward-fever", "A41.51"), ("icu-unresponsive-arrival", "J96.02")}
    for chart, query in asked:
        near = {n.code for line in chart.key.lines for n in line.near}
        for outcome in query.outcomes:
            assert outcome.answer in query.options
            for line in outcome.add:
                assert line.code not in near
                assert any(entry.rejects_code(line.code, line.modifiers) for entry in chart.key.ledger)


@pytest.mark.parametrize("code", ["F32.0", "F32.1", "F32.2", "F32.9", "F33.0", "F33.1", "F33.2", "F33.9"])
def test_no_kind_of_depression_that_the_physician_could_still_name_earns_anything(
    curriculum: Curriculum, code: str
) -> None:
    chart = curriculum.charts["resident-clinic-low-mood"]
    assert code not in {n.code for line in chart.key.lines for n in line.near}
    assert any(entry.rejects_code(code) for entry in chart.key.ledger)
