"""The second step: what the Tabular says of the code that the index led to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from codeward.codesets import Book, Concept, Instruction, validate
from codeward.words import stem, words

__all__ = ["Check", "verify"]

_MOST = 8
_SIDES = ("right", "left", "bilateral")


class Check(NamedTuple):
    """The Tabular's word on a code of the index: what it is, whether it may stand on a claim, what is missing."""

    code: str
    description: str
    billable: bool
    message: str
    choices: tuple[str, ...]
    instructions: tuple[Instruction, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "code": self.code,
            "description": self.description,
            "billable": self.billable,
            "message": self.message,
            "choices": list(self.choices),
        }


def verify(book: Book, code: str, asked: str = "", on: date | None = None) -> Check | None:
    """Return what *book* says of *code* ("S72.00-"), or None where it holds no such code.

    What the words *asked* say of side and detail narrows a code with a dash: "femoral neck left" → S72.002.
    """
    concept = book.get(code.strip().rstrip("-").rstrip("."))
    if concept is None:
        return None
    if not concept.billable and asked:
        concept = _narrowed(book, concept, asked)
    answer = validate(book, concept.code, on)
    kinds = ("excludes1", "excludes2", "code_first", "use_additional", "code_also", "note", "includes")
    instructions = tuple(i for i in book.instructions_for(concept.code) if i.kind in kinds)
    return Check(
        concept.code, concept.description, concept.billable, answer.message, answer.suggestions, instructions
    )


def _narrowed(book: Book, concept: Concept, asked: str) -> Concept:
    """Go down as long as one subdivision alone says the side that was asked for, or the words nobody else says."""
    wanted = _stems([asked])
    sides = wanted.intersection(_SIDES)
    while not concept.billable:
        children = [book[code] for code in concept.children]
        if not children or all(len(child.code) == 8 for child in children):
            return concept
        known = _stems([concept.description])
        scored = []
        for child in children:
            own = _stems([child.description]) - known
            if sides and own.intersection(_SIDES) and not own.intersection(sides):
                continue
            scored.append((len(own & wanted), -len(own - wanted), child))
        best = [row for row in scored if row[0] and row[:2] == max(r[:2] for r in scored)]
        if len(best) != 1:
            return concept
        concept = best[0][2]
    return concept


def _stems(texts: Iterable[str]) -> set[str]:
    return {stem(word) for text in texts for word in words(text)}
