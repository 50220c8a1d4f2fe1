"""Questions drawn fresh from the books for a test: what was drawn, so that the same can be drawn again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from codeward.curriculum import CodeItem, Item, program
from codeward.errors import CodewardError
from codeward.practice.drills import draw_for
from codeward.web.courses.drilling import can_drill
from codeward.web.courses.prose import shelf_on

__all__ = ["drawn", "fresh", "told_of"]


def drawn(told: Mapping[str, Any]) -> tuple[str, Item]:
    """The generator and the item that were drawn. Raises CodewardError where the books no longer give it."""
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


def fresh(
    skills: Iterable[str], day: dt.date, seed: int, each: int, level: int = 2
) -> Iterator[tuple[dict[str, Any], Item]]:
    """Yield up to `each` typed and `each` chosen questions of each skill that is drilled, with what is kept of them."""
    for skill in skills:
        if skill not in program().skills or not can_drill(program().skills[skill]):
            continue
        for n in range(2 * each):
            told = told_of(skill, seed + n, day, level, typed=n % 2 == 0)
            try:
                _generator, item = drawn(told)
            except CodewardError:
                continue
            if isinstance(item, CodeItem) == told["typed"]:
                yield told, item
