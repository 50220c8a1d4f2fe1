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


def test_the_first_forty_are_there_and_every_chart_has_a_number_of_its_own(curriculum: Curriculum) -> None:
    numbers = [chart.number for chart in curriculum.charts.values()]
    assert numbers[:40] == list(range(1, 41))
    assert numbers == sorted(set(numbers))


def test_every_chart_can_be_built_again_from_its_snapshot(curriculum: Curriculum) -> None:
    from codeward.charts import load_snapshot

    assert all(load_snapshot(chart.files).version == chart.version for chart in curriculum.charts.values())
