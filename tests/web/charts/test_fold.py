"""Properties of the fold: what two tabs, repeats and restarts may do to an answer."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from codeward.charts import load_answer
from codeward.web.charts.fold import answer_json, fold

NAMES = st.sampled_from(["a", "b", "c"])
RANKS = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)
CODES = st.sampled_from(["R05.1", "E11.9", "I10", "J20.9"])
DAYS = st.sampled_from([None, "2026-05-12", "2026-05-14"])
SPAN = {"document": "note", "start": 0, "end": 4, "quote": "NOTE"}


def _operations() -> st.SearchStrategy[dict[str, Any]]:
    line = st.fixed_dictionaries({"line": NAMES})

    def kind(name: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({"kind": st.just(name), **fields})

    return st.one_of(
        kind(
            "add_line",
            line=NAMES,
            rank=RANKS,
            code=CODES,
            line_kind=st.just("diagnosis"),
            system=st.just("icd10cm"),
        ),
        kind("set_code", line=NAMES, code=CODES),
        kind("move_line", line=NAMES, rank=RANKS),
        kind("set_doubt", line=NAMES, doubt=st.booleans()),
        st.builds(lambda one: {"kind": "remove_line", **one}, line),
        st.builds(lambda one: {"kind": "restore_line", **one}, line),
        st.builds(lambda n, e: {"kind": "attach_evidence", "line": n, "evidence": e, **SPAN}, NAMES, NAMES),
        kind("detach_evidence", line=NAMES, evidence=NAMES),
        kind("add_query", query=NAMES, about=st.text(max_size=20)),
        kind("edit_query", query=NAMES, about=st.text(max_size=20)),
        kind("set_poa", line=NAMES, poa=st.sampled_from(["Y", "N", "exempt", None])),
        kind("set_modifiers", line=NAMES, modifiers=st.lists(st.sampled_from(["25", "LT"]), max_size=4)),
        kind("set_units", line=NAMES, units=st.sampled_from([None, 0, 1, 8.3, 99_999])),
        kind("set_pointers", line=NAMES, pointers=st.lists(NAMES, max_size=4)),
        kind("set_dates", line=NAMES, date=DAYS, through=DAYS),
        kind("set_place", line=NAMES, place=st.sampled_from([None, "11", "23"])),
        kind("set_provider", line=NAMES, provider=st.sampled_from([None, "Dr. No"])),
        kind("set_em", line=NAMES, em=st.sampled_from([None, {"problems": "low"}])),
        kind("set_query_kind", query=NAMES, query_kind=st.sampled_from([None, "cause", "conflict"])),
        kind("set_query_to", query=NAMES, to=st.sampled_from([None, "attending"])),
        kind("set_query_options", query=NAMES, options=st.lists(st.just("Other"), max_size=10)),
        st.builds(
            lambda n, e, part: {"kind": "attach_evidence", "query": n, "evidence": e, "part": part, **SPAN},
            NAMES,
            NAMES,
            st.sampled_from(["mention", "indicator"]),
        ),
        kind("detach_evidence", query=NAMES, evidence=NAMES),
        kind("remove_query", query=NAMES),
        kind("restore_query", query=NAMES),
    )


MANY = st.lists(_operations(), max_size=40)


@given(MANY)
def test_any_operations_fold_to_an_answer_that_the_grader_reads(operations: list[dict[str, Any]]) -> None:
    answer = load_answer(answer_json(fold(operations)))
    assert [line.id for line in answer.lines] == [line.id for line in fold(operations).sequence()]


@given(MANY)
def test_the_fold_is_a_function_of_the_sequence(operations: list[dict[str, Any]]) -> None:
    assert fold(operations).to_json() == fold([dict(one) for one in operations]).to_json()


@given(MANY)
def test_lines_stand_by_rank_and_once(operations: list[dict[str, Any]]) -> None:
    lines = fold(operations).sequence()
    assert lines == sorted(lines, key=lambda one: (one.rank, one.id))
    assert len({line.id for line in lines}) == len(lines)


@given(MANY, st.data())
def test_adding_a_line_or_query_again_changes_nothing(
    operations: list[dict[str, Any]], data: st.DataObject
) -> None:
    adds = [one for one in operations if one["kind"] in {"add_line", "add_query"}]
    again = [data.draw(st.sampled_from(adds))] if adds else []
    assert fold(operations + again).to_json() == fold(operations).to_json()


@given(MANY, NAMES)
def test_removing_and_restoring_gives_the_line_back_as_it_was(
    operations: list[dict[str, Any]], name: str
) -> None:
    before = fold(operations)
    standing = name in before.lines and not before.lines[name].removed
    both = [{"kind": "remove_line", "line": name}, {"kind": "restore_line", "line": name}]
    if standing:
        assert fold(operations + both).to_json() == before.to_json()
    else:
        assert name not in {line.id for line in fold([*operations, both[0]]).sequence()}


@given(MANY, MANY)
def test_changes_to_different_lines_commute(mine: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    """Two tabs that touch different lines get the same lines whichever the server hears first."""
    mine = [{**one, "line": "m-" + one["line"]} for one in mine if "line" in one]
    other = [{**one, "line": "o-" + one["line"]} for one in other if "line" in one]
    assert fold(mine + other).to_json()["lines"] == fold(other + mine).to_json()["lines"]


def test_evidence_that_was_taken_off_does_not_come_back_by_a_repeat() -> None:
    attach = {"kind": "attach_evidence", "line": "a", "evidence": "e", **SPAN}
    line = {
        "kind": "add_line",
        "line": "a",
        "rank": 1,
        "code": "I10",
        "line_kind": "diagnosis",
        "system": "icd10cm",
    }
    detach = {"kind": "detach_evidence", "line": "a", "evidence": "e"}
    assert fold([line, attach]).to_json()["lines"][0]["evidence"] == [{"id": "e", **SPAN}]
    assert fold([line, attach, detach, attach]).to_json()["lines"][0]["evidence"] == []


def test_an_empty_query_is_not_handed_in() -> None:
    asked = [
        {"kind": "add_query", "query": "a", "about": "  "},
        {"kind": "add_query", "query": "b", "about": "Which organism?"},
    ]
    assert [one["text"] for one in answer_json(fold(asked))["queries"]] == ["Which organism?"]


def test_operations_of_before_structured_queries_fold_as_they_did() -> None:
    """What is stored is for ever: no `part`, no `system` on an exchange, queries of words alone."""
    span = {"document": "note", "start": 0, "end": 4, "quote": "NOTE"}
    old = [
        {"kind": "add_query", "query": "q", "about": "Which kind?"},
        {"kind": "attach_evidence", "line": None, "query": "q", "evidence": "e", **span},
    ]
    [query] = answer_json(fold(old))["queries"]
    assert (query["text"], query["kind"], query["evidence"], query["indicators"]) == (
        "Which kind?",
        None,
        [span],
        [],
    )


def test_a_pointer_to_a_line_that_went_goes_with_it() -> None:
    def add(name: str, rank: float) -> dict[str, Any]:
        return {
            "kind": "add_line",
            "line": name,
            "rank": rank,
            "code": "I10",
            "line_kind": "diagnosis",
            "system": "icd10cm",
        }

    made = [add("a", 1), add("b", 2), {"kind": "set_pointers", "line": "b", "pointers": ["a", "b"]}]
    gone = [*made, {"kind": "remove_line", "line": "a"}]
    assert [line["pointers"] for line in answer_json(fold(gone))["lines"]] == [["b"]]
    back = [*gone, {"kind": "restore_line", "line": "a"}]
    assert answer_json(fold(back))["lines"][1]["pointers"] == ["a", "b"]
