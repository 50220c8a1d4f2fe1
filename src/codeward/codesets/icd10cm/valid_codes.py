"""Read a list of valid codes: which codes of a release may stand on a claim.

Three official forms are told apart by their first line: the order file (sequence number, code, flag in column
15, titles), a list of billable codes with or without titles, and a list of every entry, blocks and headers
included. In a list without flags a code is billable when no other code of the list goes on from it.
"""

from __future__ import annotations

import re
from pathlib import Path

from codeward.codesets.container.codes import undotted
from codeward.codesets.files.source import decoded, opened
from codeward.codesets.icd10cm.tabular import Node, Tabular
from codeward.errors import LoaderError

__all__ = ["ValidCodes", "derived", "load"]

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
        lines = decoded(stream.read()).split("\n")
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


def derived(tabular: Tabular) -> ValidCodes:
    """Return the codes that the Tabular itself makes, for where no list came with it.

    Those are some dozens too many: 7th characters that a note allows and the official list does not hold.
    """
    found: set[str] = set()
    for chapter in tabular.chapters:
        _gather(chapter, [], found)
    return ValidCodes(frozenset(found), frozenset(found))


def _gather(node: Node, sevenths: list[str], found: set[str]) -> None:
    if node.seventh:
        sevenths = [each.char for each in node.seventh]
    for child in node.children:
        _gather(child, sevenths, found)
    if not node.children and node.kind in ("category", "subcategory"):
        key = undotted(node.name)
        stem = key.ljust(6, "X")
        found.update([stem + char for char in sevenths] if sevenths and len(key) < 7 else [key])
