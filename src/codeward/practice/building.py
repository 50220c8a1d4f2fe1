"""Build a word: parts joined as words join them, what each says, and whether the word is one that is in use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from codeward.charts import Term, WordPart, glossary, joined, spells, word_parts
from codeward.errors import CodewardError, quoted

__all__ = ["MOST_PARTS", "Built", "NoWord", "build_word"]

MOST_PARTS = 6


class NoWord(CodewardError):  # noqa: N818 - named as people say it
    """The parts make no word: one is not in the list, or they stand in an order that words do not have."""


class Built(NamedTuple):
    """A word made of parts.

    `reading` are its parts in the order in which a word is read: the suffix first, then from the front. `known` says
    whether the word is in use: a term of the glossary (`term`), a word of one, or an example of the list of parts.
    """

    word: str
    parts: tuple[WordPart, ...]
    reading: tuple[WordPart, ...]
    known: bool
    term: Term | None

    @property
    def says(self) -> str:
        """What the parts say, in the order of reading: "inflammation; stomach"."""
        return "; ".join(part.means for part in self.reading)


def build_word(parts: Sequence[str]) -> Built:
    """Return the word that *parts* spell: prefixes, then at least one root or suffix, the suffix last.

    Where usage spells a word otherwise than the rule (bil/i + -ary is biliary), the word in use is returned. Raises
    NoWord naming the part that is not in the list or not in its place.
    """
    if not 2 <= len(parts) <= MOST_PARTS:
        raise NoWord(f"A word is built of 2 to {MOST_PARTS} parts, not {len(parts)}", "Choose its parts")
    listed = word_parts()
    for part in parts:
        if part not in listed:
            raise NoWord(f"{quoted(part)} is no part of the list", "Choose one of the list")
    entries = tuple(listed[part] for part in parts)
    _in_order(entries)
    word = _used().get(tuple(parts), joined(parts))
    term = _term(word, parts)
    reading = (entries[-1], *entries[:-1]) if entries[-1].kind == "suffix" else entries
    return Built(word, entries, reading, term is not None or word in _words(), term)


def _in_order(entries: Sequence[WordPart]) -> None:
    """Raise NoWord where a prefix follows something else than a prefix, or a suffix is not the last part."""
    for place, entry in enumerate(entries):
        before = entries[place - 1].kind if place else "prefix"
        if entry.kind == "prefix" and before != "prefix":
            raise NoWord(
                f"{quoted(entry.part)} is a prefix and stands after {quoted(entries[place - 1].part)}",
                "Put it first",
            )
        if entry.kind == "suffix" and place < len(entries) - 1:
            raise NoWord(f"{quoted(entry.part)} is a suffix and is not the last part", "Put it last")
    if entries[-1].kind == "prefix":
        raise NoWord(
            f"{quoted(entries[-1].part)} is a prefix: nothing stands after it", "Add a root or a suffix"
        )


@lru_cache(maxsize=1)
def _used() -> dict[tuple[str, ...], str]:
    """Return the words in use by their parts, of the list's examples."""
    return {entry.spelled: entry.example for entry in word_parts().parts}


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """Return every word that is known: the examples, and the words of the glossary's terms."""
    terms = {word for entry in glossary().terms for word in entry.term.casefold().split()}
    return frozenset({entry.example for entry in word_parts().parts} | terms)


def _term(word: str, parts: Sequence[str]) -> Term | None:
    """Return the glossary's term that is this word, or one of which these very parts spell a word."""
    if word in glossary():
        return glossary()[word]
    return next(
        (entry for entry in glossary().terms if entry.parts == tuple(parts) and spells(parts, entry.term)),
        None,
    )
