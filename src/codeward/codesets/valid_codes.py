"""Read a list of valid codes: which codes of a release may stand on a claim.

Three official forms are told apart by their first line: the order file (sequence number, code, flag in column
15, titles), a list of billable codes with or without titles, and a list of every entry, blocks and headers
included. In a list without flags a code is billable when no other code of the list goes on from it.
"""

from __future__ import annotations

import re
from pathlib import Path

from codeward.codesets.source import opened
from codeward.errors import LoaderError

__all__ = ["ValidCodes", "load"]

_ORDER = re.compile(r"\d{5} ([0-9A-Z]{3,7}) {1,5}([01]) ")
_CODE = re.compile(r"[A-Z][0-9A-Z]{2}[0-9A-Z]{0,4}$")


class ValidCodes:
    """The keys (no dot) that a list holds: `.billable`, and `.entries` with the headers where it has them."""

    def __init__(self, billable: frozenset[str], entries: frozenset[str]) -> None:
        self.billable = billable
        self.entries = entries


def load(path: Path) -> ValidCodes:
    """Read the list at *path* (plain or `.xz`). Raises LoaderError where it holds no code."""
    with opened(path) as stream:
        lines = stream.read().decode("ascii", "replace").split("\n")
    found = _order_file(lines, path.name) if _ORDER.match(lines[0]) else _plain_list(lines)
    if not found.billable:
        raise LoaderError("holds no code", "Give a CDC code list or order file.", path=path.name)
    return found


def _order_file(lines: list[str], name: str) -> ValidCodes:
    billable, entries = set(), set()
    for number, line in enumerate(lines, 1):
        m = _ORDER.match(line)
        if m:
            entries.add(m.group(1))
            if m.group(2) == "1":
                billable.add(m.group(1))
        elif line.strip():
            raise LoaderError("not a line of an order file", "Fetch the file again.", path=name, line=number)
    return ValidCodes(frozenset(billable), frozenset(entries))


def _plain_list(lines: list[str]) -> ValidCodes:
    words = (line.split(None, 1)[0].replace(".", "") for line in lines if line.strip())
    entries = {word for word in words if _CODE.match(word)}
    headers = {code[:length] for code in entries for length in range(3, len(code))}
    return ValidCodes(frozenset(entries - headers), frozenset(entries))
