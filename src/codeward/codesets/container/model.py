"""What a book speaks of: releases, concepts, instructions, references, validations.

These are small immutable values without behaviour that needs a book, so every room can use them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from codeward.codesets.container.bookfile import BookFile

__all__ = [
    "Concept",
    "Instruction",
    "InstructionKind",
    "Kind",
    "Reason",
    "Reference",
    "Release",
    "Validation",
]

Kind = Literal["chapter", "section", "category", "subcategory", "code"]
InstructionKind = Literal[
    "includes",
    "inclusion_term",
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
    "note",
    "seventh_character",
]
Reason = Literal[
    "billable",
    "needs_more_characters",
    "missing_seventh_character",
    "missing_placeholder",
    "bad_seventh_character",
    "unknown",
    "header",
    "not_in_force",
    "malformed",
]


class Release(NamedTuple):
    """One published edition of a code system and the dates on which it is in force, both inclusive."""

    id: str
    system: str
    title: str
    in_force_from: date
    in_force_to: date | None

    @property
    def titles_only(self) -> bool:
        """Whether it is a code list without instructions, or one with our own glosses: a whole release is better."""
        return self.id.endswith(("-titles", "-glosses"))

    def covers(self, on: date) -> bool:
        """Say whether this release is in force on the date *on*."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def days_from(self, on: date) -> int:
        """Return how many days *on* lies outside the dates in force; 0 inside."""
        if on < self.in_force_from:
            return (self.in_force_from - on).days
        if self.in_force_to is not None and on > self.in_force_to:
            return (on - self.in_force_to).days
        return 0


class Reference(NamedTuple):
    """A code, or a range of codes, that an instruction points to.

    `text` stands in the note; `first` and `last` (None unless a range) are codes without placeholder
    hyphens; `condition` narrows them by characters ("fifth or sixth character 5", ".52", "except T74").
    """

    text: str
    first: str
    last: str | None = None
    condition: str | None = None

    def matches(self, code: str) -> bool:
        """Say whether *code*, with or without its dot, is surely among the codes meant.

        A reference to a category or subcategory means everything below it. A condition that cannot be
        judged by the code's characters matches nothing.
        """
        key = code.replace(".", "").upper()
        first = self.first.replace(".", "")
        last = self.last.replace(".", "") if self.last else first
        if not (
            key[: len(first)] >= first and key[: len(last)] <= last and len(key) >= min(len(first), len(last))
        ):
            return False
        if self.condition is None:
            return True
        from codeward.codesets.container.conditions import holds

        return holds(self.condition, key)

    def to_json(self) -> dict[str, str | None]:
        """Return the public JSON shape."""
        return {"text": self.text, "first": self.first, "last": self.last, "condition": self.condition}


class Instruction(NamedTuple):
    """One instructional note: its kind, its exact text, the code at which it stands, its references."""

    kind: InstructionKind
    text: str
    origin: str
    references: tuple[Reference, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape, where the origin is called "from"."""
        return {
            "kind": self.kind,
            "text": self.text,
            "from": self.origin,
            "references": [reference.to_json() for reference in self.references],
        }


class Validation(NamedTuple):
    """Whether a code may stand on a claim, and if not, why and what to do."""

    asked: str
    valid: bool
    reason: Reason
    message: str
    suggestions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {**self._asdict(), "suggestions": list(self.suggestions)}


class Concept:
    """One entry of a book. The title is read at once, everything else when it is first asked for."""

    __slots__ = (
        "_children",
        "_facts",
        "_file",
        "_index",
        "_instructions",
        "billable",
        "code",
        "description",
        "kind",
    )

    code: str
    description: str
    kind: Kind
    billable: bool

    def __init__(
        self, file: BookFile, index: int, code: str, kind: Kind, description: str, billable: bool
    ) -> None:
        self._file = file
        self._index = index
        self.code = code
        self.kind = kind
        self.description = description
        self.billable = billable
        self._children: tuple[str, ...] | None = None
        self._facts: dict[str, Any] | None = None
        self._instructions: tuple[Instruction, ...] | None = None

    @property
    def index(self) -> int:
        """The place in book order, from 0."""
        return self._index

    @property
    def system(self) -> str:
        """The code system, such as "icd10cm"."""
        return self._file.system

    @property
    def parent(self) -> str | None:
        """The code one level up; None for a chapter."""
        above = self._file.parent_of(self._index)
        return None if above is None else self._file.code_at(above)

    @property
    def children(self) -> tuple[str, ...]:
        """The codes one level down, in tabular order."""
        if self._children is None:
            self._children = tuple(self._file.code_at(i) for i in self._file.children_of(self._index))
        return self._children

    @property
    def ancestors(self) -> tuple[str, ...]:
        """The codes above, nearest first, up to the chapter."""
        return tuple(self._file.code_at(i) for i in self._file.ancestors_of(self._index))

    @property
    def instructions(self) -> tuple[Instruction, ...]:
        """The instructions that stand at this very entry, in tabular order."""
        if self._instructions is None:
            self._instructions = self._file.instructions_at(self._index)
        return self._instructions

    @property
    def facts(self) -> dict[str, Any]:
        """What the book knows beyond the title: dates, units, indicators, source (`docs/reference/books.md`)."""
        if self._facts is None:
            self._facts = self._file.facts_at(self._index)
        return self._facts

    @property
    def gloss(self) -> bool:
        """Whether the title is a study gloss of ours and not the publisher's descriptor."""
        return bool(self.facts.get("gloss"))

    def __repr__(self) -> str:
        return f"<Concept {self.code} {self.description}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Concept):
            return NotImplemented
        return self.code == other.code and self._file.release == other._file.release

    def __hash__(self) -> int:
        return hash((self.code, self._file.release.id))
