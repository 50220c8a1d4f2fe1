"""JSON for the workspace. Thin: reading a request, asking the room that knows, answering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from codeward.errors import AnswerError, CodewardError, QueryError, UnknownCode
from codeward.web.accounts.api import current_learner
from codeward.web.charts import attempts, codebook
from codeward.web.charts.models import Attempt
from codeward.web.charts.operations import read_batch
from codeward.web.charts.snapshots import chart_or_404

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _clear_errors(view: View[P]) -> View[P]:
    """Answer a typed error as JSON that says what is wrong and the way out."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except attempts.AttemptClosed as error:
            return _problem(error, 409)
        except UnknownCode as error:
            # The error's own way out speaks of the command line.
            near = ", ".join(error.suggestions)
            way_out = _("Nearest: %(codes)s") % {"codes": near} if near else _("Search for it by words.")
            return JsonResponse({"error": error.message, "way_out": way_out}, status=404)
        except (AnswerError, QueryError) as error:
            return _problem(error, 400)
        except PermissionDenied as error:
            return JsonResponse({"error": str(error), "way_out": ""}, status=403)

    return wrapped


def _problem(error: CodewardError, status: int) -> JsonResponse:
    return JsonResponse({"error": error.message, "way_out": error.way_out}, status=status)


def own_attempt(request: HttpRequest, public_id: str) -> Attempt:
    """The one door to an attempt: its learner's. Somebody else's is a 404."""
    learner = current_learner(request)
    found = None
    if learner is not None:
        found = Attempt.objects.filter(public_id=public_id, learner=learner).first()
    if found is None:
        raise Http404
    return found


def state_json(attempt: Attempt) -> dict[str, Any]:
    """What a page needs to show an attempt: its answer, how far it has come, where to send changes."""
    codes = attempts.folded(attempt).to_json()
    for line in codes["lines"]:
        line.update(codebook.title_of(line["code"], attempt.release))
    return {
        "attempt": attempt.public_id,
        "state": attempt.state,
        "revision": attempt.revision,
        "answer": codes,
        "operations_url": reverse("charts:operations", args=[attempt.public_id]),
        "submit_url": reverse("charts:submit", args=[attempt.public_id]),
    }


@require_POST
@_clear_errors
def start(request: HttpRequest, chart_id: str) -> HttpResponse:
    """Begin, or go on with, an attempt; makes the guest where nobody is signed in."""
    chart = chart_or_404(chart_id)
    attempt = attempts.start(current_learner(request, create=True), chart)
    return JsonResponse(state_json(attempt))


@require_http_methods(["GET", "POST"])
@_clear_errors
def operations(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET the state; POST a batch of operations, which may have been sent before."""
    attempt = own_attempt(request, public_id)
    accepted: list[str] = []
    if request.method == "POST":
        accepted = attempts.apply(attempt, read_batch(request.body))
    return JsonResponse({"accepted": accepted, **state_json(attempt)})


@require_GET
@_clear_errors
def search(request: HttpRequest) -> HttpResponse:
    """Hits for `q` on the date `on`; `billable=1` and `chapter=N` narrow them."""
    found = codebook.search(
        request.GET.get("q", ""),
        on=_coding_date(request),
        billable=request.GET.get("billable") == "1",
        chapter=request.GET.get("chapter") or None,
    )
    return JsonResponse(found)


@require_GET
@_clear_errors
def concept(request: HttpRequest, code: str) -> HttpResponse:
    """One entry of the book, on the date `on`."""
    return JsonResponse(codebook.concept(code, _coding_date(request)))


def _coding_date(request: HttpRequest) -> dt.date | None:
    """The date `on` of a request for the codebook, which chooses the release. Raises QueryError."""
    try:
        return dt.date.fromisoformat(request.GET["on"]) if request.GET.get("on") else None
    except ValueError:
        raise QueryError("the date is not a date", "Write it as 2026-05-31") from None


@require_GET
def citation(request: HttpRequest) -> HttpResponse:
    """The paragraph of a guideline section `c`."""
    found = codebook.citation(request.GET.get("c", ""))
    if found is None:
        raise Http404
    return JsonResponse(found)
