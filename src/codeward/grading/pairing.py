"""Pair the codes of an answer with those of a reading: what is right first, then what is near."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from codeward.charts import AnswerLine, Chart, Near
from codeward.codesets import Book
from codeward.grading.axes import Nearness, compare
from codeward.grading.context import asks_for
from codeward.grading.ledger import about_another_mention, left_open
from codeward.grading.matching import best_pairs
from codeward.grading.readings import KeyReading, Target

__all__ = ["UNSUPPORTED", "Pair", "Pairing", "earned", "pair", "unsupported_cost"]

# What an unsupported code costs, in lines (docs/explanation/grading.md). In a key that weighs less than
# LEAST_WEIGHT it costs the same part of LEAST_WEIGHT, so that small keys are not harsher.
UNSUPPORTED = Fraction(1, 2)
LEAST_WEIGHT = 4


Candidate = Callable[[AnswerLine, Target], "tuple[Nearness, Near | None] | None"]


@dataclass(frozen=True)
class Pair:
    """An answer line and the target it is paired with. `nearness` is None for the exact code."""

    line: int
    target: int
    nearness: Nearness | None
    near: Near | None = None

    @property
    def share(self) -> Fraction:
        """The part of the target's credit that the code earns."""
        return Fraction(1) if self.nearness is None else self.nearness.share


@dataclass(frozen=True)
class Pairing:
    """The pairs, and the answer lines and targets left over, by index in their lists.

    `ignored` are the lines that count on neither side: left open by the policy, or not asked for.
    """

    pairs: tuple[Pair, ...]
    lines_left: tuple[int, ...]
    targets_left: tuple[int, ...]
    ignored: frozenset[int]


def unsupported_cost(possible: Fraction) -> Fraction:
    """Return what an unsupported code costs, in lines, where a perfect answer earns *possible*."""
    return UNSUPPORTED * min(Fraction(1), possible / LEAST_WEIGHT)


def earned(target: Target, share: Fraction, unsupported: Fraction) -> Fraction:
    """Return what a code with this share earns on *target*, without the extra for standing first.

    An optional line earns nothing; a near miss of it is a partly *unsupported* code.
    """
    if target.required:
        return target.weight * target.credit * share
    return -unsupported * (1 - share)


def pair(
    chart: Chart, lines: tuple[AnswerLine, ...], reading: KeyReading, book: Book, unsupported: Fraction
) -> Pairing:
    """Return the pairing in three passes: exact codes, the key's own near misses, near misses by family.

    A later pass never takes what an earlier one has paired, so a right code is never called wrong for another
    code's sake, and an expected wrong choice gets its own reason. Within a pass the pairs are worth as much as
    possible. It does not depend on the order of answer or key.
    """
    wanted = [i for i, line in enumerate(lines) if asks_for(chart, line.kind)]
    free = frozenset(i for i in wanted if left_open(chart, lines[i]))
    rows = sorted(
        (i for i in _once(lines) if i in wanted),
        key=lambda i: (lines[i].system, lines[i].code, lines[i].kind, i),
    )
    columns = sorted(range(len(reading.targets)), key=lambda j: reading.targets[j].sort_key)
    chosen = _exact(lines, reading, rows, columns)
    matcher = _Matcher(chart, lines, reading, book, free, unsupported)
    for candidate in (matcher.expected, matcher.of_family):
        taken = {p.line for p in chosen}, {p.target for p in chosen}
        left = [i for i in rows if i not in taken[0]], [j for j in columns if j not in taken[1]]
        chosen += matcher.best(*left, candidate)
    paired_lines = {p.line for p in chosen}
    paired_targets = {p.target for p in chosen}
    over = tuple(i for i in wanted if i not in paired_lines)
    return Pairing(
        pairs=tuple(sorted(chosen, key=lambda p: p.line)),
        lines_left=tuple(i for i in over if i not in free),
        targets_left=tuple(j for j in range(len(reading.targets)) if j not in paired_targets),
        ignored=frozenset(i for i in over if i in free) | frozenset(range(len(lines))).difference(wanted),
    )


def _once(lines: tuple[AnswerLine, ...]) -> list[int]:
    """Return the lines that may be paired: of a repeated diagnosis only the first counts (I.B.12).

    Codes of procedures may repeat in one encounter.
    """
    seen: set[tuple[str, str]] = set()
    found = []
    for i, line in enumerate(lines):
        if line.kind == "procedure" or (line.system, line.code) not in seen:
            found.append(i)
        seen.add((line.system, line.code))
    return found


def _exact(
    lines: tuple[AnswerLine, ...], reading: KeyReading, rows: list[int], columns: list[int]
) -> list[Pair]:
    """Return the pairs of lines and targets of one code; where a code repeats, the targets worth most go first."""
    waiting: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for j in sorted(columns, key=lambda j: -reading.targets[j].weight * reading.targets[j].credit):
        target = reading.targets[j]
        waiting[target.kind, target.system, target.code].append(j)
    found = []
    for i in rows:
        same = waiting.get((lines[i].kind, lines[i].system, lines[i].code))
        if same:
            found.append(Pair(i, same.pop(0), None))
    return found


@dataclass(frozen=True)
class _Matcher:
    """Finds near misses: holds what every pass needs to know of the answer and the reading."""

    chart: Chart
    lines: tuple[AnswerLine, ...]
    reading: KeyReading
    book: Book
    free: frozenset[int]
    unsupported: Fraction

    def best(self, rows: list[int], columns: list[int], candidate: Candidate) -> list[Pair]:
        """Return the pairs of one pass that together are worth most."""
        worth: dict[tuple[int, int], tuple[Pair, Fraction]] = {}
        for i in rows:
            for j in columns:
                line, target = self.lines[i], self.reading.targets[j]
                if (line.kind, line.system) != (target.kind, target.system):
                    continue
                found = candidate(line, target)
                # What the policy leaves open is near to nothing unless the key expects it.
                if found is None or (i in self.free and found[1] is None):
                    continue
                made = Pair(i, j, *found)
                unpaired = Fraction(0) if i in self.free else -self.unsupported
                gain = earned(target, made.share, self.unsupported) - unpaired
                if gain >= 0:
                    worth[i, j] = made, gain
        return _heaviest(rows, columns, worth)

    def expected(self, line: AnswerLine, target: Target) -> tuple[Nearness, Near | None] | None:
        """Return the key's own near miss: by its axes; of another condition one axis in its category, else two."""
        near = next((n for n in target.line.near if n.code == line.code), None)
        if near is None:
            return None
        nearness = None
        if line.system == self.book.system:
            nearness = _compare(line.code, target.code, self.book, self.chart.coding_date)
        if nearness is None:
            same = line.code[:3] == target.code[:3]
            nearness = Nearness(("condition",) if same else ("condition", "detail"))
        return nearness, near

    def of_family(self, line: AnswerLine, target: Target) -> tuple[Nearness, Near | None] | None:
        """Return the near miss of a family, unless key or ledger say what the code is really wrong for."""
        if line.system != self.book.system:
            return None
        nearness = _compare(line.code, target.code, self.book, self.chart.coding_date)
        if nearness is None or about_another_mention(self.chart, line.code, target.line):
            return None
        if any(near.code == line.code for other in self.chart.key.lines for near in other.near):
            return None
        return nearness, None


def _heaviest(
    rows: list[int], columns: list[int], worth: dict[tuple[int, int], tuple[Pair, Fraction]]
) -> list[Pair]:
    """Return the one-to-one pairs of greatest worth; of equal sets the one with more pairs."""
    if not worth:
        return []
    rows = [i for i in rows if any((i, j) in worth for j in columns)]
    columns = [j for j in columns if any((i, j) in worth for i in rows)]
    scale = lcm(*(gain.denominator for _, gain in worth.values()))
    unit = (
        len(rows) + len(columns) + 1
    )  # so that the bonus of all pairs together stays below one unit of worth
    weights = [[0] * len(columns) for _ in rows]
    for r, i in enumerate(rows):
        for c, j in enumerate(columns):
            if (i, j) in worth:
                weights[r][c] = int(worth[i, j][1] * scale) * unit + 1
    return [worth[rows[r], columns[c]][0] for r, c in best_pairs(weights)]


@lru_cache(maxsize=16384)
def _compare(mine: str, key: str, book: Book, on: dt.date) -> Nearness | None:
    return compare(mine, key, book, on)
