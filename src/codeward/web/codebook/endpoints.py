"""JSON for the workspace's codebook: hits, an opened entry, a guideline paragraph. Thin: ask the book, answer."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from codeward.codesets import CODING
from codeward.errors import QueryError, UnknownCode
from codeward.web.accounts.api import keep_coding_date
from codeward.web.codebook import lookup, present_desk, present_fits
from codeward.web.problems import problem, told_as_json

__all__ = ["coding_date", "concept", "modifiers_for", "paragraph", "search"]


@require_GET
@told_as_json({QueryError: 400})
def search(request: HttpRequest) -> HttpResponse:
    """Hits for `q` on the date `on`; `billable=1` and `chapter=N` narrow them.

    They are of ICD-10-CM; with `system` those of that code set, of several ("cpt,hcpcs"), or of all of them ("all"),
    with where each opens.
    """
    if request.GET.get("system"):
        on = _coding_date(request)
        billable = request.GET.get("billable") == "1"
        found = present_desk.quick(request.GET.get("q", ""), request.GET["system"], on, billable=billable)
        return JsonResponse(found)
    found = lookup.search(
        request.GET.get("q", ""),
        on=_coding_date(request),
        billable=request.GET.get("billable") == "1",
        chapter=request.GET.get("chapter") or None,
    )
    return JsonResponse(found)


@require_GET
@told_as_json({QueryError: 400})
def concept(request: HttpRequest, code: str) -> HttpResponse:
    """One entry of the book, on the date `on`: of ICD-10-CM, or of the code set `system`."""
    system = request.GET.get("system", "icd10cm")
    if system not in CODING:
        raise QueryError("there is no such code set", f"Ask for one of {', '.join(CODING)}")
    try:
        return JsonResponse(lookup.concept(code, _coding_date(request), system))
    except UnknownCode as error:
        return problem(error, 404)


@require_GET
@told_as_json({QueryError: 400})
def modifiers_for(request: HttpRequest) -> HttpResponse:
    """The modifiers for a line with `code` on a claim of `kind`, those that it has (`with`) considered; `q`: words."""
    kind: present_fits.ClaimKind = "facility" if request.GET.get("kind") == "facility" else "professional"
    beside = [one for one in request.GET.get("with", "")[:40].split(",") if one][: present_fits.MOST_BESIDE]
    found = present_fits.for_line(
        request.GET.get("code", "")[:16],
        kind,
        _coding_date(request),
        beside=beside,
        query=request.GET.get("q", "")[:300],
    )
    return JsonResponse(found)


@require_GET
def paragraph(request: HttpRequest) -> HttpResponse:
    """The paragraph of a guideline section `c`."""
    found = lookup.citation(request.GET.get("c", ""))
    if found is None:
        raise Http404
    return JsonResponse(found)


@require_POST
def coding_date(request: HttpRequest) -> HttpResponse:
    """Remember the date that the codebook opens with (none: today), then go back without one in the address."""
    try:
        chosen = dt.date.fromisoformat(request.POST["date"]) if request.POST.get("date") else None
    except ValueError:
        raise BadRequest("the date is not a date") from None
    response = redirect(_without_date(request, request.POST.get("next", "")))
    keep_coding_date(request, response, chosen)
    return response


def _without_date(request: HttpRequest, back: str) -> str:
    """Return the page to go back to, without its date; the desk where it is none of ours."""
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return reverse("codebook:desk")
    parts = urlsplit(back)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "on"]
    return parts._replace(scheme="", netloc="", query=urlencode(kept)).geturl()


def _coding_date(request: HttpRequest) -> dt.date | None:
    """The date `on` of a request for the codebook, which chooses the release. Raises QueryError."""
    try:
        return dt.date.fromisoformat(request.GET["on"]) if request.GET.get("on") else None
    except ValueError:
        raise QueryError("the date is not a date", "Write it as 2026-05-31") from None
