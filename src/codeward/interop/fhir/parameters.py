"""The parameters of an operation: from a query string or from a Parameters resource, checked by name and type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from codeward.bounds import Budget
from codeward.errors import quoted
from codeward.interop.fhir.outcome import FhirError

__all__ = ["WORK", "WRITTEN", "Given", "parameters", "read", "work"]

WORK = 2_000_000
"""Entries that one request, or one batch of them, may have looked at: all of ICD-10-CM twenty times."""
WRITTEN = 100
"""What a concept of the answer costs beside one only looked at, so that no batch is answered by the megabyte."""

_IGNORED = frozenset(
    {"_format", "_pretty", "_summary"}
)  # of every interaction, http://hl7.org/fhir/R4/http.html
_MOST = 200  # parameters of one request


def work() -> Budget:
    """Return what one request, or one batch of them, may have looked at."""
    return Budget(WORK, "This asks for more than one request may", "Ask for fewer or smaller parts at a time")


class Given:
    """What a request gives: values by name, each asked for in the type that the operation wants.

    `budget` is what answering it may cost; the requests of a batch share one.
    """

    def __init__(self, values: Mapping[str, list[Any]], budget: Budget | None = None) -> None:
        self._values = values
        self.budget = budget or work()

    def __contains__(self, name: str) -> bool:
        return bool(self._values.get(name))

    def all(self, name: str) -> list[Any]:
        """Return every value of a parameter that may repeat."""
        return list(self._values.get(name, ()))

    def one(self, name: str) -> Any:
        """Return the value, or None. Raises FhirError where it is given twice."""
        values = self._values.get(name, ())
        if len(values) > 1:
            raise _invalid(f"The parameter {name} is given {len(values)} times", "Give it once")
        return values[0] if values else None

    def text(self, name: str, *, required: bool = False) -> str | None:
        """Return a string that is not empty, or None. Raises FhirError for another type or, if *required*, none."""
        value = self.one(name)
        if value is None:
            if required:
                raise FhirError("required", 400, f"The parameter {name} is missing", f"Give {name}")
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > 2000:
            raise _invalid(f"The parameter {name} is not a text: {quoted(value)}")
        return value

    def needed(self, name: str) -> str:
        """Return a string that must be there."""
        value = self.text(name, required=True)
        assert value is not None
        return value

    def flag(self, name: str) -> bool:
        """Return a boolean; False where it is not given."""
        value = self.one(name)
        if value in (None, False, "false"):
            return False
        if value in (True, "true"):
            return True
        raise _invalid(f"The parameter {name} is not a boolean: {quoted(value)}", "Write true or false")

    def number(self, name: str) -> int | None:
        """Return an integer from 0, or None."""
        value = self.one(name)
        if value is None:
            return None
        text = str(value)
        if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) < 10):
            raise _invalid(f"The parameter {name} is not a number from 0: {quoted(value)}")
        return int(text)

    def date(self, name: str) -> date | None:
        """Return a date; of a dateTime its date."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value[:10]) if len(value) >= 10 else _partial(value)
        except ValueError:
            raise _invalid(
                f"The parameter {name} is not a date: {quoted(value)}", "Write it as YYYY-MM-DD"
            ) from None

    def element(self, name: str) -> dict[str, Any] | None:
        """Return a structured value such as a Coding, or None."""
        value = self.one(name)
        if value is None or isinstance(value, dict):
            return value
        raise _invalid(
            f"The parameter {name} is a structure, not a text", "Send it in a Parameters resource with POST"
        )


def _partial(value: str) -> date:
    """Return the first day of a year or month, as FHIR allows dates to be written."""
    parts = value.split("-")
    if len(parts) > 2 or len(parts[0]) != 4 or (len(parts) == 2 and len(parts[1]) != 2):
        raise ValueError(value)
    return date(int(parts[0]), int(parts[1]) if len(parts) == 2 else 1, 1)


def _invalid(message: str, way_out: str = "") -> FhirError:
    return FhirError("invalid", 400, message, way_out)


def read(
    query: Iterable[tuple[str, str]], body: object, known: frozenset[str], budget: Budget | None = None
) -> Given:
    """Return the parameters of a request with a *query* string and perhaps a Parameters resource as *body*.

    Answering it may cost *budget*; without one, as much as a request alone may.

    Raises FhirError for a parameter that is not among the *known*, naming those that are.
    """
    values: dict[str, list[Any]] = {}
    pairs: list[tuple[str, Any]] = [pair for pair in query if pair[0] not in _IGNORED]
    if body is not None:
        pairs += _of_resource(body)
    if len(pairs) > _MOST:
        raise FhirError("too-long", 400, f"{len(pairs)} parameters are given", f"At most {_MOST} are read")
    for name, value in pairs:
        if name not in known:
            raise FhirError(
                "not-supported",
                400,
                f"The parameter {quoted(name)} is not known here",
                f"Known: {', '.join(sorted(known))}",
            )
        values.setdefault(name, []).append(value)
    return Given(values, budget)


def _of_resource(body: object) -> list[tuple[str, Any]]:
    if not isinstance(body, dict) or body.get("resourceType") != "Parameters":
        raise FhirError(
            "structure", 400, "The body is not a Parameters resource", "Send resourceType Parameters"
        )
    rows = body.get("parameter", [])
    if not isinstance(rows, list):
        raise FhirError("structure", 400, "Parameters.parameter is not a list")
    return [_row(row) for row in rows]


def _row(row: object) -> tuple[str, Any]:
    if not isinstance(row, dict) or not isinstance(row.get("name"), str):
        raise FhirError("structure", 400, "A parameter has no name", 'Write {"name": …, "value…": …}')
    found = [value for key, value in row.items() if key.startswith("value") or key == "resource"]
    if len(found) != 1:
        raise FhirError(
            "structure", 400, f"The parameter {quoted(row['name'])} has {len(found)} values", "Give one value"
        )
    return row["name"], found[0]


def parameters(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return a Parameters resource."""
    return {"resourceType": "Parameters", "parameter": list(rows)}
