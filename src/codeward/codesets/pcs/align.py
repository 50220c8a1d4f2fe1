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
    """Return for each code of one table {axis: (first, end)}: the words that differ from every neighbour's.

    A neighbour is a code that differs in that axis alone. An axis without neighbours has no span.
    """
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    for code in titles:
        for axis in AXES:
            groups[axis, f"{code[:axis]}_{code[axis + 1 :]}"].append(code)
    found: dict[str, dict[int, Span]] = {code: {} for code in titles}
    for (axis, _), codes in groups.items():
        if len(codes) < 2:
            continue
        for code in codes:
            found[code][axis] = _span(titles[code], [titles[other] for other in codes if other != code])
    return found


def _span(words: Words, others: Sequence[Words]) -> Span:
    low, high = len(words), 0
    for other in others:
        most = min(len(words), len(other))
        start = 0
        while start < most and words[start] == other[start]:
            start += 1
        end = 0
        while end < most - start and words[-1 - end] == other[-1 - end]:
            end += 1
        low, high = min(low, start), max(high, len(words) - end)
    return low, max(low, high)
