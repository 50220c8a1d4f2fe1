"""What other apps may use of results. They import from here and nowhere deeper."""

from codeward.web.results.figures import percent, range_words
from codeward.web.results.nexts import next_chart
from codeward.web.results.practicing import ToPractice, count_skills
from codeward.web.results.present import Shown as ShownGrade
from codeward.web.results.present import shown as shown_grade
from codeward.web.results.record import Marked, Span, marked

__all__ = [
    "Marked",
    "ShownGrade",
    "Span",
    "ToPractice",
    "count_skills",
    "marked",
    "next_chart",
    "percent",
    "range_words",
    "shown_grade",
]
