"""What a citation opens, as a page or as the inside of a dialog."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from codeward.charts import guide, is_guideline
from codeward.web.codebook import citations
from codeward.web.codebook.asked import asked_of
from codeward.web.codebook.doors import page

__all__ = ["citation"]


@require_GET
def citation(request: HttpRequest) -> HttpResponse:
    """A paragraph of ours or an entry of the Tabular: a page, or for htmx only its inside. A guideline has its page."""
    asked = request.GET.get("c", "")[:80]
    if is_guideline(asked) and guide().get(asked) is not None:
        return redirect(citations.address(asked, request.GET.get("release", "")[:60]))
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
