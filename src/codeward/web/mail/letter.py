"""The look of every mail: paragraphs and links, as text and as HTML from one base template.

No picture and no style sheet is fetched from anywhere; colors are the school's own, for light and for dark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from codeward.web.school.api import school

__all__ = ["Heading", "Letter", "Link", "read_text"]

_BREAK = re.compile(r"\n\s*\n")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Link:
    """Something to open, on a line of its own. `url` is whole; without a `label` the address itself is shown."""

    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of what follows, where a mail tells several things."""

    text: str


Part = str | Link | Heading


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's text: a subject, its parts in order, and small print."""

    subject: str
    parts: Sequence[Part]
    foot: Sequence[Part] = ()

    @property
    def text(self) -> str:
        """The mail for programs that show no HTML."""
        return "\n\n".join(_plain(part) for part in [*self.parts, *self.foot]) + "\n"

    @property
    def html(self) -> str:
        """The same words as HTML."""
        shown = {"subject": self.subject, "parts": _tagged(self.parts), "foot": _tagged(self.foot)}
        return render_to_string("mail/letter.html", {**shown, "school": school().name})


def read_text(subject: str, body: str) -> Letter:
    """A text that somebody else wrote, as a letter: an address on a line of its own becomes a link."""
    found = [" ".join(part.split()) for part in _BREAK.split(body.strip())]
    return Letter(subject, [Link(part) if _ADDRESS.fullmatch(part) else part for part in found if part])


def _plain(part: Part) -> str:
    if isinstance(part, Link):
        return f"{part.label}:\n{part.url}" if part.label else part.url
    return part.text if isinstance(part, Heading) else part


def _tagged(parts: Sequence[Part]) -> list[tuple[str, Part]]:
    kinds: dict[type, str] = {Link: "link", Heading: "heading"}
    return [(kinds.get(type(part), "text"), part) for part in parts]
