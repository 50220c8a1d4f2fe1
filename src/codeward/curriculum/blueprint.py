"""Blueprints: what an examination asks, by its editions, every figure with its source, when it was seen, and a mark.

One file an examination, `blueprints/EXAM.yaml`. The planned day of an examination chooses the edition, and the edition
the books. A figure whose mark is not `seen` is shown as unconfirmed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints, model_validator

from codeward.charts import StrictModel
from codeward.curriculum.base import Domains, Long, Short
from codeward.curriculum.errors import LessonError
from codeward.curriculum.folders import content_folder, read_text
from codeward.curriculum.yamltext import into, mapping
from codeward.errors import CodewardError, quoted

__all__ = [
    "BLUEPRINTS",
    "Blueprint",
    "BlueprintSource",
    "Chosen",
    "Edition",
    "Figure",
    "Part",
    "ScenarioPlan",
    "blueprint_of",
    "blueprints",
    "read_blueprint",
]

BLUEPRINTS = "blueprints"
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,11}$")]
Count = Annotated[int, Field(ge=0, le=400, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]


class BlueprintSource(StrictModel):
    """Where a figure is from. `seen`: it stood there then; `known`: general knowledge; `weak`: sources differ."""

    address: Short | None = None
    seen: dt.date | Short | None = None
    mark: Literal["seen", "known", "weak"]
    says: Long

    @model_validator(mode="after")
    def _seen_somewhere(self) -> BlueprintSource:
        if self.mark == "seen" and not (self.address and self.seen):
            raise ValueError("what was seen has an address and a day")
        return self


class Figure(StrictModel):
    """A number, and the source that says so."""

    is_: Annotated[int, Field(alias="is", ge=0, le=1_000, strict=True)]
    source: Name


class Pass(StrictModel):
    """What passes: a part of the points in hundreds, or a score on the scale of the examination."""

    percent: Percent | None = None
    scaled: Annotated[int, Field(ge=100, le=400, strict=True)] | None = None
    source: Name

    @model_validator(mode="after")
    def _one(self) -> Pass:
        if (self.percent is None) == (self.scaled is None):
            raise ValueError("what passes is a percent or a scaled score, one of them")
        return self


class Part(StrictModel):
    """One section: how many questions of it are scored and not, or its share; and which items of the bank serve it.

    `takes` are sections of the two examinations that items name (docs/reference/items.md), where the section is not
    one of them itself.
    """

    domain: Name
    title: Short
    scored: Count
    unscored: Count = 0
    share: Annotated[tuple[Percent, ...], Field(min_length=2, max_length=2)] | None = None
    takes: Domains = Domains()
    source: Name


class ScenarioPlan(StrictModel):
    """Scenarios by the setting of their claims; each counts as `parts` scored questions of `domain`."""

    domain: Name
    inpatient: Count = 0
    outpatient: Count = 0
    emergency: Count = 0
    parts: Annotated[int, Field(ge=1, le=20, strict=True)]
    source: Name

    @property
    def count(self) -> int:
        """How many scenarios there are."""
        return self.inpatient + self.outpatient + self.emergency


class Books(StrictModel):
    """The books that are allowed, by code system, each with its year; and what may be written into them."""

    icd10cm: Short | None = None
    icd10pcs: Short | None = None
    cpt: Short | None = None
    hcpcs: Short | None = None
    notes: Literal["handwritten", "none"]
    day: dt.date
    source: Name


class Edition(StrictModel):
    """One edition of a blueprint, and the days on which it is asked. `books.day` is one of its books."""

    version: Short
    from_: dt.date = Field(alias="from")
    to: dt.date
    dates: Name
    sources: Annotated[dict[Name, BlueprintSource], Field(min_length=1, max_length=20)]
    minutes: Figure
    passing: Pass = Field(alias="pass")
    sections: Annotated[tuple[Part, ...], Field(min_length=1, max_length=30)]
    scenarios: ScenarioPlan | None = None
    books: Books
    warn: Annotated[tuple[Annotated[int, Field(ge=1, le=120, strict=True)], ...], Field(max_length=4)] = ()
    breaks: Literal["none", "stops the clock", "clock runs"] = "none"

    @model_validator(mode="after")
    def _hangs_together(self) -> Edition:
        named = [self.dates, self.minutes.source, self.passing.source, self.books.source]
        named += [part.source for part in self.sections]
        names = [part.domain for part in self.sections]
        if self.scenarios:
            named.append(self.scenarios.source)
            mine = next((part for part in self.sections if part.domain == self.scenarios.domain), None)
            if mine is None or mine.scored < self.scenarios.count * self.scenarios.parts:
                raise ValueError(
                    "the section of the scenarios holds as many scored questions as they have parts"
                )
        unknown = next((name for name in named if name not in self.sources), None)
        if unknown:
            raise ValueError(f"there is no source {unknown!r}")
        if len(set(names)) < len(names):
            raise ValueError("a section is there twice")
        if self.from_ > self.to:
            raise ValueError("an edition ends after it begins")
        for part in self.sections:
            if part.share and not part.share[0] <= round(100 * part.scored / self.scored) <= part.share[1]:
                raise ValueError(f"{part.scored} of {self.scored} are outside of the share of {part.domain}")
        return self

    @cached_property
    def scored(self) -> int:
        """How many questions are scored."""
        return sum(part.scored for part in self.sections)

    @cached_property
    def unscored(self) -> int:
        """How many questions are tried out, without counting."""
        return sum(part.unscored for part in self.sections)

    def part(self, domain: str) -> Part:
        """Return a section by its name. Raises KeyError."""
        return {part.domain: part for part in self.sections}[domain]

    def unconfirmed(self, source: str) -> bool:
        """Say whether what rests on *source* is shown as unconfirmed."""
        return self.sources[source].mark != "seen"


class Chosen(NamedTuple):
    """The edition for a planned day. Not `exact`: no edition covers the day, and this one is the nearest."""

    edition: Edition
    exact: bool


class Blueprint(StrictModel):
    """An examination: its name, who gives it, and its editions in the order of their days."""

    version_of_schema: Literal[1] = Field(alias="schema")
    exam: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3,5}$")]
    title: Short
    body: Short
    bank: Literal["cpc", "ccs"]
    editions: Annotated[tuple[Edition, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _in_order(self) -> Blueprint:
        for before, after in zip(self.editions, self.editions[1:], strict=False):
            if after.from_ <= before.to:
                raise ValueError("editions follow one another")
        return self

    def on(self, day: dt.date) -> Chosen:
        """Return the edition of the planned *day*, or the nearest where none covers it."""
        for edition in self.editions:
            if edition.from_ <= day <= edition.to:
                return Chosen(edition, exact=True)
        before = [edition for edition in self.editions if edition.to < day]
        return Chosen(before[-1] if before else self.editions[0], exact=False)

    def takes(self, part: Part) -> frozenset[tuple[str, str]]:
        """Return the sections of the bank, (exam, section), whose items serve a section of this examination."""
        told: set[tuple[str, str]] = {("cpc", name) for name in part.takes.cpc}
        told |= {("ccs", name) for name in part.takes.ccs}
        return frozenset(told or {(self.bank, part.domain)})


def read_blueprint(path: Path, shown: str) -> Blueprint:
    """Read one blueprint. Raises LessonError."""
    text = read_text(path, shown)
    return into(Blueprint, mapping(text, shown), text=text, path=shown)


def blueprints(folders: Iterable[Path] = ()) -> dict[str, Blueprint]:
    """Return every blueprint by its examination's name, ours and those in *folders* of content. Raises LessonError."""
    found: dict[str, Blueprint] = {}
    for folder in (content_folder(), *folders):
        for path in sorted((folder / BLUEPRINTS).glob("*.yaml")):
            one = _read(path, f"{BLUEPRINTS}/{path.name}")
            if one.exam in found:
                raise LessonError(f"{one.exam} is there twice", "Give one another name", path=str(path.name))
            found[one.exam] = one
    return found


@lru_cache(maxsize=64)
def _read(path: Path, shown: str) -> Blueprint:
    return read_blueprint(path, shown)


def blueprint_of(exam: str, folders: Iterable[Path] = ()) -> Blueprint:
    """Return the blueprint of *exam*, whatever its capitals. Raises CodewardError where there is none."""
    found = blueprints(folders)
    if exam.upper() not in found:
        raise CodewardError(
            f"There is no blueprint of {quoted(exam)}",
            f"Name one of {', '.join(found)}",
            command="codeward exams list",
        )
    return found[exam.upper()]
