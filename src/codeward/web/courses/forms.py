"""The forms of a lesson: for each what it sends, and how what it asks stands for this learner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final
from uuid import uuid4

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from codeward.curriculum import Assignment, CodeItem, Lesson, Lookup, RecallQuestion, Step, Worked
from codeward.practice.assessing import read_typed
from codeward.web.courses.answering import points_of
from codeward.web.courses.asks import Ask, ByVersion, asks_of, key_of_block
from codeward.web.courses.given import NOTHING, Given
from codeward.web.courses.models import VALUE
from codeward.web.courses.prose import Pen, cites
from codeward.web.courses.showing import Shown, shown_item, shown_recall
from codeward.web.courses.working import shown_worked
from codeward.web.ui.api import Cite, TypedCode, Verdict

__all__ = ["Form", "form_of", "forms_of", "reached"]

STARTS: Final = {
    "index": ("codebook:index", ("index",)),
    "search": ("codebook:desk", ()),
    "tabular": ("codebook:system", ("icd10cm",)),
    "pcs": ("codebook:pcs", ()),
    "modifiers": ("codebook:modifiers", ()),
}


@dataclass(frozen=True, slots=True)
class RubricRow:
    """One line of a rubric: what is looked for, the points there are for it, and those that were given."""

    criterion: SafeString | str
    points: int
    choices: tuple[str, ...]
    given: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class AssignmentShown:
    """An assignment: its model and rubric are there once something was written. `given`: one's own points."""

    id: str
    prompt: SafeString | str
    value: str
    longest: int
    model: SafeString | str
    rows: tuple[RubricRow, ...]
    whole: int
    given: int | None
    by_instructor: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One form: `id` is what the page knows it by, `asks` the key of what it sends an answer to."""

    id: str
    asks: str
    action: str
    state: str
    template: str
    part: Any
    before: SafeString | str = ""
    asked: int = 1
    answered: int = 0
    start: str = ""
    # What stands in it as HTML, where it was written before: beside it only its keys are of this page.
    body: SafeString | str = ""

    @property
    def key(self) -> str:
        """A key for one answer, where no script gives one of its own."""
        return str(uuid4())


def forms_of(lesson: Lesson, keys: tuple[str, ...], given: Mapping[str, Given]) -> list[Form]:
    """The forms of what is asked at one place, each once, with their HTML."""
    asks = asks_of(lesson)
    return [_standing(lesson, one, given) for one in dict.fromkeys(asks[key].form or key for key in keys)]


def _standing(lesson: Lesson, form_id: str, given: Mapping[str, Given]) -> Form:
    """A form as it stands. What nobody answered, or others answered the same way, was written before."""
    asked = [ask for ask in asks_of(lesson).values() if form_id in (ask.form, ask.key)]
    mine = tuple((ask.key, given[ask.key]) for ask in asked if ask.key in given)
    # What somebody typed or marked is kept for nobody else.
    chosen = [ask.is_item and not isinstance(ask.what, CodeItem) for ask in asked if ask.key in given]
    write = _written if all(chosen) else _written.__wrapped__
    return write(ByVersion(lesson), get_language() or "", form_id, mine)


@lru_cache(maxsize=1024)
def _written(lesson: ByVersion, _language: str, form_id: str, given: tuple[tuple[str, Given], ...]) -> Form:
    pen = Pen(lesson.lesson.coding_date, space=f"{form_id}-")
    form = form_of(lesson.lesson, form_id, dict(given), pen)
    return replace(form, body=render_to_string("courses/_form_body.html", {"form": form}))


def form_of(lesson: Lesson, form_id: str, given: Mapping[str, Given], pen: Pen) -> Form:
    """One form as it stands. Raises KeyError for an id that the lesson has not."""
    asks = asks_of(lesson)
    steps = [ask for ask in asks.values() if ask.form == form_id and isinstance(ask.what, Step)]
    if steps:
        return _worked(lesson, form_id, steps, given, pen)
    ask = asks[form_id]
    mine = given.get(ask.key, NOTHING)
    if isinstance(ask.what, Assignment):
        return _assignment(lesson, ask, ask.what, given, pen)
    start = _start(ask.what, pen) if isinstance(ask.what, Lookup) else ""
    form = _form(lesson, form_id, ask.key, _shown(ask, mine, pen))
    return replace(form, answered=int(mine.done), start=start)


def _form(lesson: Lesson, form_id: str, key: str, shown: Shown) -> Form:
    return Form(
        id=form_id,
        asks=key,
        action=reverse("courses:answer", args=(lesson.id,)),
        state=reverse("courses:ask", args=(lesson.id, form_id)),
        template=f"courses/asks/{shown.template}.html",
        part=shown.part,
        before=shown.before,
    )


def _shown(ask: Ask, mine: Given, pen: Pen) -> Shown:
    if ask.is_item:
        n, of = ask.place
        place = _("question %(n)d of %(of)d") % {"n": n, "of": of} if of > 1 else ""
        return shown_item(ask.item, mine, pen, place=place, note=_note(ask, mine))
    if isinstance(ask.what, RecallQuestion):
        return shown_recall(ask, ask.what, mine, pen)
    if isinstance(ask.what, Lookup):
        return _lookup(ask.what, mine, pen)
    raise TypeError(f"nothing shows a {type(ask.what).__name__}")


def _assignment(lesson: Lesson, ask: Ask, block: Assignment, given: Mapping[str, Given], pen: Pen) -> Form:
    """An assignment: first the words, then the model and one's own points for each line of the rubric."""
    mine, key = given.get(ask.key, NOTHING), f"{ask.key}-marks"
    written = next(iter(mine.values), "")
    marks = next(iter(given.get(key, NOTHING).values), "").split(",") if written else []
    marked = len(marks) == len(block.rubric)
    rows = tuple(
        RubricRow(
            pen.line(line.criterion),
            line.points,
            points_of(line.points),
            marks[n] if marked else "",
            cites(line.cite),
        )
        for n, line in enumerate(block.rubric)
    )
    part = AssignmentShown(
        id=ask.key,
        prompt=pen.line(block.prompt),
        value=written,
        longest=VALUE,
        model=pen.line(block.model) if written else "",
        rows=rows if written else (),
        whole=sum(line.points for line in block.rubric),
        given=sum(int(one) for one in marks) if marked else None,
        by_instructor=block.marks == "instructor",
    )
    form = _form(
        lesson,
        ask.key,
        key if written else ask.key,
        Shown("assignment", part, next(iter(mine.before), "") if mine.stale else ""),
    )
    return replace(form, asked=2, answered=int(mine.done) + int(marked))


def _note(ask: Ask, mine: Given) -> str:
    if ask.pretest:
        return "" if mine.values else _("This does not count. The lesson answers it.")
    if not mine.done:
        return _("Your first answer counts.") if ask.first else ""
    return (
        _("Your first answer was counted. The drill brings new questions on this.")
        if mine.right is False
        else ""
    )


def reached(block: Lookup, value: str) -> bool:
    """Whether an entry, or a code that was typed, is where the look-up ends."""
    lines = read_typed(value)
    return bool(lines) and [line.code for line in lines or ()] == [block.end]


def _lookup(block: Lookup, mine: Given, pen: Pen) -> Shown:
    value = next(iter(mine.values), "")
    right = reached(block, value)
    verdict = Verdict.OPEN if not value else Verdict.RIGHT if right else Verdict.WRONG
    title = pen.title(block.end) if right or mine.shown else ""
    part = TypedCode(
        "answer",
        pen.line(block.task),
        value=value,
        verdict=verdict,
        why=title
        if right
        else _("That is not where this search ends. Go back one step and read on.")
        if value
        else "",
        cites=cites(block.cite) if right else (),
        shape="" if right else _("Type the code you arrived at, or open its entry beside the text."),
        longest=12,
        answer=block.end if mine.shown and not right else "",
        answer_title=title if mine.shown and not right else "",
        give_up=True,
    )
    return Shown("lookup", part, next(iter(mine.before), ""))


def _start(block: Lookup, pen: Pen) -> str:
    name, args = STARTS[block.begin]
    return f"{reverse(name, args=args)}?on={pen.day.isoformat()}"


def _worked(lesson: Lesson, form_id: str, steps: list[Ask], given: Mapping[str, Given], pen: Pen) -> Form:
    block = next(one for one in lesson.of(Worked) if key_of_block(lesson, one) == form_id)
    shown = shown_worked(lesson, block, steps, given, pen)
    before = any(given.get(ask.key, NOTHING).stale for ask in steps)
    at = shown.steps[-1].key if shown.steps else form_id
    told = (
        _("This record was corrected after you worked on it. What you answered before is kept.")
        if before
        else ""
    )
    form = _form(lesson, form_id, at, Shown("worked", shown, told))
    answered = sum(given.get(ask.key, NOTHING).done for ask in steps)
    return replace(form, asked=len(steps), answered=len(steps) if shown.done else answered)
