"""Questions for a test: drawn fresh from the books, or of the bank; what is kept of each, to have it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from codeward.curriculum import CodeItem, Item, program
from codeward.errors import CodewardError
from codeward.practice.drills import draw_for
from codeward.web.courses.drilling import generated
from codeward.web.courses.prose import shelf_on

__all__ = ["drawn", "fresh", "of_bank", "told_of"]


def drawn(told: Mapping[str, Any]) -> tuple[str, Item]:
    """The generator and the item that were drawn; no generator where it is of the bank.

    Raises CodewardError where the books no longer give it, or the bank has it no more as it was.
    """
    if "version" in told:
        item = program().practice_items.get(str(told["id"]))
        if item is None or item.version != told["version"]:
            raise CodewardError(_("This question was corrected or taken back"), _("Go on with another"))
        return "", item
    return draw_for(
        str(told["skill"]),
        int(told["seed"]),
        program().skills,
        shelf=shelf_on(dt.date.fromisoformat(str(told["day"]))),
        level=told["level"],
        typed=bool(told["typed"]),
    )


def told_of(skill: str, seed: int, day: dt.date, level: int, *, typed: bool) -> dict[str, Any]:
    """What is kept of a question that is drawn."""
    return {"skill": skill, "seed": seed, "day": day.isoformat(), "level": level, "typed": typed}


def of_bank(skills: Iterable[str], day: dt.date | None = None) -> Iterator[tuple[dict[str, Any], Item]]:
    """Yield the bank's questions of practice of these skills that one answers at once, with what is kept of them.

    Only what a second person answered before. A question that says no date is asked on that of its skill's lesson.
    """
    for skill in dict.fromkeys(skills):
        for item in program().practiced.get(skill, ()):
            lesson = program().lessons.get(program().skills[skill].lesson)
            on = item.coding_date or day or (lesson.coding_date if lesson is not None else None)
            if on is not None:
                kept = {"id": item.id, "version": item.version, "skill": skill, "day": on.isoformat()}
                yield {**kept, "level": item.level, "typed": isinstance(item, CodeItem)}, item


def fresh(
    skills: Iterable[str], day: dt.date, seed: int, each: int, level: int = 2
) -> Iterator[tuple[dict[str, Any], Item]]:
    """Yield up to `each` typed and `each` chosen questions of each skill that is drilled, with what is kept of them.

    The bank's of these skills come after them.
    """
    skills = tuple(skills)
    for skill in skills:
        if skill not in program().skills or not generated(program().skills[skill]):
            continue
        for n in range(2 * each):
            told = told_of(skill, seed + n, day, level, typed=n % 2 == 0)
            try:
                _generator, item = drawn(told)
            except CodewardError:
                continue
            if isinstance(item, CodeItem) == told["typed"]:
                yield told, item
    yield from of_bank(skills, day)
