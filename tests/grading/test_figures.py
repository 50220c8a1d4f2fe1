"""The trade's figures and the interval, against figures worked out elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.charts import Answer
from codeward.codesets import Shelf
from codeward.grading import FORMULAS, Figures, grade, wilson
from tests.charts.build import line, make

KEY = ["I10", "E78.5", "K21.9", "M54.50", "G43.909", "J45.909", "N20.0", "H25.11", "L40.0", "D50.9"]
WRONG = ["B35.1", "Q66.51", "S93.401A"]


def test_the_worked_example_of_the_contract(shelf: Shelf) -> None:
    """Key 10, entered 12, right 9: code-over-code 90 %, min(P, R) 75 %, F1 81.8 %, record-exact 0."""
    chart = make([line(f"d{i}", code) for i, code in enumerate(KEY)])
    figures = grade(chart, Answer.of(*KEY[:9], *WRONG), shelf).figures
    assert (figures.key, figures.entered, figures.correct) == (10, 12, 9)
    assert figures.code_over_code == pytest.approx(0.9)
    assert figures.min_precision_recall == pytest.approx(0.75)
    assert figures.f1 == pytest.approx(0.818, abs=5e-4)
    assert not figures.record_exact
    assert figures.first_right


def test_optional_and_open_codes_count_on_neither_side(shelf: Shelf) -> None:
    chart = make(
        [line("d1", "I10"), line("d2", "E78.5", "optional")],
        {
            "policy": {
                "external_causes": "open",
                "place_activity_status": "open",
                "social_determinants": "open",
                "status_z": "open",
            }
        },
    )
    figures = grade(chart, Answer.of("I10", "E78.5", "Z79.82"), shelf).figures
    assert (figures.key, figures.entered, figures.correct, figures.record_exact) == (1, 1, 1, True)


def test_nothing_entered_has_no_precision_instead_of_a_precision_of_nothing() -> None:
    shown = Figures(correct=0, key=3, entered=0, record_exact=False, first_right=False).to_json()
    assert shown["precision"] is None
    assert (shown["recall"], shown["f1"], shown["min_precision_recall"], shown["record_exact"]) == (
        0,
        0,
        0,
        0,
    )
    assert set(FORMULAS) <= set(shown)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (95, 100, 0.8882, 0.9785),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),  # Newcombe (1998), table I
        (15, 148, 0.0624, 0.1605),  # the same
    ],
)
def test_wilsons_interval_agrees_with_published_figures(
    successes: int, n: int, low: float, high: float
) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_proportion_and_stays_a_proportion(pair: tuple[int, int]) -> None:
    low, high = wilson(*pair)
    assert 0 <= low <= pair[0] / pair[1] <= high <= 1


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (3, 2), (-1, 5)])
def test_no_interval_of_nothing(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(successes, n)
