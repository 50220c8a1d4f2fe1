"""JSON for the workspace. Thin: reading a request, asking the room that knows, answering."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from codeward.errors import AnswerError
from codeward.web.accounts.api import SessionOver, current_learner
from codeward.web.charts import attempts
from codeward.web.charts.doors import own_attempt
from codeward.web.charts.grades import shelf_of
from codeward.web.charts.models import Attempt
from codeward.web.charts.operations import read_batch
from codeward.web.charts.snapshots import chart_or_404
from codeward.web.problems import told_as_json

__all__ = ["operations", "start", "state_json"]

_told = told_as_json({attempts.AttemptClosed: 409, SessionOver: 409, AnswerError: 400})


def state_json(attempt: Attempt) -> dict[str, Any]:
    """What a page needs to show an attempt: its answer, how far it has come, where to send changes."""
    codes = attempts.folded(attempt).to_json()
    shelf = shelf_of(attempt)
    for line in codes["lines"]:
        found = shelf.concept(line["system"], line["code"])
        line.update(
            description=found.description if found is not None else "",
            billable=found is not None and found.billable,
            known=found is not None,
        )
    return {
        "attempt": attempt.public_id,
        "state": attempt.state,
        "revision": attempt.revision,
        "answer": codes,
        "operations_url": reverse("charts:operations", args=[attempt.public_id]),
        "submit_url": reverse("charts:submit", args=[attempt.public_id]),
    }


@require_POST
@_told
def start(request: HttpRequest, chart_id: str) -> HttpResponse:
    """Begin, or go on with, an attempt; makes the guest where nobody is signed in."""
    chart = chart_or_404(chart_id)
    attempt = attempts.start(current_learner(request, create=True), chart)
    return JsonResponse(state_json(attempt))


@require_http_methods(["GET", "POST"])
@_told
def operations(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET the state; POST a batch of operations, which may have been sent before."""
    attempt = own_attempt(request, public_id)
    accepted: list[str] = []
    if request.method == "POST":
        accepted = attempts.apply(attempt, read_batch(request.body))
    return JsonResponse({"accepted": accepted, **state_json(attempt)})
