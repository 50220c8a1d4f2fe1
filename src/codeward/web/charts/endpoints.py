"""JSON for the workspace. Thin: reading a request, asking the room that knows, answering."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from codeward.bounds import BoundsError
from codeward.errors import AnswerError
from codeward.web.accounts.api import SessionOver, current_learner
from codeward.web.charts import attempts
from codeward.web.charts.doors import own_attempt
from codeward.web.charts.fields import exempt_from_poa
from codeward.web.charts.grades import shelf_of
from codeward.web.charts.models import Attempt
from codeward.web.charts.operations import read_batch
from codeward.web.charts.snapshots import chart_or_404
from codeward.web.problems import told_as_json
from codeward.web.quotas import ask_disk, counter

__all__ = ["operations", "start", "state_json"]

# No room for now is no fault of the change: with 403 the page tells it, keeps the change on the device and tries again.
_told = told_as_json({attempts.AttemptClosed: 409, SessionOver: 409, AnswerError: 400, BoundsError: 403})


def state_json(attempt: Attempt) -> dict[str, Any]:
    """What a page needs to show an attempt: its answer, how far it has come, where to send changes."""
    codes = attempts.folded(attempt).to_json()
    shelf = shelf_of(attempt)
    poa = "poa" in attempts.chart_of(attempt).asks
    for line in codes["lines"]:
        found = shelf.concept(line["system"], line["code"])
        line.update(
            description=found.description if found is not None else "",
            billable=found is not None and found.billable,
            known=found is not None,
        )
        if poa and line["kind"] == "diagnosis":
            line["exempt"] = exempt_from_poa(line["code"], shelf.day)
    return {
        "attempt": attempt.public_id,
        "state": attempt.state,
        "revision": attempt.revision,
        "answer": codes,
        "operations_url": reverse("charts:operations", args=[attempt.public_id]),
        "edits_url": reverse("charts:edits", args=[attempt.public_id]),
        "submit_url": reverse("charts:submit", args=[attempt.public_id]),
    }


@require_POST
@_told
def start(request: HttpRequest, chart_id: str) -> HttpResponse:
    """Begin, or go on with, an attempt; makes the guest where nobody is signed in."""
    chart = chart_or_404(chart_id)
    learner = current_learner(request, create=True)
    if learner.is_guest:
        ask_disk()
    attempt = attempts.start(learner, chart)
    return JsonResponse(state_json(attempt))


@require_http_methods(["GET", "POST"])
@_told
def operations(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET the state; POST a batch of operations, which may have been sent before."""
    attempt = own_attempt(request, public_id)
    accepted: list[str] = []
    if request.method == "POST":
        learner = current_learner(request)
        count = counter(request, guest=learner is None or learner.is_guest)
        accepted = attempts.apply(attempt, read_batch(request.body), count)
    return JsonResponse({"accepted": accepted, **state_json(attempt)})
