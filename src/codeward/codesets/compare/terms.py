"""What changed between two releases of an index or table: terms by their path, as the index addenda tell it.

In place of a code stands the path ("Fracture, traumatic > femur"). A term is `added` or `deleted` with what it leads
to; `retitled` where its nonessential modifiers changed; its code, manifestation and table columns are `facts`; its
cross references are `instructions`, such as "see" and "see_also".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from codeward.codesets.compare.changes import Change, Diff, FactChange, InstructionChange, Retitled
from codeward.codesets.container.book import Book
from codeward.codesets.icd10pcs.index import PcsIndex
from codeward.codesets.indexes.store import BLOBS, Terms

__all__ = ["compare_terms", "holds_terms"]

_FACTS = ("code", "manifestation", "see_category", "see_subcategory", "warning")
_REFERENCES = ("see", "see_also")


class _Row(NamedTuple):
    printed: str
    facts: dict[str, Any]
    references: dict[tuple[str, str], None]

    @property
    def leads(self) -> str:
        """What the term leads to, in words."""
        parts = [", ".join(text) if isinstance(text, list) else text for text in self.facts.values()]
        return "; ".join([*parts, *(f"{kind.replace('_', ' ')} {text}" for kind, text in self.references)])


def holds_terms(book: Book) -> bool:
    """Say whether *book* is an index book or table, whose entries are only its letters."""
    return book.system == "icd10pcs-index" or all(book.extra(name) is not None for name in BLOBS)


def compare_terms(old: Book, new: Book) -> Diff:
    """Return what changed from *old* to *new*, two releases of one index."""
    before, after = _by_path(old), _by_path(new)
    both = [(path, before[path], row) for path, row in after.items() if path in before]
    return Diff(
        old,
        new,
        added=tuple(Change(path, row.leads) for path, row in after.items() if path not in before),
        deleted=tuple(Change(path, row.leads) for path, row in before.items() if path not in after),
        retitled=tuple(Retitled(path, a.printed, b.printed) for path, a, b in both if a.printed != b.printed),
        not_billable=(),
        split={},
        instructions=tuple(change for row in both for change in _references(*row)),
        headings=(),
        facts=tuple(
            FactChange(path, name, a.facts.get(name), b.facts.get(name))
            for path, a, b in both
            for name in dict.fromkeys((*a.facts, *b.facts))
            if a.facts.get(name) != b.facts.get(name)
        ),
        instructions_compared=True,
    )


def _by_path(book: Book) -> dict[str, _Row]:
    """Return each term by its path, in the book's order; a path that stands there twice gets its number."""
    out: dict[str, _Row] = {}
    seen: dict[str, int] = {}
    for path, row in _pcs_terms(book) if book.system == "icd10pcs-index" else _terms(book):
        name = " > ".join(path)
        seen[name] = rank = seen.get(name, 0) + 1
        out[name if rank == 1 else f"{name} ({rank})"] = row
    return out


def _terms(book: Book) -> Iterator[tuple[list[str], _Row]]:
    blobs = {name: blob for name in BLOBS if (blob := book.extra(name)) is not None}
    terms = Terms(blobs, book.release.id)
    titles: list[str] = []
    for number in range(terms.size):
        fields = terms.fields(number)
        titles[terms.level(number) :] = [fields.title]
        facts: dict[str, Any] = {name: text for name in _FACTS if (text := getattr(fields, name))}
        if fields.cells:
            facts["table"] = [text for _, text in sorted(fields.cells.items())]
        said = {(kind, text): None for kind in _REFERENCES if (text := getattr(fields, kind))}
        yield titles, _Row(fields.printed, facts, said)


def _pcs_terms(book: Book) -> Iterator[tuple[tuple[str, ...], _Row]]:
    for term in PcsIndex(book).terms:
        said = {(each.kind, each.text): None for each in term.relations}
        yield term.path, _Row(term.path[-1], {}, said)


def _references(path: str, before: _Row, after: _Row) -> Iterator[InstructionChange]:
    for change, rows, others in (("removed", before, after), ("added", after, before)):
        for kind, text in rows.references:
            if (kind, text) not in others.references:
                yield InstructionChange(path, change, kind, text)
