"""Headings and columns of a record's text, as they are shown."""

from __future__ import annotations

import itertools

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
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert all(text[start:end].isspace() == (style == "record-wrap") for start, end, style in found)
    assert all("\n" not in text[start:end] for start, end, style in found if style != "record-wrap")
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))


WRAPPED = (
    "HISTORY\n"
    "Hurts on the outside when he lifts a bucket or turns a doorknob. No\n"
    "fall, no numbness. Left elbow fine. Takes lisinopril 10 mg every\n"
    "morning.\n"
    "\n"
    "1. Tennis elbow, right. Strap, ice, stretches. Lighter buckets for a\n"
    "   month.\n"
    "2. High blood pressure, good today. Refill lisinopril for the year.\n"
    "Father: well, and all of his brothers are well."
)


def test_line_ends_that_only_wrap_prose_are_told_with_the_indent_after_them() -> None:
    wraps = [(start, end) for start, end, style in styled_lines(WRAPPED) if style == "record-wrap"]
    assert [WRAPPED[end : end + 4] for _, end in wraps] == ["fall", "morn", "mont"]
    assert [WRAPPED[start:end] for start, end in wraps] == ["\n", "\n", "\n   "]


def test_short_lines_and_lines_that_were_never_wrapped_stay_as_they_are() -> None:
    assert not list(styled_lines("BP 118/72\nHR 96 and regular\nNo fever"))
    assert not list(styled_lines(f"{'word ' * 40}\n{'word ' * 40}"))
