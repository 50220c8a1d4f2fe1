"""Scores of a sitting: what each kind of answer is worth, the cut, the scale."""

from __future__ import annotations

import copy
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from codeward.charts import AnswerError
from codeward.codesets import Shelf
from codeward.curriculum import blueprint_of
from codeward.practice import (
    Cut,
    Paper,
    PaperScore,
    SittingAnswer,
    cut_of,
    scaled,
    score_item,
    score_paper,
    shape_of,
)
from tests.practice.test_bank import BURN, ITEM, SCENARIO, TEXT, coded

ANSWER: TypeAdapter[Any] = TypeAdapter(SittingAnswer)
SHELF = Shelf.on(date(2026, 6, 1))
CODE = {
    **BURN, "id": "cpc-d-002", "kind": "code",
    "options": [coded("T22.211A"), coded("T22.212A", axis="laterality")],
}  # fmt: skip
VISIT = {
    **BURN, "id": "cpc-m-001", "kind": "code", "domains": {"cpc": "m"}, "skill": "mod.25",
    "asks": ["code", "modifiers"],
    "options": [{"lines": [{"system": "cpt", "code": "16020"}, {"system": "cpt", "code": "99213", "modifiers": ["25"]}],
                 "right": True, "why": "So.", "cite": ["NCCI I.D"]}],
}  # fmt: skip
PICKS = {
    **BURN, "id": "cpc-d-004", "kind": "picklist",
    "options": [coded(f"E11.{n}", **({} if n in (21, 22) else {"axis": "type"})) for n in (21, 22, 36, 40, 41, 42)],
}  # fmt: skip
MARK = {
    "schema": 1, "id": "ccs-iii-001", "kind": "query", "mode": "mark", "skill": "query.compliant", "level": 2,
    "use": "form", "domains": {"ccs": "iii"}, "stem": "Mark the faults.",
    "draft": "[s1] A [s2] B", "model": "Please state.",
    "faults": [{"at": "s1", "fault": "leading", "why": "x"}, {"at": "whole", "fault": "no_indicators", "why": "x"}],
}  # fmt: skip
MATCH = {
    "schema": 1, "id": "cpc-c-001", "kind": "match", "skill": "work.roles", "level": 1,
    "use": "form", "stem": "Match each.",
    "domains": {"cpc": "c"}, "options": list("ABCDEF"),
    "pairs": [{"left": name.lower(), "right": name, "why": "So."} for name in "ABCD"],
    "spare": [{"right": name, "why": "No."} for name in "EF"],
}  # fmt: skip


def lines(*codes: str, **first: Any) -> dict[str, Any]:
    rows = [
        {"kind": "diagnosis" if code[0].isalpha() else "procedure", "system": "icd10cm" if code[0].isalpha() else "cpt",
         "code": code} for code in codes
    ]  # fmt: skip
    for place, beside in first.items():
        rows[int(place[1:])].update(beside)
    return {"shape": "lines", "lines": rows}


CASES: list[tuple[str, dict[str, Any], dict[str, Any], int, int]] = [
    ("the key", BURN, {"shape": "choice", "option": 2}, 1, 1),
    ("another option", BURN, {"shape": "choice", "option": 0}, 0, 1),
    ("the typed key", CODE, lines("t22.211a"), 1, 1),
    ("a foreseen error", CODE, lines("T22.212A"), 0, 1),
    ("the typed key and more", CODE, lines("T22.211A", "I10"), 0, 1),
    ("the visit with its modifier", VISIT, lines("16020", "99213", _1={"modifiers": ["25"]}), 1, 1),
    ("the same in another order", VISIT, lines("99213", "16020", _0={"modifiers": ["25"]}), 1, 1),
    ("the visit without it", VISIT, lines("16020", "99213"), 0, 1),
    ("a whole scenario", SCENARIO, lines("E11.22", "N18.4"), 3, 3),
    ("its order turned", SCENARIO, lines("N18.4", "E11.22"), 2, 3),
    ("one line wrong", SCENARIO, lines("E11.9", "N18.4"), 1, 3),
    ("one line more", SCENARIO, lines("E11.22", "N18.4", "J45.909"), 2, 3),
    ("nothing supported", SCENARIO, lines("J45.909", "R05.1"), 0, 3),
    ("nothing typed", SCENARIO, lines(), 0, 3),
    ("all right picks", PICKS, {"shape": "picks", "options": [0, 1]}, 2, 2),
    ("a wrong pick costs a right one", PICKS, {"shape": "picks", "options": [0, 1, 2]}, 1, 2),
    ("everything picked", PICKS, {"shape": "picks", "options": [0, 1, 2, 3, 4, 5]}, 0, 2),
    ("a pick given twice", PICKS, {"shape": "picks", "options": [0, 0]}, 1, 2),
    ("both faults", MARK, {"shape": "marks", "marks": [{"at": "s1", "fault": "leading"},
                                                      {"at": "whole", "fault": "no_indicators"}]}, 2, 2),
    ("a fault that is none", MARK, {"shape": "marks", "marks": [{"at": "s1", "fault": "leading"},
                                                               {"at": "s2", "fault": "leading"}]}, 0, 2),
    ("all pairs", MATCH, {"shape": "pairs", "pairs": list("ABCD")}, 4, 4),
    ("one pair of a spare", MATCH, {"shape": "pairs", "pairs": ["A", "E", None, "D"]}, 2, 4),
]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "answer", "points", "out_of"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_an_answer_is_worth_its_points(
    item: dict[str, Any], answer: dict[str, Any], points: int, out_of: int
) -> None:
    read = ITEM.validate_python(item)
    given_ = ANSWER.validate_python(answer)
    score = score_item(read, given_, SHELF)
    assert (score.points, score.out_of) == (points, out_of)
    assert score.right == (points == out_of)
    assert 0 <= score.credit <= 1
    assert shape_of(read) == given_.shape
    assert score_item(read, given_, SHELF) == score
    assert ANSWER.validate_json(given_.model_dump_json()) == given_


def test_part_credit_stands_beside_and_does_not_count() -> None:
    near = score_item(ITEM.validate_python(CODE), ANSWER.validate_python(lines("T22.212A")), SHELF)
    assert (near.points, near.option) == (0, 1)
    assert 0 < near.credit < 1
    assert (
        score_item(ITEM.validate_python(CODE), ANSWER.validate_python(lines("T22.211A")), SHELF).credit == 1
    )


def test_an_answer_of_another_shape_or_place_is_refused() -> None:
    burn, picks = ITEM.validate_python(BURN), ITEM.validate_python(PICKS)
    for item, answer in ((burn, {"shape": "picks", "options": [1]}), (burn, {"shape": "choice", "option": 9}),
                         (picks, {"shape": "picks", "options": [9]})):  # fmt: skip
        with pytest.raises(AnswerError):
            score_item(item, ANSWER.validate_python(answer), SHELF)
    assert not score_item(burn, None, SHELF).answered


ITEMS = {item["id"]: ITEM.validate_python(item) for item in (BURN, TEXT, CODE, SCENARIO)}
PAPER = Paper.model_validate(
    {
        "schema": 1, "exam": "CCS", "version": "2026", "seed": 1, "minutes": 10, "books_on": "2026-06-01",
        "items": [
            {"id": name, "version": item.version, "kind": item.kind, "domain": "ii" if name == TEXT["id"] else "i",
             "scored": name != CODE["id"], "parts": 3 if item.kind == "scenario" else 1}
            for name, item in ITEMS.items()
        ],
    }
)  # fmt: skip
CCS = blueprint_of("CCS").on(date(2026, 6, 15)).edition


def scored(answers: dict[str, Any], **more: Any) -> PaperScore:
    read = {name: ANSWER.validate_python(answer) for name, answer in answers.items()}
    return score_paper(PAPER, CCS, ITEMS, read, SHELF, **more)


def test_a_paper_counts_its_scored_items_by_section_and_a_scenario_by_its_parts() -> None:
    whole = {BURN["id"]: {"shape": "choice", "option": 2}, TEXT["id"]: {"shape": "choice", "option": 2},
             SCENARIO["id"]: lines("E11.22", "N18.4")}  # fmt: skip
    score = scored(whole)
    assert (score.points, score.out_of, score.percent, score.scaled, score.passed) == (5, 5, 100.0, 400, True)
    part = scored({SCENARIO["id"]: lines("N18.4", "E11.22")})  # two of three points, of three parts
    assert (part.points, part.passed) == (2, False)
    assert {one.domain: (one.points, one.out_of) for one in part.domains} == {"i": (2, 4), "ii": (0, 1)}
    assert part.scaled == 100 + round(200 * 2 / 3.5)
    assert scored({CODE["id"]: lines("T22.211A")}).points == 0  # not scored
    assert PaperScore.model_validate_json(part.model_dump_json()) == part


def test_an_item_that_was_suspended_during_the_sitting_costs_nobody_anything() -> None:
    assert scored({}, void=frozenset({SCENARIO["id"]})).points == 3


def test_a_cut_of_raters_takes_the_place_of_the_blueprint_s() -> None:
    score = scored({}, cut=Cut(points=3, by="angoff", provisional=False))
    assert (score.cut.points, score.passed, score.scaled) == (3, False, 100)


@given(st.integers(1, 200), st.data())
def test_the_scale_is_100_at_none_300_at_the_cut_400_at_all_and_never_falls(
    out_of: int, data: st.DataObject
) -> None:
    cut = data.draw(st.floats(0.1, out_of - 0.05))
    points = sorted(data.draw(st.lists(st.floats(0, out_of), min_size=2, max_size=6)))
    told = [scaled(one, cut, out_of) for one in points]
    assert told == sorted(told)
    assert (scaled(0, cut, out_of), scaled(cut, cut, out_of), scaled(out_of, cut, out_of)) == (100, 300, 400)
    assert all((one >= cut) == (value >= 300) for one, value in zip(points, told, strict=True))


def test_what_cannot_be_scaled_is_refused() -> None:
    for points, cut, out_of in ((1, 0, 10), (1, 10, 10), (11, 5, 10), (-1, 5, 10)):
        with pytest.raises(ValueError, match="no scale"):
            scaled(points, cut, out_of)


@given(st.lists(st.floats(-2, 2), min_size=10, max_size=60), st.sampled_from([0.0, 0.25]))
def test_a_harder_form_has_a_lower_cut(difficulties: list[float], guess: float) -> None:
    guesses = [guess] * len(difficulties)
    same = cut_of(70, [0.0] * len(difficulties), guesses)
    assert same.points == pytest.approx(0.7 * len(difficulties), abs=1e-3)
    assert (
        cut_of(70, [one + 0.1 for one in difficulties], guesses).points
        < cut_of(70, difficulties, guesses).points
    )
    assert same.by == "equated"


@given(st.sets(st.integers(0, 5)))
def test_more_right_picks_never_cost_and_more_wrong_ones_never_pay(picked: set[int]) -> None:
    item = ITEM.validate_python(copy.deepcopy(PICKS))

    def share(places: set[int]) -> Fraction:
        return score_item(
            item, ANSWER.validate_python({"shape": "picks", "options": sorted(places)}), SHELF
        ).share

    for place in range(6):
        more = share(picked | {place})
        assert more >= share(picked) if item.options[place].right else more <= share(picked)
