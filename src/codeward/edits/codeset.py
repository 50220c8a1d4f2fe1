"""Sets of codes as the data write them: `Z55-Z65`, `Z51.1`, `T36-T50 with fifth or sixth character 6`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from codeward.codesets import matches
from codeward.codesets.container.conditions import understood
from codeward.codesets.container.model import Reference
from codeward.codesets.container.references import parse

__all__ = ["CodeSet"]


class CodeSet:
    """An immutable set of codes and of everything below them in the Tabular List."""

    __slots__ = ("references", "texts")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.texts: tuple[str, ...] = tuple(texts)
        self.references: tuple[Reference, ...] = tuple(_reference(text) for text in self.texts)

    def matches(self, code: str) -> bool:
        """Say whether *code* is in the set."""
        return _matches(self.references, code)

    def __bool__(self) -> bool:
        return bool(self.references)

    def __repr__(self) -> str:
        return f"CodeSet({list(self.texts)})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.list_schema(core_schema.str_schema(min_length=3))
        )


@lru_cache(maxsize=65536)
def _matches(references: tuple[Reference, ...], code: str) -> bool:
    return any(matches(reference, code) for reference in references)


def _reference(text: str) -> Reference:
    found = parse(text)
    if len(found) != 1:
        raise ValueError(f"{text!r} is not one code or one range of codes")
    condition = found[0].condition
    if condition is not None and not understood(condition):
        raise ValueError(f"the condition of {text!r} is not understood")
    return found[0]
