"""CodeSystem and its operations: $lookup, $validate-code, $subsumes (http://hl7.org/fhir/R4/codesystem.html)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from codeward.codesets import CODING, SYSTEMS, Book, BookFile, Concept, Validation, books, validate, validity
from codeward.errors import UnknownCode, quoted
from codeward.interop.fhir.outcome import FhirError
from codeward.interop.fhir.parameters import Given, parameters
from codeward.interop.fhir.terms import (
    book_of,
    concept_in,
    display,
    is_concept,
    known_system,
    release_notice,
    system_of,
    url_of,
    version_of,
)

__all__ = [
    "LOOKUP",
    "SUBSUMES",
    "VALIDATE",
    "asked",
    "lookup",
    "resource",
    "resources",
    "subsumes",
    "validate_code",
]

LOOKUP = frozenset({"code", "system", "version", "coding", "date", "displayLanguage", "property"})
VALIDATE = frozenset(
    {
        "url",
        "system",
        "code",
        "version",
        "display",
        "coding",
        "codeableConcept",
        "date",
        "abstract",
        "displayLanguage",
    }
)
SUBSUMES = frozenset({"codeA", "codeB", "system", "version", "codingA", "codingB"})

Asked = tuple[str, str, str | None, str | None]  # system URL, code, version, display


def asked(given: Given, *, system: str = "system", code: str = "code", coding: str = "coding") -> Asked:
    """Return (system URL, code, version, display) from code and system, or from a Coding. Raises FhirError."""
    element = given.element(coding)
    if element is not None:
        return _of_coding(element, coding)
    return given.needed(system), given.needed(code), given.text("version"), None


def _of_coding(element: dict[str, Any], name: str) -> Asked:
    parts = [element.get(key) for key in ("system", "code", "version", "display")]
    if not all(part is None or isinstance(part, str) for part in parts) or not (parts[0] and parts[1]):
        raise FhirError("invalid", 400, f"The Coding {name} has no system and code", "Give both as texts")
    return str(parts[0]), str(parts[1]), parts[2], parts[3]


def lookup(given: Given) -> dict[str, Any]:
    """Answer CodeSystem/$lookup. Raises FhirError, UnknownCode."""
    url, code, version, _ = asked(given)
    book = book_of(url, version, given.date("date"))
    concept = concept_in(book, code)
    dates = _dated(book.file, code, book.asked, validity.opened())
    if concept is not None:
        rows = list(_described(book.file, concept.index, in_force=book.in_force))
    elif dates and dates[0][1]["valueBoolean"]:  # valid on the day, and its title in no release at hand
        rows = [
            {"name": "name", "valueString": SYSTEMS[book.system].display},
            {"name": "version", "valueString": version_of(book)},
            {"name": "display", "valueString": code.strip().upper()},
        ]
    else:
        raise UnknownCode(code, book.release.id)
    wanted = frozenset(str(name) for name in given.all("property"))
    rows += [_property(name, value) for name, value in dates]
    if not book.in_force:  # says the date, so that it cannot be kept with the rest
        rows.append(_property("install", {"valueString": books.install_command(book.system, book.asked)}))
    if wanted:
        rows = [row for row in rows if row["name"] != "property" or row["part"][0]["valueCode"] in wanted]
    return parameters(rows)


@lru_cache(maxsize=2048)
def _described(file: BookFile, index: int, *, in_force: bool) -> tuple[dict[str, Any], ...]:
    """Return the parameters that describe one concept; kept, because integrators ask for the same codes again."""
    book, concept = Book(file, in_force=in_force), file.concept(index)
    return (
        {"name": "name", "valueString": SYSTEMS[book.system].display},
        {"name": "version", "valueString": version_of(book)},
        {"name": "display", "valueString": display(book, concept)},
        *(_property(name, value) for name, value in _properties(book, concept)),
    )


def _properties(book: Book, concept: Concept) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "billable", {"valueBoolean": concept.billable}
    yield "notSelectable", {"valueBoolean": not concept.billable}
    yield "inForce", {"valueBoolean": book.in_force}
    yield "release", {"valueString": book.release.title}
    parent = concept.parent
    if parent is not None and is_concept(book[parent]):
        yield "parent", {"valueCode": parent}
    for child in concept.children:
        yield "child", {"valueCode": child}
    if book.system == "icd10cm":
        for instruction in book.instructions_for(concept.code):
            yield instruction.kind, {"valueString": instruction.text}
    for name, value in concept.facts.items():
        if isinstance(value, bool):
            yield name, {"valueBoolean": value}
        elif isinstance(value, dict):
            yield name, {"valueString": " ".join(str(part) for part in value.values())}
        elif isinstance(value, list):
            for each in value:
                yield name, {"valueString": str(each)}
        elif str(value).strip():
            yield name, {"valueString": str(value)}


@lru_cache(maxsize=2048)
def _dated(
    file: BookFile, code: str, on: date | None, _listed: validity.Validity | None
) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return what is said of a code on a day by this very list, kept as `_described` is."""
    return tuple(_dates(validate(Book(file, in_force=True, asked=on), code)))


def _dates(answer: Validation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the list of valid codes says of the code on the day; nothing where it does not speak of it."""
    if answer.list is None:
        return
    yield "valid", {"valueBoolean": answer.valid}
    yield "validityList", {"valueString": answer.list}
    for name, day in (("validFrom", answer.valid_from), ("validTo", answer.valid_to)):
        if day is not None:
            yield name, {"valueDateTime": day.isoformat()}
    for code in answer.successors:
        yield "successor", {"valueCode": code}


def _property(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"name": "property", "part": [{"name": "code", "valueCode": name}, {"name": "value", **value}]}


def validate_code(given: Given, instance: str | None = None) -> dict[str, Any]:
    """Answer CodeSystem/$validate-code: is it a code of the system, and is its display right?

    A code that is not billable is a code of the system all the same; the message says what it lacks. *instance* is
    the release's id where the operation is called on one. Raises FhirError.
    """
    concepts = given.element("codeableConcept")
    if concepts is not None:
        codings = concepts.get("coding")
        if (
            not isinstance(codings, list)
            or not codings
            or not all(isinstance(each, dict) for each in codings)
        ):
            raise FhirError("invalid", 400, "The codeableConcept has no coding", "Give at least one")
        asked_for = [_of_coding(each, "codeableConcept") for each in codings[:50]]
        # R4: true if one of the codings is in the code system; those of other systems are beside the question.
        ours = [each for each in asked_for if known_system(each[0].partition("|")[0])]
        answers = [_validated(given, each, instance) for each in ours or asked_for]
        return next((answer for answer in answers if answer["parameter"][0]["valueBoolean"]), answers[0])
    element = given.element("coding")
    if element is not None:
        return _validated(given, _of_coding(element, "coding"), instance)
    url = given.text("url") or given.text("system")
    if url is None and instance is None:
        raise FhirError("required", 400, "The parameter url is missing", "Give the code system's url")
    code = given.needed("code")
    shown = given.text("display")
    return _validated(given, (url or "", code, given.text("version"), shown), instance)


def _validated(given: Given, what: Asked, instance: str | None) -> dict[str, Any]:
    url, code, version, shown = what
    on = given.date("date")
    book = books.open_release(instance, on) if instance else book_of(url, version, on)
    if instance and url and system_of(url.partition("|")[0]) != book.system:
        return _verdict(f"{quoted(url)} is not the system of {instance}.", None, valid=False)
    concept = concept_in(book, code)
    answer = validate(book, code, on)
    notice = release_notice(book, answer.list)
    # By the list a day counts: an ended code is none of the system on it, a new one is, with or without a title here.
    if concept is None or (answer.list is not None and answer.reason == "not_in_force"):
        return _verdict(f"{answer.message}{notice}", None, valid=answer.valid)
    right = display(book, concept)
    if shown is not None and shown.strip().casefold() != right.casefold():
        return _verdict(f"{concept.code} is called {right}, not {shown}.{notice}", right, valid=False)
    return _verdict(f"{answer.message}{notice}", right, valid=True)


def _verdict(message: str, shown: str | None, *, valid: bool) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {"name": "result", "valueBoolean": valid},
        {"name": "message", "valueString": message},
    ]
    if shown is not None:
        rows.append({"name": "display", "valueString": shown})
    return parameters(rows)


def subsumes(given: Given) -> dict[str, Any]:
    """Answer CodeSystem/$subsumes: equivalent, subsumes, subsumed-by or not-subsumed. Raises FhirError, UnknownCode."""
    if "codingA" in given or "codingB" in given:
        first, second = given.element("codingA"), given.element("codingB")
        if first is None or second is None:
            raise FhirError("required", 400, "One Coding is missing", "Give codingA and codingB")
        a, b = _of_coding(first, "codingA"), _of_coding(second, "codingB")
        if system_of(a[0]) != system_of(b[0]):
            raise FhirError(
                "invalid", 400, "The two codes are of different systems", "Give codes of one system"
            )
        url, version, codes = a[0], a[2], (a[1], b[1])
    else:
        url, version = given.needed("system"), given.text("version")
        codes = given.needed("codeA"), given.needed("codeB")
    book = book_of(url, version)
    found = []
    for code in codes:
        concept = concept_in(book, code)
        if concept is None:
            raise UnknownCode(code, book.release.id)
        found.append(concept)
    return parameters([{"name": "outcome", "valueCode": _relation(*found)}])


def _relation(a: Concept, b: Concept) -> str:
    if a.code == b.code:
        return "equivalent"
    if a.code in b.ancestors:
        return "subsumes"
    return "subsumed-by" if b.code in a.ancestors else "not-subsumed"


def resources() -> list[dict[str, Any]]:
    """Return a CodeSystem for every release of a coding system that can be opened, newest first."""
    return [resource(release.id) for system in CODING for release in books.releases(system)]


def resource(release_id: str) -> dict[str, Any]:
    """Return the CodeSystem resource of one release, without its concepts. Raises FhirError where there is none."""
    release = next((r for system in CODING for r in books.releases(system) if r.id == release_id), None)
    if release is None:
        raise FhirError(
            "not-found", 404, f"There is no CodeSystem {quoted(release_id)}", "See GET CodeSystem"
        )
    system = SYSTEMS[release.system]
    return {
        "resourceType": "CodeSystem",
        "id": release.id,
        "url": url_of(release.system),
        "version": release.id.removeprefix(f"{release.system}-"),
        "name": release.system.upper(),
        "title": release.title,
        "status": "active",
        "experimental": False,
        "date": release.in_force_from.isoformat(),
        "publisher": system.publisher,
        "caseSensitive": False,
        "hierarchyMeaning": "is-a",
        "compositional": False,
        "versionNeeded": True,
        "content": "not-present",
        "valueSet": f"{url_of(release.system)}?fhir_vs",
        **({"copyright": _CPT} if system.licensed else {}),
        "filter": [
            {
                "code": "concept",
                "description": "codes below a code",
                "operator": ["is-a", "descendent-of"],
                "value": "a code",
            },
            {
                "code": "billable",
                "description": "may stand on a claim",
                "operator": ["="],
                "value": "true or false",
            },
        ],
        "property": [
            {"code": code, "description": text, "type": kind}
            for code, text, kind in (
                ("billable", "may stand on a claim", "boolean"),
                ("notSelectable", "a heading", "boolean"),
                ("parent", "the code one level up", "code"),
                ("child", "a code one level down", "code"),
            )
        ],
    }


_CPT = (
    "CPT is a registered trademark of the American Medical Association. No CPT descriptor is served here: "
    "displays are study glosses of Codeward."
)
