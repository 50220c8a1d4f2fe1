"""The lessons that cite a section of the guidelines in their text, and the skills that it rules, on its page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from codeward.charts import is_guideline
from codeward.curriculum import CiteMark, Example, Lesson, Lookup, Trap, Worked, marks_of, program
from codeward.web.codebook.api import Citing, on_citing

__all__ = ["find_lessons", "find_skills", "register"]


def find_lessons(request: HttpRequest, section: str) -> Citing:
    """Lessons that explain the section: what they say in the open, not why an answer of theirs is right."""
    found = (one for one in program().lessons.values() if section in _sections(one.id, one.version))
    return Citing(
        _("Lessons on it"), tuple((reverse("courses:lesson", args=(one.id,)), one.title) for one in found)
    )


def find_skills(request: HttpRequest, section: str) -> Citing:
    """Skills that are ruled by the section."""
    found = (one for one in program().skills.values() if section in one.authorities)
    return Citing(
        _("Skills that it rules"),
        tuple((reverse("courses:skill", args=(one.id,)), one.title) for one in found),
    )


@lru_cache(maxsize=1024)
def _sections(lesson_id: str, _version: str) -> frozenset[str]:
    """The sections that a lesson cites; read once for each version of it."""
    return frozenset(one for one in _cited(program().lessons[lesson_id]) if is_guideline(one))


def _cited(lesson: Lesson) -> Iterator[str]:
    for _section, prose in lesson.prose():
        yield from (mark.citation for mark in marks_of(prose) if isinstance(mark, CiteMark))
    for block in lesson.blocks:
        if isinstance(block, Example | Trap | Lookup):
            yield from block.cite
        elif isinstance(block, Worked):
            for step in block.steps:
                yield from step.cite


def register() -> None:
    """Beside the text of each section, the lessons first."""
    on_citing("courses.lessons", find_lessons, order=10)
    on_citing("courses.skills", find_skills, order=15)
