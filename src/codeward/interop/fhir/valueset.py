"""ValueSet/$expand and $validate-code (http://hl7.org/fhir/R4/valueset.html), always page by page.

A value set is one that we name (`<system>?fhir_vs`, `<system>?fhir_vs=isa/E11`) or one that the caller sends. No
regular expressions: a caller's pattern could keep a worker busy for ever; what a request looks at is counted.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from codeward.codesets import CODING, SYSTEMS, Book, Concept, books
from codeward.errors import UnknownCode, quoted
from codeward.interop.fhir.members import Members, Part, billable, merged, of_kind
from codeward.interop.fhir.outcome import FhirError
from codeward.interop.fhir.parameters import WRITTEN, Given, parameters
from codeward.interop.fhir.terms import (
    book_of,
    coding,
    concept_in,
    display,
    known_system,
    release_notice,
    url_of,
    version_of,
)

__all__ = ["EXPAND", "PAGE", "VALIDATE", "expand", "resource", "resources", "validate_code"]

EXPAND = frozenset(
    {"url", "valueSet", "valueSetVersion", "filter", "date", "offset", "count", "activeOnly", "includeDesignations",
     "includeDefinition", "excludeNested", "displayLanguage", "system-version"}
)  # fmt: skip
VALIDATE = frozenset(
    {"url", "valueSet", "code", "system", "systemVersion", "display", "coding", "codeableConcept", "date", "abstract",
     "displayLanguage", "valueSetVersion"}
)  # fmt: skip

PAGE = 1000  # concepts of a page where the caller asks for no count, and at most
_MOST_PARTS = 50
_MARK = "?fhir_vs"


def expand(given: Given, instance: str | None = None) -> dict[str, Any]:
    """Answer ValueSet/$expand with one page. Raises FhirError, UnknownCode."""
    on = given.date("date")
    url, includes, excludes = _compose(given, instance, on)
    count, offset = given.number("count"), given.number("offset") or 0
    size = min(PAGE if count is None else count, PAGE)
    words = given.text("filter")
    only_active = given.flag("activeOnly")
    if only_active:
        for part in includes:
            part.only(billable(part.book.file, wanted=True))
    stated = includes[0].count() if len(includes) == 1 and not (words or excludes) else None
    total = 0
    page: list[dict[str, Any]] = []
    for book, index in Members(includes, excludes, given.budget).only_with(words):
        if stated is not None and total >= offset + size:
            total = stated
            break
        if offset <= total < offset + size:
            given.budget.spend(WRITTEN)
            page.append(_contained(book, book.file.concept(index)))
        total += 1
    used = {(part.book.system, version_of(part.book)): part.book for part in includes}
    return {
        "resourceType": "ValueSet",
        "status": "active",
        **({"url": url} if url else {}),
        "expansion": {
            "identifier": f"urn:uuid:{uuid4()}",
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "total": total,
            "offset": offset,
            "parameter": [
                *([{"name": "filter", "valueString": words}] if words else []),
                {"name": "count", "valueInteger": size},
                *({"name": "version", "valueUri": f"{url_of(s)}|{v}"} for s, v in used),
                *(
                    {
                        "name": "warning",
                        "valueString": f"{book.release.id} is not in force on the date. Install the one that is: "
                        + books.install_command(book.system, book.asked),
                    }
                    for book in used.values()
                    if not book.in_force
                ),
            ],
            **({"contains": page} if page else {}),
        },
    }


def _contained(book: Book, concept: Concept) -> dict[str, Any]:
    row = coding(book, concept)
    if not concept.billable:
        row["abstract"] = True
    return row


def _compose(
    given: Given, instance: str | None, on: date | None
) -> tuple[str | None, list[Part], list[Part]]:
    """Return (url, includes, excludes) of the value set that a request names or sends."""
    sent = given.element("valueSet") if "valueSet" in given else None
    url = given.text("url")
    if instance is not None:
        url = resource(instance)["url"]
    if sent is not None:
        return sent.get("url"), *_of_resource(sent, on)
    if url is None:
        raise FhirError("required", 400, "The parameter url is missing", "Give url, or a valueSet")
    return url, [_implicit(url, on)], []


def _implicit(url: str, on: date | None) -> Part:
    """Return the value set that its URL describes: the whole system, or a code with everything below it."""
    system, mark, rest = url.partition(_MARK)
    version: str | None = None
    if "|" in rest:
        rest, _, version = rest.partition("|")
    if not mark or (rest and not rest.startswith("=isa/")):
        raise FhirError(
            "not-found",
            404,
            f"There is no value set {quoted(url)} here",
            f"Write <system>{_MARK} for a whole system, <system>{_MARK}=isa/<code> for what is below a code",
        )
    book = book_of(system, version, on)
    if not rest:
        return Part(book)
    return Part(book, (_span(book, rest.removeprefix("=isa/")),))


def _span(book: Book, code: str) -> tuple[int, int]:
    """Return the span of *code* with everything below it. Raises UnknownCode."""
    concept = book.get(code)
    if concept is None:
        raise UnknownCode(code, book.release.id)
    return book.file.span_of(concept.index)


def _of_resource(sent: dict[str, Any], on: date | None) -> tuple[list[Part], list[Part]]:
    if sent.get("resourceType") != "ValueSet":
        raise FhirError("structure", 400, "The parameter valueSet is not a ValueSet")
    compose = sent.get("compose")
    if not isinstance(compose, dict):
        raise FhirError("required", 422, "The ValueSet has no compose", "Send compose.include")
    sides = []
    for name in ("include", "exclude"):
        rows = compose.get(name, [])
        if (
            not isinstance(rows, list)
            or not all(isinstance(row, dict) for row in rows)
            or len(rows) > _MOST_PARTS
        ):
            raise FhirError("structure", 400, f"compose.{name} is not a list of at most {_MOST_PARTS} parts")
        sides.append([_part(row, on) for row in rows])
    if not sides[0]:
        raise FhirError("required", 422, "compose.include is empty", "Say what the value set holds")
    return sides[0], sides[1]


def _part(row: dict[str, Any], on: date | None) -> Part:
    if "valueSet" in row:
        raise FhirError("not-supported", 422, "compose.include.valueSet is not supported", "Send its parts")
    system = row.get("system")
    if not isinstance(system, str):
        raise FhirError("required", 400, "A part of compose has no system", "Give the code system's url")
    version = row.get("version")
    book = book_of(system, version if isinstance(version, str) else None, on)
    listed, filters = row.get("concept"), row.get("filter", [])
    if listed is not None:
        if filters:
            raise FhirError("invalid", 400, "A part has both concepts and filters", "Send two parts")
        codes = [each.get("code") if isinstance(each, dict) else None for each in _list(listed)]
        known = []
        for code in codes:
            if not isinstance(code, str):
                raise FhirError("structure", 400, "A concept of compose has no code")
            concept = book.get(code)
            if concept is not None:
                known.append(concept.index)
        return Part(book, listed=tuple(dict.fromkeys(known)))
    part = Part(book)
    for each in _list(filters):
        if not isinstance(each, dict):
            raise FhirError("structure", 400, "A filter is not an object")
        _filter(part, each)
    return part


def _list(value: object) -> list[Any]:
    if isinstance(value, list) and len(value) <= PAGE:
        return value
    raise FhirError("structure", 400, f"compose holds what is not a list of at most {PAGE} rows")


def _filter(part: Part, row: dict[str, Any]) -> None:
    """Narrow *part* by one filter. Raises FhirError for one that is not supported, UnknownCode."""
    prop, op, value = row.get("property"), row.get("op"), row.get("value")
    book, file = part.book, part.book.file
    if not isinstance(value, str):
        raise FhirError("structure", 400, "A filter has no value")
    if prop in ("concept", "code") and op == "is-not-a":
        return part.remove((_span(book, value),))
    if prop in ("concept", "code") and op in ("is-a", "descendent-of", "descendant-of"):
        start, end = _span(book, value)
        return part.narrow(((start if op == "is-a" else start + 1, end),))
    if prop in ("billable", "notSelectable", "abstract") and op == "=" and value in ("true", "false"):
        return part.only(billable(file, wanted=(value == "true") == (prop == "billable")))
    if prop == "kind" and op == "=":
        return part.only(of_kind(file, value))
    if prop in ("concept", "code") and op in ("=", "in"):
        codes = (book.get(code.strip()) for code in value.split(",")[:PAGE])
        return part.narrow(merged((c.index, c.index + 1) for c in codes if c is not None))
    raise FhirError(
        "not-supported",
        422,
        f"The filter {quoted(prop)} {quoted(op)} is not supported",
        "Supported: concept is-a, descendent-of, is-not-a, =, in; billable =; kind =",
    )


def validate_code(given: Given, instance: str | None = None) -> dict[str, Any]:
    """Answer ValueSet/$validate-code: is the code in the value set? Raises FhirError, UnknownCode."""
    _, includes, excludes = _compose(given, instance, given.date("date"))
    codes = _asked(given)
    for url, code in codes:
        for part in includes:
            if url and known_system(url.partition("|")[0]) != part.book.system:
                continue
            concept = concept_in(part.book, code)
            if concept is None or not part.holds(concept.index) or _excluded(excludes, part.book, concept):
                continue
            shown = display(part.book, concept)
            stated = given.text("display")
            right = stated is None or stated.strip().casefold() == shown.casefold()
            rows: list[dict[str, Any]] = [{"name": "result", "valueBoolean": right}]
            told = "" if right else f"{concept.code} is called {shown}, not {stated}."
            told = f"{told}{release_notice(part.book)}".strip()
            if told:
                rows.append({"name": "message", "valueString": told})
            return parameters([*rows, {"name": "display", "valueString": shown}])
    said = ", ".join(code for _, code in codes)
    notices = dict.fromkeys(release_notice(part.book) for part in includes)
    return parameters(
        [
            {"name": "result", "valueBoolean": False},
            {"name": "message", "valueString": f"{quoted(said)} is not in the value set.{''.join(notices)}"},
        ]
    )


def _excluded(excludes: list[Part], book: Book, concept: Concept) -> bool:
    for part in excludes:
        if part.book.system == book.system:
            same = part.book.get(concept.code)
            if same is not None and part.holds(same.index):
                return True
    return False


def _asked(given: Given) -> list[tuple[str | None, str]]:
    whole = given.element("codeableConcept")
    one = given.element("coding")
    if whole is None and one is None:
        return [(given.text("system"), given.needed("code"))]
    rows = whole.get("coding") if whole is not None else [one]
    if not isinstance(rows, list) or not rows:
        raise FhirError("invalid", 400, "The codeableConcept has no coding", "Give at least one")
    out: list[tuple[str | None, str]] = []
    for row in islice(rows, _MOST_PARTS):
        code = row.get("code") if isinstance(row, dict) else None
        system = row.get("system") if isinstance(row, dict) else None
        if not isinstance(code, str) or not isinstance(system, str):
            raise FhirError("invalid", 400, "A coding has no system and code", "Give both as texts")
        out.append((system, code))
    return out


def resources() -> list[dict[str, Any]]:
    """Return the value sets that have an id: the whole of each coding system that can be opened."""
    return [resource(system) for system in CODING if books.releases(system)]


def resource(system: str) -> dict[str, Any]:
    """Return the ValueSet of a whole code system. Raises FhirError where there is none."""
    if system not in CODING:
        raise FhirError(
            "not-found", 404, f"There is no ValueSet {quoted(system)}", f"There are {', '.join(CODING)}"
        )
    url = url_of(system)
    return {
        "resourceType": "ValueSet",
        "id": system,
        "url": f"{url}{_MARK}",
        "name": system.upper(),
        "title": f"All codes of {SYSTEMS[system].display}",
        "status": "active",
        "experimental": False,
        "immutable": True,
        "compose": {"include": [{"system": url}]},
    }
