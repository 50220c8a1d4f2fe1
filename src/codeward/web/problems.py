"""A typed error as JSON: what is wrong and the way out, with the status that fits. For every endpoint of a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse

from codeward.errors import CodewardError

__all__ = ["problem", "told_as_json"]

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def problem(error: CodewardError, status: int) -> JsonResponse:
    """Return the error as JSON."""
    return JsonResponse({"error": error.message, "way_out": error.way_out}, status=status)


def told_as_json(statuses: dict[type[CodewardError], int]) -> Callable[[View[P]], View[P]]:
    """Return a decorator that answers the errors named in `statuses`, the first that fits, and a refused permission."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied as error:
                return JsonResponse({"error": str(error), "way_out": ""}, status=403)
            except tuple(statuses) as error:
                return problem(error, next(n for kind, n in statuses.items() if isinstance(error, kind)))

        return wrapped

    return decorate
