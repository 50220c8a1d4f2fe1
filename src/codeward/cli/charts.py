"""Find a chart by its id, for the commands that take one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from codeward.errors import UnknownChart

if TYPE_CHECKING:
    from codeward.charts import Chart, Curriculum

__all__ = ["find"]


def find(curriculum: Curriculum, chart_id: str) -> Chart:
    """Return the chart with this id.

    Raises UnknownChart, naming the nearest ids, or the ChartError that keeps this chart from being read.
    """
    chart = curriculum.charts.get(chart_id)
    if chart is None:
        for error in curriculum.errors:
            if error.path.split("/")[0] == chart_id:
                raise error
        raise UnknownChart(chart_id, tuple(get_close_matches(chart_id, curriculum.charts, 3)))
    return chart
