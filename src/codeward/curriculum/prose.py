"""Prose as a tree: paragraphs and lists of plain text, emphasis and marks; no node holds HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Break",
    "BulletList",
    "CiteMark",
    "CodeMark",
    "Emphasis",
    "Inline",
    "Link",
    "Literally",
    "NumberedList",
    "Paragraph",
    "Prose",
    "ProseBlock",
    "Quote",
    "Strong",
    "SubHeading",
    "TermMark",
    "Words",
    "marks_of",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text."""

    text: str
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Literally:
    """Text shown exactly as it is written, such as a note's own abbreviation."""

    text: str
    kind: Literal["literally"] = "literally"


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line that matters."""

    kind: Literal["break"] = "break"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words said with stress, or words of somebody else."""

    children: tuple[Inline, ...]
    kind: Literal["emphasis"] = "emphasis"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that a reader who skims must see."""

    children: tuple[Inline, ...]
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Link:
    """An address outside the school, https only."""

    address: str
    children: tuple[Inline, ...]
    kind: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class CodeMark:
    """`[[E11.22]]`: a code, whose title comes from the book; `[[E11.-]]` (`below`) means all below a heading."""

    code: str
    below: bool = False
    line: int = 0
    kind: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class CiteMark:
    """`{I.A.15}`: where it is ruled."""

    citation: str
    line: int = 0
    kind: Literal["cite"] = "cite"


@dataclass(frozen=True, slots=True)
class TermMark:
    """`[t:eschar]`, or `[t:eschar|a dry black crust]` where the text says it otherwise: a word of the glossary."""

    term: str
    shown: str = ""
    line: int = 0
    kind: Literal["term"] = "term"


Inline = Words | Literally | Break | Emphasis | Strong | Link | CodeMark | CiteMark | TermMark


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    children: tuple[Inline, ...]
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class SubHeading:
    """A heading inside a section."""

    children: tuple[Inline, ...]
    kind: Literal["subheading"] = "subheading"


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without numbers; each entry is a run of blocks."""

    entries: tuple[tuple[ProseBlock, ...], ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list with numbers."""

    entries: tuple[tuple[ProseBlock, ...], ...]
    start: int = 1
    kind: Literal["numbers"] = "numbers"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a record, set apart."""

    blocks: tuple[ProseBlock, ...]
    kind: Literal["quote"] = "quote"


ProseBlock = Paragraph | SubHeading | BulletList | NumberedList | Quote


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of prose between two fences; `line` is where it begins."""

    blocks: tuple[ProseBlock, ...]
    line: int = 0
    kind: Literal["prose"] = "prose"


def plain(node: Prose | ProseBlock | Inline | tuple[Inline, ...]) -> str:
    """Return the words of a node without its marks: a code by itself, a citation not at all, blocks on their lines."""
    match node:
        case tuple():
            return "".join(plain(child) for child in node)
        case Words(text) | Literally(text):
            return text
        case Break() | CiteMark():
            return "\n" if isinstance(node, Break) else ""
        case CodeMark(code, below):
            return f"{code}-" if below else code
        case TermMark(term, shown):
            return shown or term
        case Emphasis() | Strong() | Paragraph() | SubHeading() | Link():
            return plain(node.children)
        case BulletList(entries) | NumberedList(entries):
            return "\n".join(plain(block) for entry in entries for block in entry)
        case Quote(blocks) | Prose(blocks):
            return "\n".join(plain(block) for block in blocks)


def marks_of(
    node: Prose | ProseBlock | Inline | tuple[Inline, ...],
) -> Iterator[CodeMark | CiteMark | TermMark | Link]:
    """Give every mark and link below a node, in the order of the text."""
    match node:
        case tuple():
            for child in node:
                yield from marks_of(child)
        case CodeMark() | CiteMark() | TermMark():
            yield node
        case Link():
            yield node
            yield from marks_of(node.children)
        case Emphasis(children) | Strong(children) | Paragraph(children) | SubHeading(children):
            yield from marks_of(children)
        case BulletList(entries) | NumberedList(entries):
            for entry in entries:
                for block in entry:
                    yield from marks_of(block)
        case Quote(blocks) | Prose(blocks):
            for block in blocks:
                yield from marks_of(block)
        case _:
            return
