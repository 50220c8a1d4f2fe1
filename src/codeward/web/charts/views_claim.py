"""The answer as the claim form that it makes, to read and to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from codeward.charts import Chart, claim_of
from codeward.claims import Claim
from codeward.errors import AnswerError
from codeward.web.accounts.api import current_learner
from codeward.web.charts import attempts, snapshots
from codeward.web.charts.claim_form import form_of
from codeward.web.charts.doors import record_attempt
from codeward.web.charts.helping import attempt_claim
from codeward.web.charts.models import Attempt
from codeward.web.scrub.api import form_fields

__all__ = ["claim", "handed_in"]


@require_GET
def claim(request: HttpRequest, chart_id: str) -> HttpResponse:
    """The form of the answer under way at a chart, as it is saved; empty where nothing is coded yet."""
    shown = snapshots.shown_id_of(chart_id)
    if shown != chart_id:
        return redirect("charts:claim", chart_id=shown)
    attempt = attempts.open_attempt(current_learner(request), chart_id)
    back = reverse("charts:chart", args=[chart_id]), _("Back to the chart")
    if attempt is None:
        chart = snapshots.chart_or_404(chart_id)
        return _shown(request, chart, claim_of(chart, ()), back, "")
    return _of(request, attempt, back, _("As saved. Changes that are not sent yet are not on it."))


@require_GET
def handed_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form of an answer that was handed in, for its learner and for those whose role reads the record."""
    attempt, _own = record_attempt(request, public_id)
    if attempt.state != Attempt.State.SUBMITTED:
        return redirect("charts:claim", chart_id=attempt.chart_id)
    back = reverse("results:result", args=[attempt.public_id]), _("Back to the result")
    return _of(request, attempt, back, _("As it was submitted."))


def _of(request: HttpRequest, attempt: Attempt, back: tuple[str, str], said: str) -> HttpResponse:
    try:
        chart, made = attempt_claim(attempt)
    except AnswerError as error:
        chart = attempts.chart_of(attempt)
        return _shown(request, chart, claim_of(chart, ()), back, f"{error.message}. {error.way_out}.")
    return _shown(request, chart, made, back, said)


def _shown(request: HttpRequest, chart: Chart, made: Claim, back: tuple[str, str], said: str) -> HttpResponse:
    empty = not (made.diagnoses or made.procedures or made.lines)
    context = {
        "chart": chart,
        "form": form_of(chart, made),
        "fields": form_fields(made.kind),
        "back": back,
        "said": _("No codes yet: code the chart, and they stand here.") if empty else said,
    }
    return render(request, "charts/claim.html", context)
