"""Read the ICD-10-PCS Index and Definitions: letter by letter, by words, by key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import Concept
from codeward.codesets.icd10pcs.reference import FIELD, PART, RELATION
from codeward.errors import CodewardError
from codeward.words import stem, tokens, words

__all__ = ["Definitions", "IndexTerm", "Key", "PcsIndex", "Relation"]

_KEYS = {"body part": ("0-4",), "device": ("0-6", "X-6"), "substance": ("3-6", "X-6")}


class Relation(NamedTuple):
    """What a term says: `kind` see, use, codes (beginning of a code), tab (table) or code; text; where it leads."""

    kind: str
    text: str
    targets: tuple[str, ...]


class IndexTerm(NamedTuple):
    """One main term or subterm with its path from the main term down; `level` is 0 for a main term."""

    number: int
    path: tuple[str, ...]
    level: int
    relations: tuple[Relation, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, beginnings of codes and tables that the term leads to, in its order."""
        out = []
        for kind, text, targets in self.relations:
            out += list(targets) if kind in ("see", "use") else [text]
        return tuple(dict.fromkeys(code for code in out if code))

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "path": list(self.path),
            "relations": [{"kind": r.kind, "text": r.text, "to": list(r.targets)} for r in self.relations],
            "codes": list(self.codes),
            "source": "official",
        }


class PcsIndex:
    """The official ICD-10-PCS Index of one release."""

    def __init__(self, book: Book) -> None:
        """Raises CodewardError where *book* holds no ICD-10-PCS Index."""
        data = book.extra("terms")
        if data is None or book.system != "icd10pcs-index":
            raise CodewardError(
                f"{book.release.id} holds no ICD-10-PCS Index", "Open the system icd10pcs-index"
            )
        self.book = book
        self._data = data

    @cached_property
    def terms(self) -> tuple[IndexTerm, ...]:
        """Every term in the book's order."""
        out: list[IndexTerm] = []
        path: list[str] = []
        try:
            for number, line in enumerate(bytes(self._data).decode().split("\n")):
                depth, title, relations = line.split(FIELD)
                level = int(depth)
                del path[level:]
                path.append(title)
                found = (row.split(PART) for row in relations.split(RELATION) if row)
                shown = tuple(part for part in path if part)
                out.append(
                    IndexTerm(number, shown, level, tuple(Relation(k, t, tuple(to)) for k, t, *to in found))
                )
        except ValueError as e:
            raise self.book.file.damaged("its index terms cannot be read") from e
        return tuple(out)

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that the index has, in order."""
        return tuple(self.book)

    def letter(self, letter: str) -> tuple[IndexTerm, ...]:
        """Return the terms under a letter, subterms after what they stand under. Raises UnknownCode."""
        facts = self.book[letter].facts
        return self.terms[int(facts["first"]) : int(facts["end"])]

    def below(self, term: IndexTerm) -> tuple[IndexTerm, ...]:
        """Return the terms that stand right under *term*."""
        out = []
        for other in self.terms[term.number + 1 :]:
            if other.level <= term.level:
                break
            if other.level == term.level + 1:
                out.append(other)
        return tuple(out)

    def find(self, query: str, limit: int = 20) -> tuple[IndexTerm, ...]:
        """Return the terms whose path holds every word of *query*, the closest first."""
        numbers = rank(query, (term.path or ("",) for term in self.terms))
        return tuple(self.terms[number] for number in numbers[:limit])


class Key(NamedTuple):
    """A row of a key: the term, the value that it is coded to, the entry that says so."""

    term: str
    value: str
    entry: str


class Definitions:
    """The official definitions and keys of one release."""

    def __init__(self, book: Book) -> None:
        """Raises CodewardError where *book* holds no ICD-10-PCS definitions."""
        if book.system != "icd10pcs-definitions":
            raise CodewardError(
                f"{book.release.id} holds no ICD-10-PCS definitions", "Open the system icd10pcs-definitions"
            )
        self.book = book

    def axis(self, section: str, position: int) -> tuple[Concept, ...]:
        """Return the terms defined at a position of a section; their texts are their facts."""
        head = self.book.get(f"{section}-{position}")
        return tuple(self.book[code] for code in head.children) if head is not None else ()

    def key(self, name: str) -> tuple[Key, ...]:
        """Return the body part, device or substance key in the book's order. Raises CodewardError."""
        if name not in _KEYS:
            raise CodewardError(f"There is no key {name!r}", f"Keys: {', '.join(_KEYS)}")
        return self._keys[name]

    @cached_property
    def _keys(self) -> dict[str, tuple[Key, ...]]:
        out = {}
        for name, places in _KEYS.items():
            terms = [term for place in places for term in self.axis(place[0], int(place[2]))]
            out[name] = tuple(
                Key(text, term.description, term.code)
                for term in terms
                for text in term.facts.get("includes", ())
            )
        return out

    def find(self, name: str, query: str, limit: int = 20) -> tuple[Key, ...]:
        """Return the rows of the key *name* whose term holds all words of *query*, the closest first."""
        rows = self.key(name)
        return tuple(rows[number] for number in rank(query, ((row.term,) for row in rows))[:limit])

    @property
    def aggregation(self) -> tuple[Concept, ...]:
        """Return the rows of the device aggregation table."""
        head = self.book.get("AGG")
        return tuple(self.book[code] for code in head.children) if head is not None else ()


def rank(query: str, texts: Iterable[Sequence[str]]) -> list[int]:
    """Return the numbers of the *texts* that hold every word of *query* (or begin so), the closest first.

    A text is a path; a word found in its first part, and few words left over, come first.
    """
    wanted = tokens(query) or _stems(query)
    found = []
    for number, parts in enumerate(texts):
        lead, whole = _stems(parts[0]) if parts else [], _stems(" ".join(parts))
        if wanted and all(any(_begins(word, other) for other in whole) for word in wanted):
            exact = sum(word in whole for word in wanted)
            first = sum(any(_begins(word, other) for other in lead) for word in wanted)
            found.append((-exact, -first, len(whole), number))
    return [number for *_, number in sorted(found)]


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def _begins(word: str, other: str) -> bool:
    return other == word or (len(word) > 2 and other.startswith(word))
