"""How much there is to learn with, counted from what is loaded."""

from __future__ import annotations

from collections import Counter

from codeward.curriculum import Program

__all__ = ["count"]


def count(program: Program) -> dict[str, int | dict[str, int]]:
    """Return how many lessons, skills, charts, questions and so on the program has.

    Questions are counted as those of forms and those of practice; scenarios are counted among them and by themselves.
    """
    every = [*program.items.values(), *program.form_items.values()]
    uses = Counter(item.use for item in every)
    return {
        "lessons": len(program.lessons),
        "skills": len(program.skills),
        "charts": len(program.charts.charts) + len(program.records),
        "items": {"form": uses["form"], "practice": uses["practice"]},
        "scenarios": sum(item.kind == "scenario" for item in every),
        "cards": len(program.cards),
        "terms": len(program.glossary.terms),
        "word_parts": len(program.parts),
        "pictures": sum(len(lesson.pictures) for lesson in program.lessons.values()),
    }
