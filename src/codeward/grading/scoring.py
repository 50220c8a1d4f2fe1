"""What a pairing is worth: lines, the first place, order pairs, Excludes1, queries, in exact fractions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from codeward.charts import Answer, AnswerLine, Chart
from codeward.codesets import Book
from codeward.edits import excludes1_note
from codeward.grading.context import asks_for
from codeward.grading.order import Misplaced, in_place_1, misplaced
from codeward.grading.pairing import Pair, Pairing, earned, pair, unsupported_cost
from codeward.grading.queries import Asked, asked
from codeward.grading.readings import KeyReading, Target, readings

__all__ = [
    "BROKEN_ORDER",
    "EXCLUDES1",
    "FIRST",
    "QUERY",
    "Barred",
    "Scored",
    "best",
    "both_exact",
    "possible",
]

BROKEN_ORDER = Fraction(1, 4)
EXCLUDES1 = Fraction(1, 4)
# `first` weighs 2: the line's own 1, and 1 more for standing at place 1.
FIRST = Fraction(1)
QUERY = Fraction(1)


@dataclass(frozen=True)
class Barred:
    """Two paired answer lines, by index, that an Excludes1 note of the code `holder` bars from standing together."""

    lines: tuple[int, int]
    note: str
    holder: str


@dataclass(frozen=True)
class Scored:
    """One reading of the key with the points of everything in it, in lines."""

    reading: KeyReading
    pairing: Pairing
    first: Pair | None
    misplaced: tuple[Misplaced, ...]
    barred: tuple[Barred, ...]
    asked: tuple[Asked, ...]
    unsupported: Fraction  # what an unsupported code costs in this key
    points: Fraction
    possible: Fraction

    @property
    def score(self) -> float:
        """The score from 0 to 100, to two places."""
        if self.possible <= 0:
            return 0.0
        return float(round(max(Fraction(0), self.points) * 100 / self.possible, 2))

    def target(self, found: Pair) -> Target:
        """Return the target of a pair."""
        return self.reading.targets[found.target]

    def earned(self, found: Pair) -> Fraction:
        """Return what the pair earns, without the extra for standing first."""
        return earned(self.target(found), found.share, self.unsupported)

    def first_bonus(self, found: Pair) -> Fraction:
        """Return what the pair earns on top for standing at place 1."""
        if self.first is None or found.line != self.first.line:
            return Fraction(0)
        return FIRST * self.target(found).credit * found.share

    def barred_at(self, line: int) -> Barred | None:
        """Return the Excludes1 note that a near miss also breaks; of two near misses only the first one tells it."""
        near = {p.line for p in self.pairing.pairs if p.nearness is not None}
        if line not in near:
            return None
        return next((b for b in self.barred if min(near.intersection(b.lines), default=None) == line), None)

    def barred_cost(self, line: int) -> Fraction:
        """Return what a near miss loses on top for an Excludes1 note: never more than it has earned."""
        if self.barred_at(line) is None:
            return Fraction(0)
        near = next(p for p in self.pairing.pairs if p.line == line)
        return min(EXCLUDES1, max(Fraction(0), self.earned(near)))


def possible(chart: Chart) -> Fraction:
    """Return the points that a perfect answer earns: required lines, the first place, required queries."""
    asked_for = [line for line in chart.key.lines if asks_for(chart, line.kind)]
    first = FIRST if any(line.id in chart.key.first for line in asked_for) else Fraction(0)
    queries = sum(1 for query in chart.key.queries if query.required)
    return sum(1 for line in asked_for if line.required) + first + queries * QUERY


def best(chart: Chart, answer: Answer, book: Book) -> Scored:
    """Return the reading of the key that gives the learner most; of equal ones that with fewest alternatives."""
    queries = asked(chart, answer.queries)
    found = [_score(chart, answer, reading, queries, book) for reading in readings(chart, answer)]
    return max(enumerate(found), key=lambda item: (item[1].points, -item[0]))[1]


def _score(
    chart: Chart, answer: Answer, reading: KeyReading, queries: tuple[Asked, ...], book: Book
) -> Scored:
    most = possible(chart)
    unsupported = unsupported_cost(most)
    pairing = pair(chart, answer.lines, reading, book, unsupported)
    first = in_place_1(pairing, answer.lines)
    if first is not None and not reading.targets[first.target].first:
        first = None
    out_of_place = misplaced(reading, pairing, answer.lines)
    barred = _barred(chart, answer.lines, pairing, book)
    draft = Scored(reading, pairing, first, out_of_place, barred, queries, unsupported, Fraction(0), most)
    points = sum((draft.earned(p) + draft.first_bonus(p) for p in pairing.pairs), Fraction(0))
    points -= unsupported * len(pairing.lines_left) + BROKEN_ORDER * len(out_of_place)
    points -= sum((draft.barred_cost(p.line) for p in pairing.pairs), Fraction(0))
    points -= EXCLUDES1 * len(both_exact(draft))
    points += QUERY * sum(one.share for one in queries if chart.key.queries[one.key].required)
    return replace(draft, points=points)


def both_exact(scored: Scored) -> list[Barred]:
    """Return the Excludes1 pairs of two lines that are right by themselves: only an unproved key has them."""
    exact = {p.line for p in scored.pairing.pairs if p.nearness is None}
    return [item for item in scored.barred if exact.issuperset(item.lines)]


def _barred(chart: Chart, lines: tuple[AnswerLine, ...], pairing: Pairing, book: Book) -> tuple[Barred, ...]:
    excepted = {frozenset(item.codes) for item in chart.key.excludes1_exceptions}
    found = []
    for p, q in combinations(pairing.pairs, 2):
        a, b = lines[p.line], lines[q.line]
        if a.system != book.system or b.system != book.system or frozenset((a.code, b.code)) in excepted:
            continue
        for holder, other in ((a, b), (b, a)):
            note = excludes1_note(holder.code, other.code, book)
            if note is not None:
                found.append(Barred((p.line, q.line), note, holder.code))
                break
    return tuple(found)
