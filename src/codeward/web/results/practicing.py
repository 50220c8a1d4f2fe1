"""What to practice after a difference: the skills that its errors lead to, each with its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from codeward.charts import Chart
from codeward.curriculum import skill_list
from codeward.practice import skills_of_row

__all__ = ["ToPractice", "count_skills", "to_practice"]


@dataclass(frozen=True, slots=True)
class ToPractice:
    """A skill: its title, and the address of the page that teaches and drills it."""

    id: str
    title: str
    href: str

    @classmethod
    def of(cls, skill: str) -> ToPractice:
        """The skill of this id. Raises KeyError for one that is not in the closed list."""
        return cls(skill, skill_list()[skill].title, reverse("courses:skill", args=[skill]))


def to_practice(row: Mapping[str, Any], chart: Chart) -> tuple[ToPractice, ...]:
    """The skills that a stored row's errors lead to, its own first; none where all of it is right."""
    return tuple(ToPractice.of(skill) for skill in skills_of_row(row, chart))


def count_skills(result: Mapping[str, Any], chart: Chart, counts: Counter[str]) -> None:
    """Add to `counts` how many rows of a stored grade lost points over each skill."""
    for row in result["rows"]:
        if row["points"] < row["possible"]:
            counts.update(skills_of_row(row, chart))
