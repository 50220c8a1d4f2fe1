"""A typed error as JSON: what is wrong and the way out, with the status that fits. For every endpoint of a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import structlog
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from codeward.codesets import books
from codeward.errors import BookError, CodewardError, QueryError, UnknownCode, quoted

__all__ = ["message", "problem", "told", "told_as_json"]

log = structlog.get_logger("codeward.web")
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def message(error: CodewardError) -> str:
    """Return what is wrong; a release goes by its title, as people know it."""
    if type(error) is not UnknownCode:  # a kind of it says more than that it is unknown
        return error.message
    title = next((one.title for one in books.releases() if one.id == error.release), error.release)
    return _("%(code)s is not in %(book)s") % {"code": quoted(error.code), "book": title}


def told(error: CodewardError) -> str:
    """Return an error as people read it on a page: what is wrong and the way out, and never a command to type.

    What a damaged or missing book needs is for whoever runs the school: it stands in the log, not on the page.
    """
    if isinstance(error, BookError) and not isinstance(error, QueryError):
        log.error("a book cannot be read", error=str(error))
        return _(
            "This part of the codebook cannot be read right now. The people who run the school can fix it."
        )
    parts = (message(error), error.way_out)
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def problem(error: CodewardError, status: int) -> JsonResponse:
    """Return the error as JSON."""
    return JsonResponse({"error": message(error), "way_out": error.way_out}, status=status)


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

        wrapped.answers_json = True  # type: ignore[attr-defined] # so that every other error is JSON too (shapes)
        return wrapped

    return decorate
