"""What is done with the curriculum: drills made from the books, mastery from dated evidence, the proof of all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeward.later import later

if TYPE_CHECKING:
    from codeward.practice.check import check_lesson, check_program
    from codeward.practice.problems import Found

__all__ = ["Found", "check_lesson", "check_program"]

__getattr__ = later(
    __name__,
    {
        "check": ["check_lesson", "check_program"],
        "problems": ["Found"],
    },
)
