"""Sets of CPT and HCPCS numbers as the data write them: `99202-99215`, `J0120-J9999`, `99024`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

__all__ = ["ServiceSet"]

_LENGTH = 5  # of every CPT and HCPCS number


class ServiceSet:
    """An immutable set of ranges, both ends included. A range holds only numbers written like its ends.

    So 0100T lies in 0001T-0999T and not in 00100-99607.
    """

    __slots__ = ("ranges",)

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.ranges: tuple[tuple[str, str], ...] = tuple(_range(text) for text in texts)

    def matches(self, code: str) -> bool:
        """Say whether *code* is in the set."""
        return _matches(self.ranges, code)

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __repr__(self) -> str:
        return f"ServiceSet({['-'.join(one) for one in self.ranges]})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.list_schema(core_schema.str_schema(min_length=_LENGTH))
        )


def _range(text: str) -> tuple[str, str]:
    first, _, last = text.partition("-")
    last = last or first
    if not len(first) == len(last) == _LENGTH or _written(first) != _written(last) or first > last:
        raise ValueError(f"{text!r} is not one number or one range of numbers")
    return first, last


def _written(code: str) -> tuple[bool, str]:
    """How a number is written: with a digit first, and which letter last."""
    return code[0].isdigit(), "" if code[-1].isdigit() else code[-1]


@lru_cache(maxsize=65536)
def _matches(ranges: tuple[tuple[str, str], ...], code: str) -> bool:
    if len(code) != _LENGTH:
        return False
    return any(first <= code <= last and _written(first) == _written(code) for first, last in ranges)
