"""What there is to know of a code system or list, whichever: names, how a code looks, who judges one."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal, NamedTuple

from codeward.codesets.container.codes import dotted
from codeward.codesets.container.model import Kind

__all__ = ["Calendar", "Recipe", "System", "resolved"]

# When editions come into force: with the federal fiscal year (1 October, updates in April), by quarter, by calendar
# year, or without a date.
Calendar = Literal["fiscal", "quarter", "year", "none"]


class Recipe(NamedTuple):
    """Which kinds of file make a book: one of `first` (or all of them), with one of `second`; and what compiles it."""

    compiler: str
    first: tuple[str, ...]
    second: tuple[str, ...] = ()
    every: bool = False
    suffix: str = ""


class System(NamedTuple):
    """One code system or list.

    `pattern` says how a code looks and `example` is one; `url` is the canonical URL that HL7 registers and `aliases`
    are those that senders write too. Of `recipes` the first that the given files allow makes the book. `validator`
    names the function that judges a code (`resolved`). `concepts` are the kinds of entries that are codes of the
    system and not headings of the printed book: in ICD-10-CM categories and subcategories too, which FHIR lists and no
    claim takes. `has_dot` says that a code has its dot after the third character, `licensed` that the publisher's
    descriptors are shown to nobody without a license, so that ours stand for them. `numbers_of` names the licensed
    system whose code numbers the files hold: their publisher asks first that its license be accepted. `beside` names
    the systems whose files the publisher hands out with it.
    """

    id: str
    display: str
    publisher: str
    url: str | None
    pattern: str
    example: str
    recipes: tuple[Recipe, ...] = ()
    calendar: Calendar = "fiscal"
    validator: str = "codeward.codesets.container.validation:validate"
    aliases: tuple[str, ...] = ()
    concepts: tuple[Kind, ...] = ("code",)
    has_dot: bool = False
    licensed: bool = False
    numbers_of: str | None = None
    beside: tuple[str, ...] = ()

    def looks_like(self, asked: str) -> bool:
        """Say whether *asked* is written as a code of this system, whether or not it exists."""
        return _compiled(self.pattern).fullmatch(asked.strip().upper()) is not None

    def written(self, key: str) -> str:
        """Return a *key* (capitals, no dot) as people write the code."""
        return dotted(key) if self.has_dot else key


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=64)
def resolved(name: str) -> Any:
    """Return what "module:function" names; the module is imported when it is first asked for."""
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)
