"""What an answer gives and its chart does not ask for: said, so that nobody wonders what became of it."""

from __future__ import annotations

from fractions import Fraction

from codeward.charts import AnswerLine, Chart
from codeward.grading.model import Row, Side

__all__ = ["not_asked_rows"]

NOTHING = Fraction(0)


def not_asked_rows(chart: Chart, lines: tuple[AnswerLine, ...]) -> list[Row]:
    """Return a row for each thing that the lines give and the chart does not ask for."""
    given = {
        "poa": ("POA", "present-on-admission indicators", any(line.poa for line in lines)),
        "modifiers": ("Modifiers", "modifiers", any(line.modifiers for line in lines)),
        "units": ("Units", "units", any(line.units is not None for line in lines)),
        "pointers": ("Pointers", "diagnosis pointers", any(line.pointers for line in lines)),
    }
    return [
        Row("not_asked", Side(ask, title, ""), None, NOTHING, NOTHING, _not_asked_for(about))
        for ask, (title, about, there) in given.items()
        if there and ask not in chart.asks
    ]


def _not_asked_for(about: str) -> str:
    return f"This chart does not ask for {about}: yours neither earn nor cost points."
