"""Cards of a lesson, and the word parts of which terms are made."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from codeward.charts import StrictModel
from codeward.curriculum.base import Cites, Id, Long, SkillId
from codeward.curriculum.skills import LessonId

__all__ = ["Card", "CardFile", "WordPart", "WordParts"]


class Card(StrictModel):
    """One card: what is asked on its front, what is said on its back."""

    id: Id
    kind: Literal["part", "abbreviation", "modifier", "root pair", "convention", "family", "place"]
    skill: SkillId
    front: Long
    back: Long
    cite: Cites = ()


class CardFile(StrictModel):
    """What cards.yaml says."""

    version_of_schema: Literal[1] = Field(alias="schema")
    lesson: LessonId
    cards: Annotated[tuple[Card, ...], Field(max_length=200)]


class WordPart(StrictModel):
    """A prefix, root or suffix: what it means, and a term that it is part of."""

    part: Annotated[str, StringConstraints(pattern=r"^-?[a-z]+(/[a-z]+)*-?$", max_length=30)]
    kind: Literal["prefix", "root", "suffix"]
    means: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    example: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class WordParts(StrictModel):
    """What parts.yaml says."""

    version_of_schema: Literal[1] = Field(alias="schema")
    parts: Annotated[tuple[WordPart, ...], Field(max_length=2_000)]
