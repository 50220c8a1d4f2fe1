"""ConceptMap/$translate over the crosswalks (http://hl7.org/fhir/R4/conceptmap-operation-translate.html)."""

from __future__ import annotations

from typing import Any

from codeward import crosswalks
from codeward.codesets import SYSTEMS, books
from codeward.crosswalks import Crosswalk, Target
from codeward.errors import CodewardError, UnknownCode, quoted
from codeward.interop.fhir.codesystem import asked
from codeward.interop.fhir.outcome import FhirError
from codeward.interop.fhir.parameters import Given, parameters

__all__ = ["TRANSLATE", "resource", "resources", "translate"]

TRANSLATE = frozenset(
    {"url", "conceptMap", "conceptMapVersion", "code", "system", "version", "source", "coding", "codeableConcept",
     "target", "targetsystem", "dependency", "reverse", "date"}
)  # fmt: skip
_UNSUPPORTED = ("conceptMap", "dependency")
_ICD9 = "http://hl7.org/fhir/sid/icd-9-cm"
_OURS = "urn:codeward:conceptmap:"
_BILLABLE = "urn:codeward:billable"
_MOST_NAMED = 8


def _url_of(system: str) -> str:
    """Return the URL of a system of a crosswalk; groupings that HL7 does not register get a urn of ours."""
    if system == "icd9cm":
        return _ICD9
    known = SYSTEMS.get(system)
    return (known.url if known else None) or f"urn:codeward:{system}"


def translate(given: Given, instance: str | None = None) -> dict[str, Any]:
    """Answer ConceptMap/$translate: every crosswalk from the code's system that fits what is asked.

    A code that is not billable on `date` (today without one: the publisher's row is older than the code's end, or
    names a heading) says so by an extension of its Coding and in the message. Raises FhirError for an unknown map or
    a code system that no map starts from.
    """
    for name in _UNSUPPORTED:
        if name in given:
            raise FhirError(
                "not-supported", 400, f"The parameter {name} is not supported", "Name a map by its url"
            )
    system, code = _asked(given)
    reverse, on = given.flag("reverse"), given.date("date")
    maps = _chosen(given, instance, system, reverse=reverse)
    matches: list[dict[str, Any]] = []
    headings: list[str] = []
    unknown: UnknownCode | None = None
    for each in maps:
        try:
            found = each.reverse(code) if reverse else each.map(code, on)
        except UnknownCode as error:
            unknown = error
            continue
        system_of_rows = each.source_system if reverse else each.target_system
        rows_found = crosswalks.marked(found, system_of_rows, on)
        headings += [row.code for row in rows_found if row.flags.get("billable") is False]
        matches += [_match(each, row, _url_of(system_of_rows), reverse=reverse) for row in rows_found]
    if unknown is not None and not matches:
        return parameters(
            [{"name": "result", "valueBoolean": False}, {"name": "message", "valueString": str(unknown)}]
        )
    hit = any(match["part"][0]["valueCode"] != "unmatched" for match in matches)
    rows: list[dict[str, Any]] = [{"name": "result", "valueBoolean": hit}]
    if not hit:
        rows.append(
            {"name": "message", "valueString": f"{quoted(code)} maps to nothing in {len(maps)} map(s)."}
        )
    elif headings:
        codes = ", ".join(dict.fromkeys(headings[:_MOST_NAMED])) + (
            ", …" if len(headings) > _MOST_NAMED else ""
        )
        day = on or books.today()
        rows.append({"name": "message", "valueString": f"Not billable on {day}: {codes}."})
    return parameters([*rows, *matches])


def _asked(given: Given) -> tuple[str, str]:
    whole = given.element("codeableConcept")
    if whole is None:
        url, code, _, _ = asked(given)
        return url.partition("|")[0], code
    rows = whole.get("coding")
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
    if not isinstance(first.get("system"), str) or not isinstance(first.get("code"), str):
        raise FhirError("invalid", 400, "The codeableConcept has no coding with system and code")
    return first["system"], first["code"]


def _chosen(given: Given, instance: str | None, system: str, *, reverse: bool) -> list[Crosswalk]:
    """Return the crosswalks that start from *system* and fit the map or the target that is asked."""
    url = given.text("url")
    names = [instance] if instance else [url.removeprefix(_OURS)] if url else list(crosswalks.names())
    target = given.text("targetsystem") or (given.text("target") or "").partition("?")[0]
    out = []
    for name in names:
        described = resource(name)
        ends = (described["sourceUri"], described["targetUri"])
        start, end = reversed(ends) if reverse else ends
        if start != system or target not in ("", end):
            continue
        try:
            out.append(crosswalks.open(name))
        except CodewardError:  # its file is not installed: said only where it is the map that is asked for
            if len(names) == 1:
                raise
    if not out:
        there = ", ".join(f"{row['id']} (from {row['sourceUri']})" for row in resources())
        raise FhirError(
            "not-found", 404, f"No map leads from {quoted(system)} to what is asked", f"There are {there}"
        )
    return out


def _none(name: str) -> FhirError:
    there = ", ".join(crosswalks.names())
    return FhirError("not-found", 404, f"There is no ConceptMap {quoted(name)}", f"There are {there}")


def _match(crosswalk: Crosswalk, row: Target, system: str, *, reverse: bool) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [
        {"name": "equivalence", "valueCode": _equivalence(crosswalk, row, reverse=reverse)}
    ]
    if row.code:
        coding: dict[str, Any] = {"system": system, "code": row.code}
        if row.description:
            coding["display"] = row.description
        if row.flags.get("billable") is False:
            coding["extension"] = [{"url": _BILLABLE, "valueBoolean": False}]
        parts.append({"name": "concept", "valueCoding": coding})
    parts.append({"name": "source", "valueUri": f"{_OURS}{crosswalk.id}"})
    return {"name": "match", "part": parts}


def _equivalence(crosswalk: Crosswalk, row: Target, *, reverse: bool) -> str:
    """Say how the target relates: GEM flags as the publisher gives them; a grouping is wider than its codes."""
    if not row.code or row.flags.get("no_map"):
        return "unmatched"
    coded = {"icd10cm", "icd9cm", "icd10cm-old"}
    if {crosswalk.source_system, crosswalk.target_system} <= coded:
        if "approximate" not in row.flags:
            return "relatedto"
        return "inexact" if row.flags["approximate"] or row.flags.get("combination") else "equivalent"
    return "narrower" if reverse else "wider"


def resources() -> list[dict[str, Any]]:
    """Return a ConceptMap for each crosswalk."""
    return [resource(name) for name in crosswalks.names()]


def resource(name: str) -> dict[str, Any]:
    """Return the ConceptMap resource of one crosswalk, without its rows. Raises FhirError where there is none."""
    if name not in crosswalks.names():
        raise _none(name)
    described = crosswalks.descriptor(name)
    return {
        "resourceType": "ConceptMap",
        "id": name,
        "url": f"{_OURS}{name}",
        "name": name.replace("-", "_").upper(),
        "title": described.title,
        "status": "active",
        "experimental": False,
        "publisher": described.publisher,
        "copyright": described.licence,
        "sourceUri": _url_of(described.source_system),
        "targetUri": _url_of(described.target_system),
    }
