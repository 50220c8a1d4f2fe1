"""Finds words on a page that no translation reaches.

The page is rendered in the pseudo language of the ``pseudo_locale`` fixture, where every letter of a translated text
is another one. A plain English letter left in a text node, or in an attribute that people read, is a text that went
past gettext, unless it stands inside an element with ``translate="no"`` (codes, titles of the book, records, names).
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

READ = {"aria-label", "title", "alt", "placeholder", "data-label", "aria-description", "aria-valuetext"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "datalist"}
WORD = re.compile(r"[A-Za-z]{2,}")
# Names that stay as they are in every language; "Appendix I" is the name of a rule, as "I.C.9" is.
NAMES = {"Codeward", "Appendix", "ICD", "CM", "PCS", "HCPCS", "CPT", "AAPC", "AHIMA", "CPC", "CCS"}


class _Reader(HTMLParser):
    """Walks a page with the stack of its open elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    @property
    def quiet(self) -> bool:
        """Whether we are in something that is not translated."""
        return any(no or tag in SILENT for tag, no in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        no = given.get("translate") == "no"
        if not self.quiet and not no:
            for name in READ & set(given):
                self._judge(given[name] or "", f"{tag}[{name}]")
            if tag == "input" and given.get("type") in {"submit", "button"}:
                self._judge(given.get("value") or "", f"{tag}[value]")
        if tag not in VOID:
            self.open.append((tag, no))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self._judge(data, self.open[-1][0] if self.open else "page")

    def _judge(self, text: str, where: str) -> None:
        words = [word for word in WORD.findall(text) if word not in NAMES]
        if words:
            self.found.append(f"{where}: {' '.join(text.split())[:120]}")


def untranslated(html: str) -> list[str]:
    """The texts of the page that stayed English, each with its element."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def words(page: str) -> str:
    """What the main part of a page says to somebody who reads it, without tags, on one line."""
    main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    said = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
    return re.sub(r" (?=[.,;:)])", "", said)
