"""What changed between two releases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from codeward.codesets import books
from codeward.errors import CodewardError
from codeward.web.codebook import present_diff
from codeward.web.codebook.asked import page_number
from codeward.web.codebook.doors import page, readable
from codeward.web.limits import COMPARISONS, allowed
from codeward.web.problems import told

__all__ = ["diff"]

MOST_PAGES = 2_000


@readable
def diff(request: HttpRequest) -> HttpResponse:
    """The changes from release `a` to release `b`, kind by kind, in pages."""
    older, newer = request.GET.get("a", "")[:60], request.GET.get("b", "")[:60]
    choices = present_diff.choices()
    context: dict[str, Any] = {
        "a": older,
        "b": newer,
        "q": request.GET.get("q", "")[:100],
        "choices": choices,
        "found": None,
        "problem": "",
    }
    status = 200
    if older and older == newer:
        context["problem"], status = _("Choose two different editions to compare."), 422
    elif not (older or newer):
        context["a"], context["b"] = present_diff.usual(choices)
    elif not {older, newer} <= present_diff.known(choices):
        context["problem"], status = _("Choose two editions from the lists."), 422
    else:
        if not present_diff.cached(older, newer) and not allowed(
            request, *COMPARISONS
        ):  # what was compared lately is kept and counts nothing
            return render(request, "429.html", status=429)
        try:
            # The older one first, whichever way round they were chosen.
            if (
                books.open_release(older).release.in_force_from
                > books.open_release(newer).release.in_force_from
            ):
                older, newer = newer, older
            context["found"] = present_diff.compared(
                older, newer, request.GET.get("kind", ""), context["q"], page_number(request, MOST_PAGES)
            )
            context.update(a=older, b=newer, number=context["found"].number, pages=context["found"].pages)
        except CodewardError as error:
            context["problem"], status = told(error), 422
    return page(request, "diff.html", "releases", context, status)
