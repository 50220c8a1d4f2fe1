"""What a book speaks of: releases, instructions, references, validations.

These are small immutable values without behavior that needs a book, so every room can use them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

__all__ = [
    "Instruction",
    "InstructionKind",
    "Kind",
    "Reason",
    "Reference",
    "Release",
    "Validation",
    "days_outside",
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


def days_outside(first: date, last: date | None, on: date) -> int:
    """Return how many days *on* lies before *first* or after *last* (None: without end); 0 within, both included."""
    if on < first:
        return (first - on).days
    return max((on - last).days, 0) if last is not None else 0


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
        return self.id.endswith("-titles") or self.glosses_only

    @property
    def glosses_only(self) -> bool:
        """Whether it is a choice of codes with our own glosses: a code that it lacks may be valid all the same."""
        return self.id.endswith("-glosses")

    def covers(self, on: date) -> bool:
        """Say whether this release is in force on the date *on*."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def to_json(self) -> dict[str, str | None]:
        """Return the public JSON shape: id and the dates in force."""
        to = self.in_force_to.isoformat() if self.in_force_to else None
        return {"id": self.id, "from": self.in_force_from.isoformat(), "to": to}

    def days_from(self, on: date) -> int:
        """Return how many days *on* lies outside the dates in force; 0 inside."""
        return days_outside(self.in_force_from, self.in_force_to, on)


class Reference(NamedTuple):
    """A code, or a range of codes, that an instruction points to.

    `text` stands in the note; `first` and `last` (None unless a range) are codes without placeholder
    hyphens; `condition` narrows them by characters ("fifth or sixth character 5", ".52", "except T74").
    """

    text: str
    first: str
    last: str | None = None
    condition: str | None = None

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
    """Whether a code may stand on a claim, and if not, why and what to do.

    Where a list of valid codes answered for the day, `list` is its id, and `valid_from` and `valid_to` are the days on
    which the code is valid (or was, or will be; `valid_to` None: no end is known). `successors` took the place of a
    code that ended; `parent` is what a code stands below whose title no release at hand has.
    """

    asked: str
    valid: bool
    reason: Reason
    message: str
    suggestions: tuple[str, ...] = ()
    list: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    parent: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        days = {name: getattr(self, name) for name in ("valid_from", "valid_to")}
        return {
            **self._asdict(),
            "suggestions": [*self.suggestions],
            "successors": [*self.successors],
            **{name: day.isoformat() if day else None for name, day in days.items()},
        }
