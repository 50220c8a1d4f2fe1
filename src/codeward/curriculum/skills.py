"""The skill: the smallest thing that is learned and forgotten. The closed list is `skills.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from codeward.charts import StrictModel
from codeward.curriculum.base import Axis, Citation, Domains, Short, SkillId

__all__ = ["GeneratorId", "LessonId", "Skill"]

LessonId = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,3}[0-9]{1,2}[a-z]?$")]
GeneratorId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,16}$")]


class Skill(StrictModel):
    """One skill: the lesson that teaches it, where it is ruled, on what axes an error of it shows, what drills it.

    `near` are the skills that it is confused with.
    """

    id: SkillId
    title: Short
    lesson: LessonId
    authorities: Annotated[tuple[Citation, ...], Field(max_length=30)] = ()
    axes: Annotated[tuple[Axis, ...], Field(max_length=20)] = ()
    domains: Domains = Domains()
    generators: Annotated[tuple[GeneratorId, ...], Field(max_length=6)] = ()
    near: Annotated[tuple[SkillId, ...], Field(max_length=8)] = ()

    @model_validator(mode="after")
    def _not_near_itself(self) -> Skill:
        if self.id in self.near:
            raise ValueError("a skill is not near itself")
        return self
