"""A paper: the questions of one form as they were drawn, frozen, each with its version; and what it is drawn from.

A paper holds no keys. It serializes (`model_dump_json`, `model_validate_json`), and the same bank, seed and size make
the same paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from codeward.charts import StrictModel
from codeward.curriculum import Blueprint, Edition, Item, SbaItem, ScenarioItem

__all__ = ["DIFFICULTY", "Lack", "Paper", "PaperItem", "Piece", "Size", "piece_of", "pieces"]

DIFFICULTY: Mapping[int, float] = {1: -1.0, 2: 0.0, 3: 1.0}
"""What is known of an item's difficulty before anybody answered it: by its level, in logits."""
Setting = Literal["inpatient", "outpatient", "emergency"]
_SETTINGS: Mapping[str, Setting] = {"inpatient": "inpatient", "emergency": "emergency"}


class Piece(NamedTuple):
    """An item as the assembly sees it: where it may stand, how hard it is, what it must not stand beside."""

    id: str
    version: str
    kind: str
    skill: str
    domains: frozenset[tuple[str, str]]
    difficulty: float
    enemies: frozenset[str] = frozenset()
    setting: Setting | None = None
    place: int | None = None  # of the key among four options, which nobody is to guess (O11)


class Size(StrictModel):
    """How much of an examination is asked: all, half, one section, or what fits into some minutes."""

    kind: Literal["full", "half", "domain", "minutes"] = "full"
    domain: str | None = None
    minutes: Annotated[int, Field(ge=5, le=600)] | None = None


class PaperItem(StrictModel):
    """One question of a paper. A scenario counts as `parts` scored questions."""

    id: str
    version: str
    kind: str
    domain: str
    scored: bool
    parts: Annotated[int, Field(ge=1, le=20)] = 1


class Lack(StrictModel):
    """What a bank lacks for a section: how many questions were wanted, and how many could be drawn."""

    domain: str
    what: Literal["questions", "inpatient", "outpatient", "emergency"] = "questions"
    wanted: int
    drawn: int


class Paper(StrictModel):
    """A form as it was drawn: nothing of it changes after that.

    `version` is that of the blueprint, `exact` whether its edition covers the planned day, `books_on` the day whose
    books keys are graded with. `lacking` is empty where the paper satisfies its blueprint.
    """

    schema_: Literal[1] = Field(default=1, alias="schema")
    exam: str
    version: str
    exact: bool = True
    seed: int
    size: Size = Size()
    minutes: int
    books_on: dt.date
    items: tuple[PaperItem, ...]
    lacking: tuple[Lack, ...] = ()

    @property
    def scored(self) -> int:
        """How many questions count, a scenario as its parts."""
        return sum(item.parts for item in self.items if item.scored)


def piece_of(item: Item, difficulties: Mapping[str, float] | None = None) -> Piece:
    """Return an item as the assembly sees it; *difficulties* are those that answers have shown."""
    known = (
        DIFFICULTY[item.level] if difficulties is None else difficulties.get(item.id, DIFFICULTY[item.level])
    )
    domains = {("cpc", name) for name in item.domains.cpc} | {("ccs", name) for name in item.domains.ccs}
    setting: Setting | None = None
    if isinstance(item, ScenarioItem):
        setting = _SETTINGS.get(item.claim.setting if item.claim else "", "outpatient")
    enemies = frozenset(item.enemies)
    place = next(n for n, one in enumerate(item.options) if one.right) if isinstance(item, SbaItem) else None
    return Piece(
        item.id, item.version, item.kind, item.skill, frozenset(domains), known, enemies, setting, place
    )


def pieces(items: Iterable[Item], difficulties: Mapping[str, float] | None = None) -> tuple[Piece, ...]:
    """Return the items of forms among *items* as the assembly sees them."""
    return tuple(piece_of(item, difficulties) for item in items if item.use == "form")


def takes(blueprint: Blueprint, edition: Edition, domain: str) -> frozenset[tuple[str, str]]:
    """Return the sections of the bank that serve a section of an examination."""
    return blueprint.takes(edition.part(domain))
