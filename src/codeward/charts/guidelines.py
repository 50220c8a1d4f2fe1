"""The Official Guidelines section by section: our account of each, and the publisher's own text where it is installed.

The text is that of CMS and NCHS (public domain, approved by the Cooperating Parties); Codeward carries none of it, and
reads the edition that was installed as the list `guidelines`. Ids follow the guidelines' own numbering: "I.C.9.a.1".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from codeward.charts.authorities import Authority, authorities
from codeward.codesets import Book, BookFile, Release, books, lists
from codeward.errors import CodewardError, quoted

__all__ = ["MAX_WORDS", "PUBLISHED_AT", "Guide", "GuideHit", "Guideline", "Heading", "guide", "is_guideline"]

PUBLISHED_AT = "https://www.cms.gov/medicare/coding-billing/icd-10-codes"
"""The publisher's page where every edition of the guidelines is to be had."""
MAX_WORDS = 200
"""Characters of a search in the guidelines."""

_ID = re.compile(r"(?:I|II|III|IV)(?:\.[A-Z](?:\.[0-9a-z]{1,4})*)?|Appendix I")
_ORDER = ("I", "II", "III", "IV", "Appendix I")
_WORD = re.compile(r"[a-z0-9]+(?:[.'’][a-z0-9]+)*")
_EXCERPT = 220
_MOST_WORDS, _MOST_HITS = 12, 60


class Heading(NamedTuple):
    """A line of the contents: the section, its heading (the publisher's, else ours) and how deep it stands."""

    id: str
    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class Guideline:
    """A section: our paragraph, the publisher's heading and paragraphs, and what stands around it."""

    id: str
    title: str
    ours: Authority | None
    official_title: str
    paragraphs: tuple[str, ...]
    above: tuple[Heading, ...]
    below: tuple[Heading, ...]
    before: Heading | None
    after: Heading | None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape: `ours` and `official` are null where there is none."""
        official = {"title": self.official_title, "text": list(self.paragraphs)}
        return {
            "section": self.id,
            "ours": None if self.ours is None else {"title": self.ours.title, "text": self.ours.text},
            "official": official if self.official_title else None,
            "above": [one.id for one in self.above],
            "below": [{"section": one.id, "title": one.title} for one in self.below],
        }


class GuideHit(NamedTuple):
    """A section that a search found, with the words around the first that it has."""

    heading: Heading
    excerpt: str

    def to_json(self) -> dict[str, str]:
        """Return the public JSON shape."""
        return {"section": self.heading.id, "title": self.heading.title, "excerpt": self.excerpt}


def is_guideline(citation: str) -> bool:
    """Say whether a citation is written as a section of the ICD-10-CM Official Guidelines ("I.C.9.a", "Appendix I")."""
    return _ID.fullmatch(citation) is not None


class Guide:
    """The guidelines of one date: the sections of the edition that answers, and ours."""

    def __init__(self, sections: _Sections, book: Book | None) -> None:
        """Join the sections with the *book* of the edition, or None where none is installed."""
        self._sections = sections
        self.release: Release | None = None if book is None else book.release
        self.in_force = book is not None and book.in_force

    @property
    def contents(self) -> tuple[Heading, ...]:
        """Every section in the order of the guidelines."""
        return self._sections.contents

    def get(self, cited: str) -> Guideline | None:
        """Return the section as it is cited: "I.C.9.a", "Section I.C.19.e.5.(b)"; None where there is none."""
        name = self._sections.named(cited)
        return None if name is None else self._sections.guideline(name)

    def section(self, cited: str) -> Guideline:
        """Return the section. Raises CodewardError where there is none."""
        found = self.get(cited)
        if found is None:
            raise CodewardError(
                f"The guidelines have no section {quoted(cited)}", "Cite it as they do: I.C.9.a, II.H"
            )
        return found

    def search(self, words: str) -> tuple[GuideHit, ...]:
        """Return the sections that have every word, or one that begins so, best first; a number is its section."""
        return self._sections.search(words[:MAX_WORDS])


def guide(on: date | None = None) -> Guide:
    """Return the guidelines in the edition of a coding date; where none is installed, our own accounts alone."""
    try:
        book = books.open("guidelines", on)
        return Guide(_read(book.file), book)
    except CodewardError:
        return Guide(_read(None), None)


@lru_cache(maxsize=4)
def _read(file: BookFile | None) -> _Sections:
    official: dict[str, tuple[str, str]] = {}
    if file is not None:
        read = lists.Guidelines(Book(file, in_force=True))
        official = {name: (found.title, found.text) for name in read for found in (read.section(name),)}
    return _Sections(official)


class _Sections:
    """The sections of one edition, joined with ours. It is read once and asked by many."""

    def __init__(self, official: dict[str, tuple[str, str]]) -> None:
        self.official = official
        self.ours = {name: one for name, one in authorities().items() if is_guideline(name)}
        names = sorted({*official, *self.ours}, key=_order)
        self.contents = tuple(Heading(name, self._title(name), name.count(".")) for name in names)
        self.at = {one.id: place for place, one in enumerate(self.contents)}
        self.words: dict[str, tuple[str, tuple[str, ...], tuple[tuple[int, str], ...]]] = {}
        self.folded = {name.casefold(): name for name in names}

    def _title(self, name: str) -> str:
        return self.official[name][0] if name in self.official else self.ours[name].title

    def named(self, cited: str) -> str | None:
        text = re.sub(r"^\s*(?:section\s+)?", "", cited[:MAX_WORDS].replace("-", " "), flags=re.IGNORECASE)
        if text.strip().casefold() == "appendix":
            text = "Appendix I"
        return self.folded.get(re.sub(r"[()]", "", text).strip(" .").casefold())

    def guideline(self, name: str) -> Guideline:
        place, count = self.at[name], len(self.contents)
        parts = name.split(".")
        above = tuple(
            self.contents[self.at[one]]
            for n in range(1, len(parts))
            if (one := ".".join(parts[:n])) in self.at
        )
        below = tuple(
            one
            for one in self.contents[place + 1 :]
            if one.id.startswith(f"{name}.") and one.depth == len(parts)
        )
        title, text = self.official.get(name, ("", ""))
        return Guideline(
            name,
            self._title(name),
            self.ours.get(name),
            title,
            tuple(one for one in text.split("\n\n") if one),
            above,
            below,
            self.contents[place - 1] if place else None,
            self.contents[place + 1] if place + 1 < count else None,
        )

    def search(self, words: str) -> tuple[GuideHit, ...]:
        name = self.named(words)
        if name is not None:
            return (GuideHit(self.contents[self.at[name]], self._texts(name)[:_EXCERPT]),)
        asked = tuple(dict.fromkeys(_WORD.findall(words.casefold())))[:_MOST_WORDS]
        if not asked:
            return ()
        found = []
        for place, heading in enumerate(self.contents):
            text, titles, told = self._words(heading.id)
            begun = [(at, word) for at, word in told if word.startswith(asked)]
            headed = [any(word.startswith(one) for word in titles) for one in asked]
            often = [sum(word.startswith(one) for _at, word in begun) for one in asked]
            if all(here or there for here, there in zip(often, headed, strict=True)):
                hit = GuideHit(heading, _excerpt(text, begun[0][0] if begun else 0))
                found.append((-sum(headed), -sum(min(one, 5) for one in often), place, hit))
        return tuple(one[3] for one in sorted(found, key=lambda one: one[:3])[:_MOST_HITS])

    def _words(self, name: str) -> tuple[str, tuple[str, ...], tuple[tuple[int, str], ...]]:
        """The text of a section, the words of its headings, and those of its text with where they stand; made once."""
        if name not in self.words:
            text, ours = self._texts(name), self.ours.get(name)
            titles = f"{self._title(name)} {ours.title if ours else ''}".casefold()
            # By `lower`, which keeps every place: `casefold` makes two letters of some.
            told = tuple((match.start(), match[0]) for match in _WORD.finditer(text.lower()))
            self.words[name] = (text, tuple(_WORD.findall(titles)), told)
        return self.words[name]

    def _texts(self, name: str) -> str:
        """The publisher's text, or ours where there is none."""
        text = self.official.get(name, ("", ""))[1]
        ours = self.ours.get(name)
        return " ".join(" ".join(part for part in (text, ours.text if ours else "") if part).split())


def _excerpt(text: str, at: int) -> str:
    start = text.rfind(" ", 0, max(at - _EXCERPT // 3, 0)) + 1 if at > _EXCERPT // 3 else 0
    cut = text[start : start + _EXCERPT]
    whole = start + _EXCERPT >= len(text)
    return ("… " if start else "") + (cut if whole else cut.rpartition(" ")[0] + " …")


def _order(name: str) -> tuple[tuple[int, str], ...]:
    """The order of the guidelines: Roman sections, then letters and numbers as they count."""
    first, *rest = name.split(".")
    place = _ORDER.index(first) if first in _ORDER else len(_ORDER)
    return ((place, first), *((int(one), "") if one.isdigit() else (0, one) for one in rest))
