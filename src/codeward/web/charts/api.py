"""What other apps may use of charts. They import from here and nowhere deeper."""

from codeward.web.charts.attempts import (
    AttemptClosed,
    answer_of,
    apply,
    chart_of,
    open_attempt,
    resume,
    start,
    start_from,
    submit,
)
from codeward.web.charts.doors import own_attempt, record_attempt
from codeward.web.charts.grades import correct, current_grades, first_scores, shelf_of
from codeward.web.charts.helping import Group as FindingGroup
from codeward.web.charts.helping import edits_run
from codeward.web.charts.helping import grouped as findings_by_line
from codeward.web.charts.lines import styled_lines
from codeward.web.charts.listing import ChartRow, going_on, next_of, turns_on
from codeward.web.charts.listing import rows as path_rows
from codeward.web.charts.models import Attempt, Grade, GradeRow, HelpUse, Operation
from codeward.web.charts.snapshots import chart_or_404, charts, curriculum, forget_charts, path, version_of

__all__ = [
    "Attempt",
    "AttemptClosed",
    "ChartRow",
    "FindingGroup",
    "Grade",
    "GradeRow",
    "HelpUse",
    "Operation",
    "answer_of",
    "apply",
    "chart_of",
    "chart_or_404",
    "charts",
    "correct",
    "current_grades",
    "curriculum",
    "edits_run",
    "findings_by_line",
    "first_scores",
    "forget_charts",
    "going_on",
    "next_of",
    "open_attempt",
    "own_attempt",
    "path",
    "path_rows",
    "record_attempt",
    "resume",
    "shelf_of",
    "start",
    "start_from",
    "styled_lines",
    "submit",
    "turns_on",
    "version_of",
]
