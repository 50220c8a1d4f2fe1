"""The guided first chart: one page, which shows the step that comes next. Its forms work without scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from codeward.errors import QueryError
from codeward.web.accounts.api import User, current_learner
from codeward.web.charts.api import ChartRow, path_rows
from codeward.web.codebook.api import address, in_words
from codeward.web.guided import lesson
from codeward.web.guided.progress import TIPS, Progress, keep, read
from codeward.web.results.api import Span, marked

__all__ = ["first_alone", "first_chart"]

_CODE: Final = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", re.ASCII)
# The words of the first code, as one would type them; the second is the learner's to type.
FIRST_WORDS: Final = "swimmer's ear right"


def first_alone(learner: User | None) -> ChartRow | None:
    """The first chart of the path that the learner has not submitted: what one codes next, alone."""
    return next((row for row in path_rows(learner) if row.best is None), None)


@require_http_methods(["GET", "HEAD", "POST"])
def first_chart(request: HttpRequest) -> HttpResponse:
    """Show the next step, or take one: nothing is graded, and no row of anybody's is made."""
    progress = read(request)
    if request.method == "POST":
        return _take(request, progress)
    return render(request, "guided/first_chart.html", _context(request, progress))


def _take(request: HttpRequest, progress: Progress) -> HttpResponse:
    """One step. Sent twice, or for a code that is in the answer already, it changes nothing."""
    what, then = request.POST.get("do", ""), "now"
    value = request.POST.get("value", "")
    current = request.POST.get("n") == str(progress.added) and not progress.done
    if what == "words" and current and value in {str(place) for place, _one in enumerate(lesson.passages())}:
        progress, then = replace(progress, words=int(value)), "said"
    elif what == "check" and current and _CODE.fullmatch(value):
        progress, then = replace(progress, code=value), "said"
    elif what == "add" and current and _may_add(progress):
        progress = progress.advanced()
    elif what == "hide" and value in TIPS:
        progress = replace(progress, hidden=progress.hidden | {value})
    elif what == "tips":
        progress = replace(progress, hidden=frozenset())
    elif what == "again":
        progress = Progress()
    asked = request.POST.get("q", "")[: lesson.MOST_ASKED]
    query = f"?{urlencode({'q': asked})}" if asked and what == "check" else ""
    response = redirect(f"{reverse('guided:first')}{query}#{then}")
    keep(response, progress)
    return response


def _may_add(progress: Progress) -> bool:
    judged = lesson.judge(progress.added, progress.code) if progress.code else None
    return judged is not None and judged.right and _found_words(progress)


def _found_words(progress: Progress) -> bool:
    """Whether the evidence of the code to do is known: the guide marks the first one's."""
    if progress.added == 0:
        return True
    offered = lesson.passages()
    return (
        progress.words is not None
        and progress.words < len(offered)
        and offered[progress.words].judgment.right
    )


def _context(request: HttpRequest, progress: Progress) -> dict[str, Any]:
    chart = lesson.chart()
    context: dict[str, Any] = {
        "chart": chart,
        "document": chart.documents[0],
        "progress": progress,
        "tips": {tip: tip not in progress.hidden for tip in TIPS},
        "record": marked(chart.documents[0], _marks(progress)),
        "answer": [
            (line, lesson.book()[line.code].description, lesson.quote(place))
            for place, line in enumerate(lesson.lines()[: progress.added])
        ],
        "of": lesson.CODES,
        "minutes": lesson.MINUTES,
    }
    if progress.done:
        return {**context, "alone": first_alone(current_learner(request))}
    return {**context, **_step(request, progress)}


def _marks(progress: Progress) -> list[Span]:
    known = progress.added + (not progress.done and _found_words(progress))
    spans = [lesson.span(place) for place in range(min(known, lesson.CODES))]
    return [Span(one.document, one.start, one.end, "mine", f"d{place}") for place, one in enumerate(spans)]


def _states(number: int, now: str) -> dict[str, str]:
    """Of each step whether it is done, to do now, or later. The first code is read as one looks."""
    reached = TIPS.index(now)
    states = {step: "done" if place < reached else "later" for place, step in enumerate(TIPS)}
    states[now] = "now"
    if number == 0 and now == "find":
        states["read"] = "now"
    return states


def _step(request: HttpRequest, progress: Progress) -> dict[str, Any]:
    """Which step is next for the code to do, and what it shows."""
    number = progress.added
    chosen = request.GET.get("code", "")
    if not _CODE.fullmatch(chosen) or chosen not in lesson.book():
        chosen = ""
    pick = "pick" in request.GET
    judged = None
    if progress.code and not pick and chosen in {"", progress.code}:
        judged, chosen = lesson.judge(number, progress.code), progress.code
    if not _found_words(progress):
        now = "read"
    elif judged is not None and judged.right:
        now = "add"
    else:
        now = "check" if chosen else "find"
    asked = request.GET.get("q", FIRST_WORDS if number == 0 else "")
    hits, problem = [], ""
    if now == "find":
        try:
            hits = lesson.find(asked)
        except QueryError as error:
            problem = str(error)
    words = lesson.passages()[progress.words] if number == 1 and progress.words in {0, 1, 2} else None
    return {
        "number": number,
        "now": now,
        "steps": _states(number, now),
        "anchors": {tip: "now" if tip == now else "" for tip in TIPS},
        "words": words,
        "passages": list(enumerate(lesson.passages())),
        "quote": lesson.quote(number),
        "asked": asked,
        "hits": hits,
        # Why a hit was found is said of the codes that the learner searches alone.
        "gray": number > 0 and any(hit.why for hit in hits),
        "problem": problem,
        "chosen": chosen,
        "ladder": lesson.ladder(chosen) if chosen else [],
        "judged": judged,
        "cited": [(in_words(one), address(one, lesson.book().release.id)) for one in judged.citations]
        if judged
        else [],
    }
