"""One compiled book as concepts: what stands at an entry (`records`), found by what somebody typed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from codeward.codesets.container import layout
from codeward.codesets.container.codes import as_key
from codeward.codesets.container.model import Instruction, Kind
from codeward.codesets.container.records import CACHED, DAMAGE, Records

__all__ = ["BookFile", "Concept"]


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
        self, file: Records, index: int, code: str, kind: Kind, description: str, billable: bool
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

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape of the entry by itself: code, kind, title, whether it is billable."""
        return {
            "code": self.code,
            "kind": self.kind,
            "description": self.description,
            "billable": self.billable,
        }

    def __repr__(self) -> str:
        return f"<Concept {self.code} {self.description}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Concept):
            return NotImplemented
        return self.code == other.code and self._file.release == other._file.release

    def __hash__(self) -> int:
        return hash((self.code, self._file.release.id))


class _Kept(dict[str, Concept]):
    """The concepts found last, by what was typed: the first look-up finds, the next is that of a dict.

    An lru_cache would take half as long again for each look-up of a code that is there.
    """

    __slots__ = ("_find",)

    def __init__(self, find: Callable[[str], Concept]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, asked: str) -> Concept:
        concept = self._find(asked)
        if len(self) >= CACHED:
            with suppress(RuntimeError, StopIteration):  # another thread was faster
                self.pop(next(iter(self)), None)
        self[asked] = concept
        return concept


class BookFile(Records):
    """A book whose entries are found as concepts."""

    def __init__(self, path: Path) -> None:
        """Open the book at *path*. Raises BookError, BookFormatError or BookTruncated."""
        super().__init__(path)
        self.kept = _Kept(self._find)

    def _find(self, asked: str) -> Concept:
        """Return the concept for what somebody typed. Raises KeyError, so that only finds are kept."""
        key = as_key(asked)
        place = None if key is None else self.place_of(key)
        if place is None:
            raise KeyError(asked)
        return self.concept(place)

    def concept(self, index: int) -> Concept:
        """Return the entry with number *index*."""
        code, parent, end, start, _, _, length, _, kind, flags, _, _ = self._record(index)
        try:
            title = self._title(start, length)
            if flags & layout.EXTENDS:
                if not 0 < parent <= index:
                    raise self.damaged(f"entry {index} extends nothing")
                above = self._record(parent - 1)
                title = f"{self._title(above[3], above[6])}, {title}"
            if end <= index:
                raise self.damaged(f"entry {index} ends before it begins")
            text = code.rstrip(b"\0").decode("ascii")
            return Concept(self, index, text, layout.KINDS[kind], title, bool(flags & layout.BILLABLE))
        except DAMAGE as e:
            raise self.damaged(f"entry {index} cannot be read") from e
