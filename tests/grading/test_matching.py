"""The matching against every possible one, tried by brute force."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.grading.matching import best_pairs

matrices = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=5
    )
)


def brute(weights: list[list[int]]) -> int:
    rows, columns = len(weights), len(weights[0])
    if rows > columns:
        weights = [[weights[r][c] for r in range(rows)] for c in range(columns)]
        rows, columns = columns, rows
    return max(
        sum(weights[r][c] for r, c in enumerate(chosen)) for chosen in permutations(range(columns), rows)
    )


@settings(max_examples=400)
@given(matrices)
def test_no_other_matching_weighs_more(weights: list[list[int]]) -> None:
    pairs = best_pairs(weights)
    assert sum(weights[r][c] for r, c in pairs) == brute(weights)
    assert len({r for r, _ in pairs}) == len({c for _, c in pairs}) == len(pairs)
    assert all(weights[r][c] > 0 for r, c in pairs)


def test_nothing_to_match_is_no_pairs() -> None:
    assert best_pairs([]) == best_pairs([[]]) == best_pairs([[0, 0]]) == []


def test_a_greedy_choice_is_not_taken_where_it_costs_more() -> None:
    assert best_pairs([[5, 4], [4, 0]]) == [(0, 1), (1, 0)]


def test_two_hundred_by_forty_is_solved() -> None:
    weights = [[(7 * r + 11 * c) % 13 for c in range(40)] for r in range(200)]
    assert sum(weights[r][c] for r, c in best_pairs(weights)) == 40 * 12
