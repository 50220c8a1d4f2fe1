"""Turn pydantic's findings into a place, a sentence and a way out."""

from __future__ import annotations

import json

from pydantic import ValidationError

from codeward.errors import quoted

__all__ = ["faults", "first_fault"]

Fault = tuple[str, str, str]

# What pydantic says in the words of Python, in the words of YAML and JSON.
_PLAIN = {
    "tuple_type": "should be a list",
    "model_type": "should be an object with named fields",
    "model_attributes_type": "should be an object with named fields",
    "dict_type": "should be an object with named fields",
}


def first_fault(error: ValidationError) -> Fault:
    """Return (where, message, way out) of the first finding."""
    return faults(error)[0]


def faults(error: ValidationError) -> list[Fault]:
    """Return (where, message, way out) of each finding; where is such as `lines[2].code`."""
    return [_fault(dict(item)) for item in error.errors(include_url=False)]


def _fault(item: dict[str, object]) -> Fault:
    location = item["loc"]
    parts = location if isinstance(location, tuple) else ()
    where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in parts).lstrip(".")
    kind = str(item["type"])
    given = item.get("input")
    name = str(parts[-1]) if parts else "the whole"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return where, f"the field {quoted(name)} is not known", "Remove it or correct its name"
    if kind in ("missing", "missing_argument"):
        return where, f"the field {quoted(name)} is missing", "Add it"
    message = _PLAIN.get(kind) or str(item["msg"]).removeprefix("Value error, ")
    message = message[0].lower() + message[1:]
    if given is None or isinstance(given, bool):
        message = f"{message}; given: {json.dumps(given)}"
    elif isinstance(given, str | int | float):
        message = f"{message}; given: {quoted(given)}"
    way_out = ""
    if kind == "string_type" and isinstance(given, int):
        way_out = "Put the value in quotes: YAML reads times such as 14:10 and bare numbers as numbers"
    return where, message, way_out
