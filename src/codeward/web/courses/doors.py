"""The doors to what this app shows: a lesson, a skill, a module, a form of a lesson, a placement; none is a 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from codeward.curriculum import Lesson, Module, Skill, program
from codeward.web.accounts.api import User
from codeward.web.courses.asks import Ask, asks_of
from codeward.web.grants.api import Area, Need, Pass, passes
from codeward.web.learning.api import Placement

__all__ = [
    "ask_or_404",
    "form_or_404",
    "lesson_or_404",
    "module_or_404",
    "placement_or_404",
    "skill_or_404",
    "who_teaches",
]


def lesson_or_404(lesson_id: str) -> Lesson:
    """The written lesson of that id."""
    found = program().lessons.get(lesson_id)
    if found is None:
        raise Http404
    return found


def skill_or_404(skill_id: str) -> Skill:
    """The skill of that id."""
    found = program().skills.get(skill_id)
    if found is None:
        raise Http404
    return found


def module_or_404(module_id: str) -> Module:
    """The module of that id."""
    for module in program().modules:
        if module.id == module_id:
            return module
    raise Http404


def ask_or_404(lesson: Lesson, key: str) -> Ask:
    """What the lesson asks under that key."""
    found = asks_of(lesson).get(key)
    if found is None:
        raise Http404
    return found


def placement_or_404(learner: User, sitting: str) -> Placement:
    """The learner's own placement of that id. There is none of anybody else's."""
    found = Placement.objects.filter(learner=learner, public_id=sitting).first()
    if found is None:
        raise Http404
    return found


def form_or_404(lesson: Lesson, form_id: str) -> str:
    """The id of a form of the lesson."""
    if any(form_id == (ask.form or ask.key) for ask in asks_of(lesson).values()):
        return form_id
    raise Http404


def who_teaches(request: HttpRequest) -> Pass:
    """Whoever may read the keys of lessons: who may write programs, as everybody may read these."""
    return passes(request, Area.PROGRAMS, Need.WRITE)
