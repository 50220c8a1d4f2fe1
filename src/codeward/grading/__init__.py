"""A learner's answer against a chart's key: a score with a reason for every code.

>>> from codeward.charts import Answer, load_curriculum
>>> chart = load_curriculum().charts["walk-in-cough"]
>>> grade(chart, Answer.of("R05.1", "R50.9")).score
100.0
"""

from typing import TYPE_CHECKING

from codeward.grading.axes import Nearness, compare
from codeward.grading.check import check_curriculum
from codeward.grading.context import case_facts, key_sequence
from codeward.grading.figures import FORMULAS, Figures, wilson
from codeward.grading.grader import grade, rules_version
from codeward.grading.model import Difference, Grade, Part, Row, Side
from codeward.grading.problems import Problem
from codeward.later import later

if TYPE_CHECKING:
    from codeward.grading.consequence import Outcome, outcome
from codeward.grading.queries import faults as query_faults

__all__ = [
    "FORMULAS",
    "Difference",
    "Figures",
    "Grade",
    "Nearness",
    "Outcome",
    "Part",
    "Problem",
    "Row",
    "Side",
    "case_facts",
    "check_curriculum",
    "compare",
    "grade",
    "key_sequence",
    "outcome",
    "query_faults",
    "rules_version",
    "wilson",
]

# Pricing and the reasons of a group are asked for a result's page, not for a grade.
__getattr__ = later(__name__, {"consequence": ["Outcome", "outcome"]})
