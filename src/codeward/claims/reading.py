"""Claims from JSON and to JSON, with bounds: an outside claim has so many codes, so long texts and no more."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from codeward import bounds
from codeward.claims.model import OLDEST, Claim, Diagnosis, Line, Procedure
from codeward.codesets import SYSTEMS
from codeward.errors import CodewardError, quoted
from codeward.faults import first_fault

__all__ = ["MAX_CLAIM_CHARACTERS", "ClaimError", "claim_json", "read_claim"]

MAX_CLAIM_CHARACTERS = 1_000_000
MAX_TEXT = 300  # characters of any one text
MAX_LIST = 1_000  # entries of any one list; the forms hold 450 lines at most
MAX_CODES = 100  # diagnoses, and procedures; the forms hold 25 of each
MAX_UNITS = Decimal(99_999)
MAX_MODIFIERS = 4  # and pointers
# Days are written, never counted: a bare number would be read as seconds since 1970.
_DAYS = frozenset({"date", "start", "through", "coding_date"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS_OF_INFANCY = 366
_WAY_OUT = "The shape is in docs/reference/claims.md"
_SPLIT = "Split the claim: a CMS-1500 holds 50 lines and 12 diagnoses, a UB-04 450 lines and 25 diagnoses"


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
        claim = _adapter().validate_python(_as_written(data))
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
        return json.loads(source, parse_constant=constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise ClaimError(f"not readable as JSON: {error}", "Check quotes, commas and brackets") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, each of whose names is given once: which of two values was meant nobody can know."""
    shape = dict(pairs)
    if len(shape) < len(pairs):
        names = Counter(name for name, _ in pairs)
        twice = next(name for name, count in names.items() if count > 1)
        raise ClaimError(f"{quoted(twice)} is given twice in one object", "Keep the one that is meant")
    return shape


def _bounded(value: Any, where: str) -> None:
    """Refuse texts, lists and numbers that no claim has, before anything is made of them."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if isinstance(name, str):
                _text(name, where)
            _bounded(item, f"{where}.{name}".lstrip("."))
            if name in _DAYS and isinstance(item, str | int | float) and not _DAY.fullmatch(str(item)):
                raise ClaimError(
                    f"{quoted(str(item))} is no day", "Write YYYY-MM-DD", f"{where}.{name}".lstrip(".")
                )
    elif isinstance(value, list | tuple):
        if len(value) > MAX_LIST:
            raise ClaimError(f"has {len(value)} entries, more than {MAX_LIST}", _SPLIT, where)
        for index, item in enumerate(value):
            _bounded(item, f"{where}[{index}]")
    elif isinstance(value, str):
        _text(value, where)
    elif isinstance(value, int) and abs(value) > 10**bounds.DIGITS:
        raise ClaimError("is too large a number", "Give cents and units as they are", where)


def _text(value: str, where: str) -> None:
    """Refuse what is too long, and half of a surrogate pair, which no page and no file can be written with."""
    if len(value) > MAX_TEXT:
        raise ClaimError(f"{quoted(value)} is longer than {MAX_TEXT} characters", "Shorten it", where)
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ClaimError("holds half of a character (a lone surrogate)", "Write the text again", where)


def _as_written(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return *data* with codes and modifiers in capitals, and with the system of each line that does not say it.

    Every list is looked up by the written form: a code typed in small letters must meet the same rules.
    """
    shape = dict(data)
    for name in ("diagnoses", "procedures", "lines", "history"):
        rows = shape.get(name)
        if isinstance(rows, list | tuple):
            shape[name] = [_in_capitals(row) if isinstance(row, Mapping) else row for row in rows]
    if isinstance(shape.get("lines"), list):
        shape["lines"] = [_with_system(line) for line in shape["lines"]]
    return shape


def _in_capitals(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return *row* with its code and modifiers in capitals, without blanks around them."""
    shape = dict(row)
    if isinstance(shape.get("code"), str):
        shape["code"] = shape["code"].strip().upper()
    given = shape.get("modifiers")
    if isinstance(given, list | tuple):
        shape["modifiers"] = [one.strip().upper() if isinstance(one, str) else one for one in given]
    return shape


def _with_system(line: Any) -> Any:
    """Return *line* with its system, where it does not say it: only HCPCS codes begin with a letter."""
    if not isinstance(line, Mapping) or "system" in line:
        return line
    code = line.get("code")
    hcpcs = isinstance(code, str) and SYSTEMS["hcpcs"].looks_like(code)
    return {**line, "system": "hcpcs" if hcpcs else "cpt"}


def _checked(claim: Claim) -> Claim:
    """Refuse what types alone let through: units out of bounds, days before their time, ids given twice."""
    years, days = claim.patient.age_years, claim.patient.age_days
    if years is not None and not 0 <= years <= OLDEST:
        message = f"{years} years is no age"
        raise ClaimError(message, f"Give the age in years, from 0 to {OLDEST}", "patient.age_years")
    if days is not None and not 0 <= days <= _DAYS_OF_INFANCY:
        message = f"{days} days is no age in days"
        raise ClaimError(message, "Give days for the first year, years after it", "patient.age_days")
    if claim.statement.start > claim.statement.through:
        raise ClaimError("ends before it begins", "Give the first day first", "statement")
    for name, codes in (("diagnoses", claim.diagnoses), ("procedures", claim.procedures)):
        if len(codes) > MAX_CODES:
            raise ClaimError(f"has {len(codes)} entries, more than {MAX_CODES}", "Send fewer", name)
    for index, line in enumerate(claim.lines):
        _check_units(line.units, f"lines[{index}].units")
        _check_units(line.drug.quantity if line.drug else None, f"lines[{index}].drug.quantity")
        for name, given in (("modifiers", line.modifiers), ("pointers", line.pointers)):
            if len(given) > MAX_MODIFIERS:
                message = f"has {len(given)} entries; a line holds {MAX_MODIFIERS} {name}"
                raise ClaimError(
                    message, f"Leave the {MAX_MODIFIERS} that matter most", f"lines[{index}].{name}"
                )
    marked: tuple[Diagnosis | Procedure | Line, ...] = (*claim.diagnoses, *claim.procedures, *claim.lines)
    ids = Counter(item.id for item in marked if item.id)
    twice = next((name for name, count in ids.items() if count > 1), None)
    if twice is not None:
        raise ClaimError(
            f"the id {quoted(twice)} is given twice", "Give each diagnosis, procedure and line its own"
        )
    return claim


def _check_units(value: Decimal | None, where: str) -> None:
    if value is not None and not (bounds.fits(value) and 0 <= value <= MAX_UNITS):
        raise ClaimError("is no number of units", f"Give 0 to {MAX_UNITS}", where)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Claim]:
    return TypeAdapter(Claim)
