"""Pages of the charts app: the list, the workspace, and handing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from codeward.codesets import books
from codeward.errors import AnswerError
from codeward.web.accounts.api import (
    current_learner,
    effective_keys,
    forget_choice,
    keep_choice,
    kept_choice,
)
from codeward.web.charts import attempts, grades, listing, snapshots
from codeward.web.charts.beside import beside
from codeward.web.charts.claimwords import sections
from codeward.web.charts.coaching import coach, for_beginners
from codeward.web.charts.doors import own_attempt
from codeward.web.charts.endpoints import state_json
from codeward.web.charts.facts import strip
from codeward.web.charts.fields import fields
from codeward.web.charts.lines import styled_lines
from codeward.web.charts.present import head, query_kinds, query_tos, workspace_words
from codeward.web.codebook.api import chapters, told_of
from codeward.web.limits import SUBMISSIONS, allowed

__all__ = ["chart_list", "resume", "submit", "workspace"]


# The filters that this device remembers, for a guest as for anybody: a choice, and nothing personal.
CHOSEN = "cw_charts"


@require_GET
def chart_list(request: HttpRequest) -> HttpResponse:
    """The charts as a path, filtered, with my status. Without filters in the address: those that are remembered."""
    if "clear" in request.GET:
        cleared = redirect("charts:list")
        forget_choice(cleared, CHOSEN)
        return cleared
    every = listing.rows(current_learner(request))
    found = listing.shown(every, request.GET.dict())
    if not request.GET and (kept := listing.remembered(kept_choice(request, CHOSEN))):
        again = listing.shown(every, kept).query()
        if again:
            return redirect(f"{reverse('charts:list')}?{again}")
    context = {"shown": found, "next": listing.next_of(every), "going_on": listing.going_on(every)}
    response = render(request, "charts/list.html", context)
    if found.chosen and found.rule is None:
        keep_choice(response, CHOSEN, found.query(), days=365)
    elif request.GET and not found.chosen:
        forget_choice(response, CHOSEN)
    return response


@require_GET
def workspace(request: HttpRequest, chart_id: str) -> HttpResponse:
    """The coding workspace. Anybody may look; an attempt is made with the first change."""
    shown = snapshots.shown_id_of(chart_id)
    if shown != chart_id:
        return redirect("charts:chart", chart_id=shown)
    learner = current_learner(request)
    attempt = attempts.open_attempt(learner, chart_id)
    chart = attempts.chart_of(attempt) if attempt is not None else snapshots.chart_or_404(chart_id)
    book = books.open("icd10cm", on=chart.coding_date)
    asked = fields(chart)
    data: dict[str, Any] = {
        "chart": chart.id,
        "coding_date": chart.coding_date.isoformat(),
        "first_principal": chart.inpatient_facility,
        "claim": asked,
        "documents": [
            {"id": d.id, "text": d.text, "styled": list(styled_lines(d.text))}
            for d in chart.physician_first()
        ],
        "abbreviations": dict(chart.abbreviations),
        "keys": learner.keys if learner is not None else effective_keys({}),
        "state": state_json(attempt) if attempt is not None else None,
        "urls": {
            "start": reverse("charts:start", args=[chart.id]),
            "search": reverse("codebook:search"),
            "concept": reverse("codebook:concept", args=["CODE"]),
            "modifiers": reverse("codebook:modifiers-for"),
            "citation": reverse("codebook:paragraph"),
            "list": reverse("charts:list"),
        },
        "tools": beside(chart),
        "words": workspace_words(),
        "query": {"kinds": query_kinds(), "tos": query_tos()},
        "said": [str(message) for message in messages.get_messages(request)],
    }
    context = {
        "chart": chart,
        "head": head(chart),
        "facts": strip(chart),
        "claim": asked,
        "sections": sections(chart, asked),
        "book": book,
        "said": told_of(book, chart.coding_date),
        "chapters": chapters(book.release.id),
        "before": grades.last_grade(learner, chart_id),
        "coach": coach(learner, chart),
        "plain": for_beginners(chart),
        "data": data,
    }
    return render(request, "charts/workspace.html", context)


@require_POST
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand in: close the attempt, grade it once, show the result."""
    attempt = own_attempt(request, public_id)
    if not allowed(request, *SUBMISSIONS):
        raise PermissionDenied(_("Too many submissions from one network. Try again in an hour."))
    try:
        attempts.submit(attempt)
    except attempts.AttemptClosed:
        return redirect("charts:list")
    except AnswerError as error:
        messages.error(request, f"{error.message}. {error.way_out}")
        return redirect("charts:chart", chart_id=attempt.chart_id)
    return redirect("results:result", public_id=attempt.public_id)


@require_POST
def resume(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go on with an attempt that was set aside."""
    attempt = own_attempt(request, public_id)
    if not attempts.resume(attempt):
        raise Http404
    return redirect("charts:chart", chart_id=attempt.chart_id)
