"""Where the titles of one table differ: for each code and axis the words that change when only that axis changes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

__all__ = ["AXES", "Span", "Words", "spans", "words_of"]

Words = list[str]
Span = tuple[int, int]
AXES = (3, 4, 5, 6)  # places in the code, from 0, of what a table's rows choose

_WORD = re.compile(r"[^\s,]+|,")


def words_of(title: str) -> Words:
    """Return the words of a title; a comma is a word of its own."""
    return _WORD.findall(title)


def spans(titles: Mapping[str, Words]) -> dict[str, dict[int, Span]]:
    """Return for each code of one table {axis: (first, end)}: the words that differ from every neighbor's.

    A neighbor is a code that differs in that axis alone. An axis without neighbors has no span.
    """
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    for code in titles:
        for axis in AXES:
            groups[axis, f"{code[:axis]}_{code[axis + 1 :]}"].append(code)
    found: dict[str, dict[int, Span]] = {code: {} for code in titles}
    for (axis, _), codes in groups.items():
        if len(codes) < 2:
            continue
        start, end = _shared([titles[code] for code in codes])
        for code in codes:
            found[code][axis] = (start, max(start, len(titles[code]) - end))
    return found


def _shared(group: Sequence[Words]) -> Span:
    """Return how many words all titles of a group share at their beginning and, apart from these, at their end.

    Comparing all with the first is enough: what two others share less, one of them shares less with the first.
    """
    first = group[0]
    start = end = shortest = len(first)
    for other in group[1:]:
        shortest = min(shortest, len(other))
        start = min(start, len(other))
        place = 0
        while place < start and first[place] == other[place]:
            place += 1
        start = place
        end = min(end, len(other))
        place = 0
        while place < end and first[-1 - place] == other[-1 - place]:
            place += 1
        end = place
    return start, min(end, shortest - start)
