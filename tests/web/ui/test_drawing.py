"""Drawings: whatever the numbers are, they lie inside the drawing, and the table behind it holds every one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from codeward.web.ui.api import (
    BarRow,
    BarValue,
    Behind,
    LinePoint,
    PointPart,
    Range,
    bars,
    heat_map,
    line,
    points_bar,
    ranges,
    sparkline,
)
from codeward.web.ui.drawing.scale import Scale, marks, plain, short

NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-5, 105).map(float)
SERIES = st.lists(NUMBERS, max_size=80) | st.lists(st.just(7.0), max_size=5)
NAMES = st.text(max_size=12)


def shown(tag: str, drawn: object) -> str:
    """The drawing as a page has it."""
    source = "{% load ui_data %}{% " + tag + " %}"
    return Template(source).render(Context({"drawn": drawn}))


def across(html: str) -> list[float]:
    """Every place across, in per cent."""
    return [float(n) for n in re.findall(r'\b(?:x|x1|x2|cx|width)="(-?[\d.e+]+)%"', html)]


def ends_of_bars(html: str) -> list[float]:
    """Where each rectangle ends, in per cent."""
    found = re.findall(r'<rect[^>]*\bx="([\d.]+)%"[^>]*\bwidth="([\d.]+)%"', html)
    return [float(x) + float(width) for x, width in found]


def numbers(behind: Behind) -> list[float]:
    """Every number of the table, read back."""
    cells = [cell for row in behind.rows for cell in row[1:] if cell != "–"]
    return [float(cell.replace("−", "-").replace(",", "")) for cell in cells]


def same(found: Iterable[float], given_ones: Iterable[float]) -> bool:
    """Whether the table has the numbers, to the twelve places that it shows."""
    one, other = list(found), list(given_ones)
    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=1e-11) for a, b in zip(one, other, strict=True)
    )


def inside(html: str) -> bool:
    """Whether every place across lies in the drawing."""
    return all(0 <= x <= 100 for x in across(html)) and all(x <= 100.02 for x in ends_of_bars(html))


@given(SERIES)
def test_a_line_lies_in_its_box_and_its_table_holds_every_number(values: list[float]) -> None:
    drawn = line([LinePoint(str(n), value) for n, value in enumerate(values)], columns=("Try", "Score"))
    corners = [(float(x), float(y)) for x, y in re.findall(r"([\d.-]+) ([\d.-]+)", drawn.path)]
    assert len(corners) == len(values)
    assert all(0 <= x <= 1000 and 10 <= y <= 170 for x, y in corners)
    assert all(10 <= float(mark.y) <= 170 for mark in drawn.marks)
    assert all(10 <= float(dot.y) <= 170 for dot in drawn.dots)
    assert same(numbers(drawn.behind), values)
    assert inside(shown('line "Score" drawn', drawn))


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted), max_size=20))
def test_a_band_lies_in_its_box_around_its_line(triples: list[list[float]]) -> None:
    points = [LinePoint(str(n), value, low, high) for n, (low, value, high) in enumerate(triples)]
    drawn = line(points)
    corners = [float(y) for _x, y in re.findall(r"([\d.-]+) ([\d.-]+)", drawn.band)]
    assert len(corners) == 2 * len(points)
    assert all(10 <= y <= 170 for y in corners)
    assert same(numbers(drawn.behind), [one for low, value, high in triples for one in (value, low, high)])


def test_a_gap_breaks_the_line_and_what_does_not_count_is_a_ring_beside_it() -> None:
    drawn = line(
        [LinePoint("1", 40), LinePoint("2", None), LinePoint("3", 60), LinePoint("4", 90, counts=False)]
    )
    assert drawn.path.count("M") == 2
    assert [dot.counts for dot in drawn.dots] == [True, True, False]
    assert [row[1] for row in drawn.behind.rows] == ["40", "–", "60", "90"]
    html = shown('line "Score" drawn "score" "practice"', drawn)
    assert html.count('class="ring"') == 2  # in the drawing and in its key
    assert "practice" in html


@given(st.lists(st.lists(st.none() | NUMBERS, min_size=2, max_size=2), max_size=12))
def test_bars_lie_in_their_rows_and_their_table_holds_every_number(rows: list[list[float | None]]) -> None:
    made = [BarRow("row", tuple(None if v is None else BarValue(v) for v in row)) for row in rows]
    drawn = bars(made, ("One", "Two"), column="Row")
    assert same(numbers(drawn.behind), [v for row in rows for v in row if v is not None])
    assert inside(shown('bars "Rows" drawn', drawn))


def test_a_bar_below_zero_ends_where_one_above_begins() -> None:
    drawn = bars([BarRow("down", (BarValue(-1),)), BarRow("up", (BarValue(3),))])
    down, up = drawn.rows[0].bars[0], drawn.rows[1].bars[0]
    assert (down.x, down.width, drawn.zero, up.x, up.width) == (
        "0.00%",
        "25.00%",
        "25.00%",
        "25.00%",
        "75.00%",
    )


def test_a_bar_says_its_interval_and_draws_it() -> None:
    value = BarValue(0.5, 0.0945, 0.9055, "50%", "1 of 2", "9% – 91%")
    drawn = bars([BarRow("Uncertain diagnosis", (value,), "IV.H")], low=0, high=1)
    assert (drawn.rows[0].bars[0].low, drawn.rows[0].bars[0].high) == ("9.45%", "90.55%")
    html = shown('bars "Accuracy" drawn', drawn)
    assert "interval 9% – 91%" in html
    assert html.count('class="whisker"') == 3


def test_every_column_of_a_table_has_a_name() -> None:
    with_interval = BarRow("row", (BarValue(1, 0, 2), BarValue(2, 1, 3)))
    assert bars([with_interval], ("", "Again")).behind.columns == (
        "Name",
        "Value",
        "Value, interval",
        "Again",
        "Again, interval",
    )
    assert line([LinePoint("1", 2, 1, 3)]).behind.columns == ("Name", "Value", "Low", "High")
    assert sparkline([1], columns=("Try", "")).behind.columns == ("Try", "Value")
    assert heat_map(["row"], ["a"], [[1]]).behind.columns == ("Name", "a")
    assert ranges([Range("row", 1)]).behind.columns == ("Name", "Value", "Low", "High")


def test_every_series_needs_a_value() -> None:
    with pytest.raises(ValueError, match="every series"):
        bars([BarRow("row", (BarValue(1),))], ("One", "Two"))


@given(SERIES)
def test_a_sparkline_lies_in_its_box_and_says_its_course(values: list[float]) -> None:
    drawn = sparkline(values)
    corners = [(float(x), float(y)) for x, y in re.findall(r"([\d.-]+) ([\d.-]+)", drawn.path)]
    assert len(corners) == len(values)
    assert all(0 <= x <= 96 and 0 <= y <= 24 for x, y in corners)
    assert same(numbers(drawn.behind), values)
    assert plain(values[-1]) in drawn.told if values else drawn.told
    assert drawn.told in shown('sparkline "Score" drawn', drawn).replace("&quot;", '"')


@given(st.lists(st.lists(st.none() | NUMBERS, min_size=3, max_size=3), max_size=8))
def test_a_heat_map_lies_in_its_box_and_its_table_holds_every_number(rows: list[list[float | None]]) -> None:
    drawn = heat_map([f"row {n}" for n in range(len(rows))], ("a", "b", "c"), rows, corner="Row")
    shades = [cell.shade for row in drawn.rows for cell in row.cells]
    flat = [value for row in rows for value in row]
    assert all(
        (shade == 0) == (value is None) and shade <= 6 for shade, value in zip(shades, flat, strict=True)
    )
    assert same(numbers(drawn.behind), [value for value in flat if value is not None])
    assert inside(shown('heat_map "Map" drawn', drawn))


def test_a_heat_map_is_darker_where_there_is_more() -> None:
    drawn = heat_map(["row"], ("a", "b", "c", "d"), [[0, 30, 60, 100]])
    assert [cell.shade for cell in drawn.rows[0].cells] == [1, 2, 4, 6]
    with pytest.raises(ValueError, match="every row and column"):
        heat_map(["row"], ("a", "b"), [[1]])


@given(st.lists(st.tuples(st.none() | NUMBERS, NUMBERS, NUMBERS), max_size=8), st.none() | NUMBERS)
def test_ranges_lie_on_one_scale_with_what_they_are_held_against(
    rows: list[tuple[float | None, float, float]], line_at: float | None
) -> None:
    made = [Range("row", value, low, high) for value, low, high in rows]
    reference = None if line_at is None else ("average", line_at)
    drawn = ranges(made, columns=("Row", "Value", "Low", "High"), reference=reference)
    given_ones = [one for row in rows for one in row if one is not None]
    assert same(numbers(drawn.behind), given_ones + ([] if line_at is None else [line_at]))
    assert inside(shown('range_bars "Ranges" drawn "what is what"', drawn))


@given(st.lists(st.tuples(NAMES, st.floats(0, 1e308), st.booleans()), max_size=30))
def test_points_fill_no_more_than_their_bar(parts: list[tuple[str, float, bool]]) -> None:
    drawn = points_bar([PointPart(name, points, lost=lost) for name, points, lost in parts])
    assert len(drawn.segments) == sum(points > 0 for _name, points, _lost in parts)
    html = shown("points_bar drawn", drawn)
    assert inside(html)
    for segment in drawn.segments:
        assert segment.said.removeprefix("−") in drawn.told


def test_points_are_told_in_one_sentence_and_lost_ones_are_hatched_by_name() -> None:
    kept = PointPart("kept", 81.25, lost=False)
    drawn = points_bar([kept, PointPart("first diagnosis", 12.5), PointPart("diabetes", 6.25)])
    assert drawn.told == "81.25 kept of 100 points. Lost: 12.5 first diagnosis, 6.25 diabetes"
    assert [one.width for one in drawn.segments] == ["81.25%", "12.50%", "6.25%"]
    html = shown("points_bar drawn", drawn)
    assert html.count(f'fill="url(#lost-{drawn.key})"') == 2
    assert "<b>−12.5</b> first diagnosis" in html
    with pytest.raises(ValueError, match="below zero"):
        points_bar([PointPart("gained", -1)])


def test_a_small_loss_can_be_seen() -> None:
    drawn = points_bar([PointPart("kept", 99.9, lost=False), PointPart("pain", 0.1)])
    assert float(drawn.segments[1].width.rstrip("%")) >= 1


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(bad: float) -> None:
    for draw in (
        lambda: line([LinePoint("1", bad)]),
        lambda: bars([BarRow("row", (BarValue(bad),))]),
        lambda: heat_map(["row"], ["a"], [[bad]]),
        lambda: sparkline([bad]),
        lambda: ranges([Range("row", bad)]),
        lambda: points_bar([PointPart("kept", bad)]),
    ):
        with pytest.raises(ValueError, match=r"finite|not below"):
            draw()


@given(NUMBERS, NUMBERS)
def test_marks_are_few_and_hold_both_ends(one: float, other: float) -> None:
    low, high = sorted((one, other))
    found = marks(low, high)
    assert found == sorted(found)
    assert len(found) <= 7
    unseen = (high / 2 - low / 2) * 1e-6
    assert found[0] <= low + unseen
    assert found[-1] >= high - unseen


def test_marks_are_round() -> None:
    assert marks(0, 100) == [0, 25, 50, 75, 100]
    assert marks(3, 41) == [0, 10, 20, 30, 40, 50]
    assert marks(7, 7) == [7]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_place_lies_between_the_ends(low: float, high: float, value: float) -> None:
    scale = Scale(min(low, high), max(low, high))
    assert 0 <= scale.share(value) <= 1


@pytest.mark.parametrize(
    ("value", "long", "small"),
    [
        (0, "0", "0"),
        (-0.0, "0", "0"),
        (1250, "1,250", "1,250"),
        (-3.5, "−3.5", "−3.5"),
        (0.1 + 0.2, "0.3", "0.3"),
        (12_500, "12,500", "12.5k"),
        (-2_340_000, "−2,340,000", "−2.34M"),
        (7e9, "7,000,000,000", "7B"),
    ],
)
def test_numbers_as_text(value: float, long: str, small: str) -> None:
    assert (plain(value), short(value)) == (long, small)
