"""What generators ask of a book again and again, worked out once for each book and kept while the process lives.

Everything hangs on the book's file, as in the edits: two shelves of one release share it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from codeward.codesets import Book, BookFile, Shelf, as_key
from codeward.edits import note_groups
from codeward.errors import CodewardError, quoted
from codeward.index import Index, open_index

__all__ = [
    "Stem",
    "Topic",
    "alone",
    "below",
    "common_words",
    "fitting",
    "index_of",
    "plain_title",
    "stem_of",
    "stems",
    "topic_of",
]

_WORD = re.compile(r"[A-Za-z][a-z]+")
# Titles that sort codes instead of naming a condition, and those that name two.
_RESIDUAL = re.compile(
    r"(?i)\b(?:other|others|unspecified|NEC|NOS|not elsewhere|not otherwise|certain|classified|without mention|"
    r"and/or|specified)\b"
)
_PERHAPS = re.compile(r"(?i)any associated|adverse effect")
_MOST_WORDS = 16
_MOST_TOPIC = 200
_CATEGORY = 3  # characters


class Stem(NamedTuple):
    """A code before its 7th character: its place in the book, title, the code above, whether it needs a 7th one."""

    code: str
    title: str
    billable: bool
    above: str
    seventh: bool

    @property
    def key(self) -> str:
        """The code without its dot."""
        return self.code.replace(".", "")


class Topic(NamedTuple):
    """What a drill is drawn from: ranges (first, last) of codes and all below them, without dots."""

    ranges: tuple[tuple[str, str], ...]

    def holds(self, code: str) -> bool:
        """Say whether *code*, with or without its dot, belongs to the topic."""
        key = code.replace(".", "")
        return any(key >= first and key[: len(last)] <= last for first, last in self.ranges)


@lru_cache(maxsize=512)
def topic_of(text: str, file: BookFile) -> Topic:
    """Return the topic that *text* names: codes of any depth and ranges of them, divided by commas.

    Raises CodewardError for what the book does not have, or a text of more than 200 characters.
    """
    if len(text) > _MOST_TOPIC:
        raise CodewardError(f"The topic has {len(text)} characters", f"Name it in {_MOST_TOPIC}")
    return Topic(tuple(_range(part.strip().upper(), text, file) for part in text.split(",")))


def _range(part: str, text: str, file: BookFile) -> tuple[str, str]:
    book = Book(file, in_force=False)
    first, hyphen, last = part.rstrip("-.").partition("-")
    ends = [_known(end, book) for end in ((first, last) if hyphen else (first,))]
    if "" in ends or ends[0] > ends[-1]:
        raise CodewardError(
            f"{quoted(text)} is no topic of {book.release.id}",
            "Name codes, categories or ranges of them, such as E11, or S52.5, S72, or C00-C96",
        )
    return ends[0], ends[-1]


def _known(part: str, book: Book) -> str:
    key = as_key(part) if len(part) >= _CATEGORY else None
    return "" if key is None or book.get(part) is None else part.replace(".", "")


@lru_cache(maxsize=4)
def stems(file: BookFile) -> tuple[Stem, ...]:
    """Return every category, subcategory and code below a block, without 7th characters, in the book's order."""
    found: list[Stem] = []
    for place, code in enumerate(file.codes()):
        if len(code) == 8 or len(code) < 3 or "-" in code or code.isdigit():
            continue
        concept = file.concept(place)
        seventh = not concept.billable and _asks_for_seventh(file, place)
        above = file.parent_of(place)
        found.append(
            Stem(
                code,
                concept.description,
                concept.billable,
                "" if above is None else file.code_at(above),
                seventh,
            )
        )
    return tuple(found)


def _asks_for_seventh(file: BookFile, place: int) -> bool:
    children = [file.code_at(child) for child in file.children_of(place)]
    return bool(children) and all(len(child) == 8 for child in children)


@lru_cache(maxsize=4)
def _by_code(file: BookFile) -> dict[str, Stem]:
    return {stem.code: stem for stem in stems(file)}


def stem_of(file: BookFile, code: str) -> Stem | None:
    """Return the stem of *code*, or None where the book has no such code above its 7th characters."""
    return _by_code(file).get(code)


@lru_cache(maxsize=4)
def common_words(file: BookFile) -> frozenset[str]:
    """Return the words that some title writes in small letters: at its head a title may lose their capital."""
    return frozenset(word for stem in stems(file) for word in _WORD.findall(stem.title) if word.islower())


def index_of(shelf: Shelf) -> Index:
    """Return the Index of the shelf's day and Tabular."""
    return open_index(shelf.day, tabular=shelf.book("icd10cm"))


@lru_cache(maxsize=4)
def _places(file: BookFile) -> dict[str, int]:
    return {stem.key: place for place, stem in enumerate(stems(file))}


@lru_cache(maxsize=32768)
def below(file: BookFile, code: str) -> tuple[Stem, ...]:
    """Return the billable codes at or below *code* that need no 7th character, in the book's order."""
    rows, key = stems(file), code.replace(".", "")
    place = _places(file).get(key)
    found: list[Stem] = []
    # In the book's order what is below a code follows it.
    while place is not None and place < len(rows) and rows[place].key.startswith(key):
        if rows[place].billable:
            found.append(rows[place])
        place += 1
    return tuple(found)


@lru_cache(maxsize=32768)
def fitting(file: BookFile, code: str) -> tuple[Stem, ...]:
    """Return those of `below` that a provider could write and that stand by themselves."""
    book = Book(file, in_force=False)
    return tuple(leaf for leaf in below(file, code) if plain_title(leaf.title) and alone(book, leaf.code))


@lru_cache(maxsize=65536)
def plain_title(title: str) -> bool:
    """Say whether a provider could write *title*: a condition in a line's length, no residual of a classification."""
    return not _RESIDUAL.search(title) and title.count(" ") < _MOST_WORDS


def alone(book: Book, code: str) -> bool:
    """Say whether *code* can be a whole answer: no note makes it second to another, come what may.

    A "code first" note that speaks conditionally, of what may be associated or of an adverse effect does not.
    """
    return not any(
        not group.conditional
        and not _PERHAPS.search(" ".join((group.heading, *(i.text for i in group.items))))
        for group in note_groups(code, "code_first", book)
    )
