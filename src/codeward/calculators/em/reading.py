"""Read an encounter from JSON, with errors that name the field.

The shapes are pydantic's, strict: "9" is no number and 1 no yes. What a value may be is said by `Encounter`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, ValidationError

from codeward import bounds
from codeward.calculators.em.encounter import Data, Encounter, Problem, Test
from codeward.calculators.reasons import InputError
from codeward.errors import quoted

__all__ = ["encounter"]

MOST = 200  # problems, tests, notes or risks of one encounter
_LEVEL, _LISTED = "level", "listed"  # tags of a union: they stand in pydantic's paths and not in ours
_Item = TypeVar("_Item")
_Few = Annotated[list[_Item], Field(max_length=MOST)]


def _tag(value: Any) -> str:
    return _LEVEL if isinstance(value, str) else _LISTED


def _date(value: Any) -> Any:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("not a number")
    return bounds.decimal(value)


_Date = Annotated[dt.date, BeforeValidator(_date)]
_Number = Annotated[Decimal, BeforeValidator(_number)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Problem(_Shape):
    kind: str
    count: int = 1

    @classmethod
    def named(cls, value: Any) -> Any:
        """Return a problem of which only the kind is given as the shape of one."""
        return {"kind": value} if isinstance(value, str) else value


class _Test(_Shape):
    code: str
    reviewed: bool = True
    interpreted: bool = False
    separately_reported: bool = False
    ordered_before: bool = False

    @classmethod
    def named(cls, value: Any) -> Any:
        """Return a test of which only the code is given as the shape of one."""
        return {"code": value} if isinstance(value, str) else value


class _Data(_Shape):
    tests: _Few[Annotated[_Test, BeforeValidator(_Test.named)]] = []
    external_notes: _Few[str] = []
    independent_historian: bool = False
    discussion: bool = False


_Problems = Annotated[
    Annotated[str, Tag(_LEVEL)]
    | Annotated[_Few[Annotated[_Problem, BeforeValidator(_Problem.named)]], Tag(_LISTED)],
    Discriminator(_tag),
]
_Datas = Annotated[Annotated[str, Tag(_LEVEL)] | Annotated[_Data, Tag(_LISTED)], Discriminator(_tag)]
_Risks = Annotated[Annotated[str, Tag(_LEVEL)] | Annotated[_Few[str], Tag(_LISTED)], Discriminator(_tag)]


class _Encounter(_Shape):
    category: str
    on: _Date
    payer: str = "other"
    patient: str | None = None
    last_seen: _Date | None = None
    same_group: bool = True
    same_specialty: bool = True
    stage: str | None = None
    setting: str | None = None
    problems: _Problems | None = None
    data: _Datas | None = None
    risk: _Risks | None = None
    minutes: int | None = None
    minutes_separately_reported: int = 0
    minutes_other_days: int = 0
    staff_only: bool = False
    principal_physician: bool = False
    split_shared: bool = False
    minutes_by_other: int | None = None
    age: int | None = None
    hours: _Number | None = None
    code: str | None = None


_SHAPES: dict[str, type[_Shape]] = {"problems": _Problem, "tests": _Test, "data": _Data, "": _Encounter}
_WORDS = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "an object",
    "date_type": "text",
}
_OWN = {"on": ("a date", "Write it as YYYY-MM-DD"), "last_seen": ("a date", "Write it as YYYY-MM-DD"),
        "hours": ("a number", "Give hours, such as 6.5")}  # fmt: skip


def encounter(raw: Any) -> Encounter:
    """Return the encounter that *raw*, decoded JSON, describes. Raises InputError."""
    if not isinstance(raw, dict):
        raise InputError("encounter", "is not an object", 'Give an object such as {"category": "office", …}')
    try:
        read = _Encounter.model_validate({name: value for name, value in raw.items() if value is not None})
    except ValidationError as error:
        raise _told(error) from error
    given: dict[str, Any] = {name: getattr(read, name) for name in _Encounter.model_fields}
    if isinstance(read.problems, list):
        given["problems"] = tuple(Problem(each.kind, each.count) for each in read.problems)
    if isinstance(read.risk, list):
        given["risk"] = tuple(read.risk)
    if isinstance(read.data, _Data):
        tests = tuple(Test(**each.model_dump()) for each in read.data.tests)
        given["data"] = Data(
            tests, tuple(read.data.external_notes), read.data.independent_historian, read.data.discussion
        )
    return Encounter(**given)


def _told(error: ValidationError) -> InputError:
    """Return the first thing that pydantic found wrong, in our words and under our name of the field."""
    first = error.errors(include_url=False)[0]
    path = [part for part in first["loc"] if part not in (_LEVEL, _LISTED)]
    kind, value = first["type"], first["input"]
    if kind == "extra_forbidden":
        where, known = _name(path[:-1]) or "encounter", _fields(path[:-1])
        return InputError(where, f"{quoted(path[-1])} is not a field", f"Fields: {', '.join(known)}")
    name = _name(path)
    if kind == "missing":
        return InputError(name, "is missing", f'Give "{path[-1]}"')
    if kind == "too_long":
        return InputError(name, f"are more than {MOST}", f"Give at most {MOST}")
    words, way = _OWN.get(str(path[-1]), ("", ""))
    words = words or _WORDS.get(kind, "text")
    return InputError(name, f"{quoted(value)} is not {words}", way or f"Give {words}")


def _name(path: list[int | str]) -> str:
    """Return a path as people write it: data.tests[0].code."""
    said = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return said.removeprefix(".")


@lru_cache(maxsize=16)
def _known(shape: type[_Shape]) -> tuple[str, ...]:
    return tuple(sorted(shape.model_fields))


def _fields(path: list[int | str]) -> tuple[str, ...]:
    named = [part for part in path if isinstance(part, str)]
    return _known(_SHAPES[named[-1] if named else ""])
