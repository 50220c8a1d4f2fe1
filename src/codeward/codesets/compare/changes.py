"""The shapes of what changed between two releases, and their public JSON."""

from __future__ import annotations

from typing import Any, NamedTuple

from codeward.codesets.container.book import Book

__all__ = ["Change", "Diff", "FactChange", "Heading", "InstructionChange", "Retitled"]


class Change(NamedTuple):
    """A code that came or went, with its title."""

    code: str
    description: str


class Retitled(NamedTuple):
    """A code whose title changed."""

    code: str
    old: str
    new: str


class Heading(NamedTuple):
    """What stands above codes and changed: "added", "deleted" or "retitled"."""

    code: str
    change: str
    old: str | None
    new: str | None


class InstructionChange(NamedTuple):
    """An instruction that an entry of both releases got ("added") or lost ("removed")."""

    code: str
    change: str
    kind: str
    text: str


class FactChange(NamedTuple):
    """A fact of a code of both releases that changed, such as an indicator or a unit."""

    code: str
    name: str
    old: Any
    new: Any


class Diff(NamedTuple):
    """All changes from one release to another, each list in the order of the books."""

    old: Book
    new: Book
    added: tuple[Change, ...]
    deleted: tuple[Change, ...]
    retitled: tuple[Retitled, ...]
    not_billable: tuple[Change, ...]
    split: dict[str, tuple[str, ...]]
    instructions: tuple[InstructionChange, ...]
    headings: tuple[Heading, ...]
    facts: tuple[FactChange, ...]
    instructions_compared: bool

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not any((self.added, self.deleted, self.retitled, self.not_billable, self.instructions,
                        self.headings, self.facts))  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "from": self.old.release_json(),
            "to": self.new.release_json(),
            "added": [row._asdict() for row in self.added],
            "deleted": [row._asdict() for row in self.deleted],
            "retitled": [row._asdict() for row in self.retitled],
            "not_billable": [row._asdict() for row in self.not_billable],
            "split": {code: list(codes) for code, codes in self.split.items()},
            "instructions": [row._asdict() for row in self.instructions],
            "headings": [row._asdict() for row in self.headings],
            "facts": [row._asdict() for row in self.facts],
            "instructions_compared": self.instructions_compared,
        }
