"""Answers as JSON: only kind, system and code are needed, and each fault is told with its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.charts import Answer, AnswerError, load_answer

LINE = {"kind": "diagnosis", "system": "icd10cm", "code": "R05.1"}


@pytest.mark.parametrize("typed", ["R05.1", "r051", " R051 ", "r05.1"])
def test_a_code_is_read_with_or_without_dot_in_any_case(typed: str) -> None:
    answer = load_answer(json.dumps({"schema": 1, "lines": [{**LINE, "code": typed}]}))
    assert answer.lines[0].code == "R05.1"


def test_fields_that_are_not_graded_yet_are_kept() -> None:
    full = {
        **LINE,
        "id": "x1",
        "poa": "Y",
        "modifiers": ["50", "59"],
        "units": 2,
        "pointers": ["x1"],
        "date": "2026-05-12",
        "provider": "A. Example",
        "evidence": [{"document": "note", "start": 0, "end": 4, "quote": "Word"}],
    }
    query = {"about": "type of heart failure?", "evidence": []}
    answer = load_answer({"schema": 1, "lines": [full], "queries": [query]})
    again = load_answer(json.dumps(answer.to_json()))
    assert again == answer
    assert again.lines[0].modifiers == ("50", "59")
    assert str(again.lines[0].date) == "2026-05-12"


def test_null_stands_for_a_field_that_is_not_graded_yet() -> None:
    nulls = dict.fromkeys(["evidence", "modifiers", "pointers", "units", "date", "poa", "provider", "role"])
    assert load_answer({"lines": [{**LINE, **nulls}]}).lines[0].modifiers == ()


@pytest.mark.parametrize(
    ("data", "where", "says"),
    [
        ({"lines": [{**LINE, "colour": "red"}]}, "lines[0].colour", "not known"),
        ({"lines": [LINE], "mood": 1}, "mood", "not known"),
        ({"lines": [{"kind": "diagnosis", "system": "icd10cm"}]}, "lines[0].code", "missing"),
        ({"lines": [{**LINE, "code": 51}]}, "lines[0].code", "string"),
        ({"lines": [{**LINE, "code": ""}]}, "lines[0].code", "empty"),
        ({"lines": [{**LINE, "code": "R05\u202e1"}]}, "lines[0].code", "no code has"),
        ({"lines": [{**LINE, "code": "A" * 200}]}, "lines[0].code", "16 characters"),
        ({"lines": [{**LINE, "kind": "guess"}]}, "lines[0].kind", "guess"),
        ({"lines": [{**LINE, "modifiers": list("ABCDE")}]}, "lines[0].modifiers", "4 items"),
        ({"lines": [{**LINE, "id": "a"}, {**LINE, "id": "a"}]}, "", "two lines"),
        ({"lines": [LINE] * 201}, "lines", "200 items"),
        ({"schema": 3, "lines": []}, "schema", "2"),
        ({"lines": {"a": 1}}, "lines", "a list"),
        ({"lines": None}, "lines", "given: null"),
        ({"lines": ["R05.1"]}, "lines[0]", "an object"),
        ({"queries": [{"about": "x" * 4001}]}, "queries[0].about", "4000"),
        ({"lines": [{**LINE, "evidence": [{"document": "note", "start": -1, "end": 2}]}]}, "start", "0"),
        (
            {"lines": [{**LINE, "evidence": [{"document": "note", "start": 1.5, "end": 2}]}]},
            "start",
            "integer",
        ),
    ],
)
def test_a_fault_names_its_place_and_the_way_out(data: dict[str, object], where: str, says: str) -> None:
    with pytest.raises(AnswerError) as caught:
        load_answer(json.dumps(data))
    assert where in caught.value.where
    assert says in caught.value.message
    assert caught.value.way_out


def test_a_number_for_a_code_is_told_in_the_words_of_json() -> None:
    with pytest.raises(AnswerError) as caught:
        load_answer({"lines": [{**LINE, "code": 51}]})
    assert caught.value.way_out == "Put the value in quotes"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": 1, "schema": 1}', '{"lines": NaN}', b"\xff", "[" * 9999]
)
def test_what_is_no_json_object_is_refused_in_words(text: str | bytes) -> None:
    with pytest.raises(AnswerError):
        load_answer(text)


def test_an_endless_answer_is_refused_before_it_is_read() -> None:
    with pytest.raises(AnswerError, match="longer"):
        load_answer(" " * 1_000_001)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=15,
)
almost = st.fixed_dictionaries(
    {
        "lines": st.lists(
            st.fixed_dictionaries({"kind": json_values, "system": json_values, "code": json_values}),
            max_size=5,
        )
    }
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # how busy the machine is, is no property
@given(json_values | almost)
def test_any_json_is_an_answer_or_a_typed_error(value: object) -> None:
    try:
        outcome: Answer | AnswerError = load_answer(json.dumps(value))
    except AnswerError as error:
        outcome = error
    assert isinstance(outcome, Answer) or outcome.message


def test_an_answer_can_be_written_in_one_line() -> None:
    answer = Answer.of("R051", "R50.9", queries=("sepsis?",))
    assert [line.code for line in answer.lines] == ["R05.1", "R50.9"]
    assert answer.queries[0].text == "sepsis?"


def test_a_place_has_two_digits_that_the_list_is_written_in() -> None:
    line = {"id": "p", "kind": "procedure", "system": "cpt", "code": "99213"}
    assert load_answer({"schema": 2, "lines": [{**line, "place": "11"}]}).lines[0].place == "11"
    with pytest.raises(AnswerError, match="place"):
        load_answer({"schema": 2, "lines": [{**line, "place": "\u0967\u0967"}]})
