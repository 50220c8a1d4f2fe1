"""Anchors: the places of the books that can be marked. No Django here.

icd10cm/S72.0                    an entry
icd10cm/S72.0#excludes1-2        its second Excludes1
icd10cm-index/fracture.femur     a term of the Alphabetic Index
icd10cm-neoplasm/bone:benign     a cell of a table
"""

from __future__ import annotations

import re
from typing import NamedTuple, get_args

from codeward.codesets import CODING, InstructionKind
from codeward.errors import CodewardError, quoted

__all__ = ["INDEX_BOOKS", "MARKABLE", "MAX_ANCHOR", "Anchor", "MarkError", "read_anchor"]

MAX_ANCHOR = 440
# Systems of anchors in the index and its tables, with the name that `codeward.index` has for the book.
INDEX_BOOKS = {
    "icd10cm-index": "index",
    "icd10cm-external-cause": "external_cause",
    "icd10cm-neoplasm": "neoplasm",
    "icd10cm-drugs": "drugs",
}
MARKABLE = (*CODING, *INDEX_BOOKS)
_KINDS = get_args(InstructionKind)
_ANCHOR = re.compile(
    r"([a-z0-9-]{1,32})/([^\s/#:]{1,400})(?:#([a-z0-9_]{1,20})-([1-9][0-9]{0,3})|:([a-z_]{1,20}))?"
)


class MarkError(CodewardError):
    """A mark, or a change to one, that cannot be taken; the message says why."""


class Anchor(NamedTuple):
    """A place: the system, the code or id of the entry, and in it an instruction or a table's column, or neither."""

    system: str
    entry: str
    kind: str | None = None
    number: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        behind = f"#{self.kind}-{self.number}" if self.kind else f":{self.column}" if self.column else ""
        return f"{self.system}/{self.entry}{behind}"

    @property
    def fragment(self) -> str:
        """The part of an address that leads to the instruction on its entry's page."""
        return f"{self.kind}-{self.number}" if self.kind else ""


def read_anchor(text: str) -> Anchor:
    """Read an anchor as a page writes it. Raises MarkError."""
    found = _ANCHOR.fullmatch(text) if len(text) <= MAX_ANCHOR and text.isprintable() else None
    if found is None:
        raise MarkError(f"{quoted(text)} is no place in a book", "Reload the page and mark it again")
    system, entry, kind, number, column = found.groups()
    if system not in MARKABLE:
        raise MarkError(
            f"What {quoted(system)} holds cannot be marked", "Mark an entry, an instruction or a term"
        )
    if (kind and (kind not in _KINDS or system not in CODING)) or (column and system not in INDEX_BOOKS):
        raise MarkError(f"{quoted(text)} is no place in a book", "Reload the page and mark it again")
    return Anchor(system, entry, kind, int(number) if number else None, column)
