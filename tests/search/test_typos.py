from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.search.typos import build, candidates, distance, nearest

WORDS = ["diabetes", "fracture", "pneumonia", "heart", "hernia", "neuropathy"]


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("heart", "heart", 0), ("heart", "hart", 1), ("heart", "herat", 1), ("heart", "hearts", 1),
        ("heart", "heard", 1), ("pneumonia", "numonia", 2), ("heart", "liver", 3), ("", "ab", 2),
    ],
)  # fmt: skip
def test_distance_counts_a_swap_as_one(a: str, b: str, apart: int) -> None:
    assert distance(a, b, 2) == apart


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_distance_is_the_same_both_ways_and_zero_only_for_the_same(a: str, b: str) -> None:
    assert distance(a, b, 3) == distance(b, a, 3)
    assert (distance(a, b, 3) == 0) == (a == b)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("diabtes", "diabetes"), ("diabeets", "diabetes"), ("fractrue", "fracture"), ("pnuemonia", "pneumonia"),
     ("hart", "heart"), ("neuropthy", "neuropathy"), ("hernnia", "hernia")],
)  # fmt: skip
def test_a_slip_leads_back_to_its_word(typed: str, meant: str) -> None:
    checks, numbers = (array("I", part) for part in build(WORDS))
    found = nearest(typed, ((WORDS[n], n) for n in candidates(typed, checks, numbers)), 2)
    assert found[0][1] == meant


def test_short_and_very_long_words_are_not_corrected() -> None:
    checks, numbers = (array("I", part) for part in build(WORDS))
    assert list(candidates("har", checks, numbers)) == []
    assert list(candidates("heart" * 20, checks, numbers)) == []


def test_each_candidate_comes_once() -> None:
    checks, numbers = (array("I", part) for part in build(WORDS))
    found = list(candidates("heart", checks, numbers))
    assert len(found) == len(set(found)) > 0
