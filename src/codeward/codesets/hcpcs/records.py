"""What one record of CMS's HCPCS file says: a code or a modifier, its descriptions and its administrative data.

Field names and meanings are those of the record layout that CMS publishes with the file (HCPC2019_README and the
layout pages that follow it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from codeward.codesets.hcpcs.units import unit_of

__all__ = ["CODE", "MODIFIER", "Contents", "Record"]

CODE = re.compile(r"[A-Z]\d{4}")
MODIFIER = re.compile(r"[A-Z0-9]{2}")
_UNIT_LETTERS = frozenset(
    "ABCEJKLPQSTV"
)  # elsewhere a number of minutes is how long a service lasts, not a unit


@dataclass(slots=True)
class Record:
    """One code or modifier. `fields` holds the data elements by name; those that may repeat are lists."""

    code: str
    long: str
    short: str
    line: int
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def is_modifier(self) -> bool:
        """Say whether this is a two-character modifier."""
        return len(self.code) == 2

    @property
    def title(self) -> str:
        """The long description; where the file has none, the short one."""
        return self.long or self.short or "No description in this file"

    def facts(self) -> dict[str, Any]:
        """Return what stands at the entry of the book besides its title."""
        facts: dict[str, Any] = {"short": self.short, **self.fields}
        if not self.is_modifier and self.code[0] in _UNIT_LETTERS:
            unit = unit_of(self.long)
            if unit is not None:
                facts["unit"] = unit.to_json()
        if facts.get("effective_to"):  # for a deleted code the cross-reference names what took its place
            facts["replaced_by"] = [code for code in facts.get("cross_reference", ()) if CODE.fullmatch(code)]
        return {name: value for name, value in facts.items() if value not in ("", None, [], ())}


@dataclass(slots=True)
class Contents:
    """What a file holds; `not_understood` lists (line, what) that was kept out and is reported, not lost."""

    records: list[Record] = field(default_factory=list)
    not_understood: list[dict[str, Any]] = field(default_factory=list)

    def report(self, line: int, what: str) -> None:
        """Note something that this loader cannot read."""
        self.not_understood.append({"line": line, "what": what})
