"""What a pairing is worth: lines, the first place, order pairs, Excludes1, queries, in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from codeward.charts import Answer, AnswerLine, Chart
from codeward.codesets import Book, Shelf
from codeward.edits import excludes1_note
from codeward.grading.context import asks_for
from codeward.grading.order import Misplaced, in_place_1, misplaced
from codeward.grading.pairing import Pair, Pairing, earned, pair, unsupported_cost
from codeward.grading.queries import Asked, asked
from codeward.grading.readings import KeyReading, Target, principal_lines, readings

__all__ = [
    "BROKEN_ORDER",
    "EXCLUDES1",
    "FIRST",
    "PRINCIPAL",
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
# The principal procedure's place: it reports, and moves no group by itself (decision 35).
PRINCIPAL = Fraction(1, 2)


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
    principal: Pair | None  # the first-listed procedure, where it may be named as the principal one
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
        return FIRST * self.target(found).credit * found.worth

    def principal_bonus(self, found: Pair) -> Fraction:
        """Return what the pair earns on top for standing first among the procedures."""
        if self.principal is None or found.line != self.principal.line:
            return Fraction(0)
        return PRINCIPAL * self.target(found).credit * found.worth

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
    principal = PRINCIPAL if principal_lines(chart) else Fraction(0)
    queries = sum(1 for query in chart.key.queries if query.required)
    return sum(1 for line in asked_for if line.required) + first + principal + queries * QUERY


def best(chart: Chart, answer: Answer, shelf: Shelf) -> Scored:
    """Return the reading of the key that gives the learner most; of equal ones that with fewest alternatives."""
    queries = asked(chart, answer.queries)
    found = [_score(chart, answer, reading, queries, shelf) for reading in readings(chart, answer)]
    return max(enumerate(found), key=lambda item: (item[1].points, -item[0]))[1]


def _score(
    chart: Chart, answer: Answer, reading: KeyReading, queries: tuple[Asked, ...], shelf: Shelf
) -> Scored:
    most = possible(chart)
    unsupported = unsupported_cost(most)
    pairing = pair(chart, answer.lines, reading, shelf, unsupported)
    first = in_place_1(pairing, answer.lines)
    if first is not None and not reading.targets[first.target].first:
        first = None
    out_of_place = misplaced(reading, pairing, answer.lines)
    principal = _first_procedure(pairing, answer.lines)
    if principal is not None and not reading.targets[principal.target].principal:
        principal = None
    barred = _barred(chart, answer.lines, pairing, shelf.book("icd10cm"))
    draft = Scored(
        reading, pairing, first, principal, out_of_place, barred, queries, unsupported, Fraction(0), most
    )
    points = sum((draft.earned(p) + draft.first_bonus(p) for p in pairing.pairs), Fraction(0))
    points += sum((draft.principal_bonus(p) for p in pairing.pairs), Fraction(0))
    points -= unsupported * len(pairing.lines_left) + BROKEN_ORDER * len(out_of_place)
    points -= sum((draft.barred_cost(p.line) for p in pairing.pairs), Fraction(0))
    points -= EXCLUDES1 * len(both_exact(draft))
    points += QUERY * sum(one.share for one in queries if chart.key.queries[one.key].required)
    return replace(draft, points=points)


def _first_procedure(pairing: Pairing, lines: Sequence[AnswerLine]) -> Pair | None:
    """Return the pair of the first ICD-10-PCS line that the key has something for.

    What is not supported goes out anyway and was charged: it is in nobody's way.
    """
    return next((p for p in pairing.pairs if lines[p.line].system == "icd10pcs"), None)


def both_exact(scored: Scored) -> list[Barred]:
    """Return the Excludes1 pairs of two lines that are right by themselves: only an unproved key has them."""
    exact = {p.line for p in scored.pairing.pairs if p.nearness is None}
    return [item for item in scored.barred if exact.issuperset(item.lines)]


def _barred(chart: Chart, lines: tuple[AnswerLine, ...], pairing: Pairing, book: Book) -> tuple[Barred, ...]:
    excepted = {frozenset(item.codes) for item in chart.key.excludes1_exceptions}
    coded = [(p.line, lines[p.line].code) for p in pairing.pairs if lines[p.line].system == book.system]
    found = []
    for (i, a), (j, b) in combinations(coded, 2):
        for holder, other in ((a, b), (b, a)):
            note = excludes1_note(holder, other, book)
            if note is not None:
                if frozenset((a, b)) not in excepted:
                    found.append(Barred((i, j), note, holder))
                break
    return tuple(found)
