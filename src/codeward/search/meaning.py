"""What one word of a query may mean: itself and its kin, a British spelling, a beginning, a slip of the pen."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from codeward.search.normal import family
from codeward.search.reasons import Reason
from codeward.search.typos import candidates, nearest
from codeward.search.weights import COMPLETED, FAMILY, ONE_SLIP, TWO_SLIPS
from codeward.search.wordfile import WordFile
from codeward.words import stem

__all__ = ["Word", "corrected", "joined", "kin", "known", "parted", "word"]

_MOST_COMPLETIONS = 40


class Word(NamedTuple):
    """A word of the query: its stem (corrected where misspelt), numbers it may mean, what was corrected."""

    stem: str
    means: dict[int, float]
    note: Reason | None = None
    open: bool = False  # may be the beginning of a longer word
    said: str = ""  # as it was typed


@lru_cache(maxsize=4096)
def word(index: WordFile, surface: str, last: bool, *, slips: bool = True) -> Word:
    """Say what one word may mean: itself and its family; else British, the beginning of one, misspelt.

    Without *slips* a word that the book does not know means nothing. Kept, since whoever types sends the same words
    with every letter; do not change what is returned.
    """
    token = stem(surface)
    number = index.number.get(token)
    note = None
    if number is None:
        american = _american(index, surface)
        if american is not None:
            token, number = american, index.number[american]
            note = Reason("spelling", surface, index.shown(american))
    if number is not None:
        return Word(token, kin(index, token, number), note)
    if not slips:
        return Word(token, {})
    if last and len(surface) >= 2 and surface.isalpha():
        means = _completions(index, surface)
        if means:
            return Word(token, means, open=True)
    near = corrected(index, token)
    if near:
        best = near[0][1]
        means = {}
        for distance, known, number in near:
            quality = ONE_SLIP if distance == 1 else TWO_SLIPS
            means[number] = quality
            for other, kinship in kin(index, known, number).items():
                means.setdefault(other, quality * kinship)
        return Word(best, means, Reason("spelling", surface, index.shown(best)))
    if len(surface) >= 4 and surface.isalpha():
        return Word(token, _completions(index, surface), open=True)
    return Word(token, {})


def known(index: WordFile, surface: str, last: bool) -> bool:
    """Say whether the book or its lexicon knows a word as it is, in a British spelling, or as a beginning."""
    if stem(surface) in index.number:
        return True
    if last and len(surface) >= 2 and surface.isalpha() and _begins(index, surface):
        return True
    return _american(index, surface) is not None


def _begins(index: WordFile, surface: str) -> bool:
    at = bisect_left(index.vocab, surface, 0, index.book_words)
    return at < index.book_words and index.vocab[at].startswith(surface)


def kin(index: WordFile, token: str, number: int) -> dict[int, float]:
    means = {number: 1.0} if number < index.book_words else {}
    if len(token) > 4:
        for other in index.families.get(family(token), ()):
            means.setdefault(other, FAMILY)
    return means


def _american(index: WordFile, surface: str) -> str | None:
    """Return the known American stem of a British word, or None."""
    lexicon = index.lexicon
    whole = lexicon["whole"].get(surface)
    if whole is not None and stem(whole) in index.number:
        return stem(whole)
    current = surface
    for british, american in lexicon["rules"]:
        if british in current:
            for changed in (current.replace(british, american), surface.replace(british, american)):
                if stem(changed) in index.number:
                    return stem(changed)
            current = current.replace(british, american)
    return None


def _completions(index: WordFile, beginning: str) -> dict[int, float]:
    """Return the book's words that begin so, the most frequent ones."""
    vocab, end = index.vocab, index.book_words
    start = bisect_left(vocab, beginning, 0, end)
    numbers = []
    while start < end and vocab[start].startswith(beginning):
        numbers.append(start)
        start += 1
    if len(numbers) > _MOST_COMPLETIONS:
        numbers.sort(key=lambda n: -index.count(n))
        del numbers[_MOST_COMPLETIONS:]
    return dict.fromkeys(numbers, COMPLETED)


@lru_cache(maxsize=4096)
def corrected(index: WordFile, token: str) -> list[tuple[int, str, int]]:
    """Return (distance, word, number) of up to three words that *token* may be a slip for, best first."""
    if not token.isalpha():
        return []
    limit = 1 if len(token) <= 7 else 2
    vocab = index.vocab
    found = nearest(token, ((vocab[n], n) for n in candidates(token, index.checks, index.numbers)), limit)
    if not found:
        return []
    least = found[0][0]
    found = [row for row in found if row[0] == least]
    found.sort(key=lambda row: (row[1][0] != token[0], -index.count(row[2])))
    return found[:3]


def joined(index: WordFile, parts: list[str], found: list[Word]) -> list[Word]:
    """Put together what the book writes as one word, and part what it writes as two."""
    out: list[Word] = []
    i = 0
    while i < len(found):
        if i + 1 < len(found) and (_unsure(found[i]) or _unsure(found[i + 1])):
            together = stem(parts[i] + parts[i + 1])
            number = index.number.get(together)
            if number is not None and len(together) > 4:
                out.append(Word(together, kin(index, together, number)))
                i += 2
                continue
        unknown = found[i].note or (not found[i].means and found[i].stem not in index.number)
        if unknown and len(parts[i]) >= 7:
            two = parted(index, parts[i])
            if two is not None:
                out += two
                i += 1
                continue
        out.append(found[i])
        i += 1
    return out


def _unsure(asked: Word) -> bool:
    return asked.note is not None or asked.open or not asked.means


def parted(index: WordFile, surface: str) -> list[Word] | None:
    """Return the two words of the book that *surface* is made of, or None."""
    number = index.number
    for cut in range(3, len(surface) - 2):
        left, right = stem(surface[:cut]), stem(surface[cut:])
        if number.get(left, index.book_words) < index.book_words and (
            number.get(right, index.book_words) < index.book_words
        ):
            return [Word(part, kin(index, part, number[part])) for part in (left, right)]
    return None
