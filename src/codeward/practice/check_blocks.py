"""Worked records, charts, drills, look-ups, tables, comparisons: what they name is there and says what they say."""

from __future__ import annotations

from collections.abc import Iterator

from codeward.charts import Chart, Curriculum, Mark, find_quote
from codeward.codesets import Shelf
from codeward.curriculum import (
    ChartBlock,
    Compare,
    DrillBlock,
    Lesson,
    Lookup,
    Program,
    Step,
    Table,
    Worked,
    system_of,
)
from codeward.grading import check_curriculum
from codeward.practice.problems import Found

__all__ = ["block_problems", "record_problems"]

_COPY = 'Copy the words exactly; where they cross a line, write "…\\n…" in double quotes'
Told = Iterator[tuple[int, str, str]]


def block_problems(lesson: Lesson, program: Program, shelf: Shelf) -> Iterator[Found]:
    """Give what the blocks of a lesson name that is not there, or not so."""
    path = f"{lesson.folder}/lesson.md"
    for line, message, way_out in (
        *_worked(lesson, program),
        *_charts(lesson, program),
        *_drills(lesson, program),
        *_books(lesson, shelf),
    ):
        yield Found(path, line, "block", "error", message, way_out)
    for block in lesson.of(Compare):
        skill = program.skills.get(block.a)
        other = program.skills.get(block.b)
        if skill and other and block.b not in skill.near and block.a not in other.near:
            message = f"{block.a} and {block.b} are not near in skills.yaml"
            yield Found(
                path,
                block.line,
                "block",
                "warn",
                message,
                "Compare skills that are confused, or list them as near",
            )


def record_problems(lesson: Lesson) -> Iterator[Found]:
    """Give what the proof of charts says of the lesson's own."""
    if lesson.record is None:
        return
    for problem in check_curriculum(Curriculum({lesson.record.id: lesson.record})):
        where = f" ({problem.where})" if problem.where else ""
        message = f"{problem.message.rstrip('.')}{where}"
        yield Found(f"{lesson.folder}/record", 0, "record", "error", message, problem.way_out)


def _chart(name: str, program: Program) -> Chart | None:
    return program.records.get(name) or program.charts.charts.get(name)


def _worked(lesson: Lesson, program: Program) -> Told:
    for block in lesson.of(Worked):
        chart = (
            lesson.record
            if lesson.record and lesson.record.id == block.chart
            else _chart(block.chart, program)
        )
        if chart is None:
            yield (
                block.line,
                f"there is no chart {block.chart}",
                "Name a chart, or write the lesson's own record",
            )
            continue
        if chart.reserved:
            yield block.line, f"{chart.id} is reserved for an examination", "Work through another"
        for number, step in enumerate(block.steps, 1):
            for message, way_out in _step(step, chart):
                yield block.line, f"step {number}: {message}", way_out


def _step(step: Step, chart: Chart) -> Iterator[tuple[str, str]]:
    document = chart.documents_by_id.get(step.show.document)
    if document is None:
        yield f"no document {step.show.document}", f"Use one of {', '.join(chart.documents_by_id)}"
        return
    if step.show.quote and find_quote(document.text, step.show.quote, step.show.occurrence) is None:
        yield f"{step.show.quote[:40]!r} is not in {document.id}", _COPY
    lines = {line.id: line for line in chart.key.lines}
    queries = {query.id for query in chart.key.queries}
    if step.line is not None and step.line not in lines and step.line not in queries:
        yield f"the key has no line {step.line}", f"Use one of {', '.join([*lines, *queries])}"
        return
    line = lines.get(step.line or "")
    if isinstance(step.answer, Mark):
        if chart.locate(step.answer) is None:
            yield f"{step.answer.quote[:40]!r} is not in {step.answer.document}", _COPY
        elif line is not None and not _is_evidence(step.answer, line.evidence, chart):
            yield f"the words are no evidence of the key's line {line.id}", "Mark a span of the key"
    elif step.kind == "code" and line is not None and step.answer != line.code:
        yield f"the answer is {step.answer}, the key's line {line.id} has {line.code}", "Take the key's"
    elif (
        step.kind == "order"
        and isinstance(step.answer, str)
        and step.answer in lines
        and step.answer not in chart.key.first
    ):
        yield f"{step.answer} does not stand first in the key", f"First: {', '.join(chart.key.first)}"


def _is_evidence(answer: Mark, evidence: tuple[Mark, ...], chart: Chart) -> bool:
    mine = chart.locate(answer)
    spans = chart.evidence(evidence)
    return mine is not None and any(
        span.document == mine.document and span.start < mine.end and mine.start < span.end for span in spans
    )


def _charts(lesson: Lesson, program: Program) -> Told:
    worked = {block.chart: other.id for other in program.lessons.values() for block in other.of(Worked)}
    for block in lesson.of(ChartBlock):
        chart = program.charts.charts.get(block.id) or program.charts.charts.get(
            block.id.removeprefix("codeward:")
        )
        if chart is None:
            yield block.line, f"there is no chart {block.id}", "Name one of codeward charts"
        elif chart.reserved:
            yield block.line, f"{block.id} is reserved for an examination", "Take another"
        if block.id in worked:
            yield (
                block.line,
                f"{block.id} is worked through in {worked[block.id]}",
                "A chart that was shown is no practice",
            )


def _drills(lesson: Lesson, program: Program) -> Told:
    known = {name for skill in program.skills.values() for name in skill.generators}
    for block in lesson.of(DrillBlock):
        if known and block.generator not in known:
            yield (
                block.line,
                f"there is no generator {block.generator}",
                f"Use one of {', '.join(sorted(known))}",
            )


def _books(lesson: Lesson, shelf: Shelf) -> Told:
    for block in lesson.of(Lookup):
        system = system_of(block.end) or "icd10cm"
        if shelf.get(system) is not None and system != "cpt" and shelf.concept(system, block.end) is None:
            yield block.line, f"{block.end} is in no book of the coding date", "Name where the way ends"
    for table in lesson.of(Table):
        if table.source is not None:
            concept = shelf.concept(table.source.book, table.source.below)
            if concept is None or not concept.children:
                yield table.line, f"nothing stands below {table.source.below}", "Name a heading"
