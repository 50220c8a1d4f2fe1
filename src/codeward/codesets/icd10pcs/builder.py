"""Build a code one character at a time, in any order: only lawful values are offered, with what each means.

Guideline A1 (seven characters, each an axis), A3 (codes are built from the tables), B1 (a row's values combine).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any, NamedTuple

from codeward.codesets.container.book import Book
from codeward.codesets.icd10pcs.naming import names
from codeward.codesets.icd10pcs.rows import Row, Value
from codeward.codesets.icd10pcs.tables import Tables, tables_of
from codeward.errors import CodewardError, quoted

__all__ = ["Axis", "Builder", "State", "parse_choices"]

Chosen = Mapping[int, str]  # position (1 to 7) to character
_MOST = 60
_MOST_LABELS = 4


class Axis(NamedTuple):
    """One position of a code: what it is called, what is chosen, which values are lawful with the others."""

    position: int
    title: str
    chosen: str | None
    values: tuple[Value, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "position": self.position,
            "title": self.title,
            "chosen": self.chosen,
            "values": [{"value": v.char, "label": v.label, "derived": v.derived} for v in self.values],
        }


class State(NamedTuple):
    """Where the building of a code stands; `code` and `title` once all seven characters are settled."""

    chosen: dict[int, str]
    axes: tuple[Axis, ...]
    remaining: int
    codes: tuple[str, ...]
    code: str | None
    title: str | None

    @property
    def next(self) -> Axis | None:
        """The first position that is still open."""
        return next((axis for axis in self.axes if axis.chosen is None), None)


class Builder:
    """The lawful ways on from what is chosen, in one book."""

    def __init__(self, book: Book, tables: Tables | None = None) -> None:
        """Build from the tables of *book*, or from *tables*: those of the codes that are valid on a day."""
        self._book = book
        self._tables: Tables = tables or tables_of(book)

    def values(self, chosen: Chosen, position: int) -> tuple[Value, ...]:
        """Return the lawful values at *position* (1 to 7) beside what is *chosen* elsewhere, in order."""
        others = {place: char for place, char in chosen.items() if place != position}
        if {1, 2, 3} <= others.keys():  # one table answers
            return self._in_table(others, position)
        if position <= 3 and not any(place > 3 for place in others):
            return self._headings(others, position)
        found = self._tables.masks.values(others, position, _MOST_LABELS + 1)
        return tuple(_merged(char, found[char]) for char in sorted(found))

    def _headings(self, others: Chosen, position: int) -> tuple[Value, ...]:
        key = (position, *sorted(others.items()))
        known = self._tables.headings.get(key)
        if known is not None:
            return known
        found: dict[str, dict[Value, None]] = {}
        for table in self._matching(others):
            value = Value(table[position - 1], self._tables.name(table[:position]), derived=False)
            found.setdefault(value.char, {})[value] = None
        values = tuple(_merged(char, list(found[char])) for char in sorted(found))
        if values:  # so only as many are kept as there are real beginnings
            self._tables.headings[key] = values
        return values

    def _in_table(self, others: Chosen, position: int) -> tuple[Value, ...]:
        found: dict[str, dict[Value, None]] = {}
        table = others[1] + others[2] + others[3]
        if table in self._tables:
            for row in self._rows_of(table, others):
                for value in row[position - 4]:
                    found.setdefault(value.char, {})[value] = None
        return tuple(_merged(char, list(found[char])) for char in sorted(found))

    def state(self, chosen: Chosen, most: int = _MOST) -> State:
        """Return every axis with its lawful values, how many codes remain, and at most *most* of them."""
        chosen = dict(sorted(chosen.items()))
        axes = tuple(
            Axis(place, self.title(chosen, place), chosen.get(place), self.values(chosen, place))
            for place in range(1, 8)
        )
        codes = tuple(islice(self.codes(chosen), most))
        count = self.count(chosen)
        whole = codes[0] if len(chosen) == 7 and codes else None
        return State(chosen, axes, count, codes, whole, self._book[whole].description if whole else None)

    def title(self, chosen: Chosen, position: int) -> str:
        """Return what the axis at *position* is called in the section that is chosen; medical and surgical else."""
        return names().axis(chosen.get(1, "0"), position)

    def codes(self, chosen: Chosen) -> Iterator[str]:
        """Yield the lawful codes that hold what is chosen, table by table, each once."""
        for table in self._matching(chosen):
            found = {
                f"{table}{''.join(value.char for value in cells)}"
                for row in self._rows_of(table, chosen)
                for cells in product(*row)
            }
            yield from sorted(found)

    def count(self, chosen: Chosen) -> int:
        """Return how many lawful codes hold what is chosen."""
        total = 0
        for table in self._matching(chosen):
            rows = [len(a) * len(b) * len(c) * len(d) for a, b, c, d in self._rows_of(table, chosen)]
            total += sum(rows)
        return total

    def _matching(self, chosen: Chosen) -> Iterator[str]:
        start = ""
        while len(start) < 3 and len(start) + 1 in chosen:
            start += chosen[len(start) + 1]
        wanted = [(place - 1, char) for place, char in chosen.items() if len(start) < place <= 3]
        for table in self._tables.beginning(start):
            if all(table[place] == char for place, char in wanted):
                yield table

    def _rows_of(self, table: str, chosen: Chosen) -> Iterator[Row]:
        """Yield the rows of a table that allow what is chosen, narrowed to it."""
        wanted = [(place - 4, char) for place, char in chosen.items() if place > 3]
        for row in self._tables.table(table).rows:
            parts = list(row)
            for place, char in wanted:
                parts[place] = tuple(value for value in parts[place] if value.char == char)
                if not parts[place]:
                    break
            else:
                yield parts[0], parts[1], parts[2], parts[3]


def _merged(char: str, values: Sequence[Value]) -> Value:
    """Return one value for a character; where rows call it differently, some of its labels."""
    if len(values) == 1 and values[0].label:
        return values[0]
    labels = [value.label for value in values if value.label]
    shown = " or ".join(labels[:_MOST_LABELS]) or "(see the title)"
    more = ", and others by table" if len(labels) > _MOST_LABELS else ""
    return Value(char, shown + more, any(value.derived for value in values))


def parse_choices(prefix: str, others: Mapping[int, str] | None = None) -> dict[int, str]:
    """Return {position: character} for the beginning of a code and for characters at other positions.

    "0DT?4" leaves the 4th open. Raises CodewardError for what cannot be characters of a code.
    """
    text = "".join(prefix.split()).replace(".", "").upper()
    if len(text) > 7:
        raise CodewardError(
            f"{quoted(prefix)} has {len(text)} characters",
            "A code of ICD-10-PCS has seven: section to qualifier",
        )
    chosen = {place: char for place, char in enumerate(text, 1) if char not in "?_*"}
    for place, char in (others or {}).items():
        if not 1 <= place <= 7:
            raise CodewardError(f"There is no position {place}", "Positions are 1 (section) to 7 (qualifier)")
        if chosen.get(place, char.upper()) != char.upper():
            raise CodewardError(
                f"Position {place} is {chosen[place]} and {char.upper()} at once", "Give each position once"
            )
        chosen[place] = char.upper()
    for place, char in chosen.items():
        if len(char) != 1 or not char.isascii() or not char.isalnum() or char in "IO":
            raise CodewardError(
                f"{quoted(char)} at position {place} is no character of ICD-10-PCS",
                "Characters are digits and capitals without I and O, which look like 1 and 0",
            )
    return chosen
