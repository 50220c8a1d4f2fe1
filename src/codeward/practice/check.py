"""Prove the curriculum: every lesson, question and card against the books of its date, with file and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from codeward.curriculum import Item, Lesson, Program, QueryItem, ScenarioItem
from codeward.practice.check_between import between
from codeward.practice.check_blocks import block_problems, record_problems
from codeward.practice.check_files import file_faults
from codeward.practice.check_items import lint
from codeward.practice.check_keys import key_problems
from codeward.practice.check_marks import item_citations, mark_problems
from codeward.practice.check_shape import shape_problems
from codeward.practice.check_words import word_problems
from codeward.practice.citing import item_citation_fault
from codeward.practice.claims import Ground, prove
from codeward.practice.problems import Found

__all__ = ["check_items", "check_lesson", "check_program"]


class _Grounds:
    """The grounds of a check by their day: books are opened once."""

    def __init__(self, program: Program) -> None:
        self.charts = {**program.charts.charts, **program.records}
        self.by_day: dict[dt.date, Ground] = {}

    def on(self, day: dt.date) -> Ground:
        if day not in self.by_day:
            self.by_day[day] = Ground(day, self.charts)
        return self.by_day[day]


def check_program(program: Program) -> list[Found]:
    """Return everything that is wrong with what is written, in the order of the path; warnings among it."""
    grounds = _Grounds(program)
    found = [Found.of(error) for error in program.errors]
    for lesson in program.lessons.values():
        found += _lesson(lesson, program, grounds)
    for item in program.bank.values():
        path = program.places.get(f"item {item.id}", "items").partition(":")[0]
        found += check_items([(item, 1)], path, item.coding_date, grounds.on)
        found += (Found(path, 1, *told) for told in file_faults(item, path))
    found += _between(program)
    return found


def _between(program: Program) -> Iterator[Found]:
    """Give what is wrong between all questions of the program, each at its place."""
    every = [*program.items.values(), *program.form_items.values()]
    for item, told in between(every, bank=program.bank.values()):
        path, line = ("items", 0) if item is None else _place(item, program)
        yield Found(path, line, *told)


def _place(item: Item, program: Program) -> tuple[str, int]:
    for lesson in program.lessons.values():
        if item.id in lesson.items:
            return f"{lesson.folder}/lesson.md", lesson.line_of(item.id)
    return program.places.get(f"item {item.id}", "items").partition(":")[0], 1


def check_lesson(lesson: Lesson, program: Program) -> list[Found]:
    """Return everything that is wrong with one lesson, by file and line."""
    return _lesson(lesson, program, _Grounds(program))


def _lesson(lesson: Lesson, program: Program, grounds: _Grounds) -> list[Found]:
    if lesson.record is not None:  # also where the lesson stands outside of the program
        grounds.charts[lesson.record.id] = lesson.record
    ground = grounds.on(lesson.coding_date)
    found = dict.fromkeys(_every(lesson, program, ground, grounds))
    return sorted(found, key=lambda one: (one.path, one.line))


def _every(lesson: Lesson, program: Program, ground: Ground, grounds: _Grounds) -> Iterator[Found]:
    yield from shape_problems(lesson, program)
    yield from mark_problems(lesson, program, ground.shelf)
    yield from word_problems(lesson)
    yield from block_problems(lesson, program, ground.shelf)
    yield from record_problems(lesson)
    yield from _claims(lesson, ground)
    placed = [
        (item, lesson.line_of(item.id) or block.line) for block in lesson.blocks for item in block.items
    ]
    path = f"{lesson.folder}/lesson.md"
    yield from _kinds(placed, path)
    yield from check_items(placed, path, lesson.coding_date, grounds.on, cited=True)


def _kinds(placed: Sequence[tuple[Item, int]], path: str) -> Iterator[Found]:
    """A lesson asks what is answered in a moment: a whole record is a chart or a worked record there (decision 57)."""
    for item, line in placed:
        long = isinstance(item, ScenarioItem) or (isinstance(item, QueryItem) and item.mode == "mark")
        if long:
            message = f"{item.id}: a lesson does not ask a {item.kind} that takes a whole record or draft"
            way_out = (
                "Make it a chart, a worked record or four drafts to choose from; or a question of the bank"
            )
            yield Found(path, line, "kind", "error", message, way_out)


def _claims(lesson: Lesson, ground: Ground) -> Iterator[Found]:
    path = f"{lesson.folder}/lesson.md"
    if not lesson.claims:
        yield Found(
            path, 1, "claim", "error", "no claims", "Say in a claims block what the text says of codes"
        )
    for block in lesson.claims:
        for claim in block.claims:
            for verdict in prove(claim.name, claim.told, ground):
                yield Found(path, claim.line, "claim", *verdict)


def check_items(
    placed: Sequence[tuple[Item, int]],
    path: str,
    day: dt.date | None,
    on: Callable[[dt.date], Ground],
    *,
    cited: bool = False,
) -> Iterator[Found]:
    """Give what is wrong with questions of one file, each with its line; *on* gives the ground of a day."""
    for item, line in placed:
        coded = item.coding_date or day
        if coded is None:
            yield Found(path, line, "format", "error", f"{item.id} has no coding date", "Give coding_date")
            continue
        ground = on(coded)
        for told in (*lint(item), *key_problems(item, ground)):
            yield Found(path, line, told.rule, told.severity, f"{item.id}: {told.message}", told.way_out)
        if not cited:
            for citation in dict.fromkeys(item_citations(item)):
                fault = item_citation_fault(citation, item, ground)
                if fault:
                    yield Found(path, line, "citation", "error", f"{item.id}: {fault[0]}", fault[1])
