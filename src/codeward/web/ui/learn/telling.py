"""What is told: a term with its meaning, an example whose path ends in the code, a figure with numbered labels.

They serve the contract of lessons: `glossary.yaml`, the blocks `example`, `compare` and `picture`.
"""

from __future__ import annotations

from dataclasses import dataclass

from codeward.web.ui.learn.asking import Cite

__all__ = ["Compare", "Example", "Figure", "Gloss", "Label"]


@dataclass(frozen=True, slots=True)
class Gloss:
    """A term of the glossary as its popover shows it.

    `say` is the respelling ("ES-kar"), `confused` the terms it is taken for, `codes` those that carry it, `href` its
    page in the glossary, `lesson` the title of the lesson that teaches it with `lesson_href`.
    """

    term: str
    means: str
    say: str = ""
    confused: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    href: str = ""
    lesson: str = ""
    lesson_href: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Words of a record, the way through the book, and the code in which it ends.

    `path` are the stops in order ("Diabetes, type 2", "with", "chronic kidney disease"); `href` is the code's entry.
    """

    quote: str
    path: tuple[str, ...]
    code: str
    title: str
    why: str
    source: str = ""
    href: str = ""
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Compare:
    """Two that are confused, side by side: `cue` says the deciding word, each row a feature and what either has."""

    title: str
    a: str
    b: str
    rows: tuple[tuple[str, str, str], ...]
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A numbered part of a figure: the number stands in the drawing, the term in the list."""

    n: int
    term: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing of ours with numbered labels.

    `svg` is a `SafeString`: the caller vouches for it (content of the curriculum, checked there); a plain string would
    be shown as text. What belongs to label 3 in it has ``data-n="3"``; colors are the classes ``fig-…``. `long` says in
    words all that it shows. With `ask` the terms are covered until each is asked for.
    """

    id: str
    title: str
    svg: str
    long: str
    labels: tuple[Label, ...] = ()
    ask: bool = False
