"""HTTP for the FHIR terminology service: JSON in, JSON out, open to other sites, without sessions or cookies."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from codeward.interop.fhir import Response, handle, outcome
from codeward.web.limits import BATCHES, EXPANSIONS, allowed

__all__ = ["endpoint"]

CONTENT_TYPE = "application/fhir+json; charset=utf-8"
_FORMS = ("application/x-www-form-urlencoded",)
_TYPES = ("application/fhir+json", "application/json", "text/json")
# How many in how many seconds one address may ask of what costs most.
_JSON = ("", "json", "application/json", "application/fhir+json", "text/json")


@csrf_exempt  # nothing is written, and no cookie is read
def endpoint(request: HttpRequest, where: str) -> HttpResponse:
    """Answer one FHIR request: read, search, operation or batch; errors are OperationOutcomes."""
    if request.method == "OPTIONS":
        return _open_to_all(HttpResponse(status=204))
    answer = _answer(request, where)
    response = HttpResponse(
        json.dumps(answer.resource, ensure_ascii=False, separators=(",", ":")).encode(),
        status=answer.status,
        content_type=CONTENT_TYPE,
    )
    if answer.status == 405:
        response["Allow"] = "GET, HEAD, POST, OPTIONS"
    return _open_to_all(response)


def _answer(request: HttpRequest, where: str) -> Response:
    query = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True, errors="replace")
    wanted = next((value for name, value in query if name == "_format"), "")
    if wanted.partition(";")[0].strip().replace(" ", "+") not in _JSON:
        return Response(
            406, outcome("not-supported", f'The format "{wanted[:60]}" is not supported. Ask for json.')
        )
    if not wanted and not any(request.accepts(each) for each in _TYPES):
        return Response(
            406,
            outcome("not-supported", "Only JSON is answered here. Accept application/fhir+json."),
        )
    if request.method == "POST" and not where.strip("/") and not allowed(request, *BATCHES):
        return Response(
            429, outcome("throttled", "Too many batches were sent from your address. Wait a minute.")
        )
    if where.strip("/").endswith("$expand") and not allowed(request, *EXPANSIONS):
        return Response(429, outcome("throttled", "Too many value sets were expanded. Wait a minute."))
    body: Any = None
    if request.method == "POST":
        try:
            raw = request.body
        except RequestDataTooBig:
            return Response(413, outcome("too-long", "The body is too large. Send at most 2.5 MB."))
        if request.content_type in _FORMS:
            query += parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True)
        elif raw.strip():
            try:
                body = json.loads(raw)
            except (ValueError, RecursionError):
                return Response(
                    400, outcome("structure", "The body is not JSON. Send application/fhir+json.")
                )
    return handle(str(request.method), where, query, body, f"{settings.CODEWARD.site_url}/fhir/R4")


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read the answer: it holds public data and depends on no cookie."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Accept, Content-Type"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = "public, max-age=300"
    return response
