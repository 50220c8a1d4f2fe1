"""All that is taught, as one value: map, skills, lessons, questions, cards, word parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from codeward.charts import Chart, Curriculum, Glossary, WordPart, glossary, load_curriculum
from codeward.curriculum.cards import Card
from codeward.curriculum.errors import LessonError
from codeward.curriculum.item import CodeItem, Item, SbaItem
from codeward.curriculum.lesson import Lesson
from codeward.curriculum.outline import GradingPolicy, Module, Outline, ProgramFile, Track
from codeward.curriculum.skills import Skill

__all__ = ["Program", "forget_charts"]


@dataclass(frozen=True)
class Program:
    """All that is taught.

    `lessons` are the written ones by id, in the order of the path; `outlines` every lesson of the map, written or not.
    `bank` are the questions outside of lessons, those of forms among them; `items` are all that may be practiced. What
    could not be read is left out and stands in `errors`.
    """

    file: ProgramFile | None
    skills: dict[str, Skill]
    lessons: dict[str, Lesson]
    bank: dict[str, Item]
    parts: tuple[WordPart, ...]
    folders: tuple[Path, ...]
    errors: tuple[LessonError, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def title(self) -> str:
        """The program's title."""
        return self.file.title if self.file else ""

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The wholes that a learner can aim at."""
        return self.file.tracks if self.file else ()

    @property
    def modules(self) -> tuple[Module, ...]:
        """Lessons that belong together, in the order of the path."""
        return self.file.modules if self.file else ()

    @property
    def grading(self) -> GradingPolicy | None:
        """What is counted, as the syllabus prints it."""
        return self.file.grading if self.file else None

    @cached_property
    def outlines(self) -> dict[str, Outline]:
        """Every lesson of the map by its id, in the order of the path."""
        by_id = {outline.id: outline for outline in self.file.lessons} if self.file else {}
        return {lesson: by_id[lesson] for module in self.modules for lesson in module.lessons}

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The ids of all lessons in the order in which they are taught; those of no module come last."""
        return (*self.outlines, *(lesson for lesson in self.lessons if lesson not in self.outlines))

    @cached_property
    def others(self) -> tuple[Lesson, ...]:
        """The written lessons that are in no module: those of a school's own folders."""
        return tuple(lesson for name, lesson in self.lessons.items() if name not in self.outlines)

    @cached_property
    def planned(self) -> dict[str, Outline]:
        """The lessons of the map that are not written yet."""
        return {name: outline for name, outline in self.outlines.items() if name not in self.lessons}

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every question that may be practiced, by its id: those of the lessons, then the bank's. None of a form."""
        return {
            **{name: item for lesson in self.lessons.values() for name, item in lesson.items.items()},
            **self.practice_items,
        }

    @cached_property
    def practiced(self) -> dict[str, tuple[SbaItem | CodeItem, ...]]:
        """The bank's questions of practice by skill: those answered at once that a second person answered before."""
        found: dict[str, list[SbaItem | CodeItem]] = {}
        for _name, item in sorted(self.practice_items.items()):
            if item.quality.state != "draft" and isinstance(item, SbaItem | CodeItem):
                found.setdefault(item.skill, []).append(item)
        return {skill: tuple(items) for skill, items in found.items()}

    @cached_property
    def practice_items(self) -> dict[str, Item]:
        """The bank's questions of practice by their ids."""
        return {name: item for name, item in self.bank.items() if item.use == "practice"}

    @cached_property
    def form_items(self) -> dict[str, Item]:
        """The questions of forms by their ids. Whoever takes them sees to it that only a sitting shows them."""
        return {name: item for name, item in self.bank.items() if item.use == "form"}

    @cached_property
    def cards(self) -> dict[str, Card]:
        """Every card by its id."""
        return {card.id: card for lesson in self.lessons.values() for card in lesson.cards}

    @cached_property
    def records(self) -> dict[str, Chart]:
        """The lessons' own charts by their ids (LESSON-record)."""
        return {one.record.id: one.record for one in self.lessons.values() if one.record is not None}

    @cached_property
    def charts(self) -> Curriculum:
        """The charts that learners code, of our own and of the other folders."""
        return _charts(self.folders[1:])

    @property
    def glossary(self) -> Glossary:
        """The words of the trade."""
        return glossary()

    def title_of(self, lesson: str) -> str:
        """Return the title of a lesson, written or planned. Raises KeyError."""
        return self.lessons[lesson].title if lesson in self.lessons else self.outlines[lesson].title

    def needs_of(self, lesson: str) -> tuple[str, ...]:
        """Return the lessons that a lesson builds on. Raises KeyError."""
        return self.lessons[lesson].needs if lesson in self.lessons else self.outlines[lesson].needs

    def module_of(self, lesson: str) -> Module | None:
        """Return the module that a lesson is in."""
        return next((module for module in self.modules if lesson in module.lessons), None)

    def skills_of(self, lesson: str) -> tuple[Skill, ...]:
        """Return the skills that a lesson teaches, in the order of the closed list."""
        return tuple(skill for skill in self.skills.values() if skill.lesson == lesson)


@lru_cache(maxsize=4)
def _charts(folders: tuple[Path, ...]) -> Curriculum:
    return load_curriculum(more=folders, strict=False)


def forget_charts() -> None:
    """Have the charts read anew when they are asked for next."""
    _charts.cache_clear()
