"""The official code books: releases, loaders, one read-only compiled book each.

>>> from codeward.codesets import books
>>> book = books.open("icd10cm")
>>> book["E11.9"].description
'Type 2 diabetes mellitus without complications'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from codeward.codesets import books
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import Concept
from codeward.codesets.container.model import Instruction, Reference, Release, Validation
from codeward.codesets.shelf import Edition, Shelf
from codeward.codesets.validation import validate

if TYPE_CHECKING:
    from codeward.codesets.container.matching import matches

__all__ = [
    "Book",
    "Concept",
    "Edition",
    "Instruction",
    "Reference",
    "Release",
    "Shelf",
    "Validation",
    "books",
    "matches",
    "validate",
]

# What no look-up of a code needs is imported when it is first asked for: that keeps the command line's start short.
_LATER = {"matches": "container.matching"}


def __getattr__(name: str) -> Any:
    module = _LATER.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
