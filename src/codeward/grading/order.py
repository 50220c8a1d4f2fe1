"""Which codes of an answer are out of place, and where that is charged: one cause, one charge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from codeward.charts import AnswerLine, OrderPair
from codeward.grading.pairing import Pair, Pairing
from codeward.grading.readings import KeyReading

__all__ = ["Broken", "Misplaced", "in_place_1", "misplaced"]


@dataclass(frozen=True)
class Broken:
    """An order pair that the answer turns round, by the indexes of its two targets."""

    before: int
    after: int
    pair: OrderPair


@dataclass(frozen=True)
class Misplaced:
    """A code, by its target, whose one move mends all these pairs."""

    target: int
    pairs: tuple[Broken, ...]


def in_place_1(pairing: Pairing, lines: Sequence[AnswerLine]) -> Pair | None:
    """Return the pair of the first diagnosis, exact or near; None where nothing of the key stands there.

    Codes that count on neither side are passed over.
    """
    diagnoses = (i for i, line in enumerate(lines) if line.kind == "diagnosis")
    counted = next((i for i in diagnoses if i not in pairing.ignored), None)
    return next((p for p in pairing.pairs if p.line == counted), None)


def misplaced(reading: KeyReading, pairing: Pairing, lines: Sequence[AnswerLine]) -> tuple[Misplaced, ...]:
    """Return the fewest codes that must move, beside the one whose move the first place pays for.

    Only exact codes have an order: a near miss has paid for being wrong. Where the first place is lost to another
    code of the key, one move mends it and every pair that this move mends; what is left is charged.
    """
    place = {p.target: p.line for p in pairing.pairs if p.nearness is None}
    broken = [
        Broken(before, after, pair)
        for before, after, pair in reading.order
        if before in place and after in place and place[before] > place[after]
    ]
    edges = frozenset((b.before, b.after) for b in broken)
    options = [
        (paid, _cover(frozenset(edge for edge in edges if paid not in edge)))
        for paid in _moves_for_first_place(reading, pairing, lines) or [None]
    ]
    paid, ends = min(options, key=lambda option: len(option[1]))
    left = [b for b in broken if paid not in (b.before, b.after)]
    return tuple(_told(left, ends))


def _moves_for_first_place(
    reading: KeyReading, pairing: Pairing, lines: Sequence[AnswerLine]
) -> list[int | None]:
    """Return the targets of which one move gives place 1 back to a code that may lead; none where it is not lost.

    A code that may lead moves to the front; or the code in front moves away, where one that may lead comes next.
    Where none of those that may lead is in the answer, nothing has taken their place.
    """
    eligible = {j for j, target in enumerate(reading.targets) if target.first}
    target_of = {p.line: p.target for p in pairing.pairs}
    # What is not supported goes out anyway: it is in nobody's way.
    out = pairing.ignored.union(pairing.lines_left)
    counted = [i for i, line in enumerate(lines) if line.kind == "diagnosis" and i not in out]
    first, second = (target_of.get(i) for i in (*counted, -1, -1)[:2])
    if first in eligible:
        return []
    moves: list[int | None] = [j for j in sorted(eligible) if j in target_of.values()]
    return [*moves, first] if second in eligible and first is not None else moves


def _cover(edges: frozenset[tuple[int, int]]) -> tuple[int, ...]:
    """Return the fewest ends that touch every edge; of equally few the later code of a lone pair.

    Exact: it branches on the end with most edges, either it moves or all its partners do.
    """
    if not edges:
        return ()
    degree = Counter(end for edge in edges for end in edge)
    most = max(degree.values())
    if most == 1:
        return tuple(sorted(after for _, after in edges))
    busy = min(end for end, count in degree.items() if count == most)
    with_it = (busy, *_cover(frozenset(edge for edge in edges if busy not in edge)))
    partners = {end for edge in edges if busy in edge for end in edge} - {busy}
    if len(partners) >= len(with_it):
        return with_it
    rest = _cover(frozenset(edge for edge in edges if not partners & set(edge)))
    without = (*sorted(partners), *rest)
    return min(with_it, without, key=len)


def _told(broken: list[Broken], ends: tuple[int, ...]) -> list[Misplaced]:
    """Return each broken pair once, at the first of *ends* that mends it."""
    left = list(broken)
    found = []
    for end in ends:
        mine = tuple(b for b in left if end in (b.before, b.after))
        left = [b for b in left if b not in mine]
        found.append(Misplaced(end, mine))
    return found
