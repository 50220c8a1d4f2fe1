"""Which reasons are true of an entry, so that no other is told of it.

What a phrase stands for must stand in the entry: each of its words in the title, or in the title and one of the terms,
names or headings that hold for the entry. A related word does not do ("radius" is no "radiation"), nor does a word
that the entry denies ("without heart failure"), but for a meaning that denies it as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from codeward.search.normal import DENIAL
from codeward.search.reasons import ABOVE, TITLE, Reason
from codeward.search.scale import Candidate, Sought
from codeward.search.weights import HALF
from codeward.search.wordfile import WordFile
from codeward.words import tokens

__all__ = ["Entry", "spoken"]

_WORDS = ("title", "above", "inclusion_term", "includes", "name")  # reasons that only say where a word stands


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says, as numbers of words: its title, and each term, name and heading that holds for it."""

    index: WordFile
    title: tuple[int, ...]
    terms: tuple[Collection[int], ...] = ()

    def says(self, meant: str) -> bool:
        """Whether the title, alone or with one term, has every word of *meant*."""
        needed, every = spoken(self.index, meant)
        if not needed or not every:
            return False
        missing = needed.difference(self.title)
        return not missing or any(missing.issubset(term) for term in self.terms)

    def reasons(
        self, candidate: Candidate, typed: frozenset[int], won: Reason | None, fits: Iterable[Reason] = ()
    ) -> tuple[Reason, ...]:
        """Return what may be told of the entry that *candidate* stands for.

        *won* is the term or name that answered, told where a word of it was typed or is meant by what else is told;
        *typed* are the words typed; *fits* what the structure of the entry meets. Empty where nothing is true.
        """
        true = [*candidate.reasons(self.says), *fits]
        if won is not None:
            words, _ = spoken(self.index, won.said)
            if (
                candidate.named is not None
                or not typed.isdisjoint(words)
                or not all(words.isdisjoint(spoken(self.index, reason.meant)[0]) for reason in true)
            ):
                true.append(won)
        if true:
            return tuple(true)
        if not typed.isdisjoint(self.title):
            return (TITLE,)
        return () if all(map(typed.isdisjoint, self.terms)) else (ABOVE,)

    def stray(self, candidate: Candidate, reasons: tuple[Reason, ...], *, whole: bool) -> bool:
        """Whether a word or two of what was asked led here by chance, so that the entry may be left out.

        So it is where none of the *reasons* is more than that a word stands here, and little is answered. Where the
        best answer is what the lexicon names for the *whole* query, its words mean nothing apart ("tennis elbow"): one
        of them alone is then no answer.
        """
        if (reasons and not whole) or candidate.named is not None:
            return False
        if any(reason.kind not in _WORDS for reason in reasons):
            return False
        asked = candidate.asked
        answered, share = self._answered(asked)
        if whole and (reasons or not asked.owner):
            return asked.groups > 1 >= answered
        return not reasons and (share < HALF or (whole and answered < HALF * asked.groups))

    def _answered(self, asked: Sought) -> tuple[int, float]:
        """Return how many things asked for the title answers with the best term, and their share of the weight."""
        best, most = 0, 0.0
        for term in ((), *self.terms):
            if term and asked.lookup.keys().isdisjoint(term):
                continue
            credit: dict[int, float] = {}
            for word in (*self.title, *term):
                if word in asked.lookup:
                    group, value = asked.lookup[word]
                    credit[group] = max(value, credit.get(group, 0.0))
            if (weight := sum(credit.values())) > most:
                best, most = len(credit), weight
        return best, most / asked.total


@lru_cache(maxsize=8192)
def spoken(index: WordFile, text: str) -> tuple[frozenset[int], bool]:
    """Return the words of *text* that the book has, as a field of the index has them, and whether those are all."""
    found, every = set(), True
    for place, part in enumerate(DENIAL.split(text.lower())):
        for token in tokens(part):
            number = index.number.get(token, index.book_words)
            if number < index.book_words:
                found.add(number + index.absent if place % 2 else number)
            else:
                every = False
    return frozenset(found), every
