"""Prove the curriculum: every lesson, question and card against the books of its date, with file and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from codeward.codesets import Shelf
from codeward.curriculum import Lesson, Program
from codeward.practice.check_marks import mark_problems
from codeward.practice.check_shape import shape_problems
from codeward.practice.check_words import word_problems
from codeward.practice.problems import Found

__all__ = ["check_lesson", "check_program"]


def check_program(program: Program) -> list[Found]:
    """Return everything that is wrong with what is written, in the order of the path; warnings among it."""
    found = [Found.of(error) for error in program.errors]
    for lesson in program.lessons.values():
        found += check_lesson(lesson, program)
    return found


def check_lesson(lesson: Lesson, program: Program) -> list[Found]:
    """Return everything that is wrong with one lesson, by file and line."""
    shelf = _shelf(lesson.coding_date)
    return sorted(dict.fromkeys(_every(lesson, program, shelf)), key=lambda one: (one.path, one.line))


def _every(lesson: Lesson, program: Program, shelf: Shelf) -> Iterator[Found]:
    yield from shape_problems(lesson, program)
    yield from mark_problems(lesson, program, shelf)
    yield from word_problems(lesson)


@lru_cache(maxsize=16)
def _shelf(day: dt.date) -> Shelf:
    return Shelf.on(day)
