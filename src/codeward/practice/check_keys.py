"""The keys of questions: codes exist, the key is lawful and grades 100, each wrong option grades lower as it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from codeward.charts import AnswerError, Chart, claim_of
from codeward.codesets import Shelf
from codeward.curriculum import CodeItem, Item, ItemLine, Option, SbaItem, ScenarioItem
from codeward.edits import Coded, check_diagnoses
from codeward.errors import CodewardError
from codeward.grading import Grade, grade
from codeward.practice.check_marks import billable_fault
from codeward.practice.claims import Ground, WrittenError, prove, read_line
from codeward.practice.made import changed, scenario_chart, with_diagnosis
from codeward.practice.problems import Severity
from codeward.practice.proof import AXES_SHOWN, answer_of, chart_of, key_findings, shown_axes

__all__ = ["AXES_OF_OPTIONS", "Told", "changed_since", "key_problems"]


class Told(NamedTuple):
    """Something wrong with a question: rule, severity, message, way out."""

    rule: str
    severity: Severity
    message: str
    way_out: str


# Axes that a grade always shows where an option differs on them; others are the writer's words for a difference.
_SHOWN = frozenset(
    {"poa", "units", "modifiers", "date", "missing line", "unsupported line", "order", "placeholder X"}
    | {"7th character missing", "laterality"}
)

# Axes that a wrong option may state: those that a grade shows, and writers' words for what lies behind a wrong line.
AXES_OF_OPTIONS = (
    _SHOWN
    | frozenset(AXES_SHOWN)
    | {
        "specificity",
        "severity",
        "type",
        "site",
        "encounter",
        "type of diabetes",
        "intent",
        "trimester",
        "unsupported",
    }
    | {"root operation", "body part", "approach", "device", "qualifier", "4th character", "5th character"}
    | {
        "6th character",
        "base",
        "missing add-on",
        "add-on",
        "component",
        "bundle",
        "family",
        "level",
        "payer",
        "time",
    }
    | {
        "principal",
        "principal procedure",
        "conversion",
        "excision or resection",
        "global",
        "setting",
        "pointers",
    }
    | {"hypertension combination", "primary or secondary neoplasm"}
)


def changed_since(item: Item, days: Sequence[dt.date], on: Callable[[dt.date], Ground]) -> Iterator[Told]:
    """Give what the books of other days (today's, the examination's) refuse of a key that its own day takes.

    An answer that changed is no fault of the item: it is told as worth a look, and pages say "changed since".
    """
    own = item.coding_date
    if own is None:
        return
    then = {told.message for told in key_problems(item, on(own)) if told.severity == "error"}
    for day in dict.fromkeys(days):
        if day == own:
            continue
        uncovered = _uncovered(item, on(day).shelf)
        if uncovered:
            message = f"on {day}: no release of {uncovered} is here that is in force then"
            yield Told("changed", "unproven", message, "It is proved where that release is installed")
            continue
        now = [told for told in key_problems(item, on(day)) if told.severity == "error"]
        for told in now:
            if told.message not in then:
                message = f"on {day}: {told.message}"
                yield Told(
                    "changed", "warn", message, "Say what changed in its reason, or ask something that lasts"
                )


def _uncovered(item: Item, shelf: Shelf) -> str:
    """Return the system of a key of which no release covers the shelf's day, or nothing."""
    right: tuple[Option, ...] = getattr(item, "right", ())
    lines: list[ItemLine] = [line for one in right for line in one.lines or ()]
    lines += item.answer.lines if isinstance(item, ScenarioItem) else ()
    for line in lines:
        try:
            if shelf.validate(line.system, line.code).reason == "not_in_force":
                return line.system
        except CodewardError:
            continue
    return ""


def key_problems(item: Item, ground: Ground) -> Iterator[Told]:
    """Give what is wrong with a question's key, its wrong options and their proofs."""
    shelf = ground.shelf
    if isinstance(item, ScenarioItem):
        yield from _scenario(item, shelf)
        yield from _proofs(item.answer.proof, ground)
        return
    options = getattr(item, "options", ())
    if not options or not isinstance(options[0], Option):
        return
    for option in options:
        yield from _proofs((*option.proof, *(option.wrong.proof if option.wrong else ())), ground)
    if item.kind == "picklist":
        yield from _codes([line for one in options if one.right for line in one.lines or ()], shelf)
    elif isinstance(item, SbaItem | CodeItem):
        yield from _graded(item, shelf)


def _codes(lines: Sequence[ItemLine], shelf: Shelf) -> Iterator[Told]:
    for line in lines:
        fault = billable_fault(line.system, line.code, shelf)
        if fault:
            yield Told("key", "error", *fault)


def _graded(item: SbaItem | CodeItem, shelf: Shelf) -> Iterator[Told]:
    right = [option for option in item.right if option.lines]
    for option in right:
        yield from _codes(option.lines or (), shelf)
    if not right or any(option.lines is None for option in item.options):
        return
    if any(one.lines == key.lines for one in item.options if not one.right for key in right):
        yield Told("O7", "error", "a wrong option is the same as a right one", "Change one of the two")
        return
    try:
        if any(
            len(option.lines or ()) > 1 for option in right
        ):  # a part of a claim is not asked for its order
            for finding in key_findings(item, shelf):
                message = f"the edits refuse the key: {finding.rule}: {finding.why}"
                yield Told("key", "error", message, finding.way_out)
        item = with_diagnosis(item)
        chart = chart_of(item, shelf)
    except (ValidationError, ValueError, CodewardError) as error:
        yield Told("key", "error", f"the key cannot be graded: {_short(error)}", "Mend its lines")
        return
    for option in item.options:
        yield from _option(option, chart, shelf)


def _option(option: Option, chart: Chart, shelf: Shelf) -> Iterator[Told]:
    try:
        found = grade(chart, answer_of(option.lines or ()), shelf)
    except (ValidationError, AnswerError, CodewardError) as error:
        yield Told("key", "error", f"{option.shown} cannot be graded: {_short(error)}", "Mend its lines")
        return
    if option.right:
        yield from _full(found)
    else:
        yield from _below(option.shown, option.wrong.axis if option.wrong else (), found)


def _full(found: Grade) -> Iterator[Told]:
    if found.score != 100:
        why = "; ".join(one.row.reason for one in found.differences)
        yield Told("key", "error", f"the key grades {found.score}: {why}", "Mend its lines or their order")


def _below(shown: str, axes: Sequence[str], found: Grade) -> Iterator[Told]:
    if found.score >= 100:
        yield Told("key", "error", f"the wrong option {shown} grades 100", "Mend the key, or the option")
        return
    seen = shown_axes(found)
    for axis in axes:
        wanted = AXES_SHOWN.get(axis, frozenset()) | {axis}
        if (axis in AXES_SHOWN or axis in _SHOWN) and seen.isdisjoint(wanted):
            message = f"{shown} is called wrong on {axis!r}; the grader sees {', '.join(sorted(seen))}"
            yield Told("O10", "error", message, "State the axis on which it differs")


def _scenario(item: ScenarioItem, shelf: Shelf) -> Iterator[Told]:
    yield from _codes(item.answer.lines, shelf)
    key = item.answer
    try:
        chart = scenario_chart(item, shelf)
        yield from _full(grade(chart, answer_of(key.lines, [line.id for line in key.lines]), shelf))
    except (ValidationError, AnswerError, ValueError, CodewardError) as error:
        yield Told("key", "error", f"the key cannot be graded: {_short(error)}", "Mend its lines")
        return
    coded = Coded(
        tuple(one.code for one in key.lines if one.system == "icd10cm"), claim_of(chart, chart.key.lines)
    )
    for finding in check_diagnoses(coded, shelf.book("icd10cm")):
        if finding.severity == "error":
            message = f"the edits refuse the key: {finding.rule}: {finding.why}"
            yield Told("key", "error", message, finding.way_out)
    for wrong in item.foreseen:
        shown = wrong.change.code or wrong.change.add or wrong.change.remove or str(wrong.change.line)
        try:
            found = grade(chart, changed(key, wrong.change), shelf)
        except (ValidationError, AnswerError, CodewardError) as error:
            yield Told("key", "error", f"{shown} cannot be graded: {_short(error)}", "Mend the change")
            continue
        yield from _below(shown, wrong.axis, found)


def _proofs(proofs: Sequence[str], ground: Ground) -> Iterator[Told]:
    for text in proofs:
        try:
            name, told = read_line(text)
        except WrittenError as error:
            yield Told("claim", "error", error.message, error.way_out)
            continue
        if name == "edit" and isinstance(told, dict) and told.get("codes") == "lines":
            continue  # the key's own lines, which are proved above with all that stands beside the codes
        for verdict in prove(name, told, ground):
            yield Told("claim", *verdict)


def _short(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return getattr(error, "message", "") or str(error)
