"""Version 1 of the JSON API. The shapes are those that the command line prints (docs/reference/json.md)."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError

from codeward import crosswalks
from codeward.claims import ClaimError
from codeward.codesets import CODING, SYSTEMS, Book, Desk, books, lookup_json
from codeward.codesets import validate as judged
from codeward.codesets.compare import diff as compared
from codeward.errors import BookError, CodewardError, NotInForce, QueryError, UnknownCode, quoted
from codeward.index import open_index
from codeward.search import AllBooks, open_searcher, results_json
from codeward.web.api.claims import router as claims
from codeward.web.api.refusals import TooMany, UnknownRelease
from codeward.web.limits import COMPARISONS, allowed

__all__ = ["api"]

api = NinjaAPI(
    title="Codeward",
    version="1",
    description=(
        "Look up, search and validate medical codes. Of CPT only study glosses of Codeward are given, never a "
        "descriptor of the American Medical Association."
    ),
    docs_url=None,  # the page would load scripts that our content security policy forbids
    urls_namespace="api-v1",
)

api.add_router("", claims)
_desk = AllBooks()
Code = Annotated[str, Path(description="A code, with or without its dot", max_length=64)]
System = Annotated[
    str | None,
    Query(description="icd10cm, icd10pcs, hcpcs or cpt (in a search also all); without it the code tells"),
]
On = Annotated[date | None, Query(description="The coding date, which chooses the release")]
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many")]
Words = Annotated[str, Query(min_length=1, max_length=1000, description="Words, or a code")]
_SHAPE = {200: dict[str, Any], 404: dict[str, Any], 400: dict[str, Any]}


def _problem(request: HttpRequest, error: CodewardError, status: int) -> HttpResponse:
    body: dict[str, Any] = {
        "error": error.message,
        "way_out": error.way_out,
        "command": error.command,
        "suggestions": list(error.suggestions) if isinstance(error, UnknownCode) else [],
    }
    if isinstance(error, ClaimError):
        body["where"] = error.where
    return api.create_response(request, body, status=status)


@api.exception_handler(CodewardError)
def _told(request: HttpRequest, error: CodewardError) -> HttpResponse:
    """Answer a typed error with its words: 404 what is not there, 422 no release for the date, 429, 400 the rest."""
    if isinstance(error, UnknownCode | UnknownRelease):
        return _problem(request, error, 404)
    if isinstance(error, TooMany):
        return _problem(request, error, 429)
    if isinstance(error, NotInForce):
        return _problem(request, error, 422)
    if isinstance(error, BookError) and not isinstance(error, QueryError):
        return _problem(request, error, 503)
    return _problem(request, error, 400)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a parameter that cannot be read with its name and what is wrong."""
    said = "; ".join(
        f"{'.'.join(str(part) for part in row['loc'][1:])}: {row['msg']}" for row in error.errors
    )
    return _problem(
        request, CodewardError(f"A parameter cannot be read: {said}", "See /api/v1/openapi.json"), 400
    )


@api.get("systems", response=dict[str, Any], summary="Code systems and their releases", tags=["books"])
def systems(request: HttpRequest) -> dict[str, Any]:
    """List the coding systems with every release that can be opened."""
    return {
        "systems": [
            {
                "id": name,
                "display": SYSTEMS[name].display,
                "publisher": SYSTEMS[name].publisher,
                "url": SYSTEMS[name].url,
                "releases": [
                    {**release.to_json(), "title": release.title} for release in books.releases(name)
                ],
            }
            for name in CODING
        ]
    }


@api.get("lookup/{code}", response=_SHAPE, summary="What the book knows of a code", tags=["codes"])
def lookup(request: HttpRequest, code: Code, system: System = None, on: On = None) -> dict[str, Any]:
    """Return an entry with every instruction that holds for it."""
    book = Desk(_coding(system), on).book_for(code)
    return lookup_json(book, code, book[code])


@api.get("validate/{code}", response=_SHAPE, summary="May a code stand on a claim?", tags=["codes"])
def validate(request: HttpRequest, code: Code, system: System = None, on: On = None) -> dict[str, Any]:
    """Say whether a code is billable on a date, and if not, why and what to do."""
    book = Desk(_coding(system), on).book_for(code)
    return {**judged(book, code, on).to_json(), "system": book.system, "release": books.describe(book)}


@api.get("search", response=_SHAPE, summary="Find codes by words", tags=["codes"])
def search(
    request: HttpRequest,
    q: Words,
    system: System = None,
    on: On = None,
    limit: Limit = 20,
    billable: bool = False,
) -> dict[str, Any]:
    """Return the hits of one system, best first, and the nearest words where there are none."""
    if system == "all":
        return results_json(_desk.search_all(q, limit, on=on, billable=billable))
    book = books.open(_coding(system) or "icd10cm", on)
    searcher = open_searcher(book)
    hits = searcher.search(q, limit, billable=billable, system=book.system)
    return {
        "query": q,
        "system": book.system,
        "hits": [hit.to_json() for hit in hits],
        "nearest_words": [] if hits else list(searcher.suggest_words(q)),
        "release": books.describe(book),
    }


@api.get(
    "browse/{system}", response=_SHAPE, summary="A book from the top, or what is below a code", tags=["books"]
)
def browse(
    request: HttpRequest,
    system: Annotated[str, Path(max_length=20)],
    below: Annotated[
        str | None, Query(max_length=64, description="A code; without it the top of the book")
    ] = None,
    on: On = None,
) -> dict[str, Any]:
    """Return the entries one level down, in the order of the book."""
    book = books.open(_coding(system) or system, on)
    concept = None if below is None else book[below]
    codes = concept.children if concept is not None else _top(book)
    return {
        "system": book.system,
        "below": concept.code if concept is not None else None,
        "ancestors": list(concept.ancestors) if concept is not None else [],
        "entries": [
            {
                "code": entry.code,
                "kind": entry.kind,
                "description": entry.description,
                "billable": entry.billable,
                "children": len(entry.children),
            }
            for entry in map(book.__getitem__, codes)
        ],
        "release": books.describe(book),
    }


@api.get("diff", response=_SHAPE, summary="What changed between two releases", tags=["books"])
def diff(
    request: HttpRequest,
    a: Annotated[str, Query(max_length=60, description="The id of the earlier release")],
    b: Annotated[str, Query(max_length=60, description="The id of the later release")],
    limit: Annotated[int, Query(ge=1, le=5000, description="At most so many rows of each kind")] = 500,
) -> dict[str, Any]:
    """Return the changes of each kind; `counts` says how many there are in all."""
    older, newer = _release(a), _release(b)
    if not allowed(request, *COMPARISONS):
        raise TooMany("Too many releases were compared from your address", "Wait ten minutes")
    found = compared(older, newer).to_json()
    lists = {name: rows for name, rows in found.items() if isinstance(rows, list)}
    return {
        **found,
        **{name: rows[:limit] for name, rows in lists.items()},
        "split": dict(islice(found["split"].items(), limit)),
        "counts": {**{name: len(rows) for name, rows in lists.items()}, "split": len(found["split"])},
    }


@api.get("index", response=_SHAPE, summary="Find a path in the Alphabetic Index", tags=["codes"])
def index(request: HttpRequest, q: Words, on: On = None, limit: Limit = 10) -> dict[str, Any]:
    """Return the paths that answer the words, best first, from the Index and its tables."""
    return {"query": q, "entries": [entry.to_json() for entry in open_index(on).find(q, limit)]}


@api.get("map", response=dict[str, Any], summary="The crosswalks", tags=["crosswalks"])
def maps(request: HttpRequest) -> dict[str, Any]:
    """List the crosswalks with what they map and where the rows come from."""
    rows = [crosswalks.descriptor(name) for name in crosswalks.names()]
    return {
        "crosswalks": [
            {"id": row.id, "title": row.title, "from": row.source_system, "to": row.target_system}
            for row in rows
        ]
    }


@api.get("map/{code}", response=_SHAPE, summary="Map a code", tags=["crosswalks"])
def map_code(
    request: HttpRequest,
    code: Code,
    to: Annotated[str, Query(max_length=40, description="The crosswalk, such as icd9, ccsr, hcc")],
    on: On = None,
) -> dict[str, Any]:
    """Return what a code maps to, with the publisher's flags."""
    crosswalk = crosswalks.open(to, on)
    return {
        "code": code,
        "to": to,
        "edition": crosswalk.edition.id,
        "results": [
            each.to_json() for each in crosswalks.marked(crosswalk.map(code, on), crosswalk.target_system, on)
        ],
    }


def _release(release_id: str) -> Book:
    """Return the book of a release. Raises UnknownRelease where it is not installed."""
    if release_id not in {release.id for release in books.releases()}:
        raise UnknownRelease(f"The release {quoted(release_id)} is not here", "See /api/v1/systems")
    return books.open_release(release_id)


def _top(book: Book) -> list[str]:
    """Return the codes that stand below nothing."""
    file = book.file
    return [file.code_at(index) for index in file.roots()]


def _coding(system: str | None) -> str | None:
    """Return a coding system by its id. Raises CodewardError for another."""
    if system is not None and system not in CODING:
        raise CodewardError(f"There is no code system {quoted(system)}", f"There are {', '.join(CODING)}")
    return system
