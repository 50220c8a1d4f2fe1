"""A lesson: its head, and its sections of prose and blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints, model_validator

from codeward.charts import Chart, StrictModel
from codeward.curriculum.base import Short, SkillId, Source
from codeward.curriculum.blocks import Block, Claims
from codeward.curriculum.cards import Card
from codeward.curriculum.item import Item
from codeward.curriculum.prose import Prose
from codeward.curriculum.skills import LessonId

__all__ = ["Lesson", "LessonHead", "Minutes", "Objective", "Piece", "Section"]

Piece = Prose | Block
B = TypeVar("B", bound=StrictModel)


class Minutes(StrictModel):
    """How long a lesson takes: reading, practice, and its chart, apart."""

    read: Annotated[int, Field(ge=5, le=60, strict=True)]
    practice: Annotated[int, Field(ge=0, le=120, strict=True)] = 0
    chart: Annotated[int, Field(ge=0, le=120, strict=True)] = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.read + self.practice + self.chart


class Objective(StrictModel):
    """What a learner can do afterwards, and the skill that this is."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{1,3}[0-9]{1,2}[a-z]?\.[0-9]$")]
    can: Short
    skill: SkillId


class LessonHead(StrictModel):
    """The front matter of lesson.md. Every code of the page is of the coding date."""

    version_of_schema: Literal[1] = Field(alias="schema")
    id: LessonId
    title: Short
    minutes: Minutes
    needs: Annotated[tuple[LessonId, ...], Field(max_length=6)] = ()
    coding_date: Annotated[dt.date, Field(ge=dt.date(2015, 10, 1), le=dt.date(2040, 9, 30))]
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, max_length=6)]
    sources: Annotated[tuple[Source, ...], Field(max_length=40)] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> LessonHead:
        ids = [objective.id for objective in self.objectives]
        if len(set(ids)) != len(ids):
            raise ValueError("two objectives have one id")
        foreign = next((i for i in ids if i.partition(".")[0] != self.id), None)
        if foreign:
            raise ValueError(f"the objective {foreign!r} is not called after the lesson {self.id}")
        if self.id in self.needs:
            raise ValueError("a lesson does not need itself")
        return self


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it. What stands before the first heading has none."""

    heading: str
    pieces: tuple[Piece, ...]
    line: int = 0

    @property
    def slug(self) -> str:
        """The heading as it stands in an address; "opening" for what has no heading."""
        return (
            "-".join("".join(c if c.isalnum() else " " for c in self.heading.casefold()).split()) or "opening"
        )

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks, in their order."""
        return tuple(piece for piece in self.pieces if not isinstance(piece, Prose))

    @property
    def prose(self) -> tuple[Prose, ...]:
        """The runs of prose, in their order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Prose))


@dataclass(frozen=True)
class Lesson:
    """A written lesson. `version` names its content: the first 16 hex digits of a SHA-256 over its files.

    `pictures` are its SVG files by name, `record` its own chart, called LESSON-record.
    """

    head: LessonHead
    sections: tuple[Section, ...]
    cards: tuple[Card, ...]
    version: str
    files: Mapping[str, str] = field(repr=False, default_factory=lambda: MappingProxyType({}))
    record: Chart | None = None
    folder: str = ""

    @property
    def id(self) -> str:
        """The lesson's id."""
        return self.head.id

    @property
    def title(self) -> str:
        """The lesson's title."""
        return self.head.title

    @property
    def minutes(self) -> Minutes:
        """The lesson's minutes."""
        return self.head.minutes

    @property
    def needs(self) -> tuple[str, ...]:
        """The lessons that it builds on."""
        return self.head.needs

    @property
    def coding_date(self) -> dt.date:
        """The coding date of every code on the page."""
        return self.head.coding_date

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """What it teaches."""
        return self.head.objectives

    @cached_property
    def skills(self) -> tuple[str, ...]:
        """The skills that it teaches, each once, in the order of its objectives."""
        return tuple(dict.fromkeys(objective.skill for objective in self.objectives))

    @property
    def pictures(self) -> dict[str, str]:
        """The text of each picture by its file's name."""
        return {name: text for name, text in self.files.items() if name.endswith(".svg")}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block, in the order of the page."""
        return tuple(block for section in self.sections for block in section.blocks)

    def of(self, kind: type[B]) -> tuple[B, ...]:
        """Return the blocks of one class, in the order of the page."""
        return tuple(block for block in self.blocks if isinstance(block, kind))

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every question by its id, in the order of the page: of pretest, checks, pictures and comparisons."""
        return {item.id: item for block in self.blocks for item in block.items}

    @property
    def claims(self) -> tuple[Claims, ...]:
        """The blocks of claims."""
        return self.of(Claims)

    def prose(self) -> Iterator[tuple[Section, Prose]]:
        """Give every run of prose with its section."""
        for section in self.sections:
            for piece in section.prose:
                yield section, piece

    def line_of(self, name: str) -> int:
        """Return the line of lesson.md on which the id *name* is given (0 where it is not)."""
        for number, line in enumerate(self.files.get("lesson.md", "").splitlines(), 1):
            if f"id: {name}" in line and not line.split(f"id: {name}", 1)[1][:1].strip(",}\"' "):
                return number
        return 0
