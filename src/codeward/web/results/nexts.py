"""What to code next: the path's next, a chart like this one, and charts that turn on the same rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from codeward.charts import Chart
from codeward.web.accounts.api import User
from codeward.web.charts.api import Attempt, charts, path, turns_on

__all__ = ["Next", "Nexts", "next_chart", "nexts"]

FIRST_LEVEL: Final = 1


@dataclass(frozen=True, slots=True)
class Next:
    """A chart to code next, about how many minutes it takes, and whether the path goes on with it."""

    chart: Chart
    minutes: int
    on_path: bool = False


@dataclass(frozen=True, slots=True)
class Nexts:
    """The charts that a learner has not submitted, in teaching order."""

    left: tuple[Next, ...]

    def after(self, chart: Chart) -> Next | None:
        """What to code after `chart`: on the first level what the path goes on with, later the one most like it.

        A beginner who is told one chart here and another on Today does not know which to believe; whoever is past the
        first level learns most from the same kind of claim again. None when all are done.
        """
        if chart.difficulty == FIRST_LEVEL:
            onward = next((one for one in self.left if one.on_path and one.chart.id != chart.id), None)
            if onward is not None:
                return onward
        return self.like(chart)

    def like(self, chart: Chart) -> Next | None:
        """The one most like `chart`: the same claim and setting, then the nearest level, then the path's order.

        None when all are done.
        """
        place = {one.chart: n for n, one in enumerate(path())}
        here = place.get(chart.id, 0)

        def unlikeness(one: Next) -> tuple[bool, int, bool, int]:
            apart = abs(one.chart.difficulty - chart.difficulty)
            other = (one.chart.claim.type, one.chart.patient_status) != (
                chart.claim.type,
                chart.patient_status,
            )
            # Of two equally like, the one that comes after this on the path.
            return other, apart, place[one.chart.id] < here, place[one.chart.id]

        return min((one for one in self.left if one.chart.id != chart.id), key=unlikeness, default=None)

    def practice(self, rules: Iterable[str], without: str = "") -> tuple[str, int] | None:
        """The first of the `rules` that charts still turn on, with how many; the chart `without` is not counted."""
        for rule in rules:
            n = sum(turns_on(one.chart, rule) for one in self.left if one.chart.id != without)
            if n:
                return rule, n
        return None


def nexts(learner: User) -> Nexts:
    """What `learner` has not submitted. One query."""
    tried = set(Attempt.objects.filter(learner=learner).values_list("chart_id", "state"))
    done = {chart for chart, state in tried if state == Attempt.State.SUBMITTED}
    # The path goes on with what is new: what was begun is offered as such, by Today and the list of charts.
    begun = {chart for chart, state in tried if state == Attempt.State.OPEN}
    known, left = charts(), [stop for stop in path() if stop.chart not in done]
    onward = next((stop.chart for stop in left if stop.chart not in begun), None)
    return Nexts(tuple(Next(known[stop.chart], stop.minutes, stop.chart == onward) for stop in left))


def next_chart(chart: Chart, learner: User) -> Chart | None:
    """What `learner` codes after `chart`; None when all are done."""
    found = nexts(learner).after(chart)
    return found.chart if found is not None else None
