"""What the views of the codebook share: the frame of a page, and errors of the rooms told as pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from codeward.codesets import CODING, SYSTEMS
from codeward.errors import CodewardError, UnknownCode
from codeward.web.codebook.asked import asked_of
from codeward.web.codebook.sections import SECTIONS
from codeward.web.problems import message, told

__all__ = ["page", "readable"]

P = ParamSpec("P")
# What a search keeps to: (system, what it is called).
SCOPES = tuple((name, SYSTEMS[name].display) for name in CODING)

View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(
    request: HttpRequest, template: str, section: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the codebook: `section` is the entry of its navigation that is marked as present."""
    asked = asked_of(request)
    keep = [
        (name, value)
        for name, value in request.GET.items()
        if name not in ("on", "page") and len(value) <= 300
    ]
    frame = {"asked": asked, "section": section, "sections": SECTIONS, "keep": keep, "scopes": SCOPES}
    return render(request, f"codebook/{template}", {**frame, **context}, status=status)


def readable(view: View[P]) -> View[P]:
    """A page to read: GET and HEAD alone, and a room's typed error becomes a page that says the way out."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UnknownCode as error:
            return _told(request, error, 404, str(kwargs.get("system") or "icd10cm"))
        except CodewardError as error:
            return _told(request, error, 404, "")

    return require_safe(wrapped)


def _told(request: HttpRequest, error: CodewardError, status: int, system: str) -> HttpResponse:
    asked = asked_of(request)
    near = error.suggestions if isinstance(error, UnknownCode) and system in SYSTEMS else ()
    context = {
        "message": told(error) if not near else f"{message(error)}.",
        "near": [(code, asked.entry(system, code)) for code in near],
    }
    return page(request, "problem.html", "", context, status)
