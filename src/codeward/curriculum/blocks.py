"""The blocks of a lesson: what stands in a fence, told apart by the fence's word."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from codeward.charts import Mark, StrictModel
from codeward.charts.limits import CODE
from codeward.curriculum.base import Cites, Id, Level, Long, Short, SkillId
from codeward.curriculum.item import Item
from codeward.curriculum.skills import GeneratorId

__all__ = [
    "BLOCKS",
    "BLOCK_KINDS",
    "Assignment",
    "Block",
    "CardsBlock",
    "ChartBlock",
    "Check",
    "ClaimLine",
    "Claims",
    "Compare",
    "Criterion",
    "DrillBlock",
    "Example",
    "FromBook",
    "Label",
    "Lookup",
    "Picture",
    "Pretest",
    "Recall",
    "RecallQuestion",
    "Shown",
    "Step",
    "Table",
    "Trap",
    "Worked",
]

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{1,9}$", max_length=CODE)]
ChartId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-:][a-z0-9]+)*$", max_length=64)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
PictureFile = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.svg$", max_length=64)]


def _one_or_several(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


class _Block(StrictModel):
    """`line` is where the fence stands in lesson.md, from 1; whoever writes a lesson does not give it."""

    line: Annotated[int, Field(ge=0)] = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions of the block."""
        return ()


class _Asking(_Block):
    @property
    def items(self) -> tuple[Item, ...]:
        """The questions of the block."""
        return self.ask  # type: ignore[attr-defined, no-any-return]


class Pretest(_Asking):
    """Two ungraded questions before the text, and the headings under which it answers them."""

    kind: Literal["pretest"] = "pretest"
    ask: Annotated[tuple[Item, ...], Field(min_length=1, max_length=4)]
    answered: Annotated[tuple[Short, ...], Field(min_length=1, max_length=4)]


class Example(_Block):
    """A line of a note, and the way to its code; the way ends in the code."""

    kind: Literal["example"] = "example"
    quote: Long
    path: Annotated[tuple[Short, ...], Field(max_length=12)] = ()
    code: Code
    why: Long
    cite: Cites

    @model_validator(mode="after")
    def _path_ends_in_the_code(self) -> Example:
        if self.path and self.path[-1] != self.code:
            raise ValueError(f"the path ends in {self.path[-1]!r}, not in the code {self.code}")
        return self


class Shown(StrictModel):
    """What of a record is shown beside a step: a document, and the words in it that are meant."""

    document: Slug
    quote: Long | None = None
    occurrence: Annotated[int, Field(ge=1, le=200)] = 1


class Step(StrictModel):
    """One step of a worked record. What is asked is answered before the reason is shown."""

    show: Shown
    ask: Long
    kind: Literal["pick", "code", "mark", "order"]
    options: Annotated[tuple[Short, ...], Field(max_length=6)] = ()
    answer: Short | Mark | tuple[Short, ...]
    line: Slug | None = None
    why: Long
    cite: Cites = ()

    @model_validator(mode="after")
    def _answer_fits(self) -> Step:
        if self.kind == "mark" and not isinstance(self.answer, Mark):
            raise ValueError("the answer of a mark is {document, quote}")
        if self.kind == "pick" and (len(self.options) < 2 or self.answer not in self.options):
            raise ValueError("the answer of a pick is one of its options")
        if self.kind != "pick" and self.options:
            raise ValueError("only a pick has options")
        if self.kind == "code" and not isinstance(self.answer, str):
            raise ValueError("the answer of a code is one code")
        return self


class Worked(_Block):
    """A record worked through. Fade 0 shows every step after its prediction, 3 leaves all to the learner."""

    kind: Literal["worked"] = "worked"
    chart: ChartId
    fade: Annotated[int, Field(ge=0, le=3, strict=True)]
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=20)]


class Check(_Block):
    """A question beside the text."""

    kind: Literal["check"] = "check"
    item: Item

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions of the block."""
        return (self.item,)


class Compare(_Asking):
    """Two skills that are confused, side by side, with the word that decides."""

    kind: Literal["compare"] = "compare"
    a: SkillId
    b: SkillId
    cue: Long
    rows: Annotated[
        tuple[Annotated[tuple[Short, ...], Field(min_length=3, max_length=3)], ...],
        Field(min_length=1, max_length=12),
    ]
    ask: Annotated[tuple[Item, ...], Field(max_length=6), BeforeValidator(_one_or_several)] = ()


class Trap(_Block):
    """A known error: what is written, why it tempts, what is right."""

    kind: Literal["trap"] = "trap"
    name: Short
    wrong: Long
    tempting: Long
    right: Long
    cite: Cites


class Lookup(_Block):
    """Something to find in the live book, done when the entry is reached."""

    kind: Literal["lookup"] = "lookup"
    task: Long
    begin: Literal["index", "search", "tabular", "pcs", "modifiers"] = Field(alias="from")
    end: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{0,9}$")]
    cite: Cites = ()


Column = Literal[
    "code",
    "title",
    "billable",
    "inclusion_term",
    "includes",
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
    "seventh",
]


class FromBook(StrictModel):
    """Rows that the book gives: the codes at and below one, a column for each thing that it says of them."""

    book: Literal["icd10cm", "icd10pcs", "hcpcs"]
    below: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.-]{0,15}$")]
    columns: Annotated[
        tuple[
            Column,
            ...,
        ],
        Field(min_length=1, max_length=6),
    ]


class Table(_Block):
    """A table: its rows written out with the heads first, or taken from the book."""

    kind: Literal["table"] = "table"
    caption: Short
    rows: Annotated[
        tuple[Annotated[tuple[Long, ...], Field(min_length=1, max_length=6)], ...], Field(max_length=60)
    ] = ()
    source: FromBook | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _one_source(self) -> Table:
        if bool(self.rows) == (self.source is not None):
            raise ValueError("a table has rows, or takes them from the book")
        if len({len(row) for row in self.rows}) > 1:
            raise ValueError("every row has as many cells as the first")
        return self


class Label(StrictModel):
    """A number of a picture and what it stands at."""

    n: Annotated[int, Field(ge=1, le=60, strict=True)]
    term: Short


class Picture(_Asking):
    """A picture of ours with what it shows in words, so that nobody needs to see it."""

    kind: Literal["picture"] = "picture"
    file: PictureFile
    alt: Short
    long: Long
    labels: Annotated[tuple[Label, ...], Field(max_length=40)] = ()
    ask: Annotated[tuple[Item, ...], Field(max_length=4), BeforeValidator(_one_or_several)] = ()

    @model_validator(mode="after")
    def _numbers_differ(self) -> Picture:
        numbers = [label.n for label in self.labels]
        if len(set(numbers)) != len(numbers):
            raise ValueError("two labels have one number")
        return self


class RecallQuestion(StrictModel):
    """Something to write from memory, and the model that is shown after it."""

    prompt: Long
    model: Long
    cite: Cites = ()


class Recall(_Block):
    """The end of a lesson: from memory, then the model."""

    kind: Literal["recall"] = "recall"
    ask: Annotated[tuple[RecallQuestion, ...], Field(min_length=1, max_length=6)]


class DrillBlock(_Block):
    """A drill of one generator."""

    kind: Literal["drill"] = "drill"
    generator: GeneratorId
    topic: Short | None = None
    level: Level = 1


class ChartBlock(_Block):
    """A chart to code: guided, or alone."""

    kind: Literal["chart"] = "chart"
    id: ChartId
    mode: Literal["guided", "alone"]


class CardsBlock(_Block):
    """The lesson's cards, all or some."""

    kind: Literal["cards"] = "cards"
    ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=200)] | None = None


class Criterion(StrictModel):
    """One thing that an assignment is marked by."""

    criterion: Long
    points: Annotated[int, Field(ge=1, le=20, strict=True)]
    cite: Cites = ()


class Assignment(_Block):
    """Something to write, such as a query or an appeal, marked by a rubric."""

    kind: Literal["assignment"] = "assignment"
    prompt: Long
    rubric: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=12)]
    model: Long
    marks: Literal["self", "instructor"] = "self"


class ClaimLine(StrictModel):
    """What the text says of a code, to be proved: a predicate and what it is told, and the line where it stands."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=24)]
    told: Any
    line: int = 0


class Claims(_Block):
    """The proof of the text, which is not shown."""

    kind: Literal["claims"] = "claims"
    claims: Annotated[tuple[ClaimLine, ...], Field(max_length=300)]


Block = (
    Pretest | Example | Worked | Check | Compare | Trap | Lookup | Table | Picture | Recall | DrillBlock
    | ChartBlock | CardsBlock | Assignment | Claims
)  # fmt: skip
BLOCKS: dict[str, type[_Block]] = {one.model_fields["kind"].default: one for one in get_args(Block)}
BLOCK_KINDS = tuple(BLOCKS)
