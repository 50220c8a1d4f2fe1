"""The time that a chart takes: each change and the submission are events, and minutes lie between them."""

from __future__ import annotations

from codeward.charts import Chart
from codeward.practice.minutes import Way
from codeward.web.charts import snapshots
from codeward.web.charts.coaching import coach
from codeward.web.charts.models import Attempt
from codeward.web.learning.api import note_activity, on_plan

__all__ = ["note", "planned", "register"]


def note(attempt: Attempt, chart: Chart) -> None:
    """Note that the learner works on the chart just now: guided while the steps of a first chart stand beside it."""
    way = Way.GUIDED_CHART if coach(attempt.learner, chart) else Way.CHART
    note_activity(attempt.learner, way, attempt.chart_id)


def planned() -> dict[tuple[Way, str], float]:
    """Return the minutes of each chart of the path, however it is coded."""
    return {
        (way, stop.chart): float(stop.minutes)
        for stop in snapshots.path()
        for way in (Way.CHART, Way.GUIDED_CHART)
    }


def register() -> None:
    """Give the plan to whoever counts minutes."""
    on_plan("charts", planned)
