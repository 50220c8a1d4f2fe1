"""A lesson as whoever teaches reads it: every key and reason, and what first answers to its questions were.

The log keeps what was given as places among the options of the version that the answer pins, or as what was typed. So
figures are of today's version alone; first answers to earlier ones are counted beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from codeward.charts import Mark
from codeward.curriculum import (
    Assignment,
    ClaimLine,
    CodeItem,
    Item,
    Lesson,
    Lookup,
    MatchItem,
    Option,
    RecallQuestion,
    Step,
)
from codeward.practice.assessing import read_typed, typed_line
from codeward.web.courses.asks import Ask, OwnMarks, asks_of
from codeward.web.courses.given import split
from codeward.web.courses.prose import Pen, cites
from codeward.web.courses.sheet import Open, SheetSection, Told, sheet_of
from codeward.web.courses.showing import option_words
from codeward.web.learning.api import Tally
from codeward.web.results.api import percent, range_words
from codeward.web.ui.api import Cite

__all__ = [
    "FEWEST",
    "Figures",
    "TaughtAsk",
    "TaughtOption",
    "TaughtSection",
    "claims_in_words",
    "figures_of",
    "taught",
]

FEWEST: Final = 5
"""First answers from which figures are shown: of fewer one could tell who gave what, and they say little."""


@dataclass(slots=True)
class Figures:
    """What first answers to one question were, in its version of today."""

    many: int = 0
    right: int = 0
    earlier: int = 0
    given: Counter[str] = field(default_factory=Counter)

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to be shown."""
        return self.many >= FEWEST

    @property
    def rate(self) -> str:
        """How many were right at first, in words."""
        return percent(self.right / self.many) if self.enough else ""

    @property
    def interval(self) -> str:
        """The Wilson 95% interval of the rate, in words."""
        return range_words(self.right, self.many) if self.enough else ""


@dataclass(frozen=True, slots=True)
class TaughtOption:
    """One option, row or answer: whether it is right, why, and how often it was given first (None: not told)."""

    words: SafeString | str
    right: bool
    why: SafeString | str = ""
    axis: str = ""
    cites: tuple[Cite, ...] = ()
    times: int | None = None
    # Of a row of a match: `times` says how often it was missed.
    row: bool = False


@dataclass(frozen=True, slots=True)
class TaughtAsk:
    """One thing that is asked, with its key. `figures` is of questions alone."""

    id: str
    what: str
    stem: SafeString | str
    options: tuple[TaughtOption, ...]
    figures: Figures | None = None
    others: int | None = None


@dataclass(frozen=True, slots=True)
class TaughtSection:
    """A section: its heading, and its texts and what it asks in their order."""

    title: str
    pieces: tuple[SafeString | TaughtAsk, ...]


def figures_of(lesson: Lesson, tallies: Iterable[Tally]) -> dict[str, Figures]:
    """Return the figures of each question by its id. Of what stands in no lesson any more there are none."""
    found = {name: Figures() for name in lesson.items}
    for one in tallies:
        held = found.get(one.item)
        if held is None:
            continue
        if one.version != lesson.items[one.item].version:
            held.earlier += one.many
            continue
        held.many += one.many
        held.right += one.many * one.right
        for what in _given(lesson.items[one.item], one.option):
            held.given[what] += one.many
    return found


def _given(item: Item, option: str) -> tuple[str, ...]:
    """What an answer gave: places of options, rows of a match that were wrong, or what no option foresaw."""
    values = split(option)
    if isinstance(item, CodeItem):
        lines = read_typed(option)
        places = (n for n, one in enumerate(item.options) if tuple(map(typed_line, one.lines or ())) == lines)
        return (str(next(places, "other")),)
    if isinstance(item, MatchItem):
        chosen = dict(one.split(":", 1) for one in values if ":" in one)
        wanted = {str(n): str(item.options.index(pair.right)) for n, pair in enumerate(item.pairs)}
        return tuple(row for row, right in wanted.items() if chosen.get(row) != right)
    return values


def taught(lesson: Lesson, figures: Mapping[str, Figures] | None) -> list[TaughtSection]:
    """The lesson by its sections. Without `figures` the keys alone."""
    sheet, asks, pen = sheet_of(lesson), asks_of(lesson), Pen(lesson.coding_date, space="t")
    return [
        TaughtSection(sheet.titles[section.slug], tuple(_pieces(section, asks, figures, pen)))
        for section in sheet.sections
    ]


def _pieces(
    section: SheetSection, asks: Mapping[str, Ask], figures: Mapping[str, Figures] | None, pen: Pen
) -> Iterable[SafeString | TaughtAsk]:
    for piece in section.pieces:
        if isinstance(piece, Told):
            yield piece.html
        elif isinstance(piece, Open):
            yield from (
                _ask(asks[key], figures, pen)
                for key in piece.keys
                if not isinstance(asks[key].what, OwnMarks)
            )
        elif isinstance(piece, SafeString):
            yield piece


def _ask(ask: Ask, figures: Mapping[str, Figures] | None, pen: Pen) -> TaughtAsk:
    match ask.what:
        case Step() as step:
            answer = _answer(step)
            key = TaughtOption(answer, right=True, why=pen.line(step.why), cites=cites(step.cite))
            rest = tuple(TaughtOption(one, right=False) for one in step.options if one != answer)
            return TaughtAsk(ask.key, _("step of a worked record"), pen.line(step.ask), (key, *rest))
        case RecallQuestion() as asked:
            model = TaughtOption(pen.line(asked.model), right=True, cites=cites(asked.cite))
            return TaughtAsk(ask.key, _("from memory"), pen.line(asked.prompt), (model,))
        case Lookup() as block:
            end = TaughtOption(block.end, right=True, why=pen.title(block.end), cites=cites(block.cite))
            return TaughtAsk(ask.key, _("look-up"), pen.line(block.task), (end,))
        case Assignment() as block:
            return TaughtAsk(ask.key, _("assignment"), pen.line(block.prompt), tuple(_rubric(block, pen)))
    return _item(ask, None if figures is None else figures.get(ask.key), pen)


def _answer(step: Step) -> str:
    if isinstance(step.answer, Mark):
        return step.answer.quote
    return step.answer if isinstance(step.answer, str) else ", ".join(step.answer)


def _rubric(block: Assignment, pen: Pen) -> Iterable[TaughtOption]:
    yield TaughtOption(pen.line(block.model), right=True)
    for line in block.rubric:
        points = _("%(n)d points") % {"n": line.points}
        yield TaughtOption(pen.line(line.criterion), right=True, why=points, cites=cites(line.cite))


def _item(ask: Ask, figures: Figures | None, pen: Pen) -> TaughtAsk:
    item: Any = ask.item
    told = figures if figures is not None and figures.enough else None
    if isinstance(item, MatchItem):
        rows = (
            TaughtOption(
                format_html("{} – {}", pen.line(pair.left), pair.right),
                right=True,
                why=pen.line(pair.why),
                cites=cites(pair.cite),
                times=_times(told, n),
                row=True,
            )
            for n, pair in enumerate(item.pairs)
        )
        spare = (
            TaughtOption(one.right, right=False, why=pen.line(one.why), cites=cites(one.cite))
            for one in item.spare
        )
        options = (*rows, *spare)
    else:
        options = tuple(_option(one, n, told, pen) for n, one in enumerate(getattr(item, "options", ())))
    others = None if told is None or not isinstance(item, CodeItem) else told.given["other"]
    what = _("before the lesson, not counted") if ask.pretest else _("check")
    return TaughtAsk(ask.key, what, pen.line(item.stem), options, figures, others)


def _option(option: Option, place: int, told: Figures | None, pen: Pen) -> TaughtOption:
    return TaughtOption(
        option_words(option, pen),
        option.right,
        pen.line(option.why),
        ", ".join(option.wrong.axis) if option.wrong else "",
        cites(option.cite),
        _times(told, place),
    )


def _times(told: Figures | None, place: int) -> int | None:
    return None if told is None else told.given[str(place)]


def claims_in_words(lesson: Lesson) -> list[str]:
    """What the lesson says of codes and proves, each in a line."""
    return [_claim(one) for block in lesson.claims for one in block.claims]


def _claim(claim: ClaimLine) -> str:
    return f"{claim.name.replace('_', ' ')}: {_plain(claim.told)}"


def _plain(told: Any) -> str:
    if isinstance(told, Mapping):
        return "; ".join(f"{name.replace('_', ' ')} {_plain(value)}" for name, value in told.items())
    if isinstance(told, list | tuple):
        return ", ".join(_plain(one) for one in told)
    return str(told)
