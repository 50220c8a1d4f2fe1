"""What a generator is given, and what it gives back before it becomes an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import ClassVar, Literal, NamedTuple, Protocol

from codeward.charts import Poa
from codeward.codesets import Book, BookFile, Shelf
from codeward.practice.drills.saying import Style, style_of
from codeward.practice.drills.scenes import Setting
from codeward.practice.drills.tables import Topic

__all__ = ["Choice", "Generator", "Given", "Level", "Question"]

Level = Literal[1, 2, 3]


@dataclass(frozen=True)
class Given:
    """What a drill is drawn from. All chance comes from `random`, so that a seed gives the same item for ever."""

    random: Random
    shelf: Shelf
    topic: Topic | None
    level: Level
    typed: bool
    skill: str = ""

    @cached_property
    def book(self) -> Book:
        """The Tabular List of the coding date."""
        return self.shelf.book("icd10cm")

    @property
    def file(self) -> BookFile:
        """The Tabular's file, by which tables are kept."""
        return self.book.file

    def style(self) -> Style:
        """Return how this note writes: in whole words at level 1, whose learners have not met short forms yet."""
        return style_of(self.random, self.file, plain=self.level == 1)


class Choice(NamedTuple):
    """One option: codes in sequence or a text, its reason, where that stands, and of a wrong one what is wrong.

    `source` says where a wrong option was found: no item takes two from one source. `proof` are predicates.
    """

    said: tuple[str, ...] | str
    why: str
    cite: tuple[str, ...]
    axes: tuple[str, ...] = ()
    source: str = "key"
    proof: tuple[str, ...] = ()
    poa: Poa | None = None
    """The present-on-admission letter of its one code, where the drill asks for it."""


class Question(NamedTuple):
    """What a generator draws: the stem, where it was written, the right option, the wrong ones in order of worth.

    More wrong ones may be given than are shown: the first three of different sources and of different words are.
    """

    stem: str
    setting: Setting | None
    key: Choice
    wrong: Sequence[Choice]
    typed: bool = False


class Generator(Protocol):
    """Draws questions of one kind. A small class; `registry` says how to find it."""

    name: ClassVar[str]
    typed: ClassVar[bool]
    """Whether it can ask for typed codes."""

    def draw(self, given: Given) -> Question | None:
        """Return a question, or None where this chance gave none: the next one is taken then."""
        ...
