"""Cards of a lesson: what is asked on the front, what is said on the back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from codeward.charts import StrictModel
from codeward.curriculum.base import Cites, Id, Long, SkillId
from codeward.curriculum.skills import LessonId

__all__ = ["Card", "CardFile"]


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
