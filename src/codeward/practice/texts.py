"""Every text of a lesson that somebody reads, with the line where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from codeward.curriculum import (
    Assignment,
    Block,
    Compare,
    Example,
    Item,
    Lesson,
    Lookup,
    Picture,
    Recall,
    Table,
    Trap,
    Worked,
    plain,
)

__all__ = ["Said", "card_line", "item_texts", "texts_of"]


class Said(NamedTuple):
    """One text: its words with their marks, file and line, and what it is (prose, block, item, card)."""

    text: str
    path: str
    line: int
    what: str


def texts_of(lesson: Lesson) -> Iterator[Said]:
    """Give every text of a lesson: prose without marks, then blocks, items and cards with theirs."""
    path = f"{lesson.folder}/lesson.md"
    for _, prose in lesson.prose():
        yield Said(plain(prose), path, prose.line, "prose")
    for block in lesson.blocks:
        for text in _block_texts(block):
            yield Said(text, path, block.line, "block")
        for item in block.items:
            line = lesson.line_of(item.id) or block.line
            for text in item_texts(item):
                yield Said(text, path, line, "item")
    for card in lesson.cards:
        line = card_line(lesson, card.id)
        for text in (card.front, card.back):
            yield Said(text, f"{lesson.folder}/cards.yaml", line, "card")


def item_texts(item: Item) -> tuple[str, ...]:
    """Return every text of a question that somebody reads."""
    return item.texts


def card_line(lesson: Lesson, name: str) -> int:
    """Return the line of cards.yaml on which a card is given."""
    lines = lesson.files.get("cards.yaml", "").splitlines()
    return next(
        (n for n, line in enumerate(lines, 1) if f"id: {name}," in line or line.endswith(f"id: {name}")), 0
    )


def _block_texts(block: Block) -> tuple[str, ...]:
    """Return the texts of a block, without those of its questions. What a trap writes wrongly is nobody's text."""
    if isinstance(block, Worked):
        return tuple(text for step in block.steps for text in (step.ask, *step.options, step.why))
    if isinstance(block, Compare):
        return (block.cue, *(cell for row in block.rows for cell in row))
    if isinstance(block, Table):
        return (block.caption, *(cell for row in block.rows for cell in row))
    if isinstance(block, Picture):
        return (block.alt, block.long, *(label.term for label in block.labels))
    if isinstance(block, Recall):
        return tuple(text for one in block.ask for text in (one.prompt, one.model))
    if isinstance(block, Assignment):
        return (block.prompt, block.model, *(one.criterion for one in block.rubric))
    return tuple(str(getattr(block, name)) for name in _TEXTS.get(type(block), ()))


_TEXTS: dict[type, tuple[str, ...]] = {
    Example: ("quote", "why"),
    Trap: ("name", "tempting", "right"),
    Lookup: ("task",),
}
