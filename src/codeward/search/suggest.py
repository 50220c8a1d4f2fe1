"""What was meant, where a word is in no book."""

from __future__ import annotations

from codeward.search.hit import MAX_QUERY
from codeward.search.normal import family
from codeward.search.query import read
from codeward.search.wordfile import WordFile
from codeward.words import STOP, stem, words

__all__ = ["suggest_words"]


def suggest_words(index: WordFile, query: str) -> list[str]:
    """Return words of the book near to those of *query* that it does not hold, best first, at most 8."""
    found: dict[str, None] = {}
    for word in words(query[:MAX_QUERY])[:12]:
        if word in STOP or stem(word) in index.number:
            continue
        for reading in read(index, word):
            for group in reading.groups:
                found.update(dict.fromkeys(index.vocab[n] for n in group.means))
        if not any(family(word)[:3] == known[:3] for known in found):
            found.update(dict.fromkeys(_beginning(index, word)))
    return list(found)[:8]


def _beginning(index: WordFile, word: str) -> list[str]:
    """Return words of the book with the same first four letters, the most frequent ones."""
    start = word[:4]
    near = [n for n, known in enumerate(index.vocab[: index.book_words]) if known[:4] == start]
    near.sort(key=lambda n: -index.count(n))
    return [index.vocab[n] for n in near[:4]]
