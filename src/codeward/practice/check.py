"""Prove the curriculum: every lesson, question and card against the books of its date, with file and line."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from codeward.curriculum import Item, Lesson, Option, Program
from codeward.practice.check_blocks import block_problems, record_problems
from codeward.practice.check_items import alike, lint
from codeward.practice.check_keys import key_problems
from codeward.practice.check_marks import citation_fault, item_citations, mark_problems
from codeward.practice.check_shape import shape_problems
from codeward.practice.check_words import word_problems
from codeward.practice.claims import Ground, prove
from codeward.practice.problems import Found

__all__ = ["check_items", "check_lesson", "check_program"]

# How often the key may be the longest option, and stand at one place, before a test-taker profits (O2, O11).
_LONGEST, _LEAST = 0.30, 40
_PLACES = (0.20, 0.30)


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
        path, _, line = program.places.get(f"item {item.id}", "items").partition(":")
        found += check_items([(item, int(line or 0))], path, item.coding_date, grounds.on)
    found += _between(program)
    return found


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
    yield from check_items(placed, f"{lesson.folder}/lesson.md", lesson.coding_date, grounds.on, cited=True)


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
            for citation in item_citations(item):
                fault = citation_fault(citation, ground.shelf)
                if fault:
                    yield Found(path, line, "citation", "error", f"{item.id}: {fault[0]}", fault[1])


def _between(program: Program) -> Iterator[Found]:
    """Give what is wrong between questions: texts that are alike, keys that stand out."""
    items = list(program.items.values())
    for first, second in alike(items):
        path, line = _place(second, program)
        message = f"{second.id} is more than 80 parts of 100 like {first.id}"
        yield Found(path, line, "B1", "error", message, "Ask something else")
    for name, some in (("", items), ("form ", [item for item in items if item.use == "form"])):
        texts = [item for item in some if item.kind == "sba" and all(option.text for option in item.options)]
        longest = sum(_is_longest(item.options) for item in texts)
        if len(texts) >= _LEAST and longest > _LONGEST * len(texts):
            message = f"the key is the longest option in {longest} of {len(texts)} {name}questions"
            yield Found("items", 0, "O2", "warn", message, "Lengthen wrong options, shorten keys")
    forms = [item for item in items if item.use == "form" and item.kind == "sba"]
    places = Counter(next(n for n, o in enumerate(item.options) if o.right) for item in forms)
    for place, count in sorted(places.items()):
        if len(forms) >= _LEAST and not _PLACES[0] <= count / len(forms) <= _PLACES[1]:
            message = f"the key stands at place {place + 1} in {count} of {len(forms)} questions of forms"
            yield Found(
                "items", 0, "O11", "warn", message, "Spread the keys: a fifth to three tenths at each place"
            )


def _is_longest(options: Sequence[Option]) -> bool:
    lengths = [len(option.text or "") for option in options]
    return (
        next(len(o.text or "") for o in options if o.right) == max(lengths)
        and lengths.count(max(lengths)) == 1
    )


def _place(item: Item, program: Program) -> tuple[str, int]:
    for lesson in program.lessons.values():
        if item.id in lesson.items:
            return f"{lesson.folder}/lesson.md", lesson.line_of(item.id)
    path, _, line = program.places.get(f"item {item.id}", "items").partition(":")
    return path, int(line or 0)
