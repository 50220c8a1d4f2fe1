"""Drills: one skill, several mixed, or what is weakest; on a page of their own or in a lesson."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from codeward.bounds import BoundsError
from codeward.curriculum import Skill, program
from codeward.web.accounts.api import current_learner
from codeward.web.courses.drilling import DrillForm, asked, can_drill, form_of_drill, read_setup, take
from codeward.web.courses.weak import States, slipped, to_check, weakest
from codeward.web.learning.api import states
from codeward.web.typed import one_line

__all__ = ["answer", "drill"]

PAGE = "drill"


def _form_id(text: str) -> str:
    return "".join(one for one in one_line(text, 64) if one.isalnum() or one == "-") or PAGE


@require_safe
def drill(request: HttpRequest) -> HttpResponse:
    """The page of a drill; to a script that names a form, that form with the item that it holds."""
    setup = read_setup(request.GET)
    if request.headers.get("X-Part"):
        return _part(request, asked(_form_id(request.GET.get("form", "")), setup))
    learner = current_learner(request)
    known = states(learner)
    if setup.kind and not setup.skills:
        setup = replace(setup, skills=_meant(setup.kind, known))
    kind = setup.kind
    form = form_of_drill(PAGE, setup, known, learner) if setup.skills else None
    skills = [program().skills[one] for one in setup.skills]
    context = {
        "form": form,
        "kind": kind,
        "skills": skills,
        "choices": [] if form or kind in {"recheck", "slipped"} else _choices(),
        "owner": learner.public_id if learner and not learner.is_guest else "",
        "title": _title(kind, [one.title for one in skills]),
    }
    return render(request, "courses/drill.html", context)


def _choices() -> list[Skill]:
    return [one for one in program().skills.values() if can_drill(one)]


def _meant(kind: str, known: States) -> tuple[str, ...]:
    """The skills that a kind of drill is on, where none are named."""
    if kind == "recheck":
        return to_check(known)
    return weakest(known) if kind == "weak" else slipped(known)[:1]


def _title(kind: str, titles: list[str]) -> str:
    if kind == "weak":
        return _("My weak five minutes")
    if kind == "recheck":
        return _("Re-check")
    if kind == "slipped" and titles:
        return _("Again: %(skill)s") % {"skill": titles[0]}
    return titles[0] if len(titles) == 1 else _("Mixed drill") if titles else _("Drills")


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Take an answer and tell, or ask the next one."""
    form_id, setup = _form_id(request.POST.get("form", "")), read_setup(request.POST)
    if request.POST.get("act") == "next":
        learner = current_learner(request)
        form = form_of_drill(form_id, setup, states(learner), learner)
    else:
        try:
            form = take(request, current_learner(request, create=True), form_id, setup)
        except BoundsError as error:
            return HttpResponse(f"{error.message} {error.way_out}", status=507)
    if request.headers.get("X-Part"):
        return _part(request, form)
    skills = [program().skills[one] for one in setup.skills]
    context = {
        "form": form,
        "skills": skills,
        "title": _title(setup.kind, [one.title for one in skills]),
        "choices": [],
    }
    return render(request, "courses/drill.html", context)


def _part(request: HttpRequest, form: DrillForm) -> HttpResponse:
    response = render(request, "courses/_drill.html", {"form": form})
    response["Cache-Control"] = "no-store"
    learner = current_learner(request)
    if learner is not None and not learner.is_guest:
        response["X-Owner"] = learner.public_id
    return response
