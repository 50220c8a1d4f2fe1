"""Two ways to an entry put together: the words of its path, and the codes that the search finds for the query.

The index alone knows what it prints; the search knows typos, everyday words and abbreviations. What both name
comes first. An official index speaks for itself: the search helps only where its words do not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

from codeward.index.find import Candidate
from codeward.index.query import Want, read
from codeward.index.volume import Volume
from codeward.index.words import stems
from codeward.search import Hit

__all__ = ["Merger", "Ranked", "Searching"]

_FOUND = 24  # candidates of the index that are looked at
_SEARCHED = 10
_ANSWERED = 0.95  # an official index that answers so much of a query is not helped
# How much a place in the search's list adds, tuned with bench/index_quality.py.
SEARCH, PLACE = 0.45, 2.0
_BELOW, _LOOKED_THROUGH = 3, 60  # terms shown for one that leads to no code; how far they are looked for
PER_CATEGORY = 3  # so many codes of one category before others have had their turn
NO_CODE = 0.35
OTHER, _OTHERS = (
    0.05,
    12,
)  # "specified NEC" before the default, for what the Tabular does not name; so many times
_SPECIFIED = ("specified NEC", "specified type NEC", "specified")
NEW = 0.8  # what answers a part of the query that nothing before it answered


class Searching(Protocol):
    """What finds codes by words, as the search does."""

    def search(self, query: str, limit: int = 10) -> list[Hit]: ...


class Ranked(NamedTuple):
    """A term of one index book with its score; `column` is the one that the words chose."""

    score: float
    book: str
    number: int
    column: str | None
    covered: float = 0.0
    exact: bool = False  # a row of a table that the words name, and nothing more


class Merger:
    """Ranks the terms of one book."""

    def __init__(self, volume: Volume, searcher: Callable[[], Searching]) -> None:
        self.volume = volume
        self._searcher = searcher
        self._key = lru_cache(maxsize=32768)(self._key_of)

    def ranked(self, text: str, limit: int) -> list[Ranked]:
        """Return the terms that answer *text*, best first."""
        finder = self.volume.finder
        groups = read(finder.words, text)
        found = finder.weigh(groups, finder.choose(groups)) if groups else []
        helped = self._helped(text, groups, found)
        best: dict[str, Candidate] = {}
        for candidate in [*self._coded(found[:_FOUND]), *helped.values()]:
            key, coded = self._key(candidate.number)
            score = candidate.score if coded else candidate.score - NO_CODE
            known = best.get(key)
            if known is None or score > known.score:
                best[key] = candidate._replace(score=score)
        for place, key in enumerate(helped):
            if key in best:
                best[key] = best[key]._replace(score=best[key].score + SEARCH / (PLACE + place))
        rows = sorted(best.values(), key=lambda c: (-c.score, c.number))
        return [
            Ranked(c.score, self.volume.book, c.number, None, c.covered) for c in self._spread(rows, limit)
        ]

    def _coded(self, found: list[Candidate]) -> Iterator[Candidate]:
        """Yield the candidates; before one that leads to no code what leads to one under it."""
        for place, candidate in enumerate(found):
            other = self._other(candidate.number) if candidate.broad and place < _OTHERS else None
            if other is not None:
                yield candidate._replace(number=other, score=candidate.score + OTHER)
            if not self._key(candidate.number)[1]:
                end = min(self.volume.terms.end(candidate.number), candidate.number + _LOOKED_THROUGH)
                below = [n for n in range(candidate.number + 1, end) if self._key(n)[1]]
                below.sort(key=lambda n: (self.volume.terms.level(n), n))
                for after, number in enumerate(below[:_BELOW], 1):
                    yield candidate._replace(number=number, score=candidate.score - 0.05 * after)
            yield candidate

    def _other(self, number: int) -> int | None:
        """Return the "specified NEC" under a term: where an index puts what has no line of its own."""
        terms = self.volume.terms
        return next((n for n in terms.children(number) if terms.fields(n).before in _SPECIFIED), None)

    def _key_of(self, number: int) -> tuple[str, bool]:
        fields = self.volume.terms.fields(number)
        code = fields.code.replace(".", "").rstrip("-")
        if code:
            return code, True
        return f"#{number}", bool(fields.see or fields.see_category or fields.see_subcategory)

    def _helped(self, text: str, groups: list[Want], found: list[Candidate]) -> dict[str, Candidate]:
        """Return the terms of the codes that the search finds, in its order."""
        if self.volume.official and found and found[0].covered >= _ANSWERED:
            return {}
        said = " ".join(group.said for group in groups) if len(groups) < len(stems(text)) else text
        codes = [hit.code.replace(".", "") for hit in self._searcher().search(said or text, _SEARCHED)]
        own: dict[str, Candidate] = {}
        for candidate in found:
            key, coded = self._key(candidate.number)
            if coded:
                own.setdefault(key, candidate)
        helped: dict[str, Candidate] = {}
        for code in codes:
            near = next((code[:n] for n in range(len(code), 2, -1) if code[:n] in own), None)
            if near is not None and len(near) >= min(len(code), 5):
                helped.setdefault(near, own[near])
                continue
            terms = self._leading(code)
            if terms:
                best = self.volume.finder.weigh(groups, terms)[0]
                helped.setdefault(self._key(best.number)[0], best)
            elif near is not None:
                helped.setdefault(near, own[near])
        return helped

    def _leading(self, code: str) -> list[int]:
        """Return the terms that name *code*, or the nearest code above it that any names."""
        for length in range(min(len(code), 6), 2, -1):
            terms = self.volume.terms.leading_to(code[:length])
            if terms:
                return terms[:20]
        return []

    def _spread(self, rows: list[Candidate], limit: int) -> list[Candidate]:
        """Choose what is shown, one after the other: what answers a part of the query that none before it answers
        comes sooner, and no category fills the list. Scores fall from the first to the last."""
        left = rows[: 4 * limit + 8]
        counts: dict[str, int] = {}
        answered: list[float] = []
        chosen: list[Candidate] = []
        while left and len(chosen) < limit:
            place = max(
                range(len(left)), key=lambda i: (self._worth(left[i], answered, counts), -left[i].number)
            )
            candidate = left.pop(place)
            category = self._key(candidate.number)[0][:3]
            counts[category] = counts.get(category, 0) + 1
            answered = list(map(max, answered, candidate.credit)) if answered else list(candidate.credit)
            score = min(candidate.score, chosen[-1].score) if chosen else candidate.score
            chosen.append(candidate._replace(score=score))
        return chosen

    def _worth(self, candidate: Candidate, answered: list[float], counts: dict[str, int]) -> float:
        worth = candidate.score
        if answered:
            worth += NEW * sum(
                max(0.0, mine - known) for mine, known in zip(candidate.credit, answered, strict=True)
            )
        if counts.get(self._key(candidate.number)[0][:3], 0) >= PER_CATEGORY:
            worth -= 1.0
        return worth
