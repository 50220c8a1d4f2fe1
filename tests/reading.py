"""The prose of a page, and how hard a text is to read (codeward.practice.plainness).

What is written in a foreign face (``translate="no"``) is taken out of a page.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from codeward.practice.plainness import grade, syllables, without_terms

__all__ = ["Prose", "grade", "prose_of", "syllables", "without_terms"]

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
BLOCKS = {
    *(
        "p",
        "li",
        "dd",
        "dt",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "div",
        "section",
        "figcaption",
        "summary",
        "label",
    ),
    *(
        "caption",
        "legend",
        "blockquote",
        "form",
        "header",
        "nav",
        "article",
        "ol",
        "ul",
        "dl",
        "tr",
        "table",
        "main",
    ),
    *("option", "select", "details", "fieldset", "aside", "figure"),
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# A line of fewer words is a label and no prose.
LEAST = 5


class Prose(HTMLParser):
    """Collects the sentences of a page's main part: blocks of text of some length, without what is nobody's prose."""

    def __init__(self, least: int = LEAST) -> None:
        super().__init__(convert_charrefs=True)
        self._least = least
        self._open: list[tuple[str, bool]] = []
        self._inside = 0
        self._block: list[str] = []
        self.blocks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        silent = (
            tag in {"script", "style", "template", "svg", "nav", "datalist", "option"}
            or given.get("translate") == "no"
            or bool({"gloss", "visually-hidden", "code"} & set(classes))
            or (tag == "button" and "term" not in classes)
        )
        if tag in BLOCKS:
            self._end()
        if tag not in VOID:
            self._open.append((tag, silent))
        if tag == "main":
            self._inside += 1
        if silent and tag not in BLOCKS and tag not in VOID:
            self._block.append(" it ")  # a quote, a code or a name in the middle of a sentence

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end()
        if tag == "main":
            self._inside -= 1
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._inside and not any(silent for _, silent in self._open):
            self._block.append(data)

    def _end(self) -> None:
        text = " ".join("".join(self._block).split())
        self._block = []
        if len(_WORD.findall(text)) >= self._least:
            self.blocks.append(text if re.search(r"[.!?]$", text) else f"{text}.")


def prose_of(page: str, least: int = LEAST) -> str:
    """Return the prose of a page's main part, one block of at least so many words a line."""
    reader = Prose(least)
    reader.feed(page)
    reader.close()
    return "\n".join(reader.blocks)
