"""Headings and columns of a record's text, as they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.web.charts.lines import styled_lines


@pytest.mark.parametrize(
    "line", ["A/P", "PE", "DX", "A/P:", "S/P", "HISTORY", "HISTORY OF PRESENT ILLNESS", "ROS:"]
)
def test_sections_are_headings_even_where_they_are_named_by_two_letters(line: str) -> None:
    assert list(styled_lines(f"before\n{line}\nafter")) == [(7, 7 + len(line), "record-heading")]


@pytest.mark.parametrize(
    "line",
    ["BP 118/72, HR 96", "98.6", "A", "-", "118/72", "Assessment", "PATIENT SEEN AND EXAMINED.", "WBC 11.2"],
)
def test_readings_sentences_and_dashes_are_no_headings(line: str) -> None:
    assert not list(styled_lines(line))


def test_columns_made_with_blanks_are_told_from_headings() -> None:
    assert list(styled_lines("WBC    11.2    H")) == [(0, 16, "record-columns")]


@given(st.text(max_size=200))
def test_every_line_is_styled_at_most_once_and_lies_in_the_text(text: str) -> None:
    found = list(styled_lines(text))
    assert all(0 <= start < end <= len(text) and "\n" not in text[start:end] for start, end, _ in found)
    assert [start for start, _, _ in found] == sorted({start for start, _, _ in found})
