"""How far a learner is in each lesson, and what is next: from the state of its skills, its checks, its charts.

A lesson is passed with all of its skills passed or kept, 80% of its checks right on the first try, and 70 of 100 on
each of its charts. Nothing is ever locked: what a lesson builds on is advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import Case, CharField, FloatField, Max, Value, When
from django.utils.translation import gettext as _

from codeward.curriculum import ChartBlock, Lesson, Pretest, program
from codeward.practice.mastery import NEW, Mastery, SkillState, Source
from codeward.web.accounts.api import User
from codeward.web.charts.api import current_grades
from codeward.web.courses.models import Place
from codeward.web.learning.api import Response, states
from codeward.web.ui.api import NodeState

__all__ = ["CHART", "CHECKS", "LessonStanding", "Standing", "standing_of"]

CHECKS: Final = 0.8
CHART: Final = 70.0


@dataclass(frozen=True, slots=True)
class LessonStanding:
    """How far one lesson is: skills passed of all, checks answered and right first of all, charts passed of all."""

    lesson: str
    skills: int
    passed: int
    checks: int
    answered: int
    right: int
    charts: int
    charts_passed: int
    begun: bool

    @property
    def done(self) -> bool:
        """Whether it is passed."""
        return (
            self.passed == self.skills
            and self.right >= CHECKS * self.checks
            and self.charts_passed == self.charts
        )

    @property
    def state(self) -> NodeState:
        """As a path shows it."""
        return NodeState.DONE if self.done else NodeState.BEGUN if self.begun else NodeState.NEW

    @property
    def missing(self) -> str:
        """What is still missing of a lesson that is begun, in words."""
        said = []
        if self.answered < self.checks:
            said.append(_("%(n)d of %(of)d checks answered") % {"n": self.answered, "of": self.checks})
        elif self.right < CHECKS * self.checks:
            said.append(_("%(n)d of %(of)d checks right at first") % {"n": self.right, "of": self.checks})
        if self.passed < self.skills:
            said.append(_("%(n)d of %(of)d skills passed") % {"n": self.passed, "of": self.skills})
        if self.charts_passed < self.charts:
            said.append(_("its chart is still to code"))
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody is in everything."""

    skills: Mapping[str, SkillState]
    lessons: Mapping[str, LessonStanding]

    def of(self, skill: str) -> SkillState:
        """The state of a skill."""
        return self.skills.get(skill, NEW)

    def next_of(self, path: Iterable[str]) -> str | None:
        """The lesson to do next: the first that is not passed of those that are written."""
        return next((one for one in path if one in self.lessons and not self.lessons[one].done), None)

    @property
    def passed(self) -> int:
        """How many skills are passed or kept."""
        return sum(state.state.holds for state in self.skills.values())

    @property
    def kept(self) -> int:
        """How many were kept over three weeks."""
        return sum(state.state is Mastery.KEPT for state in self.skills.values())


@lru_cache(maxsize=256)
def _asked(lesson: str, version: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The checks that count of a lesson, and its charts. The version is what makes it another."""
    del version
    found = program().lessons[lesson]
    before = {item.id for block in found.of(Pretest) for item in block.items}
    return frozenset(found.items) - before, tuple(dict.fromkeys(one.id for one in found.of(ChartBlock)))


def standing_of(learner: User | None) -> Standing:
    """How far the learner is. Two queries."""
    known = states(learner)
    checks: dict[str, bool] = {}
    best: dict[str, float] = {}
    begun: set[str] = set()
    for what, name, figure in _told(learner) if learner is not None else ():
        if what == "check":
            checks[name] = bool(figure)
        elif what == "chart":
            best[name] = figure
        else:
            begun.add(name)
    lessons = {
        lesson.id: _lesson(lesson, known, checks, best, begun=lesson.id in begun)
        for lesson in program().lessons.values()
    }
    return Standing(known, lessons)


def _told(learner: User) -> Iterable[tuple[str, str, float]]:
    """First tries at checks, the best of each chart, the lessons that were opened and answered: one query for all."""

    def kind(name: str) -> Value:
        return Value(name, output_field=CharField())

    first = Response.objects.filter(learner=learner, source=Source.CHECK, first=True).order_by()
    right = Case(When(right=True, then=1.0), default=0.0, output_field=FloatField())
    checks = first.annotate(k=kind("check"), f=right).values_list("k", "item", "f")
    graded = (
        current_grades(learner)
        .order_by()
        .values("attempt__chart_id")
        .annotate(k=kind("chart"), f=Max("score"))
    )
    opened = Place.objects.filter(learner=learner).order_by()
    places = opened.annotate(k=kind("place"), f=Value(0.0)).values_list("k", "lesson", "f")
    return checks.union(graded.values_list("k", "attempt__chart_id", "f"), places, all=True)


def _lesson(
    lesson: Lesson,
    known: Mapping[str, SkillState],
    checks: Mapping[str, bool],
    best: Mapping[str, float],
    *,
    begun: bool,
) -> LessonStanding:
    counted, charts = _asked(lesson.id, lesson.version)
    answered = [checks[one] for one in counted if one in checks]
    return LessonStanding(
        lesson=lesson.id,
        skills=len(lesson.skills),
        passed=sum(known.get(one, NEW).state.holds for one in lesson.skills),
        checks=len(counted),
        answered=len(answered),
        right=sum(answered),
        charts=len(charts),
        charts_passed=sum(best.get(one, 0.0) >= CHART for one in charts),
        begun=begun or bool(answered) or any(one in known for one in lesson.skills),
    )
