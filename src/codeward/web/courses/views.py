"""The program, its modules, its syllabus, and the page of a skill."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from codeward.charts import authorities
from codeward.curriculum import ChartBlock, Lesson, Module, Outline, Skill, Track, program
from codeward.practice.mastery import NEW
from codeward.web.accounts.api import current_learner
from codeward.web.charts.api import charts
from codeward.web.codebook.api import address, in_words
from codeward.web.courses.doors import module_or_404, skill_or_404
from codeward.web.courses.drilling import can_drill
from codeward.web.courses.practicing import practice_of
from codeward.web.courses.prose import Pen
from codeward.web.courses.standing import Standing, standing_of
from codeward.web.courses.weak import slipped, to_check
from codeward.web.courses.words import STATES, domain_words
from codeward.web.learning.api import minutes, responses, states
from codeward.web.ui.api import NodeState, PathNode, Stat

__all__ = ["module", "program_page", "skill", "syllabus"]

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ModuleShown:
    """A module with its places on the path."""

    module: Module
    nodes: tuple[tuple[PathNode, Outline | Lesson], ...]
    done: int
    written: int


def _node(standing: Standing, lesson_id: str, next_id: str | None) -> PathNode:
    outline = program().outlines.get(lesson_id)
    domains = domain_words(outline.domains) if outline is not None else ""
    lesson = program().lessons.get(lesson_id)
    if lesson is None:
        title = outline.title if outline is not None else lesson_id
        return PathNode(title, "", NodeState.PLANNED, outline.read if outline else 0, about=domains)
    how = standing.lessons[lesson_id]
    state = NodeState.NEXT if lesson_id == next_id else how.state
    return PathNode(
        lesson.title,
        reverse("courses:lesson", args=(lesson_id,)),
        state,
        lesson.minutes.total,
        about=how.missing if how.begun and not how.done else domains,
    )


def _module(standing: Standing, one: Module, lessons: set[str], next_id: str | None) -> ModuleShown:
    held = [lesson for lesson in one.lessons if lesson in lessons]
    outlines = program().outlines
    return ModuleShown(
        one,
        tuple((_node(standing, lesson, next_id), outlines[lesson]) for lesson in held),
        sum(standing.lessons[lesson].done for lesson in held if lesson in standing.lessons),
        sum(lesson in standing.lessons for lesson in held),
    )


def _track(asked: str) -> Track:
    tracks = program().tracks
    return next((one for one in tracks if one.id == asked), tracks[0])


@require_safe
def program_page(request: HttpRequest) -> HttpResponse:
    """The tracks, the modules of one as a path, what is next and why."""
    learner = current_learner(request)
    standing = standing_of(learner)
    track = _track(request.GET.get("track", ""))
    lessons = set(track.lessons)
    path = [one for one in program().path if one in lessons]
    next_id = standing.next_of(path)
    shown = [
        _module(standing, one, lessons, next_id) for one in program().modules if lessons & set(one.lessons)
    ]
    context = {
        "program": program(),
        "track": track,
        "modules": shown,
        "others": [_node(standing, one.id, None) for one in program().others],
        "written": sum(one in program().lessons for one in path),
        "planned": sum(one not in program().lessons for one in path),
        "next": program().lessons[next_id] if next_id else None,
        "why": _why(standing, next_id) if next_id else "",
        "practice": practice_of(standing, path),
        "due": to_check(standing.skills),
        "slipped": [program().skills[one] for one in slipped(standing.skills)],
        "newcomer": standing.newcomer,
        "stats": _stats(standing, path) if learner is not None else (),
    }
    return render(request, "courses/program.html", context)


def _why(standing: Standing, lesson_id: str) -> str:
    how = standing.lessons[lesson_id]
    if how.begun:
        return (
            _("You have begun it: %(what)s.") % {"what": how.missing}
            if how.missing
            else _("You have begun it.")
        )
    needs = [program().title_of(one) for one in program().needs_of(lesson_id)]
    if not needs:
        return _("It needs nothing before it.")
    return _("It follows on what it builds on: %(what)s.") % {"what": ", ".join(needs)}


def _stats(standing: Standing, path: list[str]) -> tuple[Stat, ...]:
    written = [standing.lessons[one] for one in path if one in standing.lessons]
    done = sum(one.done for one in written)
    return (
        Stat(_("Lessons passed"), str(done), _("of %(n)d") % {"n": len(written)}),
        Stat(_("Skills passed"), str(standing.passed), note=_("All skills"), href=reverse("courses:drill")),
        Stat(_("Skills kept"), str(standing.kept), note=_("Kept: right again after 7 and 21 days")),
    )


@require_safe
def module(request: HttpRequest, module_id: str) -> HttpResponse:
    """One module: its lessons with the state of each of their skills."""
    found = module_or_404(module_id)
    standing = standing_of(current_learner(request))
    next_id = standing.next_of(program().path)
    rows = [
        (
            _node(standing, lesson, next_id),
            [
                (skill, standing.of(skill.id), STATES[standing.of(skill.id).state])
                for skill in program().skills_of(lesson)
            ],
        )
        for lesson in found.lessons
    ]
    return render(request, "courses/module.html", {"module": found, "rows": rows})


@require_safe
def syllabus(request: HttpRequest) -> HttpResponse:
    """What is taught and how it is graded, to be printed."""
    learner = current_learner(request)
    spent = minutes(learner)
    shown = [
        (
            one,
            [(program().outlines[lesson], program().lessons.get(lesson)) for lesson in one.lessons],
        )
        for one in program().modules
    ]
    written = list(program().lessons.values())
    context = {
        "program": program(),
        "modules": shown,
        "others": program().others,
        "sums": {
            "read": sum(one.minutes.read for one in written),
            "practice": sum(one.minutes.practice for one in written),
            "chart": sum(one.minutes.chart for one in written),
        },
        "spent": spent if learner is not None else None,
    }
    return render(request, "courses/syllabus.html", context)


@require_safe
def skill(request: HttpRequest, skill_id: str) -> HttpResponse:
    """A skill: where it is taught and ruled, its cards, drills and charts, and how well the reader knows it."""
    found = skill_or_404(skill_id)
    learner = current_learner(request)
    state = states(learner).get(found.id, NEW)
    lesson = program().lessons.get(found.lesson)
    history = list(responses(learner, found.id)[:SHOWN]) if learner is not None else []
    context = {
        "skill": found,
        "domains": domain_words(found.domains),
        "lesson": lesson,
        "planned": program().outlines.get(found.lesson) if lesson is None else None,
        "authorities": [(one, in_words(one), address(one), _paragraph(one)) for one in found.authorities],
        "cards": _cards(found),
        "drills": can_drill(found),
        "near": [program().skills[one] for one in found.near if one in program().skills],
        "charts": _charts(found),
        "state": state,
        "word": STATES[state.state],
        "history": [(row, row.get_source_display()) for row in history],
    }
    return render(request, "courses/skill.html", context)


def _cards(found: Skill) -> list[tuple[SafeString, SafeString]]:
    """Front and back of the skill's cards."""
    lesson = program().lessons.get(found.lesson)
    if lesson is None:
        return []
    pen = Pen(lesson.coding_date)
    return [(pen.line(one.front), pen.line(one.back)) for one in lesson.cards if one.skill == found.id]


def _paragraph(citation: str) -> str:
    found = authorities().get(citation)
    return "" if found is None else found.title


def _charts(found: Skill) -> list[tuple[str, str]]:
    """The charts of the lesson that teaches it: (address, title)."""
    lesson = program().lessons.get(found.lesson)
    ids = [one.id for one in lesson.of(ChartBlock)] if lesson is not None else []
    return [(reverse("charts:chart", args=(one,)), charts()[one].title) for one in ids if one in charts()]
