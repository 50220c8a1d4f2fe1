"""The official code books: releases, loaders, one read-only compiled book each.

>>> from codeward.codesets import books
>>> book = books.open("icd10cm")
>>> book["E11.9"].description
'Type 2 diabetes mellitus without complications'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeward.codesets import books
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import BookFile, Concept
from codeward.codesets.container.codes import as_key, dotted, undotted
from codeward.codesets.container.model import (
    Instruction,
    InstructionKind,
    Kind,
    Reference,
    Release,
    Validation,
    days_outside,
)
from codeward.codesets.container.system import System
from codeward.codesets.systems import CODING, SYSTEMS, candidates, system, system_of_release
from codeward.later import later

if TYPE_CHECKING:
    from codeward.codesets import compare, cpt, files, icd10pcs, indexes, install, lists, modifiers, validity
    from codeward.codesets.compile.build import package_folder, write_atomically
    from codeward.codesets.container.matching import matches, read_reference
    from codeward.codesets.dated import procedure_tables
    from codeward.codesets.desk import Desk, lookup_json
    from codeward.codesets.shelf import Edition, Shelf
    from codeward.codesets.validation import validate

__all__ = [
    "CODING",
    "SYSTEMS",
    "Book",
    "BookFile",
    "Concept",
    "Desk",
    "Edition",
    "Instruction",
    "InstructionKind",
    "Kind",
    "Reference",
    "Release",
    "Shelf",
    "System",
    "Validation",
    "as_key",
    "books",
    "candidates",
    "compare",
    "cpt",
    "days_outside",
    "dotted",
    "files",
    "icd10pcs",
    "indexes",
    "install",
    "lists",
    "lookup_json",
    "matches",
    "modifiers",
    "package_folder",
    "procedure_tables",
    "read_reference",
    "system",
    "system_of_release",
    "undotted",
    "validate",
    "validity",
    "write_atomically",
]

# What no look-up of a code needs.
__getattr__ = later(
    __name__,
    {
        "compile.build": ["package_folder", "write_atomically"],
        "container.matching": ["matches", "read_reference"],
        "dated": ["procedure_tables"],
        "desk": ["Desk", "lookup_json"],
        "shelf": ["Edition", "Shelf"],
        "validation": ["validate"],
        "": ["compare", "cpt", "files", "icd10pcs", "indexes", "install", "lists", "modifiers", "validity"],
    },
)
