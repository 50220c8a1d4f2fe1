"""Which chart to code next: one like this that the learner has not done."""

from __future__ import annotations

from codeward.charts import Chart
from codeward.web.accounts.api import User
from codeward.web.charts.api import Attempt, charts

__all__ = ["next_chart"]


def next_chart(chart: Chart, learner: User) -> Chart | None:
    """The chart most like `chart` that `learner` has not handed in; None when all are done.

    Like means: more objectives shared (a section and one below it count half), then the nearest difficulty, then the
    same setting, then the lower number.
    """
    done = set(
        Attempt.objects.filter(learner=learner, state=Attempt.State.SUBMITTED).values_list(
            "chart_id", flat=True
        )
    )
    left = [one for one in charts().values() if one.id not in done and one.id != chart.id]

    def unlikeness(one: Chart) -> tuple[float, int, bool, int]:
        apart = abs(one.difficulty - chart.difficulty)
        return -_shared(chart, one), apart, one.patient_status != chart.patient_status, one.number

    return min(left, key=unlikeness, default=None)


def _shared(a: Chart, b: Chart) -> float:
    return sum(
        1.0 if mine == other else 0.5
        for mine in a.key.objectives
        for other in b.key.objectives
        if mine == other or mine.startswith(f"{other}.") or other.startswith(f"{mine}.")
    )
