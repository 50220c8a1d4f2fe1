"""Pages of a preview: what the folder holds, a question of its bank, and whether something was saved."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from codeward.curriculum import Item, QueryItem, ScenarioItem, program
from codeward.practice.assessing import assess
from codeward.web.charts.api import charts
from codeward.web.courses.answering import read_values
from codeward.web.courses.forms import Form
from codeward.web.courses.given import Given
from codeward.web.courses.preview.watching import Previewed
from codeward.web.courses.prose import Pen
from codeward.web.courses.showing import shown_item

__all__ = ["begin", "edition", "question"]


def _what(request: HttpRequest) -> Previewed:
    what: Previewed = request.preview.what  # type: ignore[attr-defined]
    return what


@require_safe
def edition(request: HttpRequest) -> HttpResponse:
    """Which edition of the files is read now, for the page that waits for the next."""
    response = JsonResponse({"edition": str(request.preview.edition)})  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """The lesson itself where one was named; else what the folder holds."""
    what = _what(request)
    if what.lesson and what.lesson in program().lessons:
        return redirect("courses:lesson", what.lesson)
    own, places = what.own, program().places
    lessons = [one for one in program().lessons.values() if one.folder.startswith(own)]
    bank = [one for one in program().bank.values() if places.get(f"item {one.id}", "").startswith(own)]
    pack = [one for one in charts().values() if what.content is None or ":" in one.id]
    context = {"what": what, "lessons": lessons, "bank": bank, "charts": pack}
    return render(request, "courses/preview/begin.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, item_id: str) -> HttpResponse:
    """A question of the bank, answered here and kept nowhere."""
    item = program().bank.get(item_id)
    if item is None:
        raise Http404
    pen = Pen(item.coding_date or next(iter(program().lessons.values())).coding_date)
    context = {"item": item, "form": _form(request, item, pen) if _is_shown(item) else None}
    return render(request, "courses/preview/question.html", context)


def _is_shown(item: Item) -> bool:
    """Whether pages show such a question yet: records to code and faults to mark have theirs in exams."""
    return not isinstance(item, ScenarioItem) and not (isinstance(item, QueryItem) and item.mode == "mark")


def _form(request: HttpRequest, item: Item, pen: Pen) -> Form:
    values = read_values(item, request.POST) if request.method == "POST" else ()
    act = request.POST.get("act", "")
    read = bool(values) and not assess(item, values, pen.shelf).unread
    given = Given(values=values, shown=act == "show", reasons=act == "reasons" and read)
    shown = shown_item(item, given, pen)
    here = reverse("preview:question", args=(item.id,))
    template = f"courses/asks/{shown.template}.html"
    return Form(id=item.id, asks=item.id, action=here, state=here, template=template, part=shown.part)
