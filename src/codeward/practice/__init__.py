"""What is done with the curriculum: drills made from the books, mastery from dated evidence, the proof of all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeward.later import later

if TYPE_CHECKING:
    from codeward.practice.begin import begin_lesson
    from codeward.practice.check import check_lesson, check_program
    from codeward.practice.problems import Found
    from codeward.practice.stats import count

__all__ = ["Found", "begin_lesson", "check_lesson", "check_program", "count"]

__getattr__ = later(
    __name__,
    {
        "begin": ["begin_lesson"],
        "check": ["check_lesson", "check_program"],
        "problems": ["Found"],
        "stats": ["count"],
    },
)
