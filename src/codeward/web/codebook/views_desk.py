"""The desk: search over every book, and the way to each of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from codeward.index import BOOKS
from codeward.web.codebook import present_desk, present_index
from codeward.web.codebook.asked import asked_of
from codeward.web.codebook.doors import page, readable

__all__ = ["desk"]

EXAMPLES = ("broken left wrist", "laparoscopic appendectomy", "ketorolac", "knee brace", "E11.2", "0DTJ")


@readable
def desk(request: HttpRequest) -> HttpResponse:
    """Search and what lies on the desk."""
    asked = asked_of(request)
    found = present_desk.answer(request.GET.get("q", ""), request.GET.get("system", ""), asked)
    context = {
        "found": found,
        "scope": found.system,
        "books": present_desk.on_the_desk(asked),
        "indexes": [(present_index.slug(name), present_index.BOOK_WORDS[name]) for name in BOOKS],
        "examples": EXAMPLES,
    }
    return page(request, "desk.html", "desk", context)
