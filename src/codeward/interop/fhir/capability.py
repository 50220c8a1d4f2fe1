"""What the server can do: CapabilityStatement and TerminologyCapabilities."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from codeward.codesets import CODING, books
from codeward.interop.fhir.terms import url_of

__all__ = ["capability_statement", "terminology_capabilities"]

_DATE = "2026-11-25"  # when this statement last changed
_DEFINITIONS = "http://hl7.org/fhir/OperationDefinition"


def capability_statement(base: str) -> dict[str, Any]:
    """Return the CapabilityStatement of the server at *base*."""
    operations = {
        "CodeSystem": ("lookup", "validate-code", "subsumes"),
        "ValueSet": ("expand", "validate-code"),
        "ConceptMap": ("translate",),
    }
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": _DATE,
        "publisher": "Codeward",
        "kind": "instance",
        "instantiates": ["http://hl7.org/fhir/CapabilityStatement/terminology-server"],
        "software": {"name": "Codeward", "version": version("codeward")},
        "implementation": {"description": "Codeward's code books as a terminology service", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "resource": [
                    {
                        "type": kind,
                        "interaction": [{"code": "read"}, {"code": "search-type"}],
                        "searchParam": [{"name": "url", "type": "uri"}, {"name": "version", "type": "token"}],
                        "operation": [
                            {"name": name, "definition": f"{_DEFINITIONS}/{kind}-{name}"} for name in names
                        ],
                    }
                    for kind, names in operations.items()
                ],
                "interaction": [{"code": "batch"}],
            }
        ],
    }


def terminology_capabilities(base: str) -> dict[str, Any]:
    """Return the TerminologyCapabilities of the server at *base*: systems, versions, what expand takes."""
    return {
        "resourceType": "TerminologyCapabilities",
        "status": "active",
        "date": _DATE,
        "kind": "instance",
        "software": {"name": "Codeward", "version": version("codeward")},
        "implementation": {"description": "Codeward's code books as a terminology service", "url": base},
        "codeSystem": [
            {
                "uri": url_of(system),
                "version": [
                    {"code": release.id.removeprefix(f"{system}-"), "isDefault": number == 0}
                    for number, release in enumerate(books.releases(system))
                ],
                "subsumption": True,
            }
            for system in CODING
            if books.releases(system)
        ],
        "expansion": {
            "hierarchical": False,
            "paging": True,
            "incomplete": False,
            "parameter": [{"name": name} for name in ("filter", "date", "offset", "count", "activeOnly")],
        },
        "codeSearch": "explicit",
        "validateCode": {"translations": False},
        "translation": {"needsMap": False},
    }
