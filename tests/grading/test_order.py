"""Which codes have to move, and what is charged where."""

from __future__ import annotations

from itertools import pairwise

from codeward.charts import Answer
from codeward.codesets import Shelf
from codeward.grading import Grade, grade
from tests.charts.build import line, make, pair

CODES = ("I10", "J45.909", "K21.9", "E78.5", "L40.0")
LINES = [line(f"d{i}", code) for i, code in enumerate(CODES, start=1)]


def told(found: Grade) -> list[tuple[str, str, float]]:
    return [
        (row.mine.code, row.key.code, float(row.points))
        for row in found.rows
        if row.verdict == "order" and row.mine and row.key
    ]


def test_one_code_out_of_place_is_one_difference_however_many_pairs_it_breaks(shelf: Shelf) -> None:
    chart = make(LINES, order=[pair("d2", "d3"), pair("d2", "d4"), pair("d2", "d5")])
    late = grade(chart, Answer.of("I10", "K21.9", "E78.5", "L40.0", "J45.909"), shelf)
    assert told(late) == [("J45.909", "J45.909 before K21.9, E78.5 and L40.0", -0.25)]
    row = next(row for row in late.rows if row.verdict == "order")
    assert row.reason == "d2 leads."
    assert row.key is not None
    assert row.key.id == "d2>d3,d2>d4,d2>d5"


def test_two_codes_out_of_place_are_two_differences(shelf: Shelf) -> None:
    chart = make(LINES, order=[pair("d2", "d3"), pair("d4", "d5")])
    found = grade(chart, Answer.of("I10", "K21.9", "J45.909", "L40.0", "E78.5"), shelf)
    assert [(code, points) for code, _, points in told(found)] == [("K21.9", -0.25), ("L40.0", -0.25)]


def test_a_chain_turned_round_is_mended_by_moving_the_middle(shelf: Shelf) -> None:
    chart = make(LINES, order=[pair("d2", "d3"), pair("d3", "d4")])
    found = grade(chart, Answer.of("I10", "E78.5", "K21.9", "J45.909", "L40.0"), shelf)
    assert told(found) == [("K21.9", "K21.9 before E78.5; J45.909 before K21.9", -0.25)]


def test_a_long_chain_of_pairs_takes_the_fewest_moves(shelf: Shelf) -> None:
    lines = [line(f"d{i}", f"S52.53{i}A") for i in (1, 2)] + [
        line(f"d{i + 3}", code) for i, code in enumerate(CODES)
    ]
    ids = [f"d{i}" for i in (2, 3, 4, 5, 6, 7)]
    chart = make(lines, order=[pair(a, b) for a, b in pairwise(ids)])
    turned = [lines[0], *reversed(lines[1:])]
    found = grade(chart, Answer.of(*(str(item["code"]) for item in turned)), shelf)
    assert [points for _, _, points in told(found)] == [-0.25] * 3  # five links: every second code moves


def test_a_line_out_of_place_costs_the_first_place_or_its_pair_never_both(shelf: Shelf) -> None:
    chart = make(LINES[:3], order=[pair("d1", "d2"), pair("d1", "d3"), pair("d2", "d3")])
    found = grade(chart, Answer.of("J45.909", "I10", "K21.9"), shelf)
    assert [(d.row.verdict, float(d.row.points - d.row.possible)) for d in found.differences] == [
        ("first", -1.0)
    ]


def test_an_unsupported_code_between_them_makes_no_second_slip(shelf: Shelf) -> None:
    chart = make(LINES[:3], first=["d1", "d2"], order=[pair("d1", "d3"), pair("d2", "d3")])
    found = grade(chart, Answer.of("K21.9", "B35.1", "I10", "J45.909"), shelf)
    assert [d.row.verdict for d in found.differences] == ["first", "unsupported"]
    in_front = grade(chart, Answer.of("B35.1", "K21.9", "I10", "J45.909"), shelf)
    assert [d.row.verdict for d in in_front.differences] == ["first", "unsupported"]


def test_where_nothing_that_may_lead_was_coded_the_order_of_the_rest_still_counts(shelf: Shelf) -> None:
    chart = make(LINES[:3], order=[pair("d2", "d3")])
    found = grade(chart, Answer.of("K21.9", "J45.909"), shelf)
    assert told(found) == [("K21.9", "J45.909 before K21.9", -0.25)]


def test_a_near_miss_pays_no_order(shelf: Shelf) -> None:
    chart = make([line("d1", "I10"), line("d2", "E11.22"), line("d3", "N18.32")], order=[pair("d2", "d3")])
    found = grade(chart, Answer.of("I10", "N18.31", "E11.22"), shelf)
    assert [d.row.verdict for d in found.differences] == ["near"]
    assert grade(chart, Answer.of("I10", "N18.32", "E11.22"), shelf).points == found.possible - 0.25


def test_an_optional_line_has_its_order_too(shelf: Shelf) -> None:
    chart = make([*LINES[:2], line("d3", "K21.9", "optional")], order=[pair("d2", "d3")])
    found = grade(chart, Answer.of("I10", "K21.9", "J45.909"), shelf)
    assert told(found) == [("K21.9", "J45.909 before K21.9", -0.25)]
