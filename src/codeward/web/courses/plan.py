"""The planned minutes of lessons: of the time at one at most twice these count."""

from __future__ import annotations

from codeward.curriculum import program
from codeward.practice.minutes import Way
from codeward.web.learning.api import on_plan

__all__ = ["planned", "register"]


def planned() -> dict[tuple[Way, str], float]:
    """Return the minutes of reading of each written lesson. Drills have no plan: there is no end to them."""
    return {(Way.LESSON, one.id): float(one.minutes.read) for one in program().lessons.values()}


def register() -> None:
    """Give the plan to whoever counts minutes."""
    on_plan("courses", planned)
