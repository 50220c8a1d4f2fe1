"""Reading the codebook, by page or by program, has a pace: so many answers a minute to one network address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from codeward.web.limits import LOOKUPS, pace
from codeward.web.shapes import refusal

__all__ = ["PACED", "PACED_VIEWS", "Paced"]

# By the namespace of the address: whatever reads a book. What a person saves is not among them.
PACED: Final = frozenset({"api-v1", "codebook", "fhir", "scrub"})
PACED_VIEWS: Final = frozenset({"guided:first", "pages:find"})


class Paced:
    """Answers 429 beyond the pace, in the shape of the address, before the view does any work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Ask the pace."""
        match = request.resolver_match
        if match is None or not (PACED.intersection(match.namespaces) or match.view_name in PACED_VIEWS):
            return None
        if pace.allowed(request):
            return None
        said, way_out = (
            _("There were too many requests from your network."),
            _("Wait a minute, then continue."),
        )
        answer = refusal(request, 429, said, way_out) or render(request, "429.html", status=429)
        answer["Retry-After"] = str(LOOKUPS.seconds)
        return answer
