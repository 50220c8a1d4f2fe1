"""Browse a book from the top, and one entry as the book prints it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from codeward.codesets import SYSTEMS, Book, BookFile, Concept, books, validate
from codeward.index import BOOKS
from codeward.web.codebook import present_entry, present_facts, present_pcs, present_strip, present_tree
from codeward.web.codebook.asked import Asked, asked_of, page_number
from codeward.web.codebook.banner import shown_release
from codeward.web.codebook.doors import page, readable

__all__ = ["entry", "system"]

ROWS = 200  # children on one page


@readable
def system(request: HttpRequest, system: str) -> HttpResponse:
    """The top of a book: its chapters, or sections."""
    asked = asked_of(request)
    book = books.open(system, asked.on)
    rows = [_with_children(book, code, asked) for code in _tops(book)]
    context = {
        "system": system,
        "scope": system,
        "of": SYSTEMS[system],
        "release": shown_release(book, asked),
        "counts": book.manifest.get("counts", {}),
        "rows": rows,
    }
    return page(request, "system.html", system, context)


def _tops(book: Book) -> tuple[str, ...]:
    """The codes that stand below nothing, in book order."""
    return _tops_of(book.file)


@lru_cache(maxsize=32)
def _tops_of(file: BookFile) -> tuple[str, ...]:
    tops, at = [], 0
    while at < file.entries:
        tops.append(file.code_at(at))
        last = at
        while below := list(file.children_of(last)):
            last = below[-1]
        at = last + 1
    return tuple(tops)


def _with_children(book: Book, code: str, asked: Asked) -> tuple[present_entry.Named, int]:
    return present_entry.named(book, code, asked), len(book[code].children)


@readable
def entry(request: HttpRequest, system: str, code: str) -> HttpResponse:
    """One entry. Another spelling of its code leads to the code as the book writes it."""
    asked = asked_of(request)
    book = books.open(system, asked.on)
    concept = book.get(code)
    if concept is None:
        return _unknown(request, book, code, asked)
    if concept.code != code:
        query = request.GET.urlencode()
        there = reverse("codebook:entry", args=[system, concept.code])
        return redirect(f"{there}?{query}" if query else there)
    return page(request, "entry.html", system, _entry_context(request, book, concept, asked))


def _entry_context(request: HttpRequest, book: Book, concept: Concept, asked: Asked) -> dict[str, Any]:
    table = book.system == "icd10pcs" and present_pcs.table_codes(book, concept.code)
    lines = () if table else present_entry.printed(book, concept, asked)
    pages = (
        max(1, -(-len(lines) // ROWS)) if concept.kind in ("chapter", "section") or len(lines) > 500 else 1
    )
    number = page_number(request, pages)
    told = validate(book, concept.code, asked.on)
    listed = told.list is not None  # else a date outside its release would make every code of a book wrong
    check = None if (told.valid if listed else concept.billable) else told
    groups = present_entry.entry_groups(book, concept, asked)
    beside = list(book[concept.parent].children) if concept.parent else list(_tops(book))
    siblings = _neighbours(book, concept, beside, asked)
    shown = lines if pages == 1 else lines[(number - 1) * ROWS : number * ROWS]
    return {
        "system": book.system,
        "of": SYSTEMS[book.system],
        "book": book,
        "concept": concept,
        "anchor": f"{book.system}/{concept.code}",
        "release": shown_release(book, asked),
        "ancestors": [present_entry.named(book, one, asked) for one in reversed(concept.ancestors)],
        "groups": groups,
        "own": [group for group in groups if group.own],
        "inherited": present_entry.inherited(book, groups, asked),
        "tree": present_tree.tree(book, concept, beside, asked),
        "strip": present_strip.strip(book, concept, asked),
        "held": sum(len(group.items) for group in groups),
        "seventh": present_entry.seventh(book, concept, asked),
        "axes": present_pcs.axes_of(book, concept.code, asked) if book.system == "icd10pcs" else (),
        "table": present_pcs.table(book, concept.code, asked) if table else None,
        "folds": present_entry.folded(shown),
        "pages": pages,
        "number": number,
        "check": check,
        "billable": check is None,
        "facts": present_facts.facts(book, concept, asked),
        "calculators": present_facts.calculators(concept),
        "fitting": present_facts.fitting(book, concept, asked),
        "mapped": present_facts.mapped(book, concept, asked),
        "paths": present_facts.in_the_index(book, concept, asked),
        "before": siblings[0],
        "after": siblings[1],
        **_step(request, asked),
    }


def _step(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The second step of who comes from the index: verify, and the way back to the term."""
    if request.GET.get("step") != "verify":
        return {"step": ""}
    book, _, term = request.GET.get("term", "").partition("/")
    known = term and book.replace("-", "_") in BOOKS and len(term) <= 300
    return {"step": "verify", "back": asked.url("index-term", book, term) if known else ""}


def _neighbours(
    book: Book, concept: Concept, codes: list[str], asked: Asked
) -> tuple[present_entry.Named | None, present_entry.Named | None]:
    """The entries before and after at the same level, to leaf through."""
    at = codes.index(concept.code)
    return (
        present_entry.named(book, codes[at - 1], asked) if at else None,
        present_entry.named(book, codes[at + 1], asked) if at + 1 < len(codes) else None,
    )


def _unknown(request: HttpRequest, book: Book, code: str, asked: Asked) -> HttpResponse:
    told = validate(book, code[:64], asked.on)
    near = (told.parent,) if told.parent else told.suggestions
    context = {
        "message": told.message,
        "near": [(one, asked.entry(book.system, one)) for one in near],
        "typed": code[:64],
        "valid": told.valid,
    }
    return page(request, "problem.html", book.system, context, 200 if told.valid else 404)
