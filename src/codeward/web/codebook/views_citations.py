"""What a citation opens, as a page or as the inside of a dialog."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from codeward.web.codebook import citations

__all__ = ["citation"]


@require_GET
def citation(request: HttpRequest) -> HttpResponse:
    """A guideline paragraph or an entry of the Tabular: a page, or for htmx only its inside."""
    asked = request.GET.get("c", "")[:80]
    found = citations.find(asked, request.GET.get("release", "")[:60])
    if found is None:
        raise Http404
    page = "codebook/_citation.html" if request.headers.get("HX-Request") else "codebook/citation.html"
    context = {"asked": asked, "found": found, "is_entry": isinstance(found, citations.CitedEntry)}
    return render(request, page, context)
