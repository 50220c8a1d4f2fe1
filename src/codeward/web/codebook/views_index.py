"""The Alphabetic Index, the External Cause Index, the Neoplasm Table and the Table of Drugs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from codeward.errors import CodewardError, QueryError
from codeward.index import BOOKS, COLUMNS, Index, open_index
from codeward.web.codebook import present_index
from codeward.web.codebook.asked import Asked, asked_of, page_number
from codeward.web.codebook.doors import page, readable
from codeward.web.codebook.typed import operations

__all__ = ["find", "front", "letter", "term"]

MOST_PAGES = 2_000


def _book(name: str) -> str:
    book = name.replace("-", "_")
    if book not in BOOKS:
        raise Http404
    return book


def _frame(index: Index, book: str) -> dict[str, Any]:
    volume = index.volume(book)
    return {
        "book": book,
        "slug": present_index.slug(book),
        "word": present_index.BOOK_WORDS[book],
        "books": [(name, present_index.slug(name), present_index.BOOK_WORDS[name]) for name in BOOKS],
        "letters": present_index.letters(index, book),
        "official": volume.official,
        "release": volume.release,
        "in_force": volume.in_force,
        "is_table": book in COLUMNS,
    }


@readable
def front(request: HttpRequest, book: str) -> HttpResponse:
    """The front of an index book: its letters, a find box, the two steps."""
    asked, name = asked_of(request), _book(book)
    index = open_index(asked.on)
    intents = present_index.intents() if name == "drugs" else ()
    context = {**_frame(index, name), **_found(request, index, name, asked), "intents": intents}
    return page(request, "index.html", "index", context)


@readable
def find(request: HttpRequest, book: str) -> HttpResponse:
    """What is found while typing; for a reader without scripts the front with the same answer."""
    if not request.headers.get("HX-Request"):
        return front(request, book)
    asked, name = asked_of(request), _book(book)
    found = _found(request, open_index(asked.on), name, asked)
    return render(request, "codebook/_index_found.html", {**found, "asked": asked, "live": True})


def _found(request: HttpRequest, index: Index, book: str, asked: Asked) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()
    if not text:
        return {"q": "", "found": None, "refused": ""}
    try:
        found = present_index.find(index, text, None if book == "index" else book, asked)
    except QueryError as error:
        return {"q": text[:300], "found": None, "refused": str(error)}
    done = operations(text) if book == "index" else ()
    if done:  # a diagnosis is meant only where it names the procedure itself, such as its obstruction
        found = tuple(one for one in found if any(word in _words_of(one) for word in done))
    return {"q": text, "found": found, "refused": "", "operation": bool(done)}


def _words_of(found: present_index.Found) -> str:
    return " ".join((*found.path, found.check.description if found.check else "")).casefold()


@readable
def letter(request: HttpRequest, book: str, letter: str) -> HttpResponse:
    """A page of a letter."""
    asked, name = asked_of(request), _book(book)
    index = open_index(asked.on)
    shown = present_index.reading(index, name, letter, page_number(request, MOST_PAGES), asked)
    if shown is None:
        raise Http404
    context = {**_frame(index, name), "shown": shown, "number": shown.number, "pages": shown.pages, "q": ""}
    return page(request, "index_letter.html", "index", context)


@readable
def term(request: HttpRequest, book: str, term_id: str) -> HttpResponse:
    """The deep link of a term or of a table's cell: leads to the page and line where it is printed."""
    asked, name = asked_of(request), _book(book)
    try:
        there = present_index.place_of(open_index(asked.on), name, term_id, asked)
    except CodewardError:
        there = None
    if there is None:
        raise Http404
    return redirect(there)
