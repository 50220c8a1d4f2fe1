"""Where an entry stands in its book, as a rail beside the page: what is above it, beside it and below it."""

from __future__ import annotations

from dataclasses import dataclass

from codeward.codesets import Book, Concept
from codeward.web.codebook.asked import Asked

__all__ = ["Branch", "tree"]

MOST_BESIDE = 24
MOST_BELOW = 40


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the rail: an entry `depth` levels below the top, or how many are left out before the next one."""

    code: str
    title: str
    href: str
    depth: int
    present: bool = False
    left_out: int = 0


def tree(book: Book, concept: Concept, beside: list[str], asked: Asked) -> tuple[Branch, ...]:
    """The rail of an entry: its ancestors, the entries of its own level around it, and what stands directly below it.

    `beside` are the codes of its level in book order, itself among them.
    """
    depth = len(concept.ancestors)
    rows = [_branch(book, code, at, asked) for at, code in enumerate(reversed(concept.ancestors))]
    at = beside.index(concept.code)
    first = max(0, min(at - MOST_BESIDE // 2, len(beside) - MOST_BESIDE))
    last = min(len(beside), first + MOST_BESIDE)
    rows += _left_out(first, depth)
    for code in beside[first:last]:
        if code == concept.code:
            rows.append(
                Branch(code, concept.description, asked.entry(book.system, code), depth, present=True)
            )
            rows += [_branch(book, below, depth + 1, asked) for below in concept.children[:MOST_BELOW]]
            rows += _left_out(len(concept.children) - MOST_BELOW, depth + 1)
        else:
            rows.append(_branch(book, code, depth, asked))
    rows += _left_out(len(beside) - last, depth)
    return tuple(rows)


def _branch(book: Book, code: str, depth: int, asked: Asked) -> Branch:
    return Branch(code, book[code].description, asked.entry(book.system, code), depth)


def _left_out(many: int, depth: int) -> list[Branch]:
    return [Branch("", "", "", depth, left_out=many)] if many > 0 else []
