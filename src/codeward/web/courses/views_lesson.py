"""A lesson: read, answered, and the place in it kept."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from codeward.bounds import BoundsError
from codeward.curriculum import Lookup, program
from codeward.web.accounts.api import User, current_learner
from codeward.web.courses.answering import keep, key_of_request, move_to, take
from codeward.web.courses.doors import ask_or_404, form_or_404, lesson_or_404
from codeward.web.courses.drawings import with_nonce
from codeward.web.courses.forms import form_of, reached
from codeward.web.courses.given import Given, given_of
from codeward.web.courses.prose import Pen
from codeward.web.courses.reading import next_lesson, reading
from codeward.web.courses.sheet import sheet_of

__all__ = ["answer", "ask", "lesson", "place"]

PART = "X-Part"
"""The header by which the page's script asks for one form instead of the page."""


@require_safe
def lesson(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """The lesson as it stands for whoever reads it."""
    found = lesson_or_404(lesson_id)
    learner = current_learner(request)
    given, place_ = given_of(learner, found)
    context = {
        "lesson": found,
        "module": program().module_of(found.id),
        "reading": reading(found, given, place_),
        "needs": [program().lessons[one] for one in found.needs if one in program().lessons],
        "after": next_lesson(found),
        "owner": learner.public_id if learner and not learner.is_guest else "",
    }
    return with_nonce(request, render(request, "courses/lesson.html", context))


@require_safe
def ask(request: HttpRequest, lesson_id: str, form_id: str) -> HttpResponse:
    """One form as it stands, for a page that was answered in another tab."""
    found = lesson_or_404(lesson_id)
    return _form(request, lesson_id, form_or_404(found, form_id), current_learner(request))


@require_POST
def answer(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """Take an answer; tell how its form stands now, to a script as that form, else by the page."""
    found = lesson_or_404(lesson_id)
    asked = ask_or_404(found, request.POST.get("ask", ""))
    form_id = asked.form or asked.key
    learner = current_learner(request, create=True)
    unread = None
    try:
        if request.POST.get("act") != "reached":
            unread = take(request, learner, found, asked)
        elif isinstance(asked.what, Lookup) and reached(asked.what, request.POST.get("answer", "")):
            keep(learner, found, asked, key_of_request(request.POST), value=asked.what.end)
        else:
            return HttpResponse(status=204)
    except BoundsError as error:
        return HttpResponse(f"{error.message} {error.way_out}", status=507)
    if request.headers.get(PART):
        return _form(request, lesson_id, form_id, learner, {asked.key: unread} if unread else {})
    return redirect(f"{reverse('courses:lesson', args=(found.id,))}#ask-{form_id}")


def _form(
    request: HttpRequest,
    lesson_id: str,
    form_id: str,
    learner: User | None,
    unread: Mapping[str, Given] = MappingProxyType({}),
) -> HttpResponse:
    found = lesson_or_404(lesson_id)
    pen = Pen(found.coding_date, space=f"{form_id}-")
    form = form_of(found, form_id, {**given_of(learner, found)[0], **unread}, pen)
    response = render(request, "courses/_form.html", {"form": form})
    response["Cache-Control"] = "no-store"
    if learner is not None and not learner.is_guest:
        response["X-Owner"] = learner.public_id
    return response


@require_POST
def place(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """Keep which section is before the reader's eyes. Of whoever has answered nothing yet nothing is kept."""
    found = lesson_or_404(lesson_id)
    learner = current_learner(request)
    section = request.POST.get("section", "")
    if learner is not None and section in sheet_of(found).titles:
        move_to(learner, found, section, seen=True)
    return HttpResponse(status=204)
