"""Codes, citations and terms of a lesson: each exists, on the lesson's coding date."""

from __future__ import annotations

from collections.abc import Iterator

from codeward.charts import authorities, parse_tabular
from codeward.codesets import Shelf
from codeward.curriculum import (
    CiteMark,
    CodeMark,
    Example,
    Item,
    Lesson,
    LessonError,
    Link,
    Lookup,
    Program,
    Recall,
    TermMark,
    Trap,
    Worked,
    inline_of,
    marks_of,
    system_of,
)
from codeward.errors import CodewardError
from codeward.practice.problems import Found
from codeward.practice.texts import card_line, texts_of

__all__ = ["billable_fault", "citation_fault", "item_citations", "mark_problems"]

Fault = tuple[str, str]


def mark_problems(lesson: Lesson, program: Program, shelf: Shelf) -> Iterator[Found]:
    """Give the codes, citations and terms that are not what they seem."""
    path = f"{lesson.folder}/lesson.md"
    for _, prose in lesson.prose():
        for mark in marks_of(prose):
            yield from _mark(mark, path, prose.line if isinstance(mark, Link) else mark.line, program, shelf)
    for said in texts_of(lesson):
        if said.what == "prose":
            continue
        try:
            nodes = inline_of(said.text)
        except LessonError as error:
            yield Found(said.path, said.line, "format", "error", error.said, error.way_out)
            continue
        for mark in marks_of(nodes):
            yield from _mark(mark, said.path, said.line, program, shelf)
    for line, citation in _cited(lesson):
        yield from _citation(citation, path, line, shelf)
    for card in lesson.cards:
        for citation in card.cite:
            yield from _citation(citation, f"{lesson.folder}/cards.yaml", card_line(lesson, card.id), shelf)
    for line, code in _used(lesson):
        fault = billable_fault("icd10cm" if system_of(code) is None else str(system_of(code)), code, shelf)
        if fault:
            yield Found(path, line, "code", "error", *fault)


def _mark(
    mark: CodeMark | CiteMark | TermMark | Link, path: str, line: int, program: Program, shelf: Shelf
) -> Iterator[Found]:
    if isinstance(mark, CodeMark):
        fault = _code_fault(mark, shelf)
        if fault:
            yield Found(path, line, "code", "error", *fault)
    elif isinstance(mark, CiteMark):
        yield from _citation(mark.citation, path, line, shelf)
    elif isinstance(mark, TermMark) and mark.term not in program.glossary:
        message, way_out = (
            f"the glossary has no {mark.term!r}",
            "Add it to glossary.yaml, or take the mark away",
        )
        yield Found(path, line, "term", "error", message, way_out)


def _code_fault(mark: CodeMark, shelf: Shelf) -> Fault | None:
    system = system_of(mark.code)
    if system is None:
        return f"{mark.code} is written as no code is", "Write it as its book does"
    if system == "cpt" or shelf.get(system) is None:
        return None  # its book is licensed, or not here: the claims say what can be proved of it
    concept = shelf.concept(system, mark.code)
    if concept is None:
        release = shelf.book(system).release.id
        return f"{mark.code} is not in {release}", "Name a code that exists on the coding date"
    if concept.code != mark.code:
        return f"{mark.code} is written {concept.code}", "Write it so"
    if mark.below and not concept.children:
        return f"nothing stands below {mark.code}", f"Write [[{mark.code}]]"
    return None


def billable_fault(system: str, code: str, shelf: Shelf) -> Fault | None:
    """Return why *code* may not stand on a claim on the coding date, or None; None also where no book can say."""
    try:
        validation = shelf.validate(system, code)
    except CodewardError:
        return None
    if not validation.valid:
        return validation.message, "Give a code that is billable on the coding date"
    concept = shelf.concept(system, code)
    if concept is not None and concept.code != code:
        return f"{code} is written {concept.code}", "Write it so"
    return None


def citation_fault(citation: str, shelf: Shelf) -> Fault | None:
    """Return why a citation cannot be made, or None."""
    if citation in authorities():
        return None
    place = parse_tabular(citation)
    if place is None:
        return f"{citation} is not citable", "Cite a section of authorities.yaml, or Tabular CODE kind"
    book = shelf.book("icd10cm")
    if place.code not in book:
        return f"{citation}: {book.release.id} has no {place.code}", "Cite a place that exists"
    if place.kind and not any(i.kind == place.kind for i in book.instructions_for(place.code)):
        kinds = sorted({i.kind for i in book.instructions_for(place.code)})
        return (
            f"{citation}: no such instruction holds there",
            f"What holds at {place.code}: {', '.join(kinds) or 'no instruction'}",
        )
    return None


def _citation(citation: str, path: str, line: int, shelf: Shelf) -> Iterator[Found]:
    fault = citation_fault(citation, shelf)
    if fault:
        yield Found(path, line, "citation", "error", *fault)


def item_citations(item: Item) -> Iterator[str]:
    """Give every citation of a question."""
    for name in ("options", "foreseen", "faults", "pairs", "spare"):
        for one in getattr(item, name, ()):
            yield from getattr(one, "cite", ())  # a match's options are words
    if item.kind == "scenario":
        for line in item.answer.lines:
            yield from line.cite


def _cited(lesson: Lesson) -> Iterator[tuple[int, str]]:
    for block in lesson.blocks:
        if isinstance(block, Example | Trap | Lookup):
            yield from ((block.line, citation) for citation in block.cite)
        elif isinstance(block, Worked):
            yield from ((block.line, citation) for step in block.steps for citation in step.cite)
        elif isinstance(block, Recall):
            yield from ((block.line, citation) for one in block.ask for citation in one.cite)
        for item in block.items:
            line = lesson.line_of(item.id) or block.line
            yield from ((line, citation) for citation in item_citations(item))


def _used(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Give the codes that a lesson says may stand on a claim, outside of its questions."""
    for example in lesson.of(Example):
        yield example.line, example.code
    for worked in lesson.of(Worked):
        for step in worked.steps:
            if step.kind == "code" and isinstance(step.answer, str):
                yield worked.line, step.answer
