"""A page where Django answers with nothing at all: a method that an address does not take."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

__all__ = ["MethodPage"]


class MethodPage:
    """Gives an empty 405 its page, for people; its Allow header stays, and programs get what they got."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        response = self.get_response(request)
        empty = isinstance(response, HttpResponse) and response.status_code == 405 and not response.content
        if not empty or request.method == "HEAD" or not request.accepts("text/html"):
            return response
        page = render(request, "pages/405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
