"""What a lesson asks: every place of it where something is answered, by the key that its form names.

Questions have their items' ids. Other blocks are called by their kind and their number on the page; an answer pins the
version of what it was an answer to, so that a number that moves takes no answer with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from codeward.charts import version_of
from codeward.curriculum import (
    Assignment,
    Block,
    Item,
    Lesson,
    Lookup,
    Pretest,
    Recall,
    RecallQuestion,
    Step,
    Worked,
)

__all__ = ["Ask", "AskedBlock", "ByVersion", "OwnMarks", "asks_of", "key_of_block"]


@dataclass(frozen=True, slots=True)
class OwnMarks:
    """The points that whoever wrote an assignment gives it, one number for each line of its rubric."""

    of: Assignment


AskedBlock = Item | Step | Lookup | RecallQuestion | Assignment | OwnMarks


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked. `section` is where it stands, `place` "1 of 3" among those of its block."""

    key: str
    what: AskedBlock
    section: str
    version: str
    pretest: bool = False
    place: tuple[int, int] = (1, 1)
    # The form that it stands in, where that holds more than this: the steps of a record share one.
    form: str = ""
    # The first question of the lesson that counts: there it is said how they count.
    first: bool = False

    @property
    def item(self) -> Item:
        """The question that it is."""
        return cast("Item", self.what)

    @property
    def is_item(self) -> bool:
        """Whether it is a question, whose answers count and stand in the log."""
        return hasattr(self.what, "stem")


def _version(key: str, text: str) -> str:
    return version_of({key: text})


def key_of_block(lesson: Lesson, block: Block) -> str:
    """What a block that is no item is called: its kind and its number among its kind."""
    same = [one for one in lesson.blocks if one.kind == block.kind]
    return f"{block.kind}{next(n for n, one in enumerate(same, 1) if one is block)}"


def _asks(lesson: Lesson) -> Iterator[Ask]:
    counted = False
    for section in lesson.sections:
        for block in section.blocks:
            items = block.items
            for n, item in enumerate(items, 1):
                before = isinstance(block, Pretest)
                place, first = (n, len(items)), not before and not counted
                counted = counted or first
                yield Ask(item.id, item, section.slug, item.version, before, place, first=first)
            if isinstance(block, Lookup | Assignment):
                key = key_of_block(lesson, block)
                told = block.model_copy(update={"line": 0}).model_dump_json()
                version = _version(key, told)
                yield Ask(key, block, section.slug, version)
                if isinstance(block, Assignment):
                    yield Ask(f"{key}-marks", OwnMarks(block), section.slug, version, form=key)
            elif isinstance(block, Worked):
                name = key_of_block(lesson, block)
                for n, step in enumerate(block.steps, 1):
                    key, place = f"{name}-{n}", (n, len(block.steps))
                    version = _version(key, step.model_dump_json())
                    yield Ask(key, step, section.slug, version, place=place, form=name)
            elif isinstance(block, Recall):
                name = key_of_block(lesson, block)
                for n, asked in enumerate(block.ask, 1):
                    key = f"{name}-{n}"
                    yield Ask(
                        key,
                        asked,
                        section.slug,
                        _version(key, asked.model_dump_json()),
                        place=(n, len(block.ask)),
                    )


@lru_cache(maxsize=128)
def _kept(lesson: ByVersion) -> Mapping[str, Ask]:
    return {ask.key: ask for ask in _asks(lesson.lesson)}


class ByVersion:
    """A lesson that is the same as another of its id and version, for what is kept."""

    __slots__ = ("lesson",)

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson

    def __hash__(self) -> int:
        return hash((self.lesson.id, self.lesson.version))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByVersion) and (self.lesson.id, self.lesson.version) == (
            other.lesson.id,
            other.lesson.version,
        )


def asks_of(lesson: Lesson) -> Mapping[str, Ask]:
    """Everything that the lesson asks, by key, in the order of the page."""
    return _kept(ByVersion(lesson))
