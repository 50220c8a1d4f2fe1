"""Endpoints of help while coding: the edits over the saved answer, and what is improper in a query. Practice alone."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from codeward.bounds import BoundsError
from codeward.errors import AnswerError
from codeward.web.accounts.api import SessionOver
from codeward.web.charts import attempts, helping, query_hints
from codeward.web.charts.doors import own_attempt
from codeward.web.charts.mode import helps
from codeward.web.charts.snapshots import chart_or_404
from codeward.web.limits import EDITS, allowed, pace
from codeward.web.problems import told_as_json
from codeward.web.quotas import counter

__all__ = ["edits", "hints"]

_told = told_as_json({attempts.AttemptClosed: 409, SessionOver: 409, AnswerError: 400, BoundsError: 403})


@require_POST
@_told
def edits(request: HttpRequest, public_id: str) -> HttpResponse:
    """Run the edits over the answer as it is saved: a piece of page. It counts as help and is kept."""
    attempt = own_attempt(request, public_id)
    if not helps(attempts.chart_of(attempt)):
        raise Http404
    if not allowed(request, *EDITS, key=attempt.learner.public_id):
        raise PermissionDenied(_("You ran the edits very often. Try again in an hour."))
    count = counter(request, guest=attempt.learner.is_guest)
    return render(request, "charts/_edits.html", {"said": helping.check(attempt, count)})


@require_POST
@_told
def hints(request: HttpRequest, chart_id: str) -> HttpResponse:
    """What is improper in a query that is being written. Nothing is kept."""
    chart = chart_or_404(chart_id)
    if not helps(chart):
        raise Http404
    if not pace.allowed(request):
        raise PermissionDenied(_("There were too many requests from your network."))
    query = query_hints.read_query(request.body)
    return JsonResponse({"hints": query_hints.hints(chart, query)})
