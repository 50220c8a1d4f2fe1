"""The item: a question with its options, each with its reason. Six kinds, told apart by `kind`."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from codeward.charts import Modifier, Poa, StrictModel, SystemId, Units, version_of
from codeward.curriculum.base import (
    Axes,
    Cites,
    Domains,
    Flag,
    Id,
    ItemClaim,
    Level,
    Long,
    Predicates,
    Short,
    SkillId,
    Source,
)
from codeward.curriculum.queries import Fault, Sound

__all__ = [
    "ITEM_KINDS",
    "CodeItem",
    "Foreseen",
    "Item",
    "ItemAnswer",
    "ItemAnswerLine",
    "ItemChange",
    "ItemLine",
    "ItemQuality",
    "MatchItem",
    "Option",
    "Pair",
    "PicklistItem",
    "QueryItem",
    "SbaItem",
    "ScenarioItem",
    "Spare",
    "Wrong",
]

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{1,9}$")]
LineId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,7}$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=1_200)]
Modifiers = Annotated[tuple[Modifier, ...], Field(max_length=4)]
Record = Annotated[str, StringConstraints(min_length=1, max_length=12_000)]


class ItemLine(StrictModel):
    """One coded line of an option."""

    system: SystemId
    code: Code
    poa: Poa | None = None
    modifiers: Modifiers | None = None
    units: Units | None = None
    pointers: Annotated[tuple[LineId, ...], Field(max_length=4)] | None = None
    date: dt.date | None = None


class Wrong(StrictModel):
    """By which axes an option is wrong, and the predicates that prove it."""

    axis: Axes
    proof: Predicates = ()


class Option(StrictModel):
    """One answer: coded lines or a text, whether it is right, and why."""

    lines: Annotated[tuple[ItemLine, ...], Field(min_length=1, max_length=12)] | None = None
    text: Word | None = None
    right: Flag = False
    why: Long
    cite: Cites = ()
    proof: Predicates = ()
    wrong: Wrong | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Option:
        if (self.lines is None) == (self.text is None):
            raise ValueError("an option has lines or a text, one of them")
        if self.right and self.wrong is not None:
            raise ValueError("a right option is wrong on no axis")
        return self

    @property
    def shown(self) -> str:
        """The option as it is sorted and compared: its text, or its codes with what stands beside them."""
        if self.text is not None:
            return self.text
        return " ".join(
            " ".join(
                part for part in (line.code, *(line.modifiers or ()), line.poa or "", _units(line)) if part
            )
            for line in self.lines or ()
        )


def _units(line: ItemLine) -> str:
    return f"× {line.units}" if line.units else ""


class ItemQuality(StrictModel):
    """How far an item has been proved: draft, solved by a second person with its options covered, or reviewed."""

    state: Literal["draft", "solved-blind", "reviewed"] = "draft"
    by: Short | None = None


class _ItemBase(StrictModel):
    version_of_schema: Literal[1] = Field(default=1, alias="schema")
    id: Id
    skill: SkillId
    domains: Domains = Domains()
    level: Level
    use: Literal["form", "practice"] = "practice"
    coding_date: dt.date | None = None
    claim: ItemClaim | None = None
    stem: Long
    asks: Annotated[tuple[Short, ...], Field(max_length=9)] = ()
    abbreviations: Annotated[dict[str, Short], Field(max_length=40)] = Field(default_factory=dict)
    confirmed_in: Short | None = None
    sources: Annotated[tuple[Source, ...], Field(max_length=12)] = ()
    enemies: Annotated[tuple[Id, ...], Field(max_length=40)] = ()
    quality: ItemQuality = ItemQuality()

    @cached_property
    def version(self) -> str:
        """16 hex digits that name this content: an answer pins it."""
        return version_of({self.id: self.model_dump_json(by_alias=True)})

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence that a learner reads, marks included."""
        return (self.stem,)


class _WithOptions(_ItemBase):
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=12)]

    @property
    def right(self) -> tuple[Option, ...]:
        """The right options."""
        return tuple(option for option in self.options if option.right)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence that a learner reads, marks included."""
        shown = [text for option in self.options for text in (option.text, option.why) if text]
        return (self.stem, *shown)

    def _count(self, least: int, most: int, right: int | None = None) -> None:
        if not least <= len(self.options) <= most:
            raise ValueError(f"a {self.kind} item has {least} to {most} options, not {len(self.options)}")  # type: ignore[attr-defined]
        if right is not None and len(self.right) != right:
            raise ValueError(f"{right} option is right, not {len(self.right)}")
        if not self.right:
            raise ValueError("no option is right")


class SbaItem(_WithOptions):
    """One best answer of three or four; a form's item has four."""

    kind: Literal["sba"]

    @model_validator(mode="after")
    def _fits(self) -> SbaItem:
        self._count(4 if self.use == "form" else 3, 4, 1)
        return self


class CodeItem(_WithOptions):
    """A typed answer. The options are the key, every full alternative of it, and the errors that are foreseen."""

    kind: Literal["code"]

    @model_validator(mode="after")
    def _fits(self) -> CodeItem:
        self._count(1, 12)
        if any(option.lines is None for option in self.options):
            raise ValueError("every option of a code item has lines: what may be typed")
        return self


class PicklistItem(_WithOptions):
    """Six to ten codes, some of them right."""

    kind: Literal["picklist"]

    @model_validator(mode="after")
    def _fits(self) -> PicklistItem:
        self._count(6, 10)
        if len(self.right) == len(self.options):
            raise ValueError("some options of a picklist are wrong")
        if any(option.lines is None or len(option.lines) != 1 for option in self.options):
            raise ValueError("every option of a picklist is one line")
        return self


class ItemAnswerLine(ItemLine):
    """One line of a scenario's key."""

    id: LineId
    role: Literal["required", "optional"] = "required"
    why: Long
    cite: Cites = ()


class ItemAnswer(StrictModel):
    """A scenario's key."""

    lines: Annotated[tuple[ItemAnswerLine, ...], Field(min_length=1, max_length=40)]
    first: Annotated[tuple[LineId, ...], Field(min_length=1, max_length=12)]
    order: Annotated[
        tuple[Annotated[tuple[LineId, ...], Field(min_length=2, max_length=2)], ...], Field(max_length=40)
    ] = ()
    proof: Predicates = ()

    @model_validator(mode="after")
    def _ids_hang_together(self) -> ItemAnswer:
        known = [line.id for line in self.lines]
        if len(set(known)) != len(known):
            raise ValueError("two lines have one id")
        named = [*self.first, *(name for pair in self.order for name in pair)]
        named += [name for line in self.lines for name in line.pointers or ()]
        unknown = next((name for name in named if name not in known), None)
        if unknown:
            raise ValueError(f"the key has no line {unknown!r}")
        return self


class ItemChange(StrictModel):
    """A foreseen error: what of the key is changed, added or left out."""

    line: LineId | None = None
    code: Code | None = None
    poa: Poa | None = None
    modifiers: Modifiers | None = None
    units: Units | None = None
    pointers: Annotated[tuple[LineId, ...], Field(max_length=4)] | None = None
    date: dt.date | None = None
    add: Code | None = None
    remove: LineId | None = None
    first: LineId | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> ItemChange:
        if sum(part is not None for part in (self.line, self.add, self.remove, self.first)) != 1:
            raise ValueError("a change names a line, adds or removes one, or puts one first: one of these")
        return self


class Foreseen(StrictModel):
    """One foreseen error of a scenario with its reason."""

    change: ItemChange
    axis: Axes
    rule: Annotated[str, StringConstraints(pattern=r"^CW-[A-Z]{2}(-\d{3})?$")] | None = None
    why: Long
    cite: Cites = ()


class ScenarioItem(_ItemBase):
    """A record of up to 600 words; the learner types its lines."""

    kind: Literal["scenario"]
    record: Record
    answer: ItemAnswer
    foreseen: Annotated[tuple[Foreseen, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _changes_lines_that_are_there(self) -> ScenarioItem:
        known = {line.id for line in self.answer.lines}
        for error in self.foreseen:
            named = error.change.line or error.change.remove or error.change.first
            if named and named not in known:
                raise ValueError(f"a foreseen error changes {named!r}, which the key does not have")
        return self

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence that a learner reads, marks included."""
        return (self.stem, *(line.why for line in self.answer.lines), *(one.why for one in self.foreseen))


class QueryItem(_ItemBase):
    """A question to the provider: choose the compliant one of four drafts, or mark the faults of one."""

    kind: Literal["query"]
    mode: Literal["choose", "mark"]
    options: Annotated[tuple[Option, ...], Field(max_length=4)] = ()
    draft: Record | None = None
    faults: Annotated[tuple[Fault, ...], Field(max_length=12)] = ()
    sound: Annotated[tuple[Sound, ...], Field(max_length=12)] = ()
    model: Long | None = None

    @model_validator(mode="after")
    def _fits(self) -> QueryItem:
        if self.mode == "choose":
            if (
                len(self.options) != 4
                or len(self.right) != 1
                or any(one.text is None for one in self.options)
            ):
                raise ValueError("four drafts, one of them compliant")
        elif self.options or not self.draft or not self.faults or not self.model:
            raise ValueError("to mark faults there are a draft, its faults and a model, and no options")
        return self

    @property
    def right(self) -> tuple[Option, ...]:
        """The compliant draft of those to choose from."""
        return tuple(option for option in self.options if option.right)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence that a learner reads, marks included."""
        whys = (*(o.why for o in self.options), *(f.why for f in self.faults), *(s.why for s in self.sound))
        return (self.stem, *whys)


class Pair(StrictModel):
    """A task and what belongs to it."""

    left: Word
    right: Short
    why: Long
    cite: Cites = ()


class Spare(StrictModel):
    """What belongs to no task, and why it tempts."""

    right: Short
    why: Long
    cite: Cites = ()


class MatchItem(_ItemBase):
    """Four to six pairs, and two answers that stay over."""

    kind: Literal["match"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=4, max_length=6)]
    options: Annotated[tuple[Short, ...], Field(min_length=6, max_length=8)]
    spare: Annotated[tuple[Spare, ...], Field(min_length=2, max_length=2)]

    @model_validator(mode="after")
    def _fits(self) -> MatchItem:
        named = [*(pair.right for pair in self.pairs), *(spare.right for spare in self.spare)]
        if len(set(named)) != len(named):
            raise ValueError("an answer stands in two pairs")
        if sorted(named) != sorted(self.options):
            raise ValueError("the options are the answers of the pairs and the two spare ones")
        return self

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence that a learner reads, marks included."""
        whys = (*(pair.why for pair in self.pairs), *(spare.why for spare in self.spare))
        return (self.stem, *(pair.left for pair in self.pairs), *whys)


Item = Annotated[
    SbaItem | CodeItem | ScenarioItem | PicklistItem | QueryItem | MatchItem, Field(discriminator="kind")
]
ITEM_KINDS = ("sba", "code", "scenario", "picklist", "query", "match")
