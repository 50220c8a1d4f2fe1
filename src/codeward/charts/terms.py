"""The glossary: each word of the trade in plain words, read strictly from `glossary.yaml`.

A page marks a term where it first appears, and its meaning opens beside it; `/glossary/` lists them all. The fields and
their bounds are those of docs/reference/glossary.md.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from codeward.charts.base import StrictModel
from codeward.charts.wordparts import Part, spells
from codeward.charts.yamlfile import parse_yaml
from codeward.errors import ChartError, quoted
from codeward.faults import first_fault

__all__ = ["GLOSSARY_FILE", "MOST_WORDS", "Glossary", "Term", "glossary", "read_glossary"]

GLOSSARY_FILE = "glossary.yaml"
# A meaning is read in a bubble beside the text: what needs more than this is a lesson.
MOST_WORDS = 25

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9 /&'-]*$", max_length=60)]


class Term(StrictModel):
    """A term and what it means.

    `say` is its respelling where a beginner needs it ("KWEER-ee"), `confused` the terms it is mistaken for, `parts` the
    word parts that spell it, `codes` ICD-10-CM codes that show it, `lesson` the id of the lesson that teaches it.
    """

    term: Name
    means: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\.$")]
    say: Annotated[str, StringConstraints(min_length=1, max_length=60)] = ""
    confused: Annotated[tuple[Name, ...], Field(alias="not", max_length=4)] = ()
    parts: Annotated[tuple[Part, ...], Field(max_length=6)] = ()
    codes: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z0-9.]{3,8}$")], ...], Field(max_length=4)
    ] = ()
    lesson: Annotated[str, StringConstraints(pattern=r"^[a-z][0-9]{1,2}[a-z]?$")] | None = None

    @property
    def slug(self) -> str:
        """The term as it stands in an address: "use-additional-code"."""
        plain = self.term.casefold().replace("'", "")
        return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


class Glossary(StrictModel):
    """What glossary.yaml says: its terms in the order of the alphabet."""

    version_of_schema: Literal[1] = Field(alias="schema")
    terms: Annotated[tuple[Term, ...], Field(min_length=1, max_length=2_000)]

    def __getitem__(self, term: str) -> Term:
        """Return the entry of a term, whatever its capitals. Raises KeyError."""
        return self._by_name[term.casefold()]

    def __contains__(self, term: object) -> bool:
        """Say whether the glossary has the term, whatever its capitals."""
        return isinstance(term, str) and term.casefold() in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Term]:
        return {entry.term.casefold(): entry for entry in self.terms}


def read_glossary(text: str) -> Glossary:
    """Read the text of a glossary.yaml. Raises ChartError naming the file and the place."""
    try:
        found = Glossary.model_validate(parse_yaml(text, GLOSSARY_FILE))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise ChartError(
            message, way_out or "See docs/reference/glossary.md", path=GLOSSARY_FILE, where=where
        ) from None
    _check(found)
    return found


def _check(found: Glossary) -> None:
    """Raise ChartError where an entry is wrong beside the others."""
    names = [entry.term.casefold() for entry in found.terms]
    slugs = [entry.slug for entry in found.terms]
    for place, entry in enumerate(found.terms):
        where = f"terms[{place}] ({entry.term})"

        def fault(message: str, way_out: str, where: str = where) -> ChartError:
            return ChartError(message, way_out, path=GLOSSARY_FILE, where=where)

        if names.count(names[place]) > 1 or slugs.count(slugs[place]) > 1:
            raise fault(f"{quoted(entry.term)} is there twice", "Keep one")
        if place and names[place] < names[place - 1]:
            raise fault(f"{quoted(entry.term)} is out of order", "Keep the alphabet's order")
        if len(entry.means.split()) > MOST_WORDS:
            raise fault(f"means has {len(entry.means.split())} words", f"Use at most {MOST_WORDS}")
        if entry.parts and not spells(entry.parts, entry.term):
            raise fault(
                f"the parts {' '.join(entry.parts)} do not spell {quoted(entry.term)}",
                "Write pre-, root/o and -suffix in their order, or leave parts out",
            )
        for other in entry.confused:
            if other.casefold() not in names or other.casefold() == names[place]:
                raise fault(
                    f"not names {quoted(other)}, which is no other term", "Name terms of the glossary"
                )


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """Return the school's glossary. Raises ChartError."""
    return read_glossary((files("codeward") / "curriculum" / GLOSSARY_FILE).read_text(encoding="utf-8"))
