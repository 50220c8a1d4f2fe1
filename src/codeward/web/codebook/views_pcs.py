"""The builder of ICD-10-PCS codes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from codeward.codesets import books
from codeward.web.codebook import present_pcs
from codeward.web.codebook.asked import asked_of, shown_release
from codeward.web.codebook.doors import page, readable

__all__ = ["builder"]


@readable
def builder(request: HttpRequest) -> HttpResponse:
    """Seven positions, only lawful values at each; every choice is a link, so that it works without scripts."""
    asked = asked_of(request)
    book = books.open("icd10pcs", asked.on)
    typed = request.GET.get("code", "").strip()[:20]
    at = request.GET.get("at", "")
    state = present_pcs.building(book, typed, int(at) if at in "1234567" and at else 0, asked)
    context = {"state": state, "release": shown_release(book, asked), "system": "icd10pcs", "typed": typed}
    if request.headers.get("HX-Target") == "cb-builder":
        return render(request, "codebook/_builder.html", {**context, "asked": asked, "live": True})
    return page(request, "pcs.html", "icd10pcs", context)
