"""How far a learner is in each lesson, and what is next: from the state of its skills, its checks, its charts.

When a lesson is passed is a rule of `practice.mastery_lessons`. Nothing is ever
locked: what a lesson builds on is advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Case, CharField, F, FloatField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from codeward.curriculum import ChartBlock, Lesson, Pretest, program
from codeward.practice.mastery import NEW, Mastery, SkillState, Source
from codeward.practice.mastery_lessons import LessonState, lesson_state
from codeward.practice.placement import LEFT_AFTER
from codeward.web.accounts.api import User
from codeward.web.charts.api import current_grades
from codeward.web.courses.models import Place
from codeward.web.learning.api import Placement, Response, TestOut, states
from codeward.web.ui.api import NodeState

__all__ = ["LessonStanding", "Standing", "standing_of"]


@dataclass(frozen=True, slots=True)
class LessonStanding:
    """How far one lesson is: its state with each part of it, and whether it was opened or answered."""

    lesson: str
    how: LessonState
    begun: bool

    @property
    def done(self) -> bool:
        """Whether it is passed."""
        return self.how.state.holds

    @property
    def state(self) -> NodeState:
        """As a path shows it."""
        return NodeState.DONE if self.done else NodeState.BEGUN if self.begun else NodeState.NEW

    @property
    def missing(self) -> str:
        """What is still missing of a lesson that is begun, in words."""
        how, said = self.how, []
        if how.tested_out or how.checks.enough:
            pass
        elif how.tried < how.checks.whole:
            said.append(_("%(n)d of %(of)d checks answered") % {"n": how.tried, "of": how.checks.whole})
        else:
            told = {"n": how.checks.reached, "of": how.checks.whole}
            said.append(_("%(n)d of %(of)d checks right at first") % told)
        if not how.skills.enough:
            told = {"n": how.skills.reached, "of": how.skills.whole}
            said.append(_("%(n)d of %(of)d skills passed, which drills do") % told)
        if not how.tested_out and not how.chart.enough:
            said.append(_("its chart is still to code"))
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody is in everything."""

    skills: Mapping[str, SkillState]
    lessons: Mapping[str, LessonStanding]
    # The placements: whether one is under way, by what it is called; those that are over.
    placements: Mapping[str, bool] = field(default_factory=dict)

    def of(self, skill: str) -> SkillState:
        """The state of a skill."""
        return self.skills.get(skill, NEW)

    def next_of(self, path: Iterable[str]) -> str | None:
        """The lesson to do next: the first, of those that are written, that is neither passed nor worked through.

        Whoever worked through a lesson goes on: its skills are passed by practice, of which `to_practice` tells. Where
        every lesson was worked through, the first that is not passed is next.
        """
        left = [one for one in path if one in self.lessons and not self.lessons[one].done]
        fresh = (one for one in left if not self.lessons[one].how.worked_through)
        return next(fresh, left[0] if left else None)

    def to_practice(self, path: Iterable[str]) -> list[tuple[str, int]]:
        """Skills of lessons that were worked through which are not passed, and how many right answers each lacks."""
        skills = dict.fromkeys(
            skill
            for one in path
            if one in self.lessons and self.lessons[one].how.worked_through and not self.lessons[one].done
            for skill in program().lessons[one].skills
        )
        return [(one, self.of(one).lacking) for one in skills if not self.of(one).state.holds]

    @property
    def newcomer(self) -> bool:
        """Whether no lesson was begun, and none passed by its test-out."""
        return not any(one.begun or one.done for one in self.lessons.values())

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
    scores: dict[str, float] = {}
    begun: set[str] = set()
    tested: set[str] = set()
    placements: dict[str, bool] = {}
    for what, name, figure in _told(learner) if learner is not None else ():
        if what == "check":
            checks[name] = bool(figure)
        elif what == "chart":
            scores[name] = figure
        elif what == "test":
            tested.add(name)
        elif what == "placement":
            placements[name] = bool(figure)
        else:
            begun.add(name)
    lessons = {
        lesson.id: _lesson(
            lesson, known, checks, scores, begun=lesson.id in begun, tested_out=lesson.id in tested
        )
        for lesson in program().lessons.values()
    }
    return Standing(known, lessons, placements)


def _told(learner: User) -> Iterable[tuple[str, str, float]]:
    """First tries at checks, first submissions of charts, passed test-outs, opened lessons, placements: one query."""

    def kind(name: str) -> Value:
        return Value(name, output_field=CharField())

    first = Response.objects.filter(learner=learner, source=Source.CHECK, first=True).order_by()
    right = Case(When(right=True, then=1.0), default=0.0, output_field=FloatField())
    checks = first.annotate(k=kind("check"), f=right).values_list("k", "item", "f")
    counting = current_grades(learner).filter(attempt__counts=True).order_by()
    graded = counting.annotate(k=kind("chart"), f=F("score")).values_list("k", "attempt__chart_id", "f")
    passed = TestOut.objects.filter(learner=learner, passed=True).order_by()
    tests = passed.annotate(k=kind("test"), f=Value(1.0)).values_list("k", "lesson", "f")
    opened = Place.objects.filter(learner=learner).order_by()
    places = opened.annotate(k=kind("place"), f=Value(0.0)).values_list("k", "lesson", "f")
    under_way = Q(ended_at=None, started_at__gt=timezone.now() - LEFT_AFTER)
    still = Case(When(under_way, then=1.0), default=0.0, output_field=FloatField())
    mine = Placement.objects.filter(learner=learner).order_by()
    placed = mine.annotate(k=kind("placement"), f=still).values_list("k", "public_id", "f")
    return checks.union(graded, tests, places, placed, all=True)


def _lesson(
    lesson: Lesson,
    known: Mapping[str, SkillState],
    checks: Mapping[str, bool],
    scores: Mapping[str, float],
    *,
    begun: bool,
    tested_out: bool,
) -> LessonStanding:
    counted, charts = _asked(lesson.id, lesson.version)
    how = lesson_state(
        lesson.skills,
        known,
        checks=counted,
        first_tries=checks,
        charts=charts,
        scores=scores,
        tested_out=tested_out,
    )
    return LessonStanding(lesson.id, how, begun or how.state is not Mastery.NEW)
