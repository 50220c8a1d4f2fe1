"""Home, the glossary, health, the design gallery and the error pages."""

from __future__ import annotations

import sys
from itertools import groupby

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from codeward.charts import glossary as words_of_the_trade
from codeward.web import health
from codeward.web.accounts.api import current_learner
from codeward.web.charts.api import Attempt, chart_of, path
from codeward.web.guided.api import GUIDED_MINUTES, guided_chart
from codeward.web.outages import outage, told
from codeward.web.pages import showcase
from codeward.web.pages.plain import broken, plain
from codeward.web.shapes import refusal
from codeward.web.today.api import today

__all__ = [
    "bad_request",
    "csrf_failure",
    "find",
    "healthz",
    "home",
    "not_found",
    "permission_denied",
    "server_error",
]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: for whoever is signed in what to do today, for everybody else what this is."""
    if request.user.is_authenticated:
        return today(request, request.user)
    return about(request)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What a medical coder does, the way to begin, the codebook, what a grade looks like, what this is and is not."""
    learner = current_learner(request)
    going = None
    if learner is not None:
        mine = Attempt.objects.filter(learner=learner, state=Attempt.State.OPEN)
        going = mine.select_related("snapshot").order_by("-changed_at").first()
    query = request.GET.get("q", "")
    example, grade = showcase.example()
    context = {
        "first": guided_chart(),
        "minutes": GUIDED_MINUTES + path()[0].minutes,
        "record": showcase.record(guided_chart()),
        "going": going,
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
        return about(request)
    return render(
        request, "pages/_hits.html", {"found": showcase.find(request.GET.get("q", "")), "live": True}
    )


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the trade in plain words, by letter; `q` leaves those that have it in their name or meaning."""
    asked = request.GET.get("q", "").strip()[:60]
    found = [
        entry
        for entry in words_of_the_trade().terms
        if asked.casefold() in entry.term.casefold() or asked.casefold() in entry.means.casefold()
    ]
    groups = [
        {"letter": letter, "terms": list(entries)}
        for letter, entries in groupby(found, key=lambda entry: entry.term[0].upper())
    ]
    return render(request, "pages/glossary.html", {"groups": groups, "asked": asked})


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database and the book answer and there is room on the disk, else 503 with a sentence."""
    well, said = health.check()
    return JsonResponse(said, status=200 if well else 503)


healthz.answers_json = True  # type: ignore[attr-defined] # read by shapes


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 for a body that was too long."""
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        said, way_out = _("What was sent is too long."), _("Send at most %(most)s at once.") % {"most": most}
        return refusal(request, 413, said, way_out) or plain(413, said, way_out)
    said, way_out = _("This request could not be read."), _("Reload the page and try again.")
    return refusal(request, 400, said, way_out) or render(request, "pages/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with what we said about it, if it was us."""
    said, way_out = (
        str(exception) or _("This is not open to you."),
        _("Sign in with an account that is allowed to do it."),
    )
    return refusal(request, 403, said, way_out) or render(
        request, "pages/403.html", {"said": str(exception)}, status=403
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old."""
    said, way_out = _("The page that sent this is out of date."), _("Reload the page and try again.")
    return refusal(request, 403, said, way_out) or render(request, "pages/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    said, way_out = _("There is nothing at this address."), _("Check the address.")
    return refusal(request, 404, said, way_out) or render(request, "pages/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the disk or the database is at fault. Asks nothing of the database: it may be what failed."""
    kind = outage(sys.exc_info()[1])
    if kind is not None:
        said, way_out = told(kind)
        answer = refusal(request, 503, said, way_out) or plain(503, said, way_out)
        answer["Retry-After"] = "30"
        return answer
    said, way_out = _("Something went wrong on our side."), _("The error was logged. Try again in a moment.")
    return refusal(request, 500, said, way_out) or broken()
