"""In which shape an address answers: a page, JSON, or FHIR; so that an error comes in it too, whoever finds it."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from codeward.interop.fhir import outcome

__all__ = ["Shape", "body", "refusal", "shape"]


class Shape(Enum):
    """How an address answers."""

    PAGE = "page"
    JSON = "json"
    API = "api"
    FHIR = "fhir"


_BEGINNINGS: Final = {"/api/": Shape.API, "/fhir/": Shape.FHIR}
# The issue types of http://hl7.org/fhir/R4/valueset-issue-type.html
_ISSUES: Final = {
    400: "invalid",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    408: "timeout",
    413: "too-long",
    429: "throttled",
    503: "transient",
}


def shape(path: str) -> Shape:
    """Return how the address *path* answers, also where nothing is there."""
    for beginning, kind in _BEGINNINGS.items():
        if path.startswith(beginning):
            return kind
    try:
        view = resolve(path).func
    except (Resolver404, ValueError):
        return Shape.PAGE
    # `problems.told_as_json` marks the endpoints of the pages' scripts.
    return Shape.JSON if getattr(view, "answers_json", False) else Shape.PAGE


def body(kind: Shape, status: int, said: str, way_out: str) -> tuple[str, str]:
    """Return (content type, text) of an error in a shape that is not a page."""
    if kind is Shape.FHIR:
        said = " ".join(part for part in (said, way_out) if part)
        return "application/fhir+json; charset=utf-8", _text(outcome(_ISSUES.get(status, "exception"), said))
    more = {"command": "", "suggestions": []} if kind is Shape.API else {}
    return "application/json; charset=utf-8", _text({"error": said, "way_out": way_out, **more})


def refusal(request: HttpRequest, status: int, said: str, way_out: str) -> HttpResponse | None:
    """Return an error in the shape of the request's address; None where that is a page."""
    kind = shape(request.path_info)
    if kind is Shape.PAGE:
        return None
    content_type, text = body(kind, status, said, way_out)
    answer = HttpResponse(text.encode(), status=status, content_type=content_type)
    if kind is Shape.FHIR:
        answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "no-store"
    return answer


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
