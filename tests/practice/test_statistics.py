"""Statistics of items: figures with intervals, flags by thresholds, difficulties that are found again."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.practice import statistics as stats
from codeward.practice.statistics import Exposure


def drawn(n: int, difficulty: float = 0.0, *, slope: float = 1.0, seed: int = 3) -> list[Exposure]:
    """Return answers of *n* people of all abilities; the better ones are right more often where slope > 0."""
    chance = random.Random(seed)
    found = []
    for _ in range(n):
        ability = chance.gauss(0, 1)
        right = chance.random() < stats.chance(ability, difficulty, 0.0, slope)
        found.append(
            Exposure(right, 1 / (1 + math.exp(-ability)), 0 if right else chance.randint(1, 3), 40.0)
        )
    return found


def test_nothing_is_said_of_few_answers() -> None:
    assert stats.figures_of(drawn(29)) == stats.ItemFigures(29)
    thirty = stats.figures_of(drawn(30))
    assert thirty.p is not None
    assert thirty.flags == ()
    assert thirty.difficulty is None
    assert stats.figures_of(drawn(99)).difficulty is None
    assert stats.figures_of(drawn(100)).difficulty is not None


@given(st.integers(30, 200), st.integers(0, 1_000))
def test_intervals_hold_their_values(n: int, seed: int) -> None:
    found = stats.figures_of(drawn(n, seed=seed))
    assert found.p is not None
    assert 0 <= found.p.low <= found.p.value <= found.p.high <= 1
    if found.r is not None:
        assert -1 <= found.r.low <= found.r.value <= found.r.high <= 1
    assert sum(count for count, _ in found.options.values()) == n


def test_the_interval_of_p_holds_the_truth_in_95_of_100() -> None:
    inside = 0
    for seed in range(400):
        chance = random.Random(seed)
        answers = [Exposure(chance.random() < 0.6, chance.random()) for _ in range(80)]
        p = stats.figures_of(answers).p
        assert p is not None
        inside += p.low <= 0.6 <= p.high
    assert inside >= 370


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        (drawn(60, 3.0), "too hard"),
        (drawn(60, -9.0), "too easy"),
        (drawn(200, 0.0, slope=-1.5), "suspend"),
        ([Exposure(n % 2 == 0, (n // 2 % 2) * 0.5 + 0.2 + 0.01 * (n % 3)) for n in range(60)], "weak"),
        ([Exposure(n % 4 == 0, 0.3 + 0.4 * (n % 4 == 1), n % 4) for n in range(60)], "distractor above the key"),
        ([Exposure(n % 4 != 1, 0.3 + 0.4 * (n % 4 != 1), int(n % 4 == 1)) for n in range(120)], "dead distractor"),
    ],
)  # fmt: skip
def test_thresholds_flag_an_item(answers: list[Exposure], flag: str) -> None:
    assert flag in stats.figures_of(answers, key=0).flags
    assert stats.figures_of(answers[:49], key=0).flags == ()


def test_a_sound_item_has_no_flag() -> None:
    assert stats.figures_of(drawn(300, slope=1.5), key=0).flags == ()


def test_a_correlation_that_cannot_be_is_none() -> None:
    assert stats.corrected_r([1.0] * 10, [float(n) for n in range(10)]) is None
    assert stats.corrected_r([1, 0, 1], [1, 0, 1]) is None
    assert stats.corrected_r([1, 0] * 5, [1, 0] * 5) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("truth", [-1.0, 0.0, 1.2])
def test_the_difficulty_finds_the_one_that_answers_were_drawn_with(truth: float) -> None:
    chance = random.Random(11)
    abilities = [chance.gauss(0, 1) for _ in range(2_000)]
    right = [chance.random() < stats.chance(one, truth, 0.0, 1.0) for one in abilities]
    assert stats.rasch_difficulty(right, abilities) == pytest.approx(truth, abs=0.15)


@given(st.floats(-2, 2))
def test_without_answers_the_difficulty_is_the_prior_and_few_move_it_little(prior: float) -> None:
    assert stats.rasch_difficulty([], [], prior) == pytest.approx(prior)
    assert prior < stats.rasch_difficulty([False], [0.0], prior) < prior + 0.7**2


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=40), st.floats(-3, 3), st.sampled_from([0.0, 0.25]))
def test_the_ability_at_an_expected_score_is_the_one_that_expects_it(
    difficulties: list[float], ability: float, guess: float
) -> None:
    guesses = [guess] * len(difficulties)
    points = sum(stats.chance(ability, hard, guess) for hard in difficulties)
    assert stats.ability_at(points, difficulties, guesses) == pytest.approx(ability, abs=1e-4)


def test_raters_set_a_cut_and_fewer_than_five_only_a_provisional_one() -> None:
    cut, provisional = stats.angoff([[0.6, 0.8], [0.5, 0.7], [0.7, 0.9], [0.6, 0.8], [0.6, 0.8]])
    assert (cut, provisional) == (pytest.approx(0.7), False)
    assert stats.angoff([[0.6, 0.8]])[1]
    for bad in ([], [[]], [[0.5], [0.5, 0.6]], [[1.2]]):
        with pytest.raises(ValueError, match=r"raters|chance"):
            stats.angoff(bad)
