"""Which terms of an index answer a query, the best path first.

A term answers with its whole path: what the main term says holds for all below it. So a word that a term prints
covers its whole subtree; terms are met in the book's order with what covers them, and the best are weighed.
"""

from __future__ import annotations

from bisect import bisect_left
from heapq import nlargest
from math import log
from typing import NamedTuple

from codeward.codesets.indexes import Terms
from codeward.index.query import Want, read
from codeward.index.weights import BROAD, EXACT, FIRST, MAIN, MORE_WORDS, NONESSENTIAL
from codeward.index.words import GENERIC, Words, stems

__all__ = ["Candidate", "TermFinder"]

_BUDGET = 1600  # printed words walked through before frequent ones are only looked for below what was found
_WEIGHED = 48
_BELOW = 12  # terms taken below one candidate for a frequent word


class Candidate(NamedTuple):
    """A weighed term: score, number, share of the query that its path answers, and of each thing asked for."""

    score: float
    number: int
    covered: float
    credit: tuple[float, ...] = ()
    broad: bool = False  # something asked for is answered only by what it falls under


class TermFinder:
    """Finds terms of one index."""

    def __init__(self, terms: Terms, words: Words) -> None:
        self.terms = terms
        self.words = words
        self._places = terms.places
        self._costs: dict[int, float] = {}

    def find(self, text: str) -> list[Candidate]:
        """Return the terms that answer *text*, best first, some tens at most."""
        groups = read(self.words, text)
        return self.weigh(groups, self.choose(groups)) if groups else []

    def knows(self, text: str) -> bool:
        """Say whether every word of *text* that counts is a word of this index, or the only one: a quick look."""
        said = stems(text)
        return len(said) < 2 or all(self._known(word) for word in said)

    def _known(self, word: str) -> bool:
        number = self.words.number(word)
        if number is not None:
            return True  # what means the same as a word of the index is among its words
        return len(word) > 4 and bool(self.words.kin(word))

    def choose(self, groups: list[Want]) -> list[int]:
        """Return the numbers of the terms worth weighing."""
        rows = []
        for place, group in enumerate(groups):
            size = sum(self.words.count(number) for number in group.means)
            rows.append((size, place))
        rows.sort()
        walked: list[int] = []
        later: list[int] = []
        spent = 0
        for size, place in rows:
            if not size:
                continue
            if walked and spent + size > _BUDGET:
                later.append(place)
            else:
                walked.append(place)
                spent += size
        best = self._walk(groups, walked)
        for place in later:
            best = self._below(groups[place], best)
        return list(dict.fromkeys(best))

    def _walk(self, groups: list[Want], walked: list[int]) -> list[int]:
        """Return the terms that are covered best by the groups *walked*."""
        met: dict[int, float] = {}
        matches: list[tuple[int, int, float]] = []
        for place in walked:
            group = groups[place]
            own: dict[int, float] = {}
            for number, quality in group.means.items():
                value = quality * group.weight
                for post in self.words.posts(number):
                    worth = value * NONESSENTIAL if post & 1 else value
                    if own.get(post >> 1, 0.0) < worth:
                        own[post >> 1] = worth
            matches += [(term, place, worth) for term, worth in own.items()]
        matches.sort()
        places = self._places
        current = [0.0] * len(groups)
        total = 0.0
        stack: list[tuple[int, int, float]] = []
        for term, place, worth in matches:
            while stack and stack[-1][0] <= term:
                _, old_place, before = stack.pop()
                total += before - current[old_place]
                current[old_place] = before
            if worth > current[place]:
                stack.append((places[4 * term + 1], place, current[place]))
                total += worth - current[place]
                current[place] = worth
            met[term] = total
        return nlargest(_WEIGHED, met, key=lambda term: (met[term], -term))

    def _below(self, group: Want, best: list[int]) -> list[int]:
        """Add to the terms those under them that print a word of *group*."""
        more = list(best)
        places = self._places
        for number, quality in group.means.items():
            if quality < 0.75:
                continue
            posts = self.words.posts(number)
            for term in best:
                end = places[4 * term + 1]
                at = bisect_left(posts, 2 * term)
                for post in posts[at : at + _BELOW]:
                    if post >> 1 >= end:
                        break
                    more.append(post >> 1)
        return more

    def weigh(self, groups: list[Want], numbers: list[int]) -> list[Candidate]:
        """Return these terms weighed by *groups*, best first."""
        lookup: dict[int, list[tuple[int, float]]] = {}
        for place, group in enumerate(groups):
            for number, quality in group.means.items():
                lookup.setdefault(number, []).append((place, quality * group.weight))
        total = sum(group.weight for group in groups) or 1.0
        first = next((place for place, group in enumerate(groups) if group.means), 0)
        found = [self._weighed(number, lookup, groups, total, first) for number in numbers]
        return sorted(found, key=lambda c: (-c.score, c.number))

    def _weighed(
        self,
        number: int,
        lookup: dict[int, list[tuple[int, float]]],
        groups: list[Want],
        total: float,
        first: int,
    ) -> Candidate:
        credit = [0.0] * len(groups)
        extra = 0.0
        main_bonus = 0.0
        place: int | None = number
        places = self._places
        while place is not None:
            above = places[4 * place] or None
            line, asked = 0.0, False
            for entry in self.words.fields(place):
                hits = lookup.get(entry >> 1)
                if hits is None:
                    if not entry & 1:
                        line += self._cost(entry >> 1)
                    continue
                asked = asked or not entry & 1
                for group, worth in hits:
                    value = worth * NONESSENTIAL if entry & 1 else worth
                    credit[group] = max(credit[group], value)
                    if above is None and not entry & 1:
                        main_bonus = max(main_bonus, MAIN + (FIRST if group == first else 0.0))
            # Alternatives of one title ("ulcer, ulcerated") are one thing: who asked for one asked for all.
            extra += line * 0.35 if asked else line
            place = above - 1 if above else None
        covered = sum(credit)
        score = covered / total - MORE_WORDS * extra / (extra + covered + 4.0) + main_bonus
        if extra < 0.5 and covered >= 0.9 * total:
            score += EXACT
        broad = any(0.0 < got < BROAD * group.weight for got, group in zip(credit, groups, strict=True))
        return Candidate(score, number, covered / total, tuple(part / total for part in credit), broad)

    def _cost(self, word: int) -> float:
        cost = self._costs.get(word)
        if cost is None:
            count = self.words.count(word)
            cost = log(40_000 / (count + 1)) * 0.9
            if self.words.word(word) in GENERIC:
                cost = 0.15
            self._costs[word] = cost
        return cost
