"""The words of an index: which terms hold each, what each may also mean; compiled once, read in place.

vocab, vocab_at         the words in alphabetical order, and where each begins (uint32)
posts, posts_at         for each word the terms that print it: number * 2, + 1 among nonessential modifiers
fields, fields_at       for each term its words: number * 2, + 1 among nonessential modifiers
families, family_words  CRC-32 of what related forms share (sorted), and the word in the same order
equals, equals_at       for each word the words that mean the same (see data/equivalents.tsv)
checks, numbers         the deletion index of slips (see `codeward.search.typos`)
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from zlib import crc32

from codeward.codesets.indexes import Terms
from codeward.index.equivalents import groups
from codeward.search import family, typos
from codeward.words import STOP, stem, words

__all__ = ["GENERIC", "IGNORED", "Words", "compile_words", "stems"]

# Words of the index's manner of speaking: they choose nothing and are not asked for.
IGNORED = STOP | frozenset(("due", "nos", "see", "also", "if"))
# Words that choose little: matched where asked for, hardly weighed.
GENERIC = frozenset(
    (
    "other", "nec", "unspecified", "specified", "type", "classified", "elsewhere", "not", "without", "mention",
    "site", "part", "region", "condition", "involving", "associated", "and", "or", "any",
    )
)  # fmt: skip


def stems(text: str) -> list[str]:
    """Return the stems of the words of *text* that count, in order."""
    return [stem(word) for word in words(text) if word not in IGNORED]


def compile_words(terms: Terms) -> dict[str, bytes]:
    """Return the blobs of the words of an index."""
    held: list[tuple[list[str], list[str]]] = []
    known: dict[str, None] = {}
    cache: dict[str, list[str]] = {}

    def of(text: str) -> list[str]:
        found = cache.get(text)
        if found is None:
            found = cache[text] = stems(text)
            known.update(dict.fromkeys(found))
        return found

    for number in range(terms.size):
        fields = terms.fields(number)
        own = of(f"{fields.before} {fields.after}" if fields.after else fields.before)
        held.append((own, of(fields.nonessential) if fields.nonessential else []))
    same = groups()
    for word in same:
        known.setdefault(word)
    vocab = sorted(known)
    number_of = {word: i for i, word in enumerate(vocab)}
    posts: list[list[int]] = [[] for _ in vocab]
    fields_at, fields_all = array("I", [0]), array("I")
    for term, (own, nonessential) in enumerate(held):
        row = dict.fromkeys(number_of[word] * 2 for word in own)
        row.update(dict.fromkeys(number_of[w] * 2 + 1 for w in nonessential if number_of[w] * 2 not in row))
        fields_all.extend(row)
        fields_at.append(len(fields_all))
        for entry in row:
            posts[entry >> 1].append(term * 2 + (entry & 1))
    checks, numbers = typos.build([word if posts[i] else "" for i, word in enumerate(vocab)])
    families = sorted((crc32(family(word).encode()), i) for i, word in enumerate(vocab) if posts[i])
    raw = [word.encode() for word in vocab]
    return {
        "vocab": b"".join(raw),
        "vocab_at": _offsets(map(len, raw)).tobytes(),
        "posts": array("I", [entry for row in posts for entry in row]).tobytes(),
        "posts_at": _offsets(map(len, posts)).tobytes(),
        "fields": fields_all.tobytes(),
        "fields_at": fields_at.tobytes(),
        "families": array("I", [check for check, _ in families]).tobytes(),
        "family_words": array("I", [i for _, i in families]).tobytes(),
        **_equals(vocab, number_of, same),
        "checks": checks,
        "numbers": numbers,
    }


def _equals(
    vocab: list[str], number_of: Mapping[str, int], same: Mapping[str, Iterable[str]]
) -> dict[str, bytes]:
    rows = [[number_of[other] for other in same.get(word, ()) if other in number_of] for word in vocab]
    return {
        "equals": array("I", [n for row in rows for n in row]).tobytes(),
        "equals_at": _offsets(map(len, rows)).tobytes(),
    }


def _offsets(lengths: Iterable[int]) -> array[int]:
    out = array("I", [0])
    for length in lengths:
        out.append(out[-1] + length)
    return out


class Words:
    """The compiled words of one index."""

    def __init__(self, blobs: Mapping[str, memoryview]) -> None:
        self._vocab = blobs["vocab"]
        self._vocab_at = blobs["vocab_at"].cast("I")
        self._posts, self._posts_at = blobs["posts"].cast("I"), blobs["posts_at"].cast("I")
        self._fields, self._fields_at = blobs["fields"].cast("I"), blobs["fields_at"].cast("I")
        self._families, self._family_words = blobs["families"].cast("I"), blobs["family_words"].cast("I")
        self._equals, self._equals_at = blobs["equals"].cast("I"), blobs["equals_at"].cast("I")
        self._checks, self._numbers = blobs["checks"].cast("I"), blobs["numbers"].cast("I")
        self.size = len(self._vocab_at) - 1
        self.posts = lru_cache(maxsize=2048)(self._posts_of)
        self.number = lru_cache(maxsize=8192)(self._number)
        self.fields = lru_cache(maxsize=16384)(self._fields_of)

    def word(self, number: int) -> str:
        """Return the word with this number."""
        return bytes(self._vocab[self._vocab_at[number] : self._vocab_at[number + 1]]).decode()

    def _place(self, word: str) -> int:
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            if self.word(middle) < word:
                low = middle + 1
            else:
                high = middle
        return low

    def _number(self, word: str) -> int | None:
        place = self._place(word)
        return place if place < self.size and self.word(place) == word else None

    def count(self, number: int) -> int:
        """Return how many terms print the word."""
        return self._posts_at[number + 1] - self._posts_at[number]

    def _posts_of(self, number: int) -> tuple[int, ...]:
        """Return the terms that print the word, in the book's order: number * 2, + 1 where nonessential."""
        return tuple(self._posts[self._posts_at[number] : self._posts_at[number + 1]])

    def _fields_of(self, term: int) -> tuple[int, ...]:
        """Return the words of a term: number * 2, + 1 where nonessential."""
        return tuple(self._fields[self._fields_at[term] : self._fields_at[term + 1]])

    def equals(self, number: int) -> list[int]:
        """Return the words that mean the same."""
        return list(self._equals[self._equals_at[number] : self._equals_at[number + 1]])

    def kin(self, word: str) -> list[int]:
        """Return the words related to *word* by more than a plural: "fractured" to "fracture"."""
        check = crc32(family(word).encode())
        at = bisect_left(self._families, check)
        found = []
        while at < len(self._families) and self._families[at] == check:
            found.append(self._family_words[at])
            at += 1
        return found

    def beginning(self, start: str, most: int = 30) -> list[int]:
        """Return the words that begin so, the most frequent ones."""
        at, found = self._place(start), []
        while at < self.size and self.word(at).startswith(start):
            if self.count(at):
                found.append(at)
            at += 1
        return sorted(found, key=lambda n: -self.count(n))[:most]

    def slips(self, word: str) -> Iterator[tuple[int, int]]:
        """Yield (distance, number) of up to three words that a misspelt one may be meant for."""
        if not word.isalpha():
            return
        near = typos.candidates(word, self._checks, self._numbers)
        found = typos.nearest(word, ((self.word(n), n) for n in near), 1 if len(word) <= 7 else 2)
        if found:
            least = found[0][0]
            best = [row for row in found if row[0] == least]
            best.sort(key=lambda row: (row[1][:1] != word[:1], -self.count(row[2])))
            yield from ((distance, number) for distance, _, number in best[:3])
