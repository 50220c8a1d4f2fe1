"""Read the cell "Previous Code(s) Assignment" of CDC's ICD-10-CM conversion table, written by hand for people.

One code; a list with commas, semicolons or "and"; two codes joined by "&", which stood together for what is one
code now; a range "H35.20-H35.23"; a category "I63.-"; "Codes in Categories T15-T19"; "None" for what is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["previous_codes"]

_CODE = r"(?:[A-TV-Z][0-9][0-9A-Z]|QA[0-9])(?:\.[0-9A-Z]{1,4})?"
_PIECE = re.compile(
    rf"(?P<category>(?:[A-TV-Z][0-9][0-9A-Z]|QA[0-9])(?:\.[0-9A-Z]*)?)\.?-(?![0-9A-Z])|(?P<first>{_CODE})(?:\s*-\s*(?P<last>{_CODE}))?",
    re.IGNORECASE,
)
_AFTER = "~"  # sorts after every character of a code


def previous_codes(cell: str) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Yield first code, last code (None unless a range) and flags of each previous code that the cell names.

    A cell without a code yields nothing; words that are not codes are kept in the flag `written`.
    """
    together = "&" in cell
    categories = "categor" in cell.casefold()
    found = list(_PIECE.finditer(cell))
    plain = len(found) == 1 and found[0].group("last") is None and found[0].group() == cell.strip()
    for piece in found:
        flags: dict[str, Any] = {}
        if together:
            flags["combination"] = True
        if not plain:
            flags["written"] = " ".join(cell.split())
        category = piece.group("category")
        if category:
            key = _key(category)
            yield key, key + _AFTER, flags
            continue
        first, last = _key(piece.group("first")), piece.group("last")
        if last:
            yield first, _key(last) + (_AFTER if categories else ""), flags
        elif categories:
            yield first, first + _AFTER, flags
        else:
            yield first, None, flags


def _key(code: str) -> str:
    return code.replace(".", "").upper()
