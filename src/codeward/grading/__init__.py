"""A learner's answer against a chart's key: a score with a reason for every code.

>>> from codeward.charts import Answer, load_curriculum
>>> chart = load_curriculum().charts["walk-in-cough"]
>>> grade(chart, Answer.of("R05.1", "R50.9")).score
100.0
"""

from codeward.grading.check import check_curriculum
from codeward.grading.context import key_sequence
from codeward.grading.figures import FORMULAS, Figures, wilson
from codeward.grading.grader import grade, rules_version
from codeward.grading.model import Difference, Grade, Row, Side
from codeward.grading.problems import Problem

__all__ = [
    "FORMULAS",
    "Difference",
    "Figures",
    "Grade",
    "Problem",
    "Row",
    "Side",
    "check_curriculum",
    "grade",
    "key_sequence",
    "rules_version",
    "wilson",
]
