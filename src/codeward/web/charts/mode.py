"""Whether a chart is practiced or examined, and so whether help is given while it is coded: the one place that decides.

Help is whatever judges the answer before it is handed in: the edits, and what is improper in a query. Calculators and
the codebook are tools of the trade and always open.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from codeward.charts import Chart

__all__ = ["HELPED", "Mode", "helps", "mode_of"]


class Mode(StrEnum):
    """How a chart is coded."""

    PRACTICE = "practice"
    PRACTICUM = "practicum"
    EXAM = "exam"


HELPED: Final = frozenset({Mode.PRACTICE})
"""The modes in which help is given."""


def mode_of(chart: Chart) -> Mode:
    """The mode in which `chart` is coded. Charts that no page shows are kept for the certificate's practicum."""
    return Mode.PRACTICUM if chart.reserved else Mode.PRACTICE


def helps(chart: Chart) -> bool:
    """Whether help is given while `chart` is coded."""
    return mode_of(chart) in HELPED
