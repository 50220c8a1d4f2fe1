"""The names that ICD-10-PCS gives its sections, body systems, operations, axes and approaches, as data.

Facts of the official tables (CMS, US government work). A code list has none of them: they are where the labels of
rebuilt tables begin (`labels`), and what the builder calls its axes.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Names", "names"]

_DATA = Path(__file__).parent / "data" / "names.json"


class Names(NamedTuple):
    """The data file; axes are numbered 1 to 7 by the character of the code."""

    sections: dict[str, str]
    systems: dict[str, str]
    operations: dict[str, dict[str, str]]
    axes: dict[str, list[str]]
    approaches: dict[str, str]
    approach_sections: str
    nulls: dict[str, dict[str, str]]
    separators: frozenset[str]
    fillers: dict[str, list[str]]
    device_first: frozenset[str]
    qualifier_first: frozenset[str]
    words_of_the_form: dict[str, list[str]]

    def operation(self, table: str) -> str:
        """Return the name of the operation of a table such as "0DT"; empty where it is not known."""
        return self.operations.get(table[0], {}).get(table[2], "")

    def axis(self, section: str, position: int) -> str:
        """Return what the character at *position* (1 to 7) says in a section: "Body Part", "Approach" …"""
        return self.axes.get(section, self.axes["0"])[position - 1]

    def null(self, section: str, position: int) -> str:
        """Return what the character Z says at a *position* of a section: "No Device", "None" …"""
        own = self.nulls.get(section, {}).get(str(position))
        return own or self.nulls["*"].get(str(position), "None")


@lru_cache(maxsize=1)
def names() -> Names:
    """Return the data file."""
    raw: dict[str, Any] = json.loads(_DATA.read_bytes())
    fields = {name: raw[name] for name in Names._fields}
    for name in ("separators", "device_first", "qualifier_first"):
        fields[name] = frozenset(fields[name])
    return Names(**fields)
