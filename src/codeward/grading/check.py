"""Prove every chart: its codes, citations, evidence and order, and that its key grades as it should."""

from __future__ import annotations

from codeward.charts import Chart, Curriculum
from codeward.codesets import Shelf
from codeward.grading.check_content import content_problems
from codeward.grading.check_grades import grade_problems
from codeward.grading.check_traps import trap_problems
from codeward.grading.problems import Problem

__all__ = ["check_chart", "check_curriculum"]


def check_curriculum(curriculum: Curriculum) -> list[Problem]:
    """Return every problem of every chart, in the order of the charts; empty means that all may be taught.

    Each chart is checked by the releases in force on its coding date.
    """
    problems = [Problem.of(error) for error in curriculum.errors]
    for chart in curriculum.charts.values():
        problems += check_chart(chart)
    return problems


def check_chart(chart: Chart, shelf: Shelf | None = None) -> list[Problem]:
    """Return every problem of one chart, by *shelf* or by the releases in force on its coding date."""
    shelf = shelf or Shelf.on(chart.coding_date)
    problems = content_problems(chart, shelf)
    # A key with unknown codes or a circle cannot be graded: its other faults would only repeat that one.
    if not any(
        problem.where.startswith(("order", "line")) and "code" in problem.where for problem in problems
    ):
        # Traps are changes to a claim that is right: there is none while the key itself has faults.
        problems += grade_problems(chart, shelf) or trap_problems(chart, shelf)
    return problems
