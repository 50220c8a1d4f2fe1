"""Find the words that a misspelt one may have meant: a deletion index over the known words.

Every known word stands under the checksums of its beginning with up to two letters left out. A typo and
its word share one of these, whatever was dropped, added, changed or swapped. (The method is that of
Garbe's SymSpell; the code is ours.)
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

__all__ = ["MAX_WORD", "build", "candidates", "distance", "nearest"]

PREFIX = 6  # letters of the beginning that are indexed; the rest is compared when candidates are weighed
MAX_WORD = 40
_MIN_WORD = 4


def _deletes(beginning: str, edits: int) -> set[str]:
    """Return *beginning* and all that is left of it when up to *edits* letters are dropped."""
    found = {beginning}
    layer = {beginning}
    for _ in range(edits):
        layer = {word[:i] + word[i + 1 :] for word in layer for i in range(len(word))}
        found |= layer
    return found


def _edits(length: int) -> int:
    """Return how many slips a word of *length* letters may hold and still be known again."""
    return 1 if length <= 7 else 2


def build(words: Sequence[str]) -> tuple[bytes, bytes]:
    """Return (sorted checksums, word numbers in the same order) for *words*, as bytes of uint32 arrays."""
    pairs: list[int] = []
    cache: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        if len(word) < _MIN_WORD - 1 or not word.isalpha():
            continue
        beginning = word[:PREFIX]
        edits = _edits(len(word))
        key = f"{edits}{beginning}"
        sums = cache.get(key)
        if sums is None:
            sums = cache[key] = [crc32(part.encode()) << 32 for part in _deletes(beginning, edits)]
        pairs += [part | number for part in sums]
    pairs.sort()
    checks = array("I", [pair >> 32 for pair in pairs])
    numbers = array("I", [pair & 0xFFFFFFFF for pair in pairs])
    return checks.tobytes(), numbers.tobytes()


def candidates(word: str, checks: Sequence[int], numbers: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of known words that may be meant by *word*, each once, not yet weighed."""
    if not _MIN_WORD <= len(word) <= MAX_WORD:
        return
    seen: set[int] = set()
    for part in _deletes(word[:PREFIX], _edits(len(word))):
        check = crc32(part.encode())
        at = bisect_left(checks, check)
        while at < len(checks) and checks[at] == check:
            if numbers[at] not in seen:
                seen.add(numbers[at])
                yield numbers[at]
            at += 1


def distance(a: str, b: str, limit: int) -> int:
    """Return the Damerau-Levenshtein distance (adjacent letters swapped count 1), or *limit* + 1 if more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    start, most = 0, min(len(a), len(b))
    while start < most and a[start] == b[start]:
        start += 1
    end = 0
    while end < most - start and a[-1 - end] == b[-1 - end]:
        end += 1
    a, b = a[start : len(a) - end], b[start : len(b) - end]
    if not a or not b:
        return min(len(a) + len(b), limit + 1)
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        now = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return limit + 1
        before, row = row, now
    return min(row[-1], limit + 1)


def nearest(word: str, found: Iterable[tuple[str, int]], limit: int) -> list[tuple[int, str, int]]:
    """Return (distance, word, number) of the *found* within *limit* of *word*, nearest first."""
    weighed = [(distance(word, other, limit), other, number) for other, number in found]
    return sorted(row for row in weighed if row[0] <= limit)
