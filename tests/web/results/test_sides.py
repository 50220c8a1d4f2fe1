"""Words that both sides marked, up to a period or a blank, are shown as the words of both."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.charts import Chart, load_curriculum
from codeward.web.results.sides import leveled

CHART = load_curriculum(more=()).charts["walk-in-cough"]
NOTE = next(one for one in CHART.documents if "Acute cough for four days" in one.text)


def span(words: str) -> dict[str, Any]:
    """Where these words stand in the note."""
    start = NOTE.text.index(words)
    return {"document": NOTE.id, "start": start, "end": start + len(words)}


def shown(mine: str, key: str, chart: Chart = CHART) -> tuple[str, str]:
    """What is shown of either side that marked these words."""
    row = {"id": "r", "evidence": {"mine": [span(mine)], "key": [span(key)]}}
    evidence = leveled(row, chart)["evidence"]
    first, second = (
        NOTE.text[evidence[side][0]["start"] : evidence[side][0]["end"]] for side in ("mine", "key")
    )
    return first, second


@pytest.mark.parametrize(
    ("mine", "key"),
    [
        ("Probable pneumonia, right base", "Probable pneumonia, right base."),
        ("Probable pneumonia, right base. ", "Probable pneumonia, right base"),
    ],
)
def test_a_period_or_a_blank_makes_no_difference(mine: str, key: str) -> None:
    longer = max(mine, key, key=len)
    assert shown(mine, key) == (longer, longer)


@pytest.mark.parametrize(
    ("mine", "key"),
    [
        ("Probable pneumonia", "Probable pneumonia, right base."),
        ("pneumonia, right base.", "Probable pneumonia, right base."),
        ("Acute cough", "Probable pneumonia, right base."),
    ],
)
def test_a_word_makes_one(mine: str, key: str) -> None:
    assert shown(mine, key) == (mine, key)


def test_the_grade_itself_is_not_touched() -> None:
    row = {"id": "r", "evidence": {"mine": [span("right base")], "key": [span("right base.")]}}
    leveled(row, CHART)
    assert row["evidence"]["mine"] == [span("right base")]
