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
from codeward.codesets import Book, Shelf
from codeward.grading.axes import Nearness, compare
from codeward.grading.context import asks_for
from codeward.grading.details import Pointed, agreement
from codeward.grading.ledger import about_another_mention, left_open
from codeward.grading.matching import best_pairs
from codeward.grading.readings import KeyReading, Target
from codeward.grading.services import compare_service, expected_service

__all__ = ["UNSUPPORTED", "Pair", "Pairing", "earned", "pair", "unsupported_cost"]

# What an unsupported code costs, in lines (docs/explanation/grading.md). In a key that weighs less than
# LEAST_WEIGHT it costs the same part of LEAST_WEIGHT, so that small keys are not harsher.
UNSUPPORTED = Fraction(1, 2)
LEAST_WEIGHT = 4


Candidate = Callable[[AnswerLine, Target], "tuple[Nearness, Near | None] | None"]


@dataclass(frozen=True)
class Pair:
    """An answer line and the target it is paired with. `nearness` is None for the exact code.

    `agreement` is how much of the line is right apart from the code: 1 where nothing else is asked.
    """

    line: int
    target: int
    nearness: Nearness | None
    near: Near | None = None
    agreement: Fraction = Fraction(1)

    @property
    def worth(self) -> Fraction:
        """What the code itself is worth: 1 where it is exact."""
        return Fraction(1) if self.nearness is None else self.nearness.share

    @property
    def share(self) -> Fraction:
        """The part of the target's credit that the line earns: the code's worth of what stands beside it."""
        return self.worth * self.agreement

    @property
    def whole(self) -> bool:
        """Say whether nothing of the line is wrong."""
        return self.nearness is None and self.agreement == 1


@dataclass(frozen=True)
class Pairing:
    """The pairs, and the answer lines and targets left over, by index in their lists.

    `ignored` are the lines that count on neither side: left open by the policy, or not asked for. `pointed` says which
    lines of the key each diagnosis of the answer codes, by its id.
    """

    pairs: tuple[Pair, ...]
    lines_left: tuple[int, ...]
    targets_left: tuple[int, ...]
    ignored: frozenset[int]
    pointed: Pointed


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
    chart: Chart, lines: tuple[AnswerLine, ...], reading: KeyReading, shelf: Shelf, unsupported: Fraction
) -> Pairing:
    """Return the pairing in three passes: exact codes, the key's own near misses, near misses by family.

    A later pass never takes what an earlier one has paired, so a right code is never called wrong for another
    code's sake, and an expected wrong choice gets its own reason. Within a pass the pairs are worth as much as
    possible. It does not depend on the order of answer or key. Diagnoses come first, since services point to them.
    """
    wanted = [i for i, line in enumerate(lines) if asks_for(chart, line.kind)]
    free = frozenset(i for i in wanted if left_open(chart, lines[i]))
    rows = sorted((i for i in _once(lines) if i in wanted), key=lambda i: (*_content(lines[i]), i))
    columns = sorted(range(len(reading.targets)), key=lambda j: reading.targets[j].sort_key)
    chosen: list[Pair] = []
    pointed: Pointed = {}
    for kind in ("diagnosis", "procedure"):
        matcher = _Matcher(chart, lines, reading, shelf, free, unsupported, pointed)
        chosen += matcher.passes(
            [i for i in rows if lines[i].kind == kind],
            [j for j in columns if reading.targets[j].kind == kind],
        )
        if kind == "diagnosis":
            pointed = _pointed(lines, reading, chosen)
    paired_lines = {p.line for p in chosen}
    paired_targets = {p.target for p in chosen}
    over = tuple(i for i in wanted if i not in paired_lines)
    return Pairing(
        pairs=tuple(sorted(chosen, key=lambda p: p.line)),
        lines_left=tuple(i for i in over if i not in free),
        targets_left=tuple(j for j in range(len(reading.targets)) if j not in paired_targets),
        ignored=frozenset(i for i in over if i in free) | frozenset(range(len(lines))).difference(wanted),
        pointed=pointed,
    )


def _content(line: AnswerLine) -> tuple[str, ...]:
    """Return what a line says, as far as it can part two lines of one code, in a form that can be sorted."""
    if line.kind == "diagnosis":
        return line.system, line.code, line.kind
    beside = (line.date, line.units, line.place, line.through)
    return line.system, line.code, line.kind, " ".join(line.modifiers), *(str(part) for part in beside)


def _pointed(lines: tuple[AnswerLine, ...], reading: KeyReading, pairs: list[Pair]) -> Pointed:
    """Return which lines of the key each diagnosis of the answer codes, by its id; none for one too many."""
    found = {line.id: frozenset[str]() for line in lines if line.id and line.kind == "diagnosis"}
    for each in pairs:
        target, name = reading.targets[each.target], lines[each.line].id
        if name:
            found[name] = frozenset((*target.ids, target.line.id))
    return found


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


@dataclass(frozen=True)
class _Matcher:
    """Finds pairs: holds what every pass needs to know of the answer and the reading."""

    chart: Chart
    lines: tuple[AnswerLine, ...]
    reading: KeyReading
    shelf: Shelf
    free: frozenset[int]
    unsupported: Fraction
    pointed: Pointed

    def passes(self, rows: list[int], columns: list[int]) -> list[Pair]:
        """Return the pairs of the three passes over lines and targets of one kind."""
        chosen = self.exact(rows, columns)
        for candidate in (self.expected, self.of_family):
            taken = {p.line for p in chosen}, {p.target for p in chosen}
            left = [i for i in rows if i not in taken[0]], [j for j in columns if j not in taken[1]]
            chosen += self.best(*left, candidate)
        return chosen

    def made(self, i: int, j: int, nearness: Nearness | None, near: Near | None = None) -> Pair:
        """Return the pair of a line and a target, with how much of the line is right beside its code."""
        target = self.reading.targets[j]
        if not target.axes:
            return Pair(i, j, nearness, near)
        agreed = agreement(self.lines[i], target.details, target.axes, self.pointed)
        return Pair(i, j, nearness, near, agreed)

    def exact(self, rows: list[int], columns: list[int]) -> list[Pair]:
        """Return the pairs of lines and targets of one code.

        Where a code repeats, what stands beside it decides, so that the pairs together are worth most.
        """
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for j in columns:
            target = self.reading.targets[j]
            waiting[target.system, target.code].append(j)
        same: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i in rows:
            line = self.lines[i]
            if (line.system, line.code) in waiting:
                same[line.system, line.code].append(i)
        found = []
        for code, here in same.items():
            there = waiting[code]
            if len(here) == len(there) == 1:
                found.append(self.made(here[0], there[0], None))
                continue
            # Of targets worth the same the one that stands earliest in the key's order is taken.
            there = sorted(
                there, key=lambda j: -self.reading.targets[j].weight * self.reading.targets[j].credit
            )
            if len(here) == 1:
                pairs = [self.made(here[0], j, None) for j in there]
                found.append(max(pairs, key=lambda one: (self._worth(one), -there.index(one.target))))
                continue
            every = [self.made(i, j, None) for i in here for j in there]
            worth = {(p.line, p.target): (p, self._worth(p)) for p in every}
            found += _heaviest(here, there, worth)
        return found

    def _worth(self, made: Pair) -> Fraction:
        """Return what a pair of the right code gains over leaving the line unpaired."""
        return earned(self.reading.targets[made.target], made.share, self.unsupported) + self.unsupported

    def best(self, rows: list[int], columns: list[int], candidate: Candidate) -> list[Pair]:
        """Return the pairs of one pass that together are worth most."""
        worth: dict[tuple[int, int], tuple[Pair, Fraction]] = {}
        for i in rows:
            for j in columns:
                line, target = self.lines[i], self.reading.targets[j]
                if line.system != target.system:
                    continue
                found = candidate(line, target)
                # What the policy leaves open is near to nothing unless the key expects it.
                if found is None or (i in self.free and found[1] is None):
                    continue
                made = self.made(i, j, *found)
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
        if line.kind == "procedure":
            return expected_service(line.system, line.code, target.code, self.shelf), near
        nearness = None
        if line.system == "icd10cm":
            nearness = self._compare(line, target)
        if nearness is None:
            same = line.code[:3] == target.code[:3]
            nearness = Nearness(("condition",) if same else ("condition", "detail"))
        return nearness, near

    def of_family(self, line: AnswerLine, target: Target) -> tuple[Nearness, Near | None] | None:
        """Return the near miss of a family, unless key or ledger say what the code is really wrong for."""
        nearness = (
            self._compare(line, target)
            if line.kind == "diagnosis"
            else compare_service(line.system, line.code, target.code, self.shelf)
        )
        if nearness is None or about_another_mention(self.chart, line.code, target.line):
            return None
        if any(near.code == line.code for other in self.chart.key.lines for near in other.near):
            return None
        return nearness, None

    def _compare(self, line: AnswerLine, target: Target) -> Nearness | None:
        if line.system != "icd10cm":
            return None
        return _compare(line.code, target.code, self.shelf.book("icd10cm"), self.chart.coding_date)


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
