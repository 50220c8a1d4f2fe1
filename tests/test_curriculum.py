"""The curriculum that ships: every chart is proved, and none says what it is a chart of."""

from __future__ import annotations

import pytest

from codeward.charts import Curriculum, load_curriculum
from codeward.grading import check_curriculum


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    return load_curriculum()


def test_the_whole_curriculum_is_clean(curriculum: Curriculum) -> None:
    assert [str(p) for p in check_curriculum(curriculum)] == []


def test_there_are_forty_charts_with_a_number_each(curriculum: Curriculum) -> None:
    assert [chart.number for chart in curriculum.charts.values()] == list(range(1, 41))


def test_every_chart_can_be_built_again_from_its_snapshot(curriculum: Curriculum) -> None:
    from codeward.charts import load_snapshot

    assert all(load_snapshot(chart.files).version == chart.version for chart in curriculum.charts.values())
