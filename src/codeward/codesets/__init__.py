"""The official code books: releases, loaders, one read-only compiled book each.

>>> from codeward.codesets import books
>>> book = books.open("icd10cm")
>>> book["E11.9"].description
'Type 2 diabetes mellitus without complications'
"""

from codeward.codesets import books
from codeward.codesets.container.book import Book
from codeward.codesets.container.model import Concept, Instruction, Reference, Release, Validation
from codeward.codesets.shelf import Edition, Shelf

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
]
