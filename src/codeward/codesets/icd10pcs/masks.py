"""All rows of a book's tables as sets of bits, for questions that no single table answers.

"Which body parts are lawful with the 5th character 4 and the 6th D?" runs over thousands of rows; with one bit for
each row it is a handful of ANDs. Built when first asked (about 0.1 s), never for a code that is built in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from codeward.codesets.icd10pcs.rows import Table, Value

__all__ = ["Masks"]


class Masks:
    """For each position and character, the rows that have it, and under which label."""

    def __init__(self, tables: Iterable[Table], name: Callable[[str], str]) -> None:
        """Read all *tables*; *name* says what their first three characters are called."""
        rows_of: list[dict[Value, list[int]]] = [{} for _ in range(7)]
        number = 0
        for table in tables:
            heads = [
                Value(table.code[place], name(table.code[: place + 1]), derived=False) for place in range(3)
            ]
            for row in table.rows:
                for place in range(3):
                    rows_of[place].setdefault(heads[place], []).append(number)
                for place in range(4):
                    for value in row[place]:
                        rows_of[place + 3].setdefault(value, []).append(number)
                number += 1
        self._all = (1 << number) - 1
        self._labels: list[dict[str, list[tuple[Value, int]]]] = [{} for _ in range(7)]
        self._chars: list[dict[str, int]] = [{} for _ in range(7)]
        for place, values in enumerate(rows_of):
            for value, numbers in values.items():
                mask = _bits(numbers, number)
                self._labels[place].setdefault(value.char, []).append((value, mask))
                self._chars[place][value.char] = self._chars[place].get(value.char, 0) | mask

    def rows(self, chosen: Mapping[int, str]) -> int:
        """Return the set of rows that allow everything *chosen* (position 1 to 7 to character)."""
        rows = self._all
        for place, char in chosen.items():
            rows &= self._chars[place - 1].get(char, 0)
        return rows

    def values(self, chosen: Mapping[int, str], position: int, most: int) -> dict[str, list[Value]]:
        """Return each lawful character at *position* with at most *most* of its labels, in the tables' order."""
        rows = self.rows(chosen)
        out: dict[str, list[Value]] = {}
        if not rows:
            return out
        for char, mask in self._chars[position - 1].items():
            if not mask & rows:
                continue
            found = out[char] = []
            for value, own in self._labels[position - 1][char]:
                if own & rows:
                    found.append(value)
                    if len(found) >= most:
                        break
        return out


def _bits(numbers: list[int], count: int) -> int:
    raw = bytearray(count // 8 + 1)
    for number in numbers:
        raw[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(raw, "little")
