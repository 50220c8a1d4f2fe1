"""Pair the codes of an answer with those of a reading, so that the learner gets the most."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from codeward.charts import AnswerLine, Chart, Near
from codeward.codesets import Book
from codeward.grading.axes import Nearness, compare
from codeward.grading.context import reporting
from codeward.grading.matching import best_pairs
from codeward.grading.readings import Reading, Target

__all__ = ["UNSUPPORTED", "Pair", "Pairing", "pair"]

# What an unsupported code costs, in lines (docs/explanation/grading.md).
UNSUPPORTED = Fraction(1, 2)


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
    """The pairs, and the answer lines and targets left over, by index in their lists."""

    pairs: tuple[Pair, ...]
    lines_left: tuple[int, ...]
    targets_left: tuple[int, ...]
    ignored: frozenset[int]


def earned(target: Target, share: Fraction) -> Fraction:
    """Return what a code with this share earns on *target*, without the extra for standing first.

    An optional line earns nothing; a near miss of it is a partly unsupported code.
    """
    if target.required:
        return target.weight * target.credit * share
    return -UNSUPPORTED * (1 - share)


def pair(chart: Chart, lines: tuple[AnswerLine, ...], reading: Reading, book: Book) -> Pairing:
    """Return the pairing of greatest worth. It does not depend on the order of answer or key."""
    rows = sorted(_once(lines), key=lambda i: (lines[i].system, lines[i].code, lines[i].kind, i))
    columns = sorted(range(len(reading.targets)), key=lambda i: reading.targets[i].sort_key)
    free = {i for i in range(len(lines)) if reporting(chart, lines[i].code) == "open"}
    candidates: dict[tuple[int, int], tuple[Pair, Fraction]] = {}
    for i in rows:
        for j in columns:
            found = _candidate(chart, i, lines[i], j, reading.targets[j], book)
            if found is None or (found.nearness is not None and found.near is None and i in free):
                continue
            unpaired = Fraction(0) if i in free else -UNSUPPORTED
            worth = earned(reading.targets[j], found.share) - unpaired
            if worth >= 0:
                candidates[i, j] = found, worth
    chosen = _best(rows, columns, candidates)
    paired_lines = {p.line for p in chosen}
    paired_targets = {p.target for p in chosen}
    left = tuple(i for i in range(len(lines)) if i not in paired_lines)
    return Pairing(
        pairs=tuple(sorted(chosen, key=lambda p: p.line)),
        lines_left=tuple(i for i in left if i not in free),
        targets_left=tuple(j for j in range(len(reading.targets)) if j not in paired_targets),
        ignored=frozenset(i for i in left if i in free),
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


def _best(
    rows: list[int], columns: list[int], candidates: dict[tuple[int, int], tuple[Pair, Fraction]]
) -> list[Pair]:
    if not candidates:
        return []
    scale = lcm(*(worth.denominator for _, worth in candidates.values()))
    # Where two pairings are worth the same, more pairs and more exact ones win: those bonuses are too small,
    # summed over all pairs, to outweigh one unit of worth.
    unit = 3 * (len(rows) + len(columns)) + 1
    weights = [[0] * len(columns) for _ in rows]
    for r, i in enumerate(rows):
        for c, j in enumerate(columns):
            if (i, j) in candidates:
                found, worth = candidates[i, j]
                weights[r][c] = int(worth * scale) * unit + (2 if found.nearness is None else 1)
    return [candidates[rows[r], columns[c]][0] for r, c in best_pairs(weights)]


def _candidate(chart: Chart, i: int, line: AnswerLine, j: int, target: Target, book: Book) -> Pair | None:
    if (line.kind, line.system) != (target.kind, target.system):
        return None
    if line.code == target.code:
        return Pair(i, j, None)
    if line.system != book.system:
        return None
    near = next((n for n in target.line.near if n.code == line.code), None)
    nearness = _compare(line.code, target.code, book, chart.coding_date)
    if nearness is None and near is not None:
        # Expected for this line, but of another category: the condition itself is wrong.
        nearness = Nearness(("condition", "detail"))
    return None if nearness is None else Pair(i, j, nearness, near)


@lru_cache(maxsize=16384)
def _compare(mine: str, key: str, book: Book, on: dt.date) -> Nearness | None:
    return compare(mine, key, book, on)
