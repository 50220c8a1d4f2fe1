"""The codebook as the workspace shows it: hits, an opened concept, a citation. JSON shapes, no HTTP."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from itertools import groupby
from typing import Any

from codeward.charts import authorities
from codeward.codesets import Book, BookFile, Concept, Instruction, books, validate
from codeward.errors import BookError
from codeward.search import open_searcher
from codeward.web.codebook import present_facts, present_pcs
from codeward.web.codebook.asked import Asked
from codeward.web.codebook.citations import address
from codeward.web.codebook.present_entry import valid_now
from codeward.web.codebook.words import AUTHORITY_OF

__all__ = ["MAX_CHILDREN", "chapters", "citation", "concept", "release_title", "search"]

MAX_CHILDREN = 400


def search(
    query: str,
    *,
    on: dt.date | None = None,
    limit: int = 20,
    billable: bool = False,
    chapter: str | None = None,
) -> dict[str, Any]:
    """Hits in the release of the date `on`, best first, and the nearest words where there are none.

    Raises QueryError for a query that cannot be run.
    """
    searcher = open_searcher(books.open("icd10cm", on=on))
    hits = searcher.search(query, limit=limit, billable=billable, chapter=chapter)
    book = searcher.book
    return {
        "hits": [
            {
                "code": hit.code,
                "description": hit.description,
                "billable": valid_now(book, hit.code, billable=hit.billable),
                "why": hit.why,
                "matched": list(hit.matched),
            }
            for hit in hits
        ],
        "nearest": [] if hits else searcher.suggest_words(query),
    }


def concept(code: str, on: dt.date | None = None, system: str = "icd10cm") -> dict[str, Any]:
    """An opened concept: where it stands, every instruction that holds for it by kind, children, 7th characters.

    Of another code set than ICD-10-CM it says its facts too, such as what one unit is. Raises UnknownCode.
    """
    book = books.open(system, on=on)
    found = book[code]
    told = validate(book, found.code)
    valid = found.billable if told.list is None else told.valid
    return {
        **found.to_json(),
        "billable": valid,
        "gloss": found.gloss,
        "ancestors": [_named(book, name) for name in reversed(found.ancestors)],
        "instructions": _grouped(book, found.code),
        "children": [_named(book, name) for name in found.children[:MAX_CHILDREN]],
        "seventh": _seventh(book, found) if system == "icd10cm" else [],
        "facts": _facts(book, found, on) if system != "icd10cm" else [],
        "missing": None if valid else told.message,
        "release": book.release_json(),
    }


def _facts(book: Book, found: Concept, on: dt.date | None) -> list[dict[str, Any]]:
    """What the book knows of a procedure code beyond its title: its facts, or the meaning of its seven characters."""
    asked = Asked(on)
    if book.system == "icd10pcs":
        return [
            {"label": axis.title, "value": axis.chosen, "meaning": axis.label, "codes": []}
            for axis in present_pcs.axes_of(book, found.code, asked)
        ]
    return [
        {
            "label": fact.label,
            "value": fact.value,
            "meaning": fact.meaning,
            "codes": [code for code, _href in fact.codes],
        }
        for fact in present_facts.facts(book, found, asked)
        if not fact.is_source
    ]


def chapters(release: str) -> tuple[dict[str, Any], ...]:
    """The chapters of a release, to browse from the top."""
    return _chapters(books.open_release(release).file)


@lru_cache(maxsize=4)
def _chapters(file: BookFile) -> tuple[dict[str, Any], ...]:
    # Kept by the book that is open and not by its release: another file of the same release may take its place.
    book = Book(file, in_force=True)
    return tuple(_named(book, str(number)) for number in range(1, 23) if book.get(str(number)) is not None)


def citation(name: str) -> dict[str, str] | None:
    """The paragraph of a guideline section: id, title, text, and its page; None when it is not a citable one."""
    found = authorities().get(name)
    if found is None:
        return None
    return {"id": found.id, "title": found.title, "text": found.text, "href": address(found.id)}


def _named(book: Book, code: str) -> dict[str, Any]:
    concept = book[code]
    return {**concept.to_json(), "billable": valid_now(book, code, billable=concept.billable)}


def _grouped(book: Book, code: str) -> list[dict[str, Any]]:
    """Instructions in groups of one kind from one ancestor: own ones first, then the nearest ancestor's."""
    groups = []
    for (origin, kind), items in groupby(book.instructions_for(code), key=lambda i: (i.origin, i.kind)):
        groups.append(
            {
                "kind": kind,
                "from": origin,
                "own": origin == code,
                "authority": AUTHORITY_OF.get(kind),
                "items": [_instruction(item) for item in items],
            }
        )
    return groups


def _instruction(item: Instruction) -> dict[str, Any]:
    return {"text": item.text, "references": [reference.to_json() for reference in item.references]}


def _seventh(book: Book, found: Concept) -> list[dict[str, Any]]:
    """The 7th characters to choose from, with the billable code that each makes; empty where none is asked."""
    characters = book.seventh_characters(found.code)
    if not characters:
        return []
    stem = found.code.replace(".", "")[:6]
    if len(stem) < 3 or not (found.billable or _is_stem(book, found)):
        return []
    choices = []
    for character, meaning in characters.items():
        whole = book.get(stem.ljust(6, "X") + character)
        if whole is not None and whole.billable:
            choices.append({"character": character, "meaning": meaning, "code": whole.code})
    return choices


def _is_stem(book: Book, found: Concept) -> bool:
    """Say whether the children of `found` are its own 7-character codes."""
    children = found.children
    return bool(children) and all(len(child.replace(".", "")) == 7 for child in children)


def release_title(release: str) -> str:
    """What a release is called; its id where no book of it is here any more."""
    try:
        return books.open_release(release).release.title
    except BookError:
        return release
