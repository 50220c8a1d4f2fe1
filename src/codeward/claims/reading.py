"""Claims from JSON and to JSON, with bounds: an outside claim has so many codes, so long texts and no more."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from codeward import bounds
from codeward.claims.model import Claim, Diagnosis, Line, Procedure
from codeward.codesets import SYSTEMS
from codeward.errors import CodewardError, quoted
from codeward.faults import first_fault

__all__ = ["MAX_CLAIM_CHARACTERS", "ClaimError", "claim_json", "read_claim"]

MAX_CLAIM_CHARACTERS = 1_000_000
MAX_TEXT = 300  # characters of any one text
MAX_LIST = 1_000  # entries of any one list; the forms hold 450 lines at most
MAX_UNITS = Decimal(99_999)
MAX_MODIFIERS = 4  # and pointers
_WAY_OUT = "The shape is in docs/reference/claims.md"


class ClaimError(CodewardError):
    """A claim cannot be read; `where` says which part of it."""

    def __init__(self, message: str, way_out: str = _WAY_OUT, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message, way_out)
        self.where = where


def read_claim(source: str | bytes | Mapping[str, Any]) -> Claim:
    """Read a claim from JSON text, or from a mapping that was JSON. Raises ClaimError with the place in it.

    Unknown fields are errors: what is not understood is never dropped in silence.
    """
    data: Any = source
    if isinstance(source, str | bytes):
        if len(source) > MAX_CLAIM_CHARACTERS:
            raise ClaimError(f"the claim is longer than {MAX_CLAIM_CHARACTERS} characters", "Send one claim")
        data = _from_json(source)
    if not isinstance(data, Mapping):
        raise ClaimError("a claim is a JSON object")
    _bounded(data, "")
    try:
        claim = _adapter().validate_python(_with_systems(data))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise ClaimError(message, way_out or _WAY_OUT, where) from None
    return _checked(claim)


def claim_json(claim: Claim) -> dict[str, Any]:
    """Return the public JSON shape of *claim*: every field, dates as YYYY-MM-DD, numbers as numbers."""
    shape: dict[str, Any] = _plain(dataclasses.asdict(claim))
    return shape


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _from_json(source: str | bytes) -> Any:
    def constant(name: str) -> NoReturn:
        raise ClaimError(f"{name} is not JSON", "Use null for a value that is not known")

    try:
        return json.loads(source, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise ClaimError(f"not readable as JSON: {error}", "Check quotes, commas and brackets") from None


def _bounded(value: Any, where: str) -> None:
    """Refuse texts, lists and numbers that no claim has, before anything is made of them."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            _bounded(item, f"{where}.{name}".lstrip("."))
    elif isinstance(value, list | tuple):
        if len(value) > MAX_LIST:
            raise ClaimError(f"has {len(value)} entries, more than {MAX_LIST}", "Send fewer", where)
        for index, item in enumerate(value):
            _bounded(item, f"{where}[{index}]")
    elif isinstance(value, str) and len(value) > MAX_TEXT:
        raise ClaimError(f"{quoted(value)} is longer than {MAX_TEXT} characters", "Shorten it", where)
    elif isinstance(value, int) and abs(value) > 10**bounds.DIGITS:
        raise ClaimError("is too large a number", "Give cents and units as they are", where)


def _with_systems(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return *data* with the system of each line that does not say it: only HCPCS codes begin with a letter."""
    lines = data.get("lines")
    if not isinstance(lines, list | tuple):
        return dict(data)
    return {**data, "lines": [_with_system(line) for line in lines]}


def _with_system(line: Any) -> Any:
    if not isinstance(line, Mapping) or "system" in line:
        return line
    code = line.get("code")
    hcpcs = isinstance(code, str) and SYSTEMS["hcpcs"].looks_like(code)
    return {**line, "system": "hcpcs" if hcpcs else "cpt"}


def _checked(claim: Claim) -> Claim:
    """Refuse what types alone let through: units out of bounds, days before their time, ids given twice."""
    if claim.statement.start > claim.statement.through:
        raise ClaimError("ends before it begins", "Give the first day first", "statement")
    for index, line in enumerate(claim.lines):
        _check_units(line.units, f"lines[{index}].units")
        _check_units(line.drug.quantity if line.drug else None, f"lines[{index}].drug.quantity")
        if len(line.modifiers) > MAX_MODIFIERS or len(line.pointers) > MAX_MODIFIERS:
            raise ClaimError("has more than 4 modifiers or pointers", "Leave 4", f"lines[{index}]")
    marked: tuple[Diagnosis | Procedure | Line, ...] = (*claim.diagnoses, *claim.procedures, *claim.lines)
    ids = Counter(item.id for item in marked if item.id)
    twice = next((name for name, count in ids.items() if count > 1), None)
    if twice is not None:
        raise ClaimError(f"the id {quoted(twice)} is given twice", "Give each line its own")
    return claim


def _check_units(value: Decimal | None, where: str) -> None:
    if value is not None and not (bounds.fits(value) and 0 <= value <= MAX_UNITS):
        raise ClaimError("is no number of units", f"Give 0 to {MAX_UNITS}", where)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Claim]:
    return TypeAdapter(Claim)
