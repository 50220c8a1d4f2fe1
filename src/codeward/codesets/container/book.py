"""The Book: what every other room asks about codes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from codeward.codesets.container.bookfile import BookFile, Concept
from codeward.codesets.container.model import Instruction, Release
from codeward.errors import CodewardError, UnknownCode

__all__ = ["Book"]


class Book:
    """A release compiled for use, seen from one date.

    `book["e119"]` and `book["E11.9"]` are the same concept. `in_force` says whether the release covers the
    date that the book was opened for (`asked`: today where none was given, None where a release was named without a
    date). Whether a code is valid on a date is another question: `validate`.
    """

    __slots__ = ("_file", "_kept", "asked", "in_force")

    def __init__(self, file: BookFile, *, in_force: bool, asked: date | None = None) -> None:
        self._file = file
        self._kept = file.kept
        self.in_force = in_force
        self.asked = asked

    @property
    def system(self) -> str:
        """The code system, such as "icd10cm"."""
        return self._file.system

    @property
    def release(self) -> Release:
        """The release that answers."""
        return self._file.release

    @property
    def manifest(self) -> dict[str, Any]:
        """The book's own account: format, release, sources, counts, what could not be parsed."""
        return self._file.manifest

    @property
    def file(self) -> BookFile:
        """The file beneath, for rooms that walk entries by number."""
        return self._file

    def release_json(self) -> dict[str, Any]:
        """Return the public JSON shape of the release that answers, and whether it is in force on that date."""
        return {**self.release.to_json(), "in_force": self.in_force}

    def __getitem__(self, code: str) -> Concept:
        try:
            return self._kept[code]
        except CodewardError:
            raise
        except (KeyError, TypeError, AttributeError):
            raise self._unknown(code) from None

    def _unknown(self, code: object) -> UnknownCode:
        from codeward.codesets.container.nearest import nearest

        return UnknownCode(str(code), self.release.id, nearest(self.get, str(code)))

    def get(self, code: str) -> Concept | None:
        """Return the concept, or None where the release holds no such code."""
        try:
            return self._kept[code]
        except CodewardError:
            raise
        except (KeyError, TypeError, AttributeError):
            return None

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self.get(code) is not None

    def __len__(self) -> int:
        return self._file.entries

    def __iter__(self) -> Iterator[str]:
        return self._file.codes()

    def instructions_for(self, code: str) -> tuple[Instruction, ...]:
        """Return all instructions that hold for *code*: its own, then those above, nearest first.

        Of 7th-character instructions only those of the nearest definition hold. Raises UnknownCode.
        """
        concept = self[code]
        definition = self._file.definition_of(concept.index)
        defined_at = None if definition is None else self._file.code_at(definition[0])
        path = (concept.index, *self._file.ancestors_of(concept.index))
        found: list[Instruction] = []
        for place in path:
            found += self._file.instructions_at(place)
            if len(path) > 1 and place == path[-2]:  # the block, and the headings printed over it
                for head in self._file.heads_of(place):
                    found += self._file.instructions_at(head)
        return tuple(i for i in found if i.kind != "seventh_character" or i.origin == defined_at)

    def seventh_characters(self, code: str) -> dict[str, str] | None:
        """Return {character: text} of the nearest definition at or above *code*. Raises UnknownCode."""
        definition = self._file.definition_of(self[code].index)
        return None if definition is None else definition[1]

    def extra(self, name: str) -> memoryview | None:
        """Return a named blob of the book (such as the tables of ICD-10-PCS) in place, or None."""
        return self._file.extra(name)

    def verify(self) -> None:
        """Read the whole book and compare its digest. Raises BookTruncated."""
        self._file.verify()

    def __repr__(self) -> str:
        return f"<Book {self.release.id}>"
