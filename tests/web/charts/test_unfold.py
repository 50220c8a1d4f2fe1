"""An answer back into operations: folding them gives the same answer, and nothing that its record does not hold."""

from __future__ import annotations

from typing import Any

from codeward.charts import load_curriculum
from codeward.web.charts.fold import answer_json, fold
from codeward.web.charts.unfold import unfold

CHART = load_curriculum(more=()).charts["ward-fever"]
NOTE = CHART.documents[0]
MARK = {"document": NOTE.id, "start": 0, "end": 5, "quote": NOTE.text[:5]}

SAID: list[dict[str, Any]] = [
    {
        "kind": "add_line",
        "line": "a",
        "rank": 1.0,
        "line_kind": "diagnosis",
        "system": "icd10cm",
        "code": "N39.0",
    },
    {
        "kind": "add_line",
        "line": "b",
        "rank": 0.5,
        "line_kind": "procedure",
        "system": "hcpcs",
        "code": "J1885",
    },
    {
        "kind": "add_line",
        "line": "gone",
        "rank": 3.0,
        "line_kind": "diagnosis",
        "system": "icd10cm",
        "code": "I10",
    },
    {"kind": "remove_line", "line": "gone"},
    {"kind": "set_doubt", "line": "a", "doubt": True},
    {"kind": "set_poa", "line": "a", "poa": "Y"},
    {"kind": "set_modifiers", "line": "b", "modifiers": ["JZ"]},
    {"kind": "set_units", "line": "b", "units": 2},
    {"kind": "set_pointers", "line": "b", "pointers": ["a"]},
    {"kind": "set_dates", "line": "b", "date": "2026-04-21", "through": None},
    {"kind": "set_place", "line": "b", "place": "21"},
    {"kind": "set_provider", "line": "b", "provider": "Dr. B"},
    {"kind": "attach_evidence", "line": "a", "query": None, "part": "mention", "evidence": "e1", **MARK},
    {"kind": "add_query", "query": "q", "about": "What is meant?"},
    {"kind": "set_query_kind", "query": "q", "query_kind": "specificity"},
    {"kind": "set_query_to", "query": "q", "to": "attending"},
    {"kind": "set_query_options", "query": "q", "options": ["One", "Other"]},
    {"kind": "attach_evidence", "line": None, "query": "q", "part": "mention", "evidence": "e2", **MARK},
    {"kind": "attach_evidence", "line": None, "query": "q", "part": "indicator", "evidence": "e3", **MARK},
]


def folded_again(said: list[dict[str, Any]]) -> Any:
    """What folding gives after unfolding once."""
    made = unfold(fold(said), CHART, "source")
    return fold({"kind": one.kind, **one.model_dump(mode="json", exclude={"id", "kind"})} for one in made)


def test_folding_what_was_unfolded_gives_the_same_answer() -> None:
    before, after = fold(SAID), folded_again(SAID)
    assert answer_json(after) == answer_json(before)
    assert after.to_json() == before.to_json()
    assert "gone" not in after.lines


def test_evidence_that_the_record_does_not_hold_is_left_out() -> None:
    other = {**MARK, "quote": "Other"}
    said = [*SAID, {"kind": "attach_evidence", "line": "a", "evidence": "e4", **other}]
    assert len(fold(said).to_json()["lines"][1]["evidence"]) == 2
    assert len(folded_again(said).to_json()["lines"][1]["evidence"]) == 1


def test_the_same_answer_gives_the_same_operations() -> None:
    ids = [one.id for one in unfold(fold(SAID), CHART, "source")]
    assert ids == [one.id for one in unfold(fold(SAID), CHART, "source")]
    assert len(set(ids)) == len(ids)
    assert ids[0] != next(iter(unfold(fold(SAID), CHART, "another"))).id
