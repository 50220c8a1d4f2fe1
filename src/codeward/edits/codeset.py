"""Sets of codes as the data write them: `Z55-Z65`, `Z51.1`, `T36-T50 with fifth or sixth character 6`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from codeward.codesets import Reference, matches, read_reference

__all__ = ["CodeSet"]

_CATEGORY = 3  # characters


class CodeSet:
    """An immutable set of codes and of everything below them in the Tabular List."""

    __slots__ = ("_categories", "references", "texts")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.texts: tuple[str, ...] = tuple(texts)
        self.references: tuple[Reference, ...] = tuple(read_reference(text) for text in self.texts)
        # The first and last category of each reference: a code of another one is in none of them.
        self._categories = tuple(
            (one.first[:_CATEGORY], (one.last or one.first)[:_CATEGORY]) for one in self.references
        )

    def matches(self, code: str) -> bool:
        """Say whether *code* is in the set."""
        # Most codes are of a category that a rule does not speak of; this is told before the notes are read.
        category = code.replace(".", "")[:_CATEGORY].upper()
        for first, last in self._categories:
            if first <= category <= last:
                return _matches(self.references, code)
        return False

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
