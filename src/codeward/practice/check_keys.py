"""The keys of questions: codes exist, the key is lawful and grades 100, each wrong option grades lower as it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from codeward.charts import AnswerError, Chart, claim_of
from codeward.codesets import Shelf
from codeward.curriculum import Item, ItemLine, Option, ScenarioItem
from codeward.edits import Coded, check_diagnoses
from codeward.errors import CodewardError
from codeward.grading import Grade, grade
from codeward.practice.check_marks import billable_fault
from codeward.practice.claims import Ground, WrittenError, prove, read_line
from codeward.practice.made import answer_of, changed, graded_chart
from codeward.practice.problems import Severity

__all__ = ["Told", "key_problems", "stated"]


class Told(NamedTuple):
    """Something wrong with a question: rule, severity, message, way out."""

    rule: str
    severity: Severity
    message: str
    way_out: str


UNRELATED = "I.A.12.a"
"""What a key cites whose conditions stand together against an Excludes1 note."""
# What a stated axis must look like in the grade. Other axes are the writer's words for a difference of codes.
_SEEN: dict[str, tuple[str, ...]] = {
    "poa": ("poa",),
    "units": ("units", "missing", "unsupported"),
    "modifier": ("modifiers", "missing", "unsupported"),
    "modifiers": ("modifiers", "missing", "unsupported"),
    "date": ("date",),
    "missing line": ("missing",),
    "missing code": ("missing",),
    "missing add-on": ("missing",),
    "unsupported": ("unsupported", "near"),
    "unsupported line": ("unsupported", "near"),
    "order": ("first", "order"),
    "first": ("first", "order"),
    "sequence": ("first", "order"),
    "placeholder X": ("placeholder X", "near", "unsupported"),
    "7th character missing": ("7th character missing", "unsupported"),
}


def key_problems(item: Item, day: dt.date, ground: Ground) -> Iterator[Told]:
    """Give what is wrong with a question's key, its wrong options and their proofs."""
    shelf = ground.shelf
    if isinstance(item, ScenarioItem):
        yield from _scenario(item, day, shelf)
        yield from _proofs(item.answer.proof, item.answer.lines, ground)
        return
    options = getattr(item, "options", ())
    if not options or not isinstance(options[0], Option):
        return
    for option in options:
        lines = option.lines or ()
        yield from _proofs((*option.proof, *(option.wrong.proof if option.wrong else ())), lines, ground)
    if item.kind == "picklist":
        yield from _codes([line for one in options if one.right for line in one.lines or ()], shelf)
    elif item.kind in ("sba", "code"):
        yield from _graded(item, options, day, shelf)


def _codes(lines: Sequence[ItemLine], shelf: Shelf) -> Iterator[Told]:
    for line in lines:
        fault = billable_fault(line.system, line.code, shelf)
        if fault:
            yield Told("key", "error", *fault)


def _graded(item: Item, options: Sequence[Option], day: dt.date, shelf: Shelf) -> Iterator[Told]:
    keys = [option for option in options if option.right and option.lines]
    right = [option.lines for option in keys if option.lines]
    wrong = [option for option in options if not option.right and option.lines]
    for lines in right:
        yield from _codes(lines, shelf)
    if not right:
        return
    if any(option.lines in right for option in wrong):
        yield Told("O7", "error", "a wrong option is the same as a right one", "Change one of the two")
        return
    for lines, key in zip(right, keys, strict=True):
        ordered = any(_sorted(option.lines or ()) == _sorted(lines) for option in wrong)
        try:
            unrelated = UNRELATED in key.cite
            chart = graded_chart(item, lines, day, ordered=ordered, unrelated=unrelated)
            yield from _lawful(chart, lines, shelf)
            full = grade(chart, answer_of(lines), shelf)
        except (ValidationError, AnswerError, ValueError, CodewardError) as error:
            yield Told("key", "error", f"the key cannot be graded: {_short(error)}", "Mend its lines")
            return
        if full.score != 100:
            why = "; ".join(one.row.reason for one in full.differences)
            yield Told("key", "error", f"the key grades {full.score}: {why}", "Mend its lines or their order")
        for option in wrong:
            yield from _wrong(option, chart, shelf)


def _sorted(lines: Sequence[ItemLine]) -> list[str]:
    return sorted(f"{line.code} {line.poa} {line.modifiers} {line.units}" for line in lines)


def _wrong(option: Option, chart: Chart, shelf: Shelf) -> Iterator[Told]:
    try:
        found = grade(chart, answer_of(option.lines or ()), shelf)
    except (ValidationError, AnswerError, CodewardError) as error:
        yield Told("key", "error", f"{option.shown} cannot be graded: {_short(error)}", "Mend its lines")
        return
    axes = option.wrong.axis if option.wrong else ()
    yield from _below(option.shown, axes, found)


def _below(shown: str, axes: Sequence[str], found: Grade) -> Iterator[Told]:
    if found.score >= 100:
        yield Told("key", "error", f"the wrong option {shown} grades 100", "Mend the key, or the option")
        return
    seen = stated(found)
    for axis in axes:
        wanted = _SEEN.get(axis)
        if wanted and not seen.intersection(wanted):
            message = f"{shown} is called wrong on {axis!r}; the grader sees {', '.join(sorted(seen))}"
            yield Told("O10", "error", message, "State the axis on which it differs")


def stated(found: Grade) -> set[str]:
    """Return how a grade tells an answer's differences: verdicts, axes of codes, fields that stand beside a code."""
    seen: set[str] = set()
    for difference in found.differences:
        row = difference.row
        seen |= {row.verdict, *row.axes}
        seen |= {part.axis for part in row.parts if part.verdict not in ("right", "told")}
    return seen


def _lawful(chart: Chart, lines: Sequence[ItemLine], shelf: Shelf) -> Iterator[Told]:
    """The key's diagnoses pass the edits; a part of a claim is not asked for its order."""
    codes = tuple(line.code for line in lines if line.system == "icd10cm")
    if len(codes) < 2:
        return
    coded = Coded(codes, claim_of(chart, answer_of(lines).lines))
    for finding in check_diagnoses(coded, shelf.book("icd10cm")):
        if finding.severity == "error" and not finding.rule.startswith("CW-PO"):
            message = f"the edits refuse the key: {finding.rule}: {finding.why}"
            yield Told("key", "error", message, finding.way_out)


def _scenario(item: ScenarioItem, day: dt.date, shelf: Shelf) -> Iterator[Told]:
    yield from _codes(item.answer.lines, shelf)
    ids = [line.id for line in item.answer.lines]
    try:
        chart = graded_chart(item, item.answer.lines, day, key=item.answer)
        full = grade(chart, answer_of(item.answer.lines, ids), shelf)
    except (ValidationError, AnswerError, ValueError, CodewardError) as error:
        yield Told("key", "error", f"the key cannot be graded: {_short(error)}", "Mend its lines")
        return
    yield from _lawful(chart, item.answer.lines, shelf)
    if full.score != 100:
        why = "; ".join(one.row.reason for one in full.differences)
        yield Told("key", "error", f"the key grades {full.score}: {why}", "Mend its lines or their order")
    for error_ in item.foreseen:
        answer = changed(item.answer, error_.change)
        try:
            found = grade(chart, answer, shelf)
        except (AnswerError, CodewardError) as error:
            yield Told(
                "key", "error", f"a foreseen error cannot be graded: {_short(error)}", "Mend the change"
            )
            continue
        shown = error_.change.code or error_.change.add or error_.change.remove or str(error_.change.line)
        yield from _below(shown, error_.axis, found)


def _proofs(proofs: Sequence[str], lines: Sequence[ItemLine], ground: Ground) -> Iterator[Told]:
    for text in proofs:
        try:
            name, told = read_line(text)
        except WrittenError as error:
            yield Told("claim", "error", error.message, error.way_out)
            continue
        if name == "edit" and isinstance(told, dict) and told.get("codes") == "lines":
            told = {**told, "codes": [line.code for line in lines]}
        for verdict in prove(name, told, ground):
            yield Told("claim", *verdict)


def _short(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return getattr(error, "message", "") or str(error)
