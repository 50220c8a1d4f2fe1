"""Home, health, the design gallery and the error pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from codeward.web.accounts.api import current_learner
from codeward.web.charts.api import Attempt, chart_of
from codeward.web.pages import health, showcase
from codeward.web.results.api import next_chart


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: a record, the codebook, what a grade looks like, what this is and is not."""
    learner = current_learner(request)
    chart = showcase.featured()
    going = after = None
    if learner is not None:
        going = (
            Attempt.objects.filter(learner=learner, state=Attempt.State.OPEN).order_by("-changed_at").first()
        )
        done = Attempt.objects.filter(learner=learner, state=Attempt.State.SUBMITTED)
        if chart is not None and done.filter(chart_id=chart.id).exists():
            after = next_chart(chart, learner)
    query = request.GET.get("q", "")
    example, grade = showcase.example()
    context = {
        "chart": chart,
        "record": showcase.record(chart) if chart is not None else [],
        "going": going,
        "after": after,
        "going_title": chart_of(going).title if going is not None else "",
        "found": showcase.find(query or showcase.EXAMPLES[0]),
        "asked": query,
        "examples": showcase.EXAMPLES,
        "example": example,
        "grade": grade,
        "sums": showcase.sums(),
    }
    return render(request, "pages/home.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The hits for what is being typed on the home page; for a reader without scripts, the home page itself."""
    if not request.headers.get("HX-Request"):
        return home(request)
    return render(
        request, "pages/_hits.html", {"found": showcase.find(request.GET.get("q", "")), "live": True}
    )


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database and the book answer, else 503."""
    well, said = health.check()
    return JsonResponse(said, status=200 if well else 503)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "pages/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with what we said about it, if it was us."""
    return render(request, "pages/403.html", {"said": str(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old."""
    return render(request, "pages/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "pages/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Asks nothing of the database: it may be what failed."""
    return render(None, "pages/500.html", status=500)
