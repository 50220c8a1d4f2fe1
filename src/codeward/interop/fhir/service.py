"""One request to the terminology service, and one batch of them: method, path, parameters in; status, resource out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from codeward.bounds import Budget
from codeward.errors import CodewardError, quoted
from codeward.interop.fhir import capability, codesystem, conceptmap, valueset
from codeward.interop.fhir.outcome import FhirError, outcome, told
from codeward.interop.fhir.parameters import Given, read, work

__all__ = ["Response", "handle"]

_MOST_IN_BATCH = 100
_SEARCH = frozenset({"url", "version", "_id", "system", "name", "title", "status", "_count"})

Query = Sequence[tuple[str, str]]


class Response(NamedTuple):
    """HTTP status and the resource to send."""

    status: int
    resource: dict[str, Any]


class _Operation(NamedTuple):
    known: frozenset[str]
    answer: Callable[[Given, str | None], dict[str, Any]]
    on_instance: bool


class _Asked(NamedTuple):
    """One request, and what answering it may cost."""

    method: str
    path: str
    query: Query
    body: object
    base: str
    budget: Budget


def _alone(answer: Callable[[Given], dict[str, Any]]) -> Callable[[Given, str | None], dict[str, Any]]:
    return lambda given, _instance: answer(given)


_OPERATIONS: dict[tuple[str, str], _Operation] = {
    ("CodeSystem", "$lookup"): _Operation(codesystem.LOOKUP, _alone(codesystem.lookup), on_instance=False),
    ("CodeSystem", "$validate-code"): _Operation(
        codesystem.VALIDATE, codesystem.validate_code, on_instance=True
    ),
    ("CodeSystem", "$subsumes"): _Operation(
        codesystem.SUBSUMES, _alone(codesystem.subsumes), on_instance=False
    ),
    ("ValueSet", "$expand"): _Operation(valueset.EXPAND, valueset.expand, on_instance=True),
    ("ValueSet", "$validate-code"): _Operation(valueset.VALIDATE, valueset.validate_code, on_instance=True),
    ("ConceptMap", "$translate"): _Operation(conceptmap.TRANSLATE, conceptmap.translate, on_instance=True),
}
_RESOURCES: dict[str, tuple[Callable[[str], dict[str, Any]], Callable[[], list[dict[str, Any]]]]] = {
    "CodeSystem": (codesystem.resource, codesystem.resources),
    "ValueSet": (valueset.resource, valueset.resources),
    "ConceptMap": (conceptmap.resource, conceptmap.resources),
}


def handle(
    method: str, path: str, query: Query, body: object, base: str, budget: Budget | None = None
) -> Response:
    """Answer one request below *base* ("…/fhir/R4"); *path* has no leading slash. Never raises CodewardError.

    It may cost *budget*: as much as a request alone may, where none is given.
    """
    try:
        return Response(200, _answer(_Asked(method, path.strip("/"), query, body, base, budget or work())))
    except CodewardError as error:
        return Response(*told(error))


def _answer(asked: _Asked) -> dict[str, Any]:
    method, path, query, base = asked.method, asked.path, asked.query, asked.base
    if method not in ("GET", "POST", "HEAD"):
        raise FhirError("not-supported", 405, f"{method} is not supported", "Use GET or POST")
    if not path:
        return _batch(asked)
    parts = path.split("/")
    if parts == ["metadata"]:
        terminology = dict(query).get("mode") == "terminology"
        return (capability.terminology_capabilities if terminology else capability.capability_statement)(base)
    kind, name = parts[0], parts[-1]
    if kind not in _RESOURCES:
        raise FhirError(
            "not-supported",
            404,
            f"There is no {quoted(kind)} here",
            f"There are {', '.join(_RESOURCES)}, metadata",
        )
    if name.startswith("$") and len(parts) in (2, 3):
        return _operation(kind, name, parts[1] if len(parts) == 3 else None, asked)
    if method == "POST" and parts[1:] != ["_search"]:
        raise FhirError(
            "not-supported", 405, f"{kind} cannot be written here", "Call an operation, or use GET"
        )
    if len(parts) == 2 and name != "_search":
        return _RESOURCES[kind][0](name)
    if len(parts) == 1 or parts[1:] == ["_search"]:
        return _search(kind, query, base)
    raise FhirError("not-found", 404, f"There is nothing at {quoted(path)}", "See metadata")


def _operation(kind: str, name: str, instance: str | None, asked: _Asked) -> dict[str, Any]:
    found = _OPERATIONS.get((kind, name))
    if found is None or (instance is not None and not found.on_instance):
        there = ", ".join(f"{k}/{n}" for k, n in _OPERATIONS)
        where = f"{kind}/{instance}/{name}" if instance else f"{kind}/{name}"
        raise FhirError("not-supported", 404, f"There is no operation {quoted(where)}", f"There are {there}")
    if instance is not None:
        _RESOURCES[kind][0](instance)
    return found.answer(read(asked.query, asked.body, found.known, asked.budget), instance)


def _search(kind: str, query: Query, base: str) -> dict[str, Any]:
    """Return a searchset Bundle of the resources whose fields equal what is asked."""
    given = read(query, None, _SEARCH)
    rows = _RESOURCES[kind][1]()
    for name, field in (("url", "url"), ("system", "url"), ("version", "version"), ("_id", "id"), ("name", "name"),
                        ("title", "title"), ("status", "status")):  # fmt: skip
        wanted = given.text(name)
        if wanted is not None:
            rows = [row for row in rows if str(row.get(field, "")).casefold() == wanted.casefold()]
    count = given.number("_count")
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(rows),
        "entry": [
            {"fullUrl": f"{base}/{kind}/{row['id']}", "resource": row, "search": {"mode": "match"}}
            for row in rows[:count]
        ],
    }


def _batch(asked: _Asked) -> dict[str, Any]:
    """Answer a Bundle of requests; each gets its own answer, and one that fails stops no other.

    All of them share what one request may cost: the rest is refused when it is spent.
    """
    body = asked.body
    if asked.method != "POST":
        raise FhirError("not-supported", 404, "There is nothing at the base", "See metadata, or POST a batch")
    if not isinstance(body, dict) or body.get("resourceType") != "Bundle" or body.get("type") != "batch":
        raise FhirError("structure", 400, "The body is not a Bundle of type batch")
    entries = body.get("entry", [])
    if not isinstance(entries, list) or len(entries) > _MOST_IN_BATCH:
        raise FhirError("too-long", 400, f"A batch has at most {_MOST_IN_BATCH} entries")
    return {
        "resourceType": "Bundle",
        "type": "batch-response",
        "entry": [_entry(entry, asked) for entry in entries],
    }


def _entry(entry: object, batch: _Asked) -> dict[str, Any]:
    request = entry.get("request") if isinstance(entry, dict) else None
    if (
        not isinstance(entry, dict)
        or not isinstance(request, dict)
        or not isinstance(request.get("url"), str)
    ):
        answer = Response(
            400, outcome("structure", "An entry of the batch has no request with method and url")
        )
    else:
        # By hand: urlsplit refuses some texts with a ValueError ("http://[::1"), and a batch knows only our own paths.
        where, _, search = request["url"].removeprefix(batch.base).partition("#")[0].partition("?")
        path = where.strip("/")
        if not path:
            answer = Response(400, outcome("not-supported", "A batch cannot hold a batch"))
        else:
            query = parse_qsl(search, keep_blank_values=True)
            method = str(request.get("method"))
            answer = handle(method, path, query, entry.get("resource"), batch.base, batch.budget)
    failed = answer.status >= 400
    return {
        "response": {"status": str(answer.status), **({"outcome": answer.resource} if failed else {})},
        **({} if failed else {"resource": answer.resource}),
    }
