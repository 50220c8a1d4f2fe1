"""Pages of the own book: the list, export and import, carrying over to another release."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from codeward.codesets import SYSTEMS
from codeward.errors import CodewardError
from codeward.web.accounts.api import current_learner
from codeward.web.ownbook import book, carrying, present
from codeward.web.ownbook.anchors import MARKABLE, read_anchor
from codeward.web.ownbook.carry import Outcome
from codeward.web.ownbook.changes import Batch, Remove, Restore
from codeward.web.ownbook.exchange import MAX_FILE_BYTES, export_json, read_file
from codeward.web.ownbook.marks import Held
from codeward.web.ownbook.places import MarkedBooks
from codeward.web.quotas import counter

__all__ = ["bring_in", "carry_over", "export", "own", "turn"]

SPOTS = 400  # places on one page
MOST_NAMED = 200  # marks named one by one after an import
# Rows of one verdict on the page of carrying over; what was not carried yet comes first, so that each has its turn.
MOST_STAYING, MOST_SHOWN = 100, 250
VERDICTS = ("moved", "changed", "vanished", "stays")


@require_safe
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """My book: every mark by book and place, narrowed as asked."""
    marks = book.marks_of(current_learner(request))
    asked = present.Asked.of(request.GET.dict())
    marked = MarkedBooks()
    fitting = [mark for mark in marks if asked.fits(mark)]
    every = "all" in request.GET
    pages = Paginator(marked.in_order(fitting), max(1, len(fitting)) if every else SPOTS)
    shown = pages.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("undo", None)
    context = {
        "groups": present.groups(shown.object_list, marked),
        "asked": asked,
        "total": len(marks),
        "fitting": len(fitting),
        "most": book.MAX_MARKS,
        "shown": shown,
        "query": query.urlencode(),
        "kinds": present.KIND_WORDS.items(),
        "colours": present.COLOUR_WORDS.items(),
        "systems": [(name, SYSTEMS[name].display) for name in MARKABLE],
        "undo": _uuid(request.GET.get("undo", "")),
    }
    return render(request, "ownbook/own.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
def turn(request: HttpRequest, mark_id: UUID) -> HttpResponse:
    """Take a mark out of the list, or with `back` bring it back; then the list again."""
    learner = current_learner(request)
    change = (
        Restore(kind="restore", id=uuid4(), mark=mark_id)
        if "back" in request.POST
        else Remove(kind="remove", id=uuid4(), mark=mark_id)
    )
    try:
        if learner is None:
            raise book.NoSuchMark("there is no such mark in your book", "Reload the page")
        book.apply(learner, Batch(changes=(change,)))
    except book.NoSuchMark as error:
        return _problem(request, error, 404)
    except CodewardError as error:
        return _problem(request, error, 400)
    behind = "" if "back" in request.POST else f"?undo={mark_id}"
    return redirect(reverse("ownbook:own") + behind)


@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """The whole book as a JSON file."""
    text = json.dumps(export_json(book.marks_of(current_learner(request))), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="own-book-{timezone.localdate().isoformat()}.json"'
    )
    return response


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    """Import a file; says what was added and what was not, and why."""
    given = request.FILES.get("file")
    try:
        if given is None:
            raise CodewardError(_("No file was chosen"), _("Choose a file exported from My book"))
        data = given.read(MAX_FILE_BYTES + 1)
        reading = read_file(data, timezone.now())
        learner = current_learner(request, create=True)
        stored = book.store(learner, reading.marks, count=counter(request, guest=learner.is_guest))
    except CodewardError as error:
        return _problem(request, error, 400)
    context = {
        "added": len(stored.added),
        "named": [_named(mark) for mark in stored.added[:MOST_NAMED]],
        "more": max(0, len(stored.added) - MOST_NAMED),
        "already": len(stored.already),
        "full": len(stored.full),
        "most": book.MAX_MARKS,
        "skipped": reading.skipped[:MOST_NAMED],
        "skipped_count": len(reading.skipped),
    }
    return render(request, "ownbook/imported.html", context)


def _named(mark: Held) -> tuple[str, str, str]:
    return mark.kind, mark.anchor, mark.text or mark.label or mark.quote


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def carry_over(request: HttpRequest) -> HttpResponse:
    """GET shows what becomes of the marks of one release in another; POST carries them over."""
    given = request.POST if request.method == "POST" else request.GET
    old, new = given.get("from", ""), given.get("to", "")
    learner = current_learner(request)
    if learner is None:
        return redirect("ownbook:own")
    try:
        planned = carrying.plan(learner, old, new)
        if request.method == "POST":
            stored = carrying.carry_out(learner, planned, _chosen(request))
            _tell(request, stored)
            return redirect(reverse("ownbook:own"))
    except CodewardError as error:
        return _problem(request, error, 404)
    return render(request, "ownbook/carry.html", _carry_context(planned))


def _chosen(request: HttpRequest) -> dict[UUID, list[str]]:
    """Places that the learner chose for what vanished: "<mark>|<anchor>"."""
    chosen: dict[UUID, list[str]] = defaultdict(list)
    for one in request.POST.getlist("also"):
        mark, _bar, anchor = one.partition("|")
        known = _uuid(mark)
        if known is not None:
            chosen[known].append(anchor)
    return chosen


def _tell(request: HttpRequest, stored: book.Stored) -> None:
    count = len(stored.added)
    messages.success(request, ngettext("%(n)d mark moved.", "%(n)d marks moved.", count) % {"n": count})
    if stored.full:
        text = ngettext(
            "There was no room for %(n)d mark: remove some and try again.",
            "There was no room for %(n)d marks: remove some and try again.",
            len(stored.full),
        )
        messages.warning(request, text % {"n": len(stored.full)})


def _carry_context(planned: carrying.Plan) -> dict[str, Any]:
    marked = MarkedBooks()
    order = {mark.id: at for at, mark in enumerate(marked.in_order([row.mark for row in planned.rows]))}
    sections = []
    for verdict in VERDICTS:
        rows = sorted(planned.of(verdict), key=lambda row: (row.there, order[row.mark.id]))
        shown = rows[: MOST_STAYING if verdict == "stays" else MOST_SHOWN]
        sections.append((verdict, [_carry_row(row, planned, marked) for row in shown], len(rows)))
    return {
        "planned": planned,
        "old_name": marked.book_name(planned.old, _system(planned)),
        "new_name": marked.releases[planned.new].title,
        "sections": sections,
        "counts": {verdict: len(planned.of(verdict)) for verdict in VERDICTS},
        "there": sum(row.there for row in planned.rows),
    }


def _system(planned: carrying.Plan) -> str:
    return planned.rows[0].mark.anchor.partition("/")[0] if planned.rows else ""


def _carry_row(row: carrying.CarriedMark, planned: carrying.Plan, marked: MarkedBooks) -> dict[str, Any]:
    outcome: Outcome = row.outcome
    place = read_anchor(row.mark.anchor)
    now = read_anchor(outcome.anchor) if outcome.anchor else None
    return {
        "mark": row.mark,
        "there": row.there,
        "entry": place.entry,
        "word": present.spot_word(place),
        "href": marked.href(row.mark),
        "reason": present.REASON_WORDS[outcome.reason],
        "now": now.entry if now else "",
        "now_word": present.spot_word(now) if now else "",
        "now_href": marked.address(planned.new, outcome.anchor) if outcome.anchor else "",
        "now_text": outcome.text if outcome.text != row.mark.quote else "",
        "went": [
            (went.anchor, read_anchor(went.anchor).entry, went.text, present.HOW_WORDS[went.how],
             marked.address(planned.new, went.anchor))
            for went in outcome.went
        ],
    }  # fmt: skip


def _problem(request: HttpRequest, error: CodewardError, status: int) -> HttpResponse:
    context = {"message": error.message, "way_out": error.way_out}
    return render(request, "ownbook/problem.html", context, status=status)
