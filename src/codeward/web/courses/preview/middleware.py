"""Around every page of a preview: read again what was saved, tell what is wrong, reload when more is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from codeward.web.courses.preview.watching import Previewed, Watch

__all__ = ["Preview"]

BESIDE: Final = b'<main id="content"'
END: Final = b"</body>"
WRONG: Final = 422


class Preview:
    """The innermost middleware of the preview's process: it sees the page before its policy is told to the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.watch = Watch(Previewed(**settings.PREVIEW))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page as the files are now, or with what is wrong with them."""
        edition = self.watch.look()
        request.preview = self.watch  # type: ignore[attr-defined]
        response = self._wrong(request) or self.get_response(request)
        if not response.get("Content-Type", "").startswith("text/html") or response.streaming:
            return response
        context = {"what": self.watch.what, "edition": edition}
        for before, template in ((BESIDE, "strip"), (END, "script")):
            made = render_to_string(f"courses/preview/{template}.html", context, request).encode()
            response.content = response.content.replace(before, made + before, 1)
        return response

    def _wrong(self, request: HttpRequest) -> HttpResponse | None:
        """The page of what is wrong, where a page was asked for."""
        asked_for_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if not asked_for_page or request.headers.get("X-Part"):
            return None
        faults = self.watch.faults()
        if not faults:
            return None
        context = {"faults": faults, "what": self.watch.what}
        return render(request, "courses/preview/wrong.html", context, status=WRONG)
