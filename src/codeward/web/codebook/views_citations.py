"""What a citation opens, as a page or as the inside of a dialog."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from codeward.web.codebook import citations
from codeward.web.codebook.asked import asked_of
from codeward.web.codebook.doors import page

__all__ = ["citation"]


@require_GET
def citation(request: HttpRequest) -> HttpResponse:
    """A guideline paragraph or an entry of the Tabular: a page, or for htmx only its inside."""
    asked = request.GET.get("c", "")[:80]
    found = citations.find(asked, request.GET.get("release", "")[:60])
    if found is None:
        raise Http404
    context = {"cited": asked, "found": found, "is_entry": isinstance(found, citations.CitedEntry)}
    if request.headers.get("HX-Request"):
        return render(request, "codebook/_citation.html", context)
    entry_href = ""
    if isinstance(found, citations.CitedEntry):
        entry_href = asked_of(request).entry("icd10cm", found.concept.code)
    around = () if context["is_entry"] else citations.around(asked)
    return page(request, "citation.html", "icd10cm", {**context, "around": around, "entry_href": entry_href})
