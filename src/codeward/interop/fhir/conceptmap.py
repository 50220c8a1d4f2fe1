"""ConceptMap/$translate over the crosswalks (http://hl7.org/fhir/R4/conceptmap-operation-translate.html)."""

from __future__ import annotations

from typing import Any

from codeward.interop.fhir.outcome import FhirError
from codeward.interop.fhir.parameters import Given

TRANSLATE = frozenset(
    {"url", "conceptMap", "conceptMapVersion", "code", "system", "version", "source", "coding", "codeableConcept",
     "target", "targetsystem", "dependency", "reverse"}
)  # fmt: skip


def translate(given: Given, instance: str | None = None) -> dict[str, Any]:
    raise FhirError("not-supported", 501, "soon")


def resources() -> list[dict[str, Any]]:
    return []


def resource(name: str) -> dict[str, Any]:
    raise FhirError("not-found", 404, "soon")
