"""What is asked, as the parts of the look show it: with what was answered, and only what may be seen by then.

Nothing of a key is in a page before it is answered: an option's reason comes with the answer, a model with the words
from memory, the code with "show the answer".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from codeward.curriculum import CodeItem, Item, MatchItem, Option, PicklistItem, RecallQuestion
from codeward.practice import axis_in_words
from codeward.practice.assessing import LONGEST, Judgment, Said, assess, key_of
from codeward.web.courses.asks import Ask
from codeward.web.courses.given import Given
from codeward.web.courses.prose import Pen, cites
from codeward.web.ui.api import Choice, Match, Pair, Recall, TypedCode, Verdict
from codeward.web.ui.api import Option as OptionPart

__all__ = ["Shown", "item_part", "joined", "option_words", "shown_item", "shown_recall"]

VERDICTS: Final = {"right": Verdict.RIGHT, "partial": Verdict.PARTIAL, "wrong": Verdict.WRONG}


@dataclass(frozen=True, slots=True)
class Shown:
    """A form of the page: which template draws `part`, and what was answered in another version, if it was."""

    template: str
    part: Any
    before: SafeString | str = ""


def shown_item(
    item: Item, given: Given, pen: Pen, *, place: str = "", note: str = "", plain: bool = False
) -> Shown:
    """A question with what was answered to it. `plain`: its texts have no marks, as those of generators."""
    pen = pen.plainly() if plain else pen
    template, part = item_part(item, given, pen, place=place, note=note)
    return Shown(template, part, joined(item, given.before, pen) if given.stale else "")


def item_part(item: Item, given: Given, pen: Pen, *, place: str, note: str) -> tuple[str, Any]:
    """The part that a question is, and the template that draws it."""
    judged = assess(item, given.values, pen.shelf) if given.values else None
    match item:
        case CodeItem():
            return "typed", _typed(item, given, judged, pen, place, note)
        case MatchItem():
            return "match", _match(item, given, judged, pen, place, note)
    return "choice", _choice(item, given, judged, pen, place, note)


def joined(item: Item, values: Iterable[str], pen: Pen) -> SafeString | str:
    """An answer in words, as it was given to this or another version of the question."""
    if isinstance(item, CodeItem):
        return next(iter(values), "")
    if isinstance(item, MatchItem):
        return ""
    options = getattr(item, "options", ())
    chosen = [options[int(one)] for one in values if one.isdigit() and int(one) < len(options)]
    return format_html_join(", ", "{}", ((option_words(one, pen),) for one in chosen))


def _codes(option: Option) -> SafeString:
    """The lines of an option: each code with its modifiers, its letter, its units."""

    def one(line: Any) -> SafeString:
        more = [f"-{modifier}" for modifier in line.modifiers or ()]
        more += [f" · {line.poa}"] if line.poa else []
        more += [f" × {line.units}"] if line.units else []
        return format_html('<b class="code" translate="no">{}</b>{}', line.code, "".join(more))

    return format_html_join(" + ", "{}", ((one(line),) for line in option.lines or ()))


def option_words(option: Option, pen: Pen) -> SafeString | str:
    """An option as it is read: its text, or its codes with what stands beside them."""
    return pen.line(option.text) if option.text is not None else _codes(option)


def _option(option: Option, place: int, pen: Pen, given: Given, said: dict[int, Said]) -> OptionPart:
    """One option: a single bare code with its title, else its lines or its text."""
    lines = option.lines or ()
    bare = len(lines) == 1 and not (lines[0].modifiers or lines[0].poa or lines[0].units)
    told = said.get(place)
    return OptionPart(
        value=str(place),
        code=lines[0].code if bare else "",
        text=pen.title(lines[0].code) if bare else option_words(option, pen),
        chosen=str(place) in given.values,
        verdict=VERDICTS[told.verdict] if told else Verdict.OPEN,
        headline=axis_in_words(told.axis) if told and told.verdict != "right" else "",
        why=pen.line(told.why) if told else "",
        cites=cites(told.cites) if told else (),
    )


def _choice(item: Any, given: Given, judged: Judgment | None, pen: Pen, place: str, note: str) -> Choice:
    said = {one.place: one for one in judged.said} if judged else {}
    if given.reasons and judged:
        said = {
            n: Said(
                n,
                "right" if one.right else "wrong",
                one.wrong.axis[0] if one.wrong else "",
                one.why,
                one.cite,
            )
            for n, one in enumerate(item.options)
        }
    many = isinstance(item, PicklistItem)
    verdict = VERDICTS[judged.verdict] if judged and not judged.unread else Verdict.OPEN
    part = many and verdict is Verdict.PARTIAL
    return Choice(
        name="answer",
        stem=pen.line(item.stem),
        options=tuple(_option(one, n, pen, given, said) for n, one in enumerate(item.options)),
        verdict=verdict,
        headline=_picked(judged) if part and judged else "",
        why=_("Something that fits is missing, or one of yours does not fit.") if part else "",
        place=place,
        note=note,
        many=many,
        reasons=verdict is not Verdict.OPEN and not given.reasons,
    )


def _picked(judged: Judgment) -> str:
    hits, _sep, of = judged.axis.partition("/")
    return _("%(n)s of %(of)s") % {"n": hits, "of": of}


def _typed(
    item: CodeItem, given: Given, judged: Judgment | None, pen: Pen, place: str, note: str
) -> TypedCode:
    lines = max(len(one.lines or ()) for one in item.options if one.right)
    answer = key_of(item)
    open_ = judged is None or judged.unread
    systems = {line.system for one in item.options for line in one.lines or ()}
    bare = answer is not None and len(answer.lines or ()) == 1
    return TypedCode(
        name="answer",
        prompt=pen.line(item.stem),
        value=given.values[0] if given.values else "",
        verdict=Verdict.OPEN if judged is None or open_ else VERDICTS[judged.verdict],
        headline=axis_in_words(judged.axis) if judged and judged.verdict != "right" else "",
        why=pen.line(judged.why) if judged else "",
        cites=cites(judged.cites) if judged else (),
        place=place,
        note=_("That could not be read as a code. Nothing was counted.")
        if judged and judged.unread
        else note,
        shape=_shape(lines, systems),
        longest=12 if lines == 1 else LONGEST,
        answer=(answer.lines or ())[0].code if given.shown and answer and bare else "",
        answer_title=_answer_title(answer, pen, bare=bare) if given.shown and answer else "",
        give_up=True,
    )


def _answer_title(answer: Option, pen: Pen, *, bare: bool) -> SafeString | str:
    why = pen.line(answer.why)
    codes = pen.title((answer.lines or ())[0].code) if bare else _codes(answer)
    return format_html("{}. {}", codes, why)


def _shape(lines: int, systems: set[str]) -> str:
    if lines > 1:
        return _("Codes in their order, with a comma between them.")
    if systems == {"icd10cm"}:
        return _("Three to seven characters, with a dot after the third.")
    return ""


def _match(item: MatchItem, given: Given, judged: Judgment | None, pen: Pen, place: str, note: str) -> Match:
    chosen = dict(one.split(":", 1) for one in given.values if ":" in one)
    said = {one.place: one for one in judged.said} if judged else {}
    rows = tuple(
        Pair(
            value=str(n),
            text=pen.line(pair.left),
            chosen=chosen.get(str(n), ""),
            verdict=VERDICTS[said[n].verdict] if n in said else Verdict.OPEN,
            why=pen.line(said[n].why) if n in said else "",
            cites=cites(said[n].cites) if n in said else (),
        )
        for n, pair in enumerate(item.pairs)
    )
    return Match(
        name="answer",
        stem=pen.line(item.stem),
        rows=rows,
        choices=tuple((str(n), one) for n, one in enumerate(item.options)),
        verdict=VERDICTS[judged.verdict] if judged and not judged.unread else Verdict.OPEN,
        place=place,
        note=note,
    )


def shown_recall(ask: Ask, asked: RecallQuestion, given: Given, pen: Pen) -> Shown:
    """A question from memory: the model is there once something was written."""
    written = "" if given.stale else (given.values[0] if given.values else "")
    n, of = ask.place
    part = Recall(
        name="answer",
        prompt=pen.line(asked.prompt),
        value=written,
        model=pen.line(asked.model) if written else "",
        cites=cites(asked.cite) if written else (),
        place=_("%(n)d of %(of)d") % {"n": n, "of": of},
        note="" if written else _("No one grades this."),
    )
    return Shown("recall", part, next(iter(given.before), "") if given.stale else "")
