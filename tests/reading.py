"""How hard a text is to read: the Flesch–Kincaid grade, and the prose of a page.

Grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid et al. 1975). A sentence is a unit of speech
marked off by a period, a question or exclamation mark, a colon or a semicolon, as Flesch counted them (1949). Syllables
are counted by the rules of English spelling with a short list of exceptions; test_reading.py compares them with counts
by hand.
Terms of the glossary, codes and what is written in a foreign face (``translate="no"``) are taken out: they are the
subject, and each is explained where it first appears.
"""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from codeward.charts import glossary

__all__ = ["Prose", "grade", "prose_of", "syllables", "without_terms"]

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE = re.compile(r"[.!?:;]+(?=\s|$|[”\"')])")
_CODE = re.compile(r"\b(?=\w*\d)[A-Z0-9][A-Za-z0-9.–-]*\b-?")
_ODD = {
    "area": 3, "areas": 3, "being": 2, "create": 2, "created": 3, "diet": 2, "doing": 2, "every": 2, "everyone": 3,
    "everything": 3, "fluid": 2, "going": 2, "idea": 3, "medicine": 3, "mobile": 2, "people": 2, "period": 3,
    "poem": 2, "quiet": 2, "reality": 4, "science": 2, "seeing": 2, "someone": 2, "something": 2, "sometimes": 2,
    "therefore": 2, "trial": 2, "usually": 4, "using": 2, "vial": 2, "once": 1, "one": 1, "business": 2, "several": 3,
    "different": 3, "diabetes": 4, "guideline": 2, "guidelines": 2,
    "evening": 2, "interest": 3, "average": 3, "general": 3, "whole": 1, "lying": 2, "saying": 2,
}  # fmt: skip
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


@cache
def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    word = word.casefold().replace("’", "'").removesuffix("'s").replace("'", "")
    if word in _ODD:
        return _ODD[word]
    if len(word) <= 3:
        return max(1, len(re.findall(r"[aeiouy]+", word)))
    count = len(re.findall(r"[aeiouy]+", word))
    count += len(re.findall(r"(?<=[bdfhklmnprvz])i(?:a|o|um|us)|ciat|yi|(?<=[^gq])u(?:al|ou)|(?<=d)ia", word))
    count -= len(re.findall(r"dia", word))  # counted twice above
    if word.endswith("e") and not re.search(r"[^aeiou]le$|[aeiouy]e$", word):
        count -= 1
    silent_ed = re.search(r"[^aeioutd]ed$", word)
    silent_es = re.search(r"[^aeiou]es$", word) and not re.search(r"(?:[csxzg]|ch|sh|[^aeiou]l)es$", word)
    if silent_ed or silent_es:
        count -= 1
    if re.search(r"[^aeioul](?:ely|eless|ement|eful)", word):
        count -= 1
    return max(1, count)


def without_terms(text: str) -> str:
    """Return a text without the glossary's terms and without codes; a term leaves the plain word "it" in its place."""
    return _CODE.sub("it", _terms().sub("it", text))


@cache
def _terms() -> re.Pattern[str]:
    names = sorted((entry.term for entry in glossary().terms), key=len, reverse=True)
    plural = "|".join(re.escape(name) for name in names)
    return re.compile(rf"\b(?:{plural})(?:e?s)?\b", re.IGNORECASE)


def grade(text: str) -> tuple[float, int]:
    """Return the Flesch–Kincaid grade of a text, without its terms and codes, and how many words it has."""
    plain = without_terms(text)
    words = _WORD.findall(plain)
    if not words:
        return 0.0, 0
    sentences = max(1, len([part for part in _SENTENCE.split(plain) if _WORD.search(part)]))
    sounds = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * sounds / len(words) - 15.59, len(words)


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
