"""OperationOutcome: what went wrong, in FHIR's words, and how each error of Codeward is told."""

from __future__ import annotations

from typing import Any

from codeward.bounds import BoundsError
from codeward.errors import BookError, CodewardError, NotInForce, UnknownCode

__all__ = ["FhirError", "outcome", "told"]


class FhirError(CodewardError):
    """A request that cannot be answered: `.issue` is FHIR's issue type, `.status` the HTTP status."""

    def __init__(
        self, issue: str, status: int, message: str, way_out: str = "", *, command: str = ""
    ) -> None:
        self.issue = issue
        self.status = status
        super().__init__(message, way_out, command=command)


def outcome(issue: str, text: str) -> dict[str, Any]:
    """Return an OperationOutcome with one error (http://hl7.org/fhir/R4/operationoutcome.html)."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": issue, "details": {"text": text}, "diagnostics": text}],
    }


def told(error: CodewardError) -> tuple[int, dict[str, Any]]:
    """Return (HTTP status, OperationOutcome) for an error."""
    if isinstance(error, FhirError):
        return error.status, outcome(error.issue, str(error))
    if isinstance(error, UnknownCode):
        return 404, outcome("not-found", str(error))
    if isinstance(error, NotInForce):
        return 422, outcome("business-rule", str(error))
    if isinstance(error, BoundsError):
        return 422, outcome("too-costly", str(error))
    if isinstance(error, BookError):
        return 503, outcome("exception", str(error))
    return 400, outcome("invalid", str(error))
