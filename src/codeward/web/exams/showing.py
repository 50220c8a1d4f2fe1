"""Questions of a sitting as the room shows them: bare, as in an examination. Nothing of a key is in them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from codeward.curriculum import Item, QueryItem, ScenarioItem
from codeward.practice import PaperItem
from codeward.web.courses.api import NOTHING, Pen, shown_item
from codeward.web.exams.given import (
    FIELDS,
    LINES,
    answered,
    columns_of,
    field,
    places_of,
    rows_of,
    sentences_of,
    values_of,
)
from codeward.web.exams.models import Answer
from codeward.web.exams.words import COLUMN_WORDS, FAULT_WORDS, claim_words
from codeward.web.ui.api import Choice, Match, TypedCode

__all__ = ["Lines", "Marks", "Question", "question"]

_SPARE = 4
"""Empty lines below those that were typed."""
_LEAST = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One line to type: its number, its letter for pointers, and each field with its value."""

    number: int
    letter: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """What is typed to a scenario: a row a line. `columns` are the names and words of its fields."""

    name: str
    stem: SafeString
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Line, ...]
    most: int = LINES


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft, with the faults that may be marked on it."""

    at: str
    text: str
    faults: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """A draft whose faults are marked, sentence by sentence and on the whole."""

    name: str
    stem: SafeString
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it stands for its learner."""

    place: int
    kind: str
    template: str
    part: Any
    answered: bool
    claim: str
    day: dt.date | None
    abbreviations: tuple[tuple[str, str], ...]
    record: str = ""
    sequence: int = 0
    flagged: bool = False
    note: str = ""
    marks: str = "[]"

    @property
    def flag(self) -> str:
        """The name of its flag's field."""
        return f"{field(self.place)}-flag"

    @property
    def id(self) -> str:
        """What the page knows it by."""
        return f"q{self.place}"


def question(place: int, one: PaperItem, item: Item, row: Answer | None, pen: Pen) -> Question:
    """A question with what was answered, struck out, flagged and noted so far."""
    given = row.given if row else ""
    template, part = _part(place, item, given, row.struck if row else "", pen)
    return Question(
        place=place,
        kind=item.kind,
        template=f"exams/asks/{template}.html",
        part=part,
        answered=answered(item.kind, given),
        claim=claim_words(item),
        day=item.coding_date,
        abbreviations=tuple(item.abbreviations.items()),
        record=item.record if isinstance(item, ScenarioItem) else "",
        sequence=row.sequence if row else 0,
        flagged=bool(row and row.flagged),
        note=row.note if row else "",
        marks=json.dumps(row.marks if row else []),
    )


def _part(place: int, item: Item, given: str, struck: str, pen: Pen) -> tuple[str, Any]:
    name = field(place)
    if isinstance(item, ScenarioItem):
        return "lines", _lines(name, item, given, pen)
    values = values_of(item, given)
    if isinstance(item, QueryItem) and item.mode == "mark":
        return "marks", _marks(name, item, set(values), pen)
    shown = shown_item(item, NOTHING, pen)
    part = shown.part
    match part:
        case Choice():
            out = places_of(struck)
            options = tuple(
                replace(option, chosen=option.value in values, struck=option.value in out)
                for option in part.options
            )
            return "choice", replace(
                part, name=name, options=options, exam=True, strike=True, letters=True, note=""
            )
        case Match():
            chosen = dict(value.split(":", 1) for value in values if ":" in value)
            rows = tuple(replace(one, chosen=chosen.get(one.value, "")) for one in part.rows)
            return "match", replace(part, name=name, rows=rows, exam=True, note="")
        case TypedCode():
            return "typed", replace(
                part, name=name, value=values[0] if values else "", exam=True, give_up=False, note=""
            )
    raise TypeError(f"no part for {item.kind}")


def _lines(name: str, item: ScenarioItem, given: str, pen: Pen) -> Lines:
    typed = rows_of(given)
    columns = columns_of(item)
    many = min(LINES, max(_LEAST, len(typed) + _SPARE))
    rows = [*typed, *([{}] * (many - len(typed)))]
    return Lines(
        name=name,
        stem=pen.line(item.stem),
        columns=tuple((one, str(COLUMN_WORDS[one])) for one in FIELDS if one in columns),
        rows=tuple(
            Line(
                n + 1,
                chr(ord("A") + n),
                tuple((one, row.get(one, ""), str(COLUMN_WORDS[one])) for one in columns),
            )
            for n, row in enumerate(rows)
        ),
    )


def _marks(name: str, item: QueryItem, values: set[str], pen: Pen) -> Marks:
    def one(at: str, text: str) -> Sentence:
        faults = tuple(
            (f"{at}:{fault}", str(words), f"{at}:{fault}" in values) for fault, words in FAULT_WORDS.items()
        )
        return Sentence(at, text, faults)

    sentences = [one(at, text) for at, text in sentences_of(item.draft or "")]
    return Marks(name, pen.line(item.stem), (*sentences, one("whole", "")))
