"""What a lesson holds: the counts of the contract, told as errors where a learner would miss something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codeward.curriculum import (
    CardsBlock,
    ChartBlock,
    Check,
    Compare,
    DrillBlock,
    Example,
    Lesson,
    Picture,
    Pretest,
    Program,
    Prose,
    Recall,
    Section,
    Trap,
    Worked,
    plain,
)
from codeward.practice.problems import Found

__all__ = ["SECTION_WORDS", "shape_problems", "words_in"]

SECTION_WORDS = 220
LESSON_WORDS = (600, 1500)
# From the diagnoses on a lesson ends at a chart; the sections before teach reading and words.
_BEFORE_CHARTS = frozenset("wtak")


def words_in(section: Section) -> int:
    """Return how many words of prose a section has, outside its fences."""
    return sum(len(plain(prose).split()) for prose in section.prose)


def shape_problems(lesson: Lesson, program: Program) -> Iterator[Found]:
    """Give what a lesson lacks or has too much of."""
    path = f"{lesson.folder}/lesson.md"
    for line, message, way_out in (*_counts(lesson, program), *_sections(lesson), *_pictures(lesson)):
        yield Found(path, line, "holds", "error", message, way_out)
    if len(lesson.cards) < 12:
        where = f"{lesson.folder}/cards.yaml"
        yield Found(where, 0, "holds", "error", f"{len(lesson.cards)} cards", "Write at least 12")


Told = Iterator[tuple[int, str, str]]


def _counts(lesson: Lesson, program: Program) -> Told:
    checks = [
        item
        for block in (*lesson.of(Check), *lesson.of(Compare), *lesson.of(Picture))
        for item in block.items
    ]
    typed = [item for item in checks if item.kind in ("code", "scenario")]
    shown = [*lesson.of(Example), *lesson.of(Worked)]
    least: tuple[tuple[str, int, int], ...] = (
        ("pretest", len(lesson.of(Pretest)), 1),
        ("examples or worked records", len(shown), 2),
        ("checks", len(checks), 5),
        ("typed checks (kind: code)", len(typed), 2),
        ("compare", len(lesson.of(Compare)), 1),
        ("trap", len(lesson.of(Trap)), 1),
        ("recall", len(lesson.of(Recall)), 1),
        ("cards", len(lesson.of(CardsBlock)), 1),
        ("objectives", len(lesson.objectives), 2),
    )
    for what, there, needed in least:
        if there < needed:
            yield 1, f"{there} {what}", f"A lesson has at least {needed}"
    for recall in lesson.of(Recall):
        if len(recall.ask) < 3:
            yield recall.line, f"a recall of {len(recall.ask)}", "Ask three things"
    if lesson.blocks and lesson.of(Recall) and lesson.blocks[-1].kind not in ("recall", "claims"):
        yield lesson.blocks[-1].line, "something stands after the recall", "End with the recall"
    practiced = {item.skill for item in checks}
    for objective in lesson.objectives:
        if objective.skill not in practiced:
            line = lesson.line_of(objective.id)
            yield (
                line,
                f"no check asks for the objective {objective.id} ({objective.skill})",
                "Add a check of it",
            )
    drilled = {block.generator for block in lesson.of(DrillBlock)}
    for skill_id in lesson.skills:
        skill = program.skills.get(skill_id)
        if skill is not None and skill.generators and not drilled.intersection(skill.generators):
            line = lesson.line_of(next(o.id for o in lesson.objectives if o.skill == skill_id))
            names = " or ".join(skill.generators)
            yield line, f"no drill of the skill {skill_id}", f"Add a drill block: generator {names}"
    if lesson.id[0] not in _BEFORE_CHARTS and not lesson.of(ChartBlock):
        yield 1, "no chart", "From d on a lesson ends at a chart"


def _sections(lesson: Lesson) -> Told:
    named = [section for section in lesson.sections if section.heading]
    if not 3 <= len(named) <= 6:
        yield 1, f"{len(named)} sections", "A lesson has 3 to 6"
    total = sum(words_in(section) for section in lesson.sections)
    least, most = LESSON_WORDS
    if not least <= total <= most:
        yield 1, f"{total} words of prose", f"A lesson has {least} to {most}"
    for section in named:
        count = words_in(section)
        if count > SECTION_WORDS:
            yield (
                section.line,
                f"the section {section.heading!r} has {count} words",
                f"Use at most {SECTION_WORDS}",
            )
        if not section.pieces or isinstance(section.pieces[-1], Prose):
            yield section.line, f"the section {section.heading!r} ends in prose", "End it in something to do"


_LABELLED = re.compile(r"\d+")


def _pictures(lesson: Lesson) -> Told:
    shown = {block.file for block in lesson.of(Picture)}
    for name in lesson.pictures:
        if name not in shown:
            yield 1, f"the picture {name} is shown nowhere", "Show it in a picture block, or remove it"
    for block in lesson.of(Picture):
        if len(block.long.split()) < 20:
            yield block.line, "the long description is short", "Say all that the picture shows"
        numbers = set(_LABELLED.findall(block.long))
        for label in block.labels:
            if str(label.n) not in numbers:
                yield (
                    block.line,
                    f"the long description does not say what {label.n} is",
                    "Name every label in it",
                )
