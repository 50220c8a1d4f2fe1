"""The program: its map of lessons, modules and tracks, and how learners are graded. The file is `program.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from codeward.charts import StrictModel
from codeward.curriculum.base import Domains, Long, Short
from codeward.curriculum.skills import GeneratorId, LessonId

__all__ = ["Counted", "GradingPolicy", "Module", "Outline", "ProgramFile", "Track"]

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class Outline(StrictModel):
    """One lesson of the map: what is known of it before it is written.

    `charts` are the numbers of the charts that it is meant to lead to.
    """

    id: LessonId
    title: Short
    read: Annotated[int, Field(ge=5, le=60, strict=True)]
    needs: Annotated[tuple[LessonId, ...], Field(max_length=6)] = ()
    domains: Domains = Domains()
    generators: Annotated[tuple[GeneratorId, ...], Field(max_length=4)] = ()
    charts: Annotated[tuple[Annotated[int, Field(ge=1, strict=True)], ...], Field(max_length=8)] = ()


class Module(StrictModel):
    """Lessons that belong together, in the order in which they are taught."""

    id: Name
    title: Short
    lessons: Annotated[tuple[LessonId, ...], Field(min_length=1, max_length=20)]


class Track(StrictModel):
    """A whole that a learner can aim at: modules or parts of them, in the program's order."""

    id: Name
    title: Short
    about: Long
    lessons: Annotated[tuple[LessonId, ...], Field(min_length=1, max_length=120)]
    certificate: Long


class Counted(StrictModel):
    """One part of what a lesson is passed by."""

    part: Short
    how: Long
    least: Short
    retakes: Long


class GradingPolicy(StrictModel):
    """What is counted, how, and what may be tried again: the syllabus prints it."""

    counted: Annotated[tuple[Counted, ...], Field(min_length=1, max_length=8)]
    not_counted: Annotated[tuple[Long, ...], Field(max_length=8)] = ()
    minutes: Annotated[tuple[Long, ...], Field(max_length=6)] = ()


class ProgramFile(StrictModel):
    """What program.yaml says. The order of its modules, and of the lessons in them, is the default path."""

    version_of_schema: Literal[1] = Field(alias="schema")
    id: Name
    title: Short
    about: Long
    lessons: Annotated[tuple[Outline, ...], Field(min_length=1, max_length=300)]
    modules: Annotated[tuple[Module, ...], Field(min_length=1, max_length=60)]
    tracks: Annotated[tuple[Track, ...], Field(min_length=1, max_length=12)]
    grading: GradingPolicy

    @model_validator(mode="after")
    def _hangs_together(self) -> ProgramFile:
        known = [outline.id for outline in self.lessons]
        placed = [lesson for module in self.modules for lesson in module.lessons]
        for what, ids in (
            ("lessons", known),
            ("modules", placed),
            ("modules", [module.id for module in self.modules]),
            ("tracks", [track.id for track in self.tracks]),
        ):
            twice = next((i for i in ids if ids.count(i) > 1), None)
            if twice:
                raise ValueError(f"{what}: {twice!r} is there twice")
        for what, ids in (
            ("a module", placed),
            ("a track", [lesson for track in self.tracks for lesson in track.lessons]),
            ("needs", [lesson for outline in self.lessons for lesson in outline.needs]),
        ):
            unknown = next((i for i in ids if i not in known), None)
            if unknown:
                raise ValueError(f"{what} names the lesson {unknown!r}, which is not in the list of lessons")
        left = next((i for i in known if i not in placed), None)
        if left:
            raise ValueError(f"the lesson {left!r} is in no module")
        return self
