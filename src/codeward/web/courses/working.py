"""A worked record: its documents with marks, and its steps, each asked before it is shown.

Fade 0 shows every step's answer after the learner's prediction, 1 leaves the last one open, 2 all but the first, 3 all
of them. An open step is tried until it is right, or its answer is asked for. Predictions are kept, never graded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from codeward.charts import Chart, Mark
from codeward.curriculum import Lesson, Step, Worked
from codeward.errors import CodewardError
from codeward.practice.assessing import read_typed
from codeward.web.charts.api import charts
from codeward.web.courses.asks import Ask
from codeward.web.courses.given import NOTHING, Given
from codeward.web.courses.prose import Pen, cites
from codeward.web.results.api import Span, marked
from codeward.web.ui.api import Choice, Match, Option, Pair, TypedCode, Verdict

__all__ = ["StepShown", "WorkedShown", "chart_of_lesson", "is_open", "right_step", "shown_worked"]

# Of a mark's characters this share must lie in what was meant, and this share of what was meant be marked.
ENOUGH: Final = 0.5


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step. `state` is done or now; of one to come nothing is told. `part` is what the learner answers with."""

    number: int
    ask: SafeString
    state: str
    template: str = ""
    part: Any = None
    quote: SafeString | str = ""
    document: Any = None
    html: SafeString | str = ""
    mine: SafeString | str = ""
    answer: SafeString | str = ""
    verdict: str = ""
    why: SafeString | str = ""
    cites: Any = ()
    key: str = ""
    give_up: bool = False

    @property
    def title(self) -> SafeString | str:
        """What it asked, once it is done; before that the document to read, since what is asked stands below it."""
        return self.ask if self.state == "done" else str(self.document.title)


@dataclass(frozen=True, slots=True)
class WorkedShown:
    """A worked record as far as it has come."""

    title: str
    steps: tuple[StepShown, ...]
    total: int
    before: SafeString | str = ""

    @property
    def done(self) -> bool:
        """Whether every step is."""
        return len(self.steps) == self.total and all(one.state == "done" for one in self.steps)

    @property
    def at(self) -> int:
        """The number of the step at hand."""
        return len(self.steps)


def chart_of_lesson(lesson: Lesson, chart_id: str) -> Chart | None:
    """The record that a lesson works through: its own, or a chart of the curriculum."""
    if lesson.record is not None and lesson.record.id == chart_id:
        return lesson.record
    return charts().get(chart_id)


def is_open(block: Worked, place: int) -> bool:
    """Whether the step at that place, from 0, is left to the learner."""
    last = len(block.steps) - 1
    return (False, place == last, place > 0, True)[block.fade]


def shown_worked(
    lesson: Lesson, block: Worked, asks: Sequence[Ask], given: Mapping[str, Given], pen: Pen
) -> WorkedShown:
    """The record up to the step at hand."""
    chart = chart_of_lesson(lesson, block.chart)
    if chart is None:
        return WorkedShown(block.chart, (), len(block.steps))
    steps: list[StepShown] = []
    for place, (step, ask) in enumerate(zip(block.steps, asks, strict=True)):
        mine = given.get(ask.key, NOTHING)
        right = bool(mine.values) and right_step(chart, step, mine.values[0])
        done = mine.shown or right or (bool(mine.values) and not is_open(block, place))
        steps.append(
            _done(chart, step, place, ask, mine, pen, right=right)
            if done
            else _now(chart, block, place, ask, given, pen)
        )
        if not done:
            break
    return WorkedShown(chart.title, tuple(steps), len(block.steps))


def _span(chart: Chart, mark: Mark) -> Any:
    try:
        return chart.evidence((mark,))[0]
    except CodewardError:
        return None


def right_step(chart: Chart, step: Step, value: str) -> bool:
    """Whether a prediction is what the step answers."""
    match step.kind:
        case "pick":
            return (
                value.isdigit() and int(value) < len(step.options) and step.options[int(value)] == step.answer
            )
        case "code":
            lines = read_typed(value) or ()
            return len(lines) == 1 and lines[0].code == step.answer
        case "order":
            wanted = (step.answer,) if isinstance(step.answer, str) else tuple(step.answer)
            return tuple(value.split(",")) == wanted
    return isinstance(step.answer, Mark) and _marks(chart, step.answer, value)


def _marks(chart: Chart, meant: Mark, words: str) -> bool:
    """Whether the words that were marked are those that were meant, give or take some at the edges."""
    mine, there = " ".join(words.split()).casefold(), " ".join(meant.quote.split()).casefold()
    if not mine:
        return False
    if mine in there:
        return len(mine) >= ENOUGH * len(there)
    if there in mine:
        return len(there) >= ENOUGH * len(mine)
    text = " ".join(next(d.text for d in chart.documents if d.id == meant.document).split()).casefold()
    at, of = text.find(mine), text.find(there)
    if at < 0 or of < 0:
        return False
    shared = min(at + len(mine), of + len(there)) - max(at, of)
    return shared >= ENOUGH * max(len(mine), len(there))


def _lines(chart: Chart, pen: Pen) -> list[tuple[str, str, str]]:
    """(id, code, title) of the key's diagnosis lines, in the order of their codes: their order gives nothing away."""
    rows = [
        (line.id, line.code, pen.title(line.code)) for line in chart.key.lines if line.kind == "diagnosis"
    ]
    return sorted(rows, key=lambda row: row[1])


def _answer(chart: Chart, step: Step, pen: Pen) -> SafeString | str:
    """The step's answer in words."""
    if isinstance(step.answer, Mark):
        return format_html('<q translate="no">{}</q>', step.answer.quote)
    if step.kind == "code":
        return format_html("{} {}", pen.code(str(step.answer)), pen.title(str(step.answer)))
    if step.kind == "order":
        known = {line: (code, title) for line, code, title in _lines(chart, pen)}
        wanted = (step.answer,) if isinstance(step.answer, str) else step.answer
        codes = [known[one][0] for one in wanted if one in known]
        return ", ".join(codes)
    return pen.line(str(step.answer))


def _mine(chart: Chart, step: Step, value: str, pen: Pen) -> SafeString | str:
    if step.kind == "pick":
        return step.options[int(value)] if value.isdigit() and int(value) < len(step.options) else value
    if step.kind == "order":
        known = {line: code for line, code, _title in _lines(chart, pen)}
        return ", ".join(known.get(one, one) for one in value.split(","))
    return format_html('<q translate="no">{}</q>', value) if step.kind == "mark" else value


def _done(chart: Chart, step: Step, place: int, ask: Ask, mine: Given, pen: Pen, *, right: bool) -> StepShown:
    value = mine.values[0] if mine.values else ""
    return StepShown(
        number=place + 1,
        ask=pen.line(step.ask),
        state="done",
        quote=step.show.quote or "",
        document=_document(chart, step.show.document),
        mine=_mine(chart, step, value, pen) if value and not right else "",
        answer=_answer(chart, step, pen),
        verdict="right" if right else "",
        why=pen.line(step.why),
        cites=cites(step.cite),
        key=ask.key,
    )


def _document(chart: Chart, name: str) -> Any:
    return next((one for one in chart.documents if one.id == name), chart.documents[0])


def _now(
    chart: Chart, block: Worked, place: int, ask: Ask, given: Mapping[str, Given], pen: Pen
) -> StepShown:
    step, mine = block.steps[place], given.get(ask.key, NOTHING)
    document = _document(chart, step.show.document)
    value = mine.values[0] if mine.values else ""
    template, part = _part(chart, step, value, pen, wrong=bool(value))
    return StepShown(
        number=place + 1,
        ask=pen.line(step.ask),
        state="now",
        template=template,
        part=part,
        document=document,
        html=marked(document, _spans(chart, block, place, document.id)).html,
        key=ask.key,
        verdict="wrong" if value else "",
        mine=value,
        give_up=bool(value),
    )


def _spans(chart: Chart, block: Worked, place: int, document: str) -> list[Span]:
    """What was found before in this document, and what this step points at."""
    found: list[tuple[int, Literal["key", "mine"], Any]] = []
    for n, step in enumerate(block.steps[:place]):
        if isinstance(step.answer, Mark) and step.answer.document == document:
            found.append((n, "key", _span(chart, step.answer)))
    show = block.steps[place].show
    if show.quote and show.document == document:
        meant = Mark(document=document, quote=show.quote, occurrence=show.occurrence)
        found.append((place, "mine", _span(chart, meant)))
    return [Span(at.document, at.start, at.end, side, f"s{n}") for n, side, at in found if at is not None]


def _part(chart: Chart, step: Step, value: str, pen: Pen, *, wrong: bool) -> tuple[str, Any]:
    ask, verdict = pen.line(step.ask), Verdict.WRONG if wrong else Verdict.OPEN
    if step.kind == "mark":
        return "mark", None
    if step.kind == "code":
        return "typed", TypedCode("answer", ask, value=value, verdict=verdict, longest=12)
    if step.kind == "pick":
        rows = [Option(str(n), text=one, chosen=str(n) == value) for n, one in enumerate(step.options)]
        return "choice", Choice("answer", ask, tuple(rows), verdict=verdict)
    lines = _lines(chart, pen)
    if not isinstance(step.answer, tuple):
        rows = [Option(line, code, title, chosen=line == value) for line, code, title in lines]
        return "choice", Choice("answer", ask, tuple(rows), verdict=verdict)
    pairs = tuple(
        Pair(str(n), _("Place %(n)d") % {"n": n + 1}, chosen=chosen)
        for n, chosen in enumerate((value.split(",") + [""] * len(step.answer))[: len(step.answer)])
    )
    return "match", Match(
        "answer", ask, pairs, tuple((line, f"{code} {title}") for line, code, title in lines), verdict=verdict
    )
