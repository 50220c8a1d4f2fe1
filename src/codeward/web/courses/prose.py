"""Prose and short texts of lessons as HTML: codes with their titles, citations, terms. Everything is escaped.

A :class:`Pen` writes for one coding date. Its answers depend on the content alone: what was written once can be kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from codeward.charts import glossary
from codeward.codesets import Concept, Shelf
from codeward.curriculum import (
    Break,
    BulletList,
    CiteMark,
    CodeMark,
    Emphasis,
    Inline,
    Link,
    Literally,
    NumberedList,
    Paragraph,
    Prose,
    ProseBlock,
    Quote,
    Strong,
    SubHeading,
    TermMark,
    Words,
    inline_of,
    program,
    system_of,
)
from codeward.errors import CodewardError
from codeward.web.codebook.api import address, in_words
from codeward.web.ui.api import Cite, Gloss

__all__ = ["Pen", "cites", "entry_address", "gloss_of", "shelf_on"]

BREAK: Final = mark_safe("<br>")


@lru_cache(maxsize=8)
def shelf_on(day: dt.date) -> Shelf:
    """The shelf of a coding date."""
    return Shelf.on(day)


def entry_address(code: str, day: dt.date) -> str:
    """Where a code is in the codebook, as of that day; nothing for what no system writes so."""
    system = system_of(code)
    if system is None:
        return ""
    return f"{reverse('codebook:entry', args=(system, code.rstrip('.-').partition('-')[0]))}?on={day.isoformat()}"


def cites(citations: Iterable[str]) -> tuple[Cite, ...]:
    """Citations as parts show them, each with its address."""
    return tuple(Cite(in_words(one), address(one)) for one in citations)


def gloss_of(name: str) -> Gloss | None:
    """A term as its popover tells it, with the lesson that teaches it; None for a word that is no term."""
    if name not in glossary():
        return None
    entry = glossary()[name]
    lesson = program().lessons.get(entry.lesson or "")
    return Gloss(
        term=entry.term,
        means=entry.means,
        say=entry.say,
        confused=entry.confused,
        codes=entry.codes,
        href=f"{reverse('pages:glossary')}#{entry.slug}",
        lesson="" if lesson is None else lesson.title,
        lesson_href="" if lesson is None else reverse("courses:lesson", args=(lesson.id,)),
    )


class Pen:
    """Writes for one coding date. A term tells its meaning where it first stands; `space` keeps its ids apart."""

    def __init__(self, day: dt.date, space: str = "") -> None:
        self.day = day
        self.shelf = shelf_on(day)
        self.space = space
        self.marks = True
        self.bare = False
        self._told: set[str] = set()

    def plainly(self) -> Pen:
        """A pen that takes short texts as they are."""
        made = Pen(self.day, self.space)
        made.marks = False
        return made

    def barely(self) -> Pen:
        """A pen as in an examination: no titles of codes, no links, no meanings of words. The books tell those."""
        made = Pen(self.day, self.space)
        made.bare = True
        return made

    def concept(self, code: str) -> Concept | None:
        """What the book says of a code; None where it is none, or its book is not installed."""
        system = system_of(code)
        if system is None:
            return None
        try:
            return self.shelf.concept(system, code)
        except CodewardError:
            return None

    def title(self, code: str) -> str:
        """The title of a code; nothing where the book has none."""
        found = None if self.bare else self.concept(code)
        return "" if found is None else found.description

    def prose(self, run: Prose) -> SafeString:
        """A run of prose."""
        return self._blocks(run.blocks)

    def line(self, text: str) -> SafeString:
        """A short text of a block, with its marks."""
        return self._inline(_parsed(text)) if self.marks else conditional_escape(text)

    def _blocks(self, blocks: Iterable[ProseBlock]) -> SafeString:
        return format_html_join("\n", "{}", ((self._block(one),) for one in blocks))

    def _block(self, block: ProseBlock) -> SafeString:
        match block:
            case Paragraph(children):
                return format_html("<p>{}</p>", self._inline(children))
            case SubHeading(children):
                return format_html("<h3>{}</h3>", self._inline(children))
            case BulletList(entries):
                return format_html("<ul>{}</ul>", self._entries(entries))
            case NumberedList(entries, start):
                return format_html('<ol start="{}">{}</ol>', start, self._entries(entries))
            case Quote(blocks):
                return format_html('<blockquote class="lesson-quote">{}</blockquote>', self._blocks(blocks))

    def _entries(self, entries: Iterable[tuple[ProseBlock, ...]]) -> SafeString:
        return format_html_join("", "<li>{}</li>", ((self._entry(one),) for one in entries))

    def _entry(self, blocks: tuple[ProseBlock, ...]) -> SafeString:
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return self._inline(blocks[0].children)
        return self._blocks(blocks)

    def _inline(self, nodes: Iterable[Inline]) -> SafeString:
        return format_html_join("", "{}", ((self._node(one),) for one in nodes))

    def _node(self, node: Inline) -> SafeString | str:  # noqa: PLR0911 - one case a kind
        match node:
            case Words(text):
                return text
            case Literally(text):
                return format_html('<span class="verbatim" translate="no">{}</span>', text)
            case Break():
                return BREAK
            case Emphasis(children):
                return format_html("<em>{}</em>", self._inline(children))
            case Strong(children):
                return format_html("<strong>{}</strong>", self._inline(children))
            case Link(_where, children) if self.bare:
                return self._inline(children)
            case CiteMark(citation) if self.bare:
                return in_words(citation)
            case Link(where, children):
                return format_html(
                    '<a href="{}" rel="noopener external">{}</a>', where, self._inline(children)
                )
            case CodeMark(code, below):
                return self.code(code, below=below)
            case CiteMark(citation):
                return format_html(
                    '<a class="cite-chip" href="{}" translate="no">{}</a>',
                    address(citation),
                    in_words(citation),
                )
            case TermMark(term, shown):
                return self._term(term, shown)

    def code(self, code: str, *, below: bool = False) -> SafeString:
        """A code with its title, leading to its entry. `below`: all that lies below it."""
        shown = f"{code}{'' if len(code) > 3 or '.' in code else '.'}-" if below else code
        href, title = "" if self.bare else entry_address(code, self.day), self.title(code)
        if not href:
            return format_html('<span class="code" translate="no">{}</span>', shown)
        return format_html(
            '<a class="code" href="{}" translate="no"{}>{}</a>',
            href,
            format_html(' title="{}"', title) if title else "",
            shown,
        )

    def _term(self, name: str, shown: str) -> SafeString | str:
        entry = None if self.bare else gloss_of(name)
        if entry is None or entry.term in self._told:
            return shown or name
        self._told.add(entry.term)
        context: dict[str, Any] = {
            "gloss": entry,
            "shown": shown or name,
            "id": f"term-{self.space}{len(self._told)}",
        }
        return render_to_string("ui/learn/gloss.html", context)


@lru_cache(maxsize=8192)
def _parsed(text: str) -> tuple[Inline, ...]:
    return inline_of(text)
