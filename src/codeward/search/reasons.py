"""Why a hit is there, as values; `worded` makes the words for people at the edge and nothing decides by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

__all__ = ["ABOVE", "BY_CODE", "TITLE", "Reason", "ReasonKind", "worded"]

ReasonKind = Literal[
    "title",  # words typed stand in the title
    "above",  # or in a term of it or a heading above it
    "code",  # the code itself was typed
    "code_begins",  # the beginning of the code was typed
    "lay", "abbreviation", "uk", "eponym", "drug", "device", "slang", "term",  # said so in the lexicon
    "usual",  # a code that the lexicon names for what was said
    "spelling",  # a word put right
    "inclusion_term", "includes",  # an instruction at or above the code has the words
    "name",  # another name of the code has them
    "fits",  # a figure or a condition of the query meets a range or a condition of the code
]  # fmt: skip
BY_CODE: tuple[ReasonKind, ...] = ("code", "code_begins")
_MOST = 80  # characters of a term shown
_SHOWN: dict[ReasonKind, str] = {
    "title": "in the title",
    "above": "in its terms or headings",
    "code": "code {said}",
    "code_begins": "code starts with {said}",
    "usual": "usual code for {said}",
    "lay": "everyday word: {said} → {meant}",
    "uk": "spelling: {said} → {meant}",
    "inclusion_term": 'inclusion term "{said}"',
    "includes": 'includes "{said}"',
    "name": 'also called "{said}"',
    "fits": "{said}: {meant}",
}


class Reason(NamedTuple):
    """One reason: its kind, what was said (or the code, or the text of the term), what it stands for."""

    kind: ReasonKind
    said: str = ""
    meant: str = ""

    @property
    def words(self) -> str:
        """The reason for people."""
        said = self.said if len(self.said) <= _MOST else self.said[: _MOST - 1] + "…"
        return _SHOWN.get(self.kind, f"{self.kind}: {{said}} → {{meant}}").format(said=said, meant=self.meant)


TITLE = Reason("title")
ABOVE = Reason("above")


def worded(reasons: Iterable[Reason]) -> str:
    """Return the *reasons* for people, each once."""
    return "; ".join(dict.fromkeys(reason.words for reason in reasons))
