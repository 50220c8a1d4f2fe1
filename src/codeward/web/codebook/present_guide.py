"""A section of the guidelines to read: its paragraphs and lists, each section that they name as a link."""

from __future__ import annotations

import re
from typing import NamedTuple

from codeward.charts import Guide, Guideline, Heading
from codeward.web.codebook.asked import Asked

__all__ = ["Chapter", "Passage", "chapters", "linked", "passages", "slug"]

_NAMED = re.compile(
    r"\b(?:I{1,3}|IV)\.[A-Z](?:\.[0-9a-z]{1,4})*\b|(?<=Section )(?:I{1,3}|IV)\b(?!,? ?[A-Z]\b)"
)
_BULLET = "• "

Words = tuple[tuple[str, str], ...]
"""Runs of text, each with the address that it opens, or nothing."""


class Passage(NamedTuple):
    """A paragraph, or a list of several lines."""

    lines: tuple[Words, ...]
    is_list: bool


class Chapter(NamedTuple):
    """A part of the contents: its heading and the sections right below it, each with what is below that one."""

    heading: Heading
    href: str
    sections: tuple[tuple[Heading, str, tuple[tuple[Heading, str], ...]], ...]


def slug(section: str) -> str:
    """A section as an address writes it: "I.C.9.a", "Appendix-I"."""
    return section.replace(" ", "-")


def linked(text: str, guide: Guide, asked: Asked) -> Words:
    """The text in runs; where it names a section that there is, with its address. The text is not changed."""
    runs: list[tuple[str, str]] = []
    at = 0
    for match in _NAMED.finditer(text):
        if guide.get(match[0]) is None:
            continue
        runs += [(text[at : match.start()], ""), (match[0], asked.url("guideline", slug(match[0])))]
        at = match.end()
    return tuple(run for run in (*runs, (text[at:], "")) if run[0])


def passages(one: Guideline, guide: Guide, asked: Asked) -> tuple[Passage, ...]:
    """The publisher's text: lines that begin with a bullet one after the other are a list."""
    made: list[Passage] = []
    for paragraph in one.paragraphs:
        if not paragraph.startswith(_BULLET):
            made.append(Passage((linked(paragraph, guide, asked),), is_list=False))
            continue
        line = linked(paragraph.removeprefix(_BULLET), guide, asked)
        before = made.pop().lines if made and made[-1].is_list else ()
        made.append(Passage((*before, line), is_list=True))
    return tuple(made)


def chapters(guide: Guide, asked: Asked) -> tuple[Chapter, ...]:
    """The contents: sections I to IV and the appendix, what stands in each, and for Section I one level more."""
    made: list[Chapter] = []

    def href(one: Heading) -> str:
        return asked.url("guideline", slug(one.id))

    for one in guide.contents:
        parts = one.id.split(".")
        if len(parts) > 3 or (len(parts) == 3 and parts[0] != "I"):
            continue
        if not made or made[-1].heading.id != parts[0]:
            # Ours have no section of their own for I, II, III and IV: the guidelines call them so.
            top = one if one.depth == 0 else Heading(parts[0], "", 0)
            made.append(Chapter(top, href(top) if one.depth == 0 else "", ()))
        last = made.pop()
        if len(parts) == 2:
            last = last._replace(sections=(*last.sections, (one, href(one), ())))
        elif len(parts) == 3:
            held = last.sections
            if not held or held[-1][0].id != ".".join(parts[:2]):
                held = (*held, (Heading(".".join(parts[:2]), "", 1), "", ()))
            heading, where, below = held[-1]
            last = last._replace(sections=(*held[:-1], (heading, where, (*below, (one, href(one))))))
        made.append(last)
    return tuple(made)
