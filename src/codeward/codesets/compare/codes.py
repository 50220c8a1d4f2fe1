"""What changed between two releases of a code system, as the publishers' own addenda tell it.

A code is what may stand on a claim: `added`, `deleted`, `retitled` and `not_billable` speak of codes. What stands above
codes (categories, tables, sections) is in `headings`. A code that became a heading is `not_billable` and its new codes
are in `split`; a deleted code is in `split` where something is known to have taken its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from codeward.codesets.compare.changes import Change, Diff, FactChange, Heading, InstructionChange, Retitled
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import Concept
from codeward.codesets.container.codes import undotted
from codeward.codesets.container.model import Instruction

__all__ = ["Successors", "compare_codes"]

Successors = Callable[[str], Sequence[str]]
_SAYS_NOTHING = frozenset(
    {"source", "verified", "short", "derived", "gloss"}
)  # facts about a row, not of the code


def compare_codes(old: Book, new: Book, successors: Successors | None = None) -> Diff:
    """Return what changed from *old* to *new*; *successors* says which codes took the place of a deleted one."""
    return _Comparison(old, new, successors).run()


class _Comparison:
    def __init__(self, old: Book, new: Book, successors: Successors | None) -> None:
        self.old, self.new = old, new
        self.successors = successors
        self.before = dict(_entries(old))
        self.after = dict(_entries(new))
        self.compared = not (old.manifest.get("titles_only") or new.manifest.get("titles_only"))

    def run(self) -> Diff:
        added = [
            Change(c.code, c.description) for c in self.after.values() if c.billable and not self.was(c.code)
        ]
        gone = [c for c in self.before.values() if c.billable and not self.stands(c.code)]
        headers = [c for c in gone if (now := self.after.get(c.code)) is not None and now.children]
        deleted = [c for c in gone if c not in headers]
        new_codes = [row.code for row in added]
        return Diff(
            self.old,
            self.new,
            tuple(added),
            tuple(Change(c.code, c.description) for c in deleted),
            tuple(self.retitled()),
            tuple(Change(c.code, c.description) for c in headers),
            self.split(gone, new_codes),
            tuple(self.instructions()) if self.compared else (),
            tuple(self.headings()) if self.headings_are_alike() else (),
            tuple(self.facts()),
            self.compared,
        )

    def was(self, code: str) -> bool:
        found = self.before.get(code)
        return found is not None and found.billable

    def stands(self, code: str) -> bool:
        found = self.after.get(code)
        return found is not None and found.billable

    def both(self) -> Iterator[tuple[Concept, Concept]]:
        for code, concept in self.after.items():
            before = self.before.get(code)
            if before is not None:
                yield before, concept

    def retitled(self) -> Iterator[Retitled]:
        for before, after in self.both():
            if not (before.billable and after.billable) or before.description == after.description:
                continue
            # A title worked out from tables and the publisher's own cannot be compared.
            if bool(before.facts.get("derived")) == bool(after.facts.get("derived")):
                yield Retitled(after.code, before.description, after.description)

    def split(self, gone: Sequence[Concept], added: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return the codes that took the place of each code that went: those below it, else its successors."""
        keys = [(undotted(code), code) for code in added]
        out: dict[str, tuple[str, ...]] = {}
        for concept in gone:
            key = undotted(concept.code)
            found = tuple(code for other, code in keys if other.startswith(key) and other != key)
            if not found and self.successors is not None:
                found = tuple(code for code in self.successors(concept.code) if self.stands(code))
            if not found:
                stated: Mapping[str, Any] = (
                    self.after[concept.code].facts if concept.code in self.after else {}
                )
                found = tuple(code for code in stated.get("replaced_by") or () if self.stands(code))
            if found:
                out[concept.code] = found
        return out

    def instructions(self) -> Iterator[InstructionChange]:
        for before, after in self.both():
            if not before.instructions and not after.instructions:
                continue
            old, new = _texts(before.instructions), _texts(after.instructions)
            for change, rows, others in (("removed", old, new), ("added", new, old)):
                for kind, text in rows:
                    if (kind, text) not in others:
                        yield InstructionChange(after.code, change, kind, text)

    def headings_are_alike(self) -> bool:
        """Say whether both books have headings of one kind: a list has none but ours, an order file no blocks."""
        kinds = {bool(book.manifest.get("titles_only")) for book in (self.old, self.new)}
        made = any(
            c.facts.get("derived")
            for c in (*self.before.values(), *self.after.values())
            if c.kind == "category"
        )
        return len(kinds) == 1 and not made

    def headings(self) -> Iterator[Heading]:
        for code, after in self.after.items():
            before = self.before.get(code)
            if after.billable or not after.children:
                continue
            if before is None:
                yield Heading(code, "added", None, after.description)
            elif before.children and not before.billable and not _same_heading(before, after):
                yield Heading(code, "retitled", before.description, after.description)
        for code, before in self.before.items():
            if before.children and not before.billable and code not in self.after:
                yield Heading(code, "deleted", before.description, None)

    def facts(self) -> Iterator[FactChange]:
        for before, after in self.both():
            if not (before.billable and after.billable):
                continue
            old, new = before.facts, after.facts
            if old == new:
                continue
            for name in sorted({*old, *new} - _SAYS_NOTHING):
                if old.get(name) != new.get(name):
                    yield FactChange(after.code, name, old.get(name), new.get(name))


def _entries(book: Book) -> Iterator[tuple[str, Concept]]:
    file = book.file
    for index in range(file.entries):
        concept = file.concept(index)
        yield concept.code, concept


def _same_heading(before: Concept, after: Concept) -> bool:
    """Say whether two headings are called alike; a title that we made ourselves is no title to compare."""
    if before.facts.get("derived") or after.facts.get("derived"):
        return True
    return before.description == after.description


def _texts(instructions: Sequence[Instruction]) -> dict[tuple[str, str], None]:
    return dict.fromkeys((each.kind, each.text) for each in instructions)
