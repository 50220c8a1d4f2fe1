"""A lesson as one learner reads it: its sections with what they answered, how far they are, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from codeward.curriculum import Lesson, program
from codeward.web.courses.drilling import first_form
from codeward.web.courses.forms import forms_of
from codeward.web.courses.given import Given
from codeward.web.courses.sheet import Open, OpenDrill, Sheet, SheetSection, Told, sheet_of

__all__ = ["Part", "Reading", "Spot", "next_lesson", "reading"]


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands in a section at one place: text, or the forms of a block of that kind."""

    kind: str
    html: SafeString | str = ""
    forms: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section: how many things it asks, how many are answered."""

    slug: str
    title: str
    heading: SafeString | str
    spots: tuple[Spot, ...]
    asked: int
    answered: int

    @property
    def done(self) -> bool:
        """Whether all that it asks was answered. One that asks nothing is never marked as done."""
        return bool(self.asked) and self.answered == self.asked


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole page."""

    lesson: Lesson
    parts: tuple[Part, ...]
    here: Part | None

    @property
    def asked(self) -> int:
        """How many things are asked."""
        return sum(part.asked for part in self.parts)

    @property
    def answered(self) -> int:
        """How many of them were answered."""
        return sum(part.answered for part in self.parts)


def reading(lesson: Lesson, given: Mapping[str, Given], place: str) -> Reading:
    """The lesson with what its reader answered. No query."""
    sheet = sheet_of(lesson)
    parts = tuple(_part(lesson, sheet, section, given) for section in sheet.sections)
    here = next((part for part in parts if part.slug == place), None)
    # Who is at the beginning need not be led there.
    return Reading(lesson, parts, None if here is parts[0] else here)


def _part(lesson: Lesson, sheet: Sheet, section: SheetSection, given: Mapping[str, Given]) -> Part:
    spots = []
    for piece in section.pieces:
        if isinstance(piece, Open):
            spots.append(Spot(piece.kind, forms=tuple(forms_of(lesson, piece.keys, given))))
        elif isinstance(piece, OpenDrill):
            spots.append(Spot("drill", forms=(first_form(lesson, piece),)))
        elif isinstance(piece, Told):
            spots.append(Spot("block", html=piece.html))
        else:
            spots.append(Spot("text", html=piece))
    forms = [form for spot in spots if spot.kind != "drill" for form in spot.forms]
    return Part(
        slug=section.slug,
        title=sheet.titles[section.slug],
        heading=section.heading,
        spots=tuple(spots),
        asked=sum(form.asked for form in forms),
        answered=sum(form.answered for form in forms),
    )


def next_lesson(lesson: Lesson) -> Lesson | None:
    """The written lesson that follows on the path; None at its end."""
    path = list(program().path)
    after = path[path.index(lesson.id) + 1 :] if lesson.id in path else []
    return next((program().lessons[one] for one in after if one in program().lessons), None)
