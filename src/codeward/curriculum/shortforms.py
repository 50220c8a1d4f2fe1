"""Abbreviations of records: what each stands for, and a note in which it can only mean that.

The fields and their bounds are those of docs/reference/word-parts.md.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from codeward.charts import StrictModel, parse_yaml
from codeward.curriculum.base import Short
from codeward.curriculum.folders import content_folder
from codeward.errors import ChartError, quoted
from codeward.faults import first_fault

__all__ = ["Abbreviation", "Abbreviations", "Expansion", "abbreviations", "read_abbreviations"]

FILE = "abbreviations.yaml"
MARK = "~"


class Expansion(StrictModel):
    """What an abbreviation stands for; `seen` are words of a note with `~` in its place, which fit no other meaning."""

    words: Short
    seen: Annotated[str, StringConstraints(min_length=8, max_length=160, pattern=r"^[^~]*~[^~]*$")]

    def note(self, short: str) -> str:
        """Return the words of the note with the abbreviation in its place."""
        return self.seen.replace(MARK, short)


class Abbreviation(StrictModel):
    """A short form and everything that it may stand for in a record."""

    short: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z/&]{1,9}$")]
    means: Annotated[tuple[Expansion, ...], Field(min_length=1, max_length=6)]


class Abbreviations(StrictModel):
    """What abbreviations.yaml says, in the order of the alphabet."""

    version_of_schema: Literal[1] = Field(alias="schema")
    abbreviations: Annotated[tuple[Abbreviation, ...], Field(min_length=1, max_length=2_000)]

    def __getitem__(self, short: str) -> Abbreviation:
        """Return the entry of a short form, whatever its capitals. Raises KeyError."""
        return self._by_short[short.casefold()]

    def __contains__(self, short: object) -> bool:
        """Say whether the list has the short form, whatever its capitals."""
        return isinstance(short, str) and short.casefold() in self._by_short

    @cached_property
    def _by_short(self) -> dict[str, Abbreviation]:
        return {entry.short.casefold(): entry for entry in self.abbreviations}


def read_abbreviations(text: str) -> Abbreviations:
    """Read the text of an abbreviations.yaml. Raises ChartError naming the file and the place."""
    try:
        found = Abbreviations.model_validate(parse_yaml(text, FILE))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise ChartError(
            message, way_out or "See docs/reference/word-parts.md", path=FILE, where=where
        ) from None
    names = [entry.short.casefold() for entry in found.abbreviations]
    for place, entry in enumerate(found.abbreviations):
        where = f"abbreviations[{place}] ({entry.short})"
        if place and names[place] == names[place - 1]:
            raise ChartError(
                f"{quoted(entry.short)} is there twice", "Keep one, with all meanings", path=FILE, where=where
            )
        if place and names[place] < names[place - 1]:
            raise ChartError(
                f"{quoted(entry.short)} is out of order", "Keep the alphabet's order", path=FILE, where=where
            )
        if len({one.words.casefold() for one in entry.means}) < len(entry.means):
            raise ChartError("two of its meanings are the same", "Keep one", path=FILE, where=where)
    return found


@lru_cache(maxsize=1)
def abbreviations() -> Abbreviations:
    """Return the school's abbreviations. Raises ChartError."""
    return read_abbreviations((content_folder() / FILE).read_text(encoding="utf-8"))
