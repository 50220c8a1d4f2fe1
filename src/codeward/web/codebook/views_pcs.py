"""ICD-10-PCS beside its tables: the builder, the Index, the keys, the root operations."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from codeward.codesets import books
from codeward.codesets.icd10pcs import keys, terms
from codeward.web.codebook import present_pcs, present_pcs_book
from codeward.web.codebook.asked import asked_of, page_number
from codeward.web.codebook.banner import shown_release
from codeward.web.codebook.doors import page, readable

__all__ = ["builder", "index", "key", "operations"]

KEYS_ON_A_PAGE = 120
TERMS_ON_A_PAGE = 250


@readable
def builder(request: HttpRequest) -> HttpResponse:
    """Seven positions, only lawful values at each; every choice is a link, so that it works without scripts."""
    asked = asked_of(request)
    book = books.open("icd10pcs", asked.on)
    typed = request.GET.get("code", "").strip()[:20]
    at = request.GET.get("at", "")
    state = present_pcs.building(book, typed, int(at) if at in tuple("1234567") else 0, asked)
    context = {"state": state, "release": shown_release(book, asked), "system": "icd10pcs", "typed": typed}
    if request.headers.get("HX-Target") == "cb-builder":
        return render(request, "codebook/_builder.html", {**context, "asked": asked, "live": True})
    return page(request, "pcs.html", "icd10pcs", context)


class _Turned:
    """The page of a list that a request asks for, once it is known how long the list is."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.pages = self.number = 1

    def __call__(self, total: int) -> slice:
        self.pages = max(1, -(-total // TERMS_ON_A_PAGE))
        self.number = page_number(self._request, self.pages)
        return slice((self.number - 1) * TERMS_ON_A_PAGE, self.number * TERMS_ON_A_PAGE)


@readable
def index(request: HttpRequest, letter: str = "") -> HttpResponse:
    """What procedures are called: the official Index where it is installed, else our own names."""
    asked = asked_of(request)
    words = request.GET.get("q", "").strip()[:300]
    book = present_pcs_book.official(asked)
    letters = present_pcs_book.index_letters(book)
    if letter and letter not in letters:
        raise Http404
    turned = _Turned(request)
    rows = present_pcs_book.terms_of(book, words, letter, turned, asked) if words or letter else None
    context = {
        "number": turned.number,
        "pages": turned.pages,
        "q": words,
        "letter": letter,
        "letters": letters,
        "official": book.book.release if book is not None else None,
        "rows": rows,
        "keys": present_pcs_book.key_rows("", words, asked)[:12] if words else [],
        "ending": terms.ending(words) if words else None,
    }
    if request.headers.get("HX-Target") == "cb-found":
        return render(request, "codebook/_pcs_found.html", {**context, "asked": asked, "live": True})
    return page(request, "pcs_index.html", "icd10pcs", context)


@readable
def key(request: HttpRequest) -> HttpResponse:
    """The body part, device and substance keys."""
    asked = asked_of(request)
    words, kind = request.GET.get("q", "").strip()[:300], request.GET.get("kind", "body part")
    rows = present_pcs_book.key_rows(kind, words, asked)
    pages = max(1, -(-len(rows) // KEYS_ON_A_PAGE))
    number = page_number(request, pages)
    context = {
        "q": words,
        "kind": kind,
        "kinds": keys.KINDS,
        "total": len(rows),
        "rows": rows[(number - 1) * KEYS_ON_A_PAGE : number * KEYS_ON_A_PAGE],
        "number": number,
        "pages": pages,
    }
    return page(request, "pcs_keys.html", "icd10pcs", context)


@readable
def operations(request: HttpRequest) -> HttpResponse:
    """The root operations of a section in our own words, and the pairs that are confused."""
    asked = asked_of(request)
    sections = present_pcs_book.sections()
    section = request.GET.get("section", "0")
    if section not in dict(sections):
        raise Http404
    context = {
        "section": section,
        "chosen": section,
        "section_name": dict(sections)[section],
        "all_sections": sections,
        "groups": present_pcs_book.groups(section, asked),
        "pairs": present_pcs_book.pairs(asked) if section == "0" else [],
    }
    return page(request, "pcs_operations.html", "icd10pcs", {**context, "section": "icd10pcs"})
