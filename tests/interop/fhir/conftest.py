"""The service as a client would call it, every answer checked against the FHIR R4 models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from codeward.interop.fhir import Response, handle

BASE = "http://localhost/fhir/R4"
CM = "http://hl7.org/fhir/sid/icd-10-cm"
Ask = Callable[..., Response]


def checked(resource: dict[str, Any]) -> None:
    """Raise where *resource* is not a lawful FHIR resource."""
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)


@pytest.fixture
def ask() -> Ask:
    def call(path: str, body: object = None, method: str | None = None, /, **query: str) -> Response:
        pairs = [(name.rstrip("_").replace("__", "-"), value) for name, value in query.items()]
        answer = handle(method or ("GET" if body is None else "POST"), path, pairs, body, BASE)
        checked(answer.resource)
        return answer

    return call


def values(resource: dict[str, Any]) -> dict[str, Any]:
    """Return {name: value} of a Parameters resource's plain parameters."""
    out = {}
    for row in resource["parameter"]:
        found = [value for key, value in row.items() if key.startswith("value")]
        if found:
            out[row["name"]] = found[0]
    return out


def properties(resource: dict[str, Any]) -> dict[str, list[Any]]:
    """Return {code: values} of the properties of a $lookup."""
    out: dict[str, list[Any]] = {}
    for row in resource["parameter"]:
        if row["name"] == "property":
            code, value = row["part"]
            found = next(v for k, v in value.items() if k.startswith("value"))
            out.setdefault(code["valueCode"], []).append(found)
    return out
