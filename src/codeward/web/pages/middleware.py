"""Pages and answers for what no view sees: a method that an address does not take, a body that the server refused."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from codeward.web.bodies import REFUSED
from codeward.web.pages.plain import plain
from codeward.web.shapes import Shape, refusal, shape

__all__ = ["KnownHost", "MethodPage", "Refusals"]


class KnownHost:
    """Answers 400 where a request names a host that is not the school's, with one line of log and no traceback.

    Scanners send such requests all day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for the host once, before anything else does."""
        try:
            request.get_host()
        except DisallowedHost:
            # It stands in the one line of this request.
            structlog.contextvars.bind_contextvars(host=str(request.META.get("HTTP_HOST", ""))[:100])
        else:
            return self.get_response(request)
        said, way_out = _("The school is not known by this name."), _("Check the address.")
        answer = refusal(request, 400, said, way_out) or plain(
            400, said, way_out, home=settings.CODEWARD.site_url
        )
        answer._has_been_logged = True  # type: ignore[attr-defined] # so that Django writes no second line of it
        return answer


class MethodPage:
    """Gives an empty 405 its page, or its JSON where the address answers so; its Allow header stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        response = self.get_response(request)
        empty = isinstance(response, HttpResponse) and response.status_code == 405 and not response.content
        if isinstance(response, HttpResponseNotAllowed) and shape(request.path_info) is Shape.API:
            empty = True  # django-ninja's own says it in plain text
        if not empty or request.method == "HEAD":
            return response
        if shape(request.path_info) is Shape.PAGE and not request.accepts("text/html"):
            return response
        methods = response["Allow"]
        said = _("This address does not accept %(method)s.") % {"method": request.method}
        page = refusal(request, 405, said, _("Use %(methods)s.") % {"methods": methods}) or render(
            request, "pages/405.html", status=405
        )
        page["Allow"] = response["Allow"]
        return page


class Refusals:
    """Answers for a body that was too long for the server, before anything else is done for the request.

    The server passes such a request on without its body (ASVS 5.2.1).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413, or pass the request on."""
        most: int | None = request.META.get(REFUSED)
        if most is None:
            return self.get_response(request)
        said = _("What was sent is too long.")
        way_out = _("Send at most %(most)s at once.") % {"most": filesizeformat(most)}
        return refusal(request, 413, said, way_out) or plain(413, said, way_out)
