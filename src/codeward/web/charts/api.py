"""What other apps may use of charts. They import from here and nowhere deeper."""

from codeward.web.charts.attempts import (
    AttemptClosed,
    answer_of,
    apply,
    chart_of,
    open_attempt,
    resume,
    start,
    submit,
)
from codeward.web.charts.doors import own_attempt
from codeward.web.charts.grades import correct, current_grades, shelf_of
from codeward.web.charts.lines import styled_lines
from codeward.web.charts.models import Attempt, ChartSnapshot, Grade, Operation
from codeward.web.charts.snapshots import chart_or_404, charts, version_of

__all__ = [
    "Attempt",
    "AttemptClosed",
    "ChartSnapshot",
    "Grade",
    "Operation",
    "answer_of",
    "apply",
    "chart_of",
    "chart_or_404",
    "charts",
    "correct",
    "current_grades",
    "open_attempt",
    "own_attempt",
    "resume",
    "shelf_of",
    "start",
    "styled_lines",
    "submit",
    "version_of",
]
