"""Word parts: searched, and put together to a word."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from codeward.charts import word_parts as all_parts
from codeward.practice import NoWord, build_word
from codeward.web.typed import one_line

__all__ = ["word_parts"]

KINDS = {"prefix": _("Prefixes"), "root": _("Roots"), "suffix": _("Suffixes")}
PLACES = 4


@require_safe
def word_parts(request: HttpRequest) -> HttpResponse:
    """Every prefix, root and suffix; `q` leaves those that have it in themselves or their meaning. `part` builds."""
    asked = one_line(request.GET.get("q", ""), 60)
    chosen = [one for one in (one_line(text, 30).casefold() for text in request.GET.getlist("part")) if one]
    parts = all_parts().parts
    found = [one for one in parts if asked.casefold() in f"{one.part} {one.means} {one.example}".casefold()]
    order = sorted(found, key=lambda one: (list(KINDS).index(one.kind), one.part.strip("-")))
    built, problem = None, ""
    if chosen:
        try:
            built = build_word(chosen[:PLACES])
        except NoWord as error:
            problem = f"{error.message}. {error.way_out}"
    context = {
        "asked": asked,
        "groups": [
            (KINDS[kind], kind, list(rows)) for kind, rows in groupby(order, key=lambda one: one.kind)
        ],
        "names": [one.part for one in parts],
        "places": (chosen + [""] * PLACES)[:PLACES],
        "built": built,
        "problem": problem,
        "total": len(parts),
    }
    return render(request, "courses/word_parts.html", context)
