"""Read an encounter from JSON, with errors that name the field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from codeward.calculators.em.encounter import Data, Encounter, Problem, Test
from codeward.calculators.reasons import InputError
from codeward.errors import quoted

__all__ = ["encounter"]


def encounter(raw: Any) -> Encounter:
    """Return the encounter that *raw*, decoded JSON, describes. Raises InputError."""
    if not isinstance(raw, dict):
        raise InputError("encounter", "is not an object", 'Give an object such as {"category": "office", …}')
    _known("encounter", raw, {each.name for each in fields(Encounter)})
    for name in ("category", "on"):
        if raw.get(name) is None:
            raise InputError(name, "is missing", f'Give "{name}"')
    return Encounter(
        **{name: _READERS[name](name, value) for name, value in raw.items() if value is not None}
    )


def _known(where: str, raw: dict[str, Any], names: set[str]) -> None:
    for name in raw:
        if name not in names:
            raise InputError(where, f"{quoted(name)} is not a field", f"Fields: {', '.join(sorted(names))}")


def _of(kind: type, words: str) -> Callable[[str, Any], Any]:
    def read(name: str, value: Any) -> Any:
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise InputError(name, f"{quoted(value)} is not {words}", f"Give {words}")
        return value

    return read


_text = _of(str, "text")
_yes_no = _of(bool, "true or false")
_whole = _of(int, "a whole number")
_list = _of(list, "a list")
_object = _of(dict, "an object")


def _date(name: str, value: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(_text(name, value))
    except ValueError as e:
        raise InputError(name, f"{quoted(value)} is not a date", "Write it as YYYY-MM-DD") from e


def _hours(name: str, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InputError(name, f"{quoted(value)} is not a number", "Give hours, such as 6.5")
    return Decimal(str(value))


def _problems(name: str, value: Any) -> str | tuple[Problem, ...]:
    if isinstance(value, str):
        return value
    return tuple(_problem(f"{name}[{i}]", each) for i, each in enumerate(_list(name, value)))


def _problem(name: str, value: Any) -> Problem:
    if isinstance(value, str):
        return Problem(value)
    _known(name, _object(name, value), {each.name for each in fields(Problem)})
    return Problem(_text(f"{name}.kind", value.get("kind")), _whole(f"{name}.count", value.get("count", 1)))


def _data(name: str, value: Any) -> str | Data:
    if isinstance(value, str):
        return value
    _known(name, _object(name, value), {each.name for each in fields(Data)})
    return Data(
        tests=tuple(
            _test(f"{name}.tests[{i}]", each)
            for i, each in enumerate(_list(f"{name}.tests", value.get("tests", [])))
        ),
        external_notes=_texts(f"{name}.external_notes", value.get("external_notes", [])),
        independent_historian=_yes_no(
            f"{name}.independent_historian", value.get("independent_historian", False)
        ),
        discussion=_yes_no(f"{name}.discussion", value.get("discussion", False)),
    )


def _test(name: str, value: Any) -> Test:
    if isinstance(value, str):
        return Test(value)
    _known(name, _object(name, value), {each.name for each in fields(Test)})
    code = _text(f"{name}.code", value.get("code"))
    return Test(code, **{key: _yes_no(f"{name}.{key}", value[key]) for key in value if key != "code"})


def _texts(name: str, value: Any) -> tuple[str, ...]:
    return tuple(_text(f"{name}[{i}]", each) for i, each in enumerate(_list(name, value)))


def _risk(name: str, value: Any) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else _texts(name, value)


_READERS: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("category", "payer", "patient", "stage", "setting", "code"), _text),
    **dict.fromkeys(("on", "last_seen"), _date),
    **dict.fromkeys(("same_group", "same_specialty", "staff_only", "principal_physician"), _yes_no),
    **dict.fromkeys(("minutes", "minutes_separately_reported", "minutes_other_days", "age"), _whole),
    "hours": _hours,
    "problems": _problems,
    "data": _data,
    "risk": _risk,
}
