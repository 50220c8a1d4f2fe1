"""Rules about a code whose own note asks for another code that is not on the claim (I.A.13, I.B.7).

Only notes at category level or below count that name codes and ask for them unconditionally: what holds "if
applicable", for "any associated" condition, or gives examples, asks for nothing that could be missed. Of several items
under one heading, and of several that come first, one at most applies, and which, the record alone can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from codeward.codesets import Book, BookFile, Reference, matches
from codeward.edits.finding import Finding
from codeward.edits.model import Coded, Rule
from codeward.edits.notes import note_groups, printed
from codeward.edits.registry import carries_out

__all__: list[str] = []

_CATEGORY = re.compile(r"[A-Z][0-9A-Z]{2}(\.|$)")  # chapters are numbers, blocks are ranges
# Words by which a note leaves open whether there is anything to add: what may be unknown, absent or told elsewhere.
_OPEN = re.compile(
    r"\b(any|associated|if|such as|where applicable|complicating|following|due to|follow-up|infectious agent|organism"
    r"|external cause|adverse effect|resistance|foreign body|body mass|tobacco|alcohol|control using)\b",
    re.I,
)
_MANIFESTATION = "classified elsewhere"
_CODES = 8192


class Ask(NamedTuple):
    """What a note asks for: its words, and the codes that would do."""

    text: str
    references: tuple[Reference, ...]


@carries_out("needs_by_note")
def _needs_by_note(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    codes = tuple(dict.fromkeys(claim.codes))
    for code in codes:
        asks = _asks(book.file, code, str(rule.about))
        if not asks or (rule.codes and not rule.covers(code)) or rule.unless.matches(code):
            continue
        for ask in asks:
            if not any(matches(one, other) for one in ask.references for other in codes if other != code):
                yield rule.finding([code], printed(book, ask.text), text=ask.text)


@lru_cache(maxsize=_CODES)
def _asks(file: BookFile, code: str, kind: str) -> tuple[Ask, ...]:
    """Return what the notes of *kind* ("use_additional", "code_first", or "manifestation") at *code* ask for."""
    book = Book(file, in_force=False)
    found: list[Ask] = []
    for group in note_groups(code, "code_first" if kind == "manifestation" else kind, book):
        if not _CATEGORY.match(group.origin) or "-" in group.origin or not group.items:
            continue
        items = [Ask(item.text.strip(" ,"), item.references) for item in group.items]
        if kind == "manifestation":
            if _is_manifestation(book, code):
                words = " ".join((group.heading, *(item.text for item in items)))
                found.append(Ask(words.strip(), tuple(one for item in items for one in item.references)))
        elif not group.heading and not any(_OPEN.search(item.text) for item in items):
            found += _apart(items) if kind == "use_additional" else items if len(items) == 1 else []
    return tuple(found)


def _apart(items: list[Ask]) -> Iterator[Ask]:
    """The items of a note, each for itself; one that goes on with "or" belongs to the one before it."""
    held: Ask | None = None
    for item in items:
        if held is not None and item.text.startswith("or "):
            held = Ask(f"{held.text} {item.text}", held.references + item.references)
            continue
        if held is not None:
            yield held
        held = item
    if held is not None:
        yield held


def _is_manifestation(book: Book, code: str) -> bool:
    """Say whether the code's title says that it is a manifestation of a disease that has a code of its own."""
    concept = book.get(code)
    return concept is not None and _MANIFESTATION in concept.description.casefold()
