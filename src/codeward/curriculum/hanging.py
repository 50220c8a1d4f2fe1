"""Whether skills, lessons, items and cards hang together: ids, needs, the closed list of skills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codeward.curriculum.blocks import CardsBlock, Compare, Pretest
from codeward.curriculum.errors import LessonError
from codeward.curriculum.lesson import Lesson
from codeward.curriculum.whole import Program

__all__ = ["circle_of", "faults_between"]


def faults_between(found: Program) -> Iterator[LessonError]:
    """Give what is wrong between the files of a program; each file by itself has been read."""
    yield from _twice(found)
    yield from _needs(found)
    if found.skills:
        yield from _skills(found)
    for lesson in found.lessons.values():
        yield from _inside(lesson)


def _at(lesson: Lesson, name: str = "", line: int = 0) -> tuple[str, int]:
    return f"{lesson.folder}/lesson.md", line or lesson.line_of(name or lesson.id)


def _error(lesson: Lesson, message: str, way_out: str, name: str = "", line: int = 0) -> LessonError:
    path, at = _at(lesson, name, line)
    return LessonError(message, way_out, path=path, line=at)


def _twice(found: Program) -> Iterator[LessonError]:
    """Items and cards have one id in the whole program: answers and reviews are kept under it."""
    items: dict[str, str] = {name: found.places.get(f"item {name}", "items") for name in found.bank}
    cards: dict[str, str] = {}
    for lesson in found.lessons.values():
        path = f"{lesson.folder}/lesson.md"
        for item in (item for block in lesson.blocks for item in block.items):
            line = lesson.line_of(item.id)
            if item.id in items:
                message = f"the item {item.id} is there twice: {items[item.id]}"
                yield LessonError(message, "Give one another id", path=path, line=line)
            items.setdefault(item.id, f"{path}:{line}")
        for card in lesson.cards:
            path = f"{lesson.folder}/cards.yaml"
            line = _card_line(lesson, card.id)
            if card.id in cards:
                message = f"the card {card.id} is there twice: {cards[card.id]}"
                yield LessonError(message, "Give one another id", path=path, line=line)
            cards.setdefault(card.id, f"{path}:{line}")


def _card_line(lesson: Lesson, name: str) -> int:
    lines = lesson.files.get("cards.yaml", "").splitlines()
    return next((n for n, line in enumerate(lines, 1) if f"id: {name}," in line or line.endswith(name)), 0)


def _needs(found: Program) -> Iterator[LessonError]:
    known = {*found.outlines, *found.lessons}
    for lesson in found.lessons.values():
        for need in lesson.needs:
            if need not in known:
                yield _error(lesson, f"needs {need}, which is no lesson", "Name a lesson of program.yaml")
    graph = {name: [need for need in found.needs_of(name) if need in known] for name in found.path}
    circle = circle_of(graph)
    if circle:
        way_out = "Take one of these needs out"
        message = f"the needs run in a circle: {' needs '.join((*circle, circle[0]))}"
        written = [found.lessons[name] for name in circle if name in found.lessons]
        if written:
            yield _error(written[0], message, way_out)
        else:
            yield LessonError(message, way_out, path="program.yaml")


def circle_of(graph: dict[str, list[str]]) -> tuple[str, ...]:
    """Return one circle of a graph ({name: names it leads to}), or nothing."""
    done: set[str] = set()
    for start in graph:
        way: list[str] = []
        waiting: list[tuple[str, int]] = [(start, 0)]
        while waiting:
            name, depth = waiting.pop()
            del way[depth:]
            if name in way:
                return tuple(way[way.index(name) :])
            if name in done:
                continue
            way.append(name)
            below = [one for one in graph.get(name, ()) if one in way or one not in done]
            if not below:
                done.add(name)
            waiting += [(one, depth + 1) for one in below]
        done.update(_reached(graph, start))
    return ()


def _reached(graph: dict[str, list[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += graph.get(name, ())
    return seen


def _skills(found: Program) -> Iterator[LessonError]:
    known = {*found.outlines, *found.lessons}
    for skill in found.skills.values():
        path, _, line = found.places.get(f"skill {skill.id}", "skills.yaml").partition(":")
        at = int(line or 0)
        if skill.lesson not in known:
            message = f"the skill {skill.id} is of the lesson {skill.lesson}, which is not there"
            yield LessonError(message, "Name a lesson of program.yaml", path=path, line=at, where="lesson")
        for near in skill.near:
            if near not in found.skills:
                message = f"the skill {skill.id} is near {near}, which is no skill"
                yield LessonError(message, "Name a skill of the list", path=path, line=at, where="near")
    for lesson in found.lessons.values():
        for name, skill_id in _skills_named(lesson):
            if skill_id not in found.skills:
                yield _error(
                    lesson, f"{skill_id} is no skill", "Name a skill of skills.yaml, or add it there", name
                )
    for item in found.bank.values():
        if item.skill not in found.skills:
            path, _, line = found.places.get(f"item {item.id}", "items").partition(":")
            yield LessonError(
                f"{item.skill} is no skill", "Name a skill of skills.yaml", path=path, line=int(line or 0)
            )


def _skills_named(lesson: Lesson) -> Iterable[tuple[str, str]]:
    """Give each id of a lesson that names a skill, with the skill."""
    yield from ((objective.id, objective.skill) for objective in lesson.objectives)
    yield from ((item.id, item.skill) for item in lesson.items.values())
    yield from ((card.id, card.skill) for card in lesson.cards)
    for block in lesson.of(Compare):
        yield from (("", skill) for skill in (block.a, block.b))


def _inside(lesson: Lesson) -> Iterator[LessonError]:
    """Give what is wrong between the blocks of one lesson."""
    headings = {section.heading for section in lesson.sections}
    for pretest in lesson.of(Pretest):
        for heading in pretest.answered:
            if heading not in headings:
                message = f"the pretest is answered under {heading!r}, which is no heading"
                yield _error(lesson, message, "Copy the heading", line=pretest.line)
    cards = {card.id for card in lesson.cards}
    for block in lesson.of(CardsBlock):
        for name in block.ids or ():
            if name not in cards:
                yield _error(lesson, f"there is no card {name}", "Name cards of cards.yaml", line=block.line)
