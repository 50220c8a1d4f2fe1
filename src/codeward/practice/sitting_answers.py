"""What a learner hands in to one question of a sitting, by its shape; all of it bounded, and JSON both ways.

An option is named by its place, from 0: options are never shuffled (O8). Nothing answered is no answer at all.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from codeward.charts import AnswerLine, StrictModel
from codeward.curriculum import Item, QueryFault

__all__ = [
    "MAX_LINES",
    "SHAPES",
    "ChoiceAnswer",
    "LinesAnswer",
    "Marked",
    "MarksAnswer",
    "PairsAnswer",
    "PicksAnswer",
    "SittingAnswer",
    "shape_of",
]

MAX_LINES = 40
"""Lines that one answer of a sitting may have."""
Place = Annotated[int, Field(ge=0, le=11, strict=True)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class ChoiceAnswer(StrictModel):
    """One option: of an `sba`, or of a query's drafts."""

    shape: Literal["choice"] = "choice"
    option: Place


class LinesAnswer(StrictModel):
    """Typed lines, in their sequence: of a `code` item or a scenario."""

    shape: Literal["lines"] = "lines"
    lines: Annotated[tuple[AnswerLine, ...], Field(max_length=MAX_LINES)]


class PicksAnswer(StrictModel):
    """Some options of a picklist."""

    shape: Literal["picks"] = "picks"
    options: Annotated[tuple[Place, ...], Field(max_length=12)]


class Marked(StrictModel):
    """One fault that was marked in a draft: on which sentence, or on the whole."""

    at: Annotated[str, StringConstraints(min_length=1, max_length=12)]
    fault: QueryFault


class MarksAnswer(StrictModel):
    """The faults that were marked in a draft."""

    shape: Literal["marks"] = "marks"
    marks: Annotated[tuple[Marked, ...], Field(max_length=40)]


class PairsAnswer(StrictModel):
    """What was put to each task, in their order; None where nothing was."""

    shape: Literal["pairs"] = "pairs"
    pairs: Annotated[tuple[Words | None, ...], Field(max_length=6)]


SittingAnswer = Annotated[
    ChoiceAnswer | LinesAnswer | PicksAnswer | MarksAnswer | PairsAnswer, Field(discriminator="shape")
]
SHAPES = {"sba": "choice", "code": "lines", "scenario": "lines", "picklist": "picks", "match": "pairs"}


def shape_of(item: Item) -> str:
    """Return the shape of an answer to *item*."""
    if item.kind == "query":
        return "choice" if item.mode == "choose" else "marks"
    return SHAPES[item.kind]
