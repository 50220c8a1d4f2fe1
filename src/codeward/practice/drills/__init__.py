"""Drills without end: questions that are made from the books, from a seed.

>>> from datetime import date
>>> from codeward.codesets import Shelf
>>> from codeward.practice import drills
>>> item = drills.draw("side", 3, shelf=Shelf.on(date(2026, 6, 1)))
>>> len(item.right), item.skill
(1, 'dx.side')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codeward.later import later

if TYPE_CHECKING:
    from codeward.practice.drills.drawing import MAX_SEED, Drill, draw, draw_for
    from codeward.practice.drills.given import Choice, Generator, Given, Level, Question
    from codeward.practice.drills.registry import (
        GENERATORS,
        Entry,
        NeedsList,
        NoDrill,
        PlannedDrill,
        UnknownDrill,
        generator,
        generators_of,
        ready,
    )

__all__ = [
    "GENERATORS",
    "MAX_SEED",
    "Choice",
    "Drill",
    "Entry",
    "Generator",
    "Given",
    "Level",
    "NeedsList",
    "NoDrill",
    "PlannedDrill",
    "Question",
    "UnknownDrill",
    "draw",
    "draw_for",
    "generator",
    "generators_of",
    "ready",
]

__getattr__ = later(
    __name__,
    {
        "drawing": ["MAX_SEED", "Drill", "draw", "draw_for"],
        "given": ["Choice", "Generator", "Given", "Level", "Question"],
        "registry": [
            "GENERATORS",
            "Entry",
            "NeedsList",
            "NoDrill",
            "PlannedDrill",
            "UnknownDrill",
            "generator",
            "generators_of",
            "ready",
        ],
    },
)
