"""Find a chart by its id, for the commands that take one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from codeward.errors import UnknownChart

if TYPE_CHECKING:
    from codeward.charts import Chart, Curriculum

__all__ = ["find"]


def find(curriculum: Curriculum, chart_id: str) -> Chart:
    """Return the chart with this id. Raises UnknownChart, naming the nearest ids."""
    chart = curriculum.charts.get(chart_id)
    if chart is None:
        raise UnknownChart(chart_id, tuple(get_close_matches(chart_id, curriculum.charts, 3)))
    return chart
