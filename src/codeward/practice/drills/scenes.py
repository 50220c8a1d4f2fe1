"""The note around the words that a drill asks about: who writes, where, of whom, and what else is said.

The pieces are data (`data/scenes.yaml`); none of them gives a coder anything to code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from codeward.charts import StrictModel
from codeward.codesets import BookFile
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.tables import Stem, stem_of

__all__ = ["Person", "Scene", "ask", "narrow", "person", "pieces", "scene"]

Setting = Literal["office", "emergency", "outpatient", "inpatient"]
_SETTINGS: tuple[Setting, ...] = ("office", "office", "outpatient", "emergency")
_GROWN = 18
ADULT = (22, 84)
_FEMALE = re.compile(
    r"(?i)\b(?:ovar|uter|vagin|vulv|cervix|cervical dysplasia|pregnan|deliver|matern|puerper|menstr|endometr|"
    r"menopaus|fallopian|obstetric|gestation|female|labia|clitor|placent|eclampsia|lactation)"
)
_MALE = re.compile(r"(?i)\b(?:prostat|testi|penis|penile|scrot|sperm|epididym|male\b|foreskin|prepuc|balan)")
_AGES: tuple[tuple[re.Pattern[str], tuple[int, int]], ...] = (
    (re.compile(r"(?i)\b(?:newborn|neonat|perinatal|birth injury|fetal)"), (0, 0)),
    (re.compile(r"(?i)\b(?:infantile|infant|congenital)"), (1, 3)),
    (re.compile(r"(?i)\b(?:juvenile|childhood|pediatric|adolescen|child)"), (7, 15)),
    (
        re.compile(
            r"(?i)\b(?:senile|age-related|postmenopausal|alzheimer|parkinson|dementia|presbyop|frailty)"
        ),
        (67, 88),
    ),
    (re.compile(r"(?i)\b(?:perimenopausal|menopaus)"), (48, 57)),
)


class _Asks(StrictModel):
    one: Lines
    typed: Lines
    set_: Annotated[Lines, Field(alias="set")]
    typed_set: Lines


class _Scenes(DataFile):
    frames: Lines
    authors: Lines
    places: dict[Setting, Lines]
    days: Lines
    work: Lines
    came: Lines
    came_child: Lines
    rest: Lines
    asks: _Asks


class Person(NamedTuple):
    """Whom a note may be about: sexes and ages that fit its codes."""

    sexes: tuple[str, ...] = ("male", "female")
    ages: tuple[int, int] = ADULT


class Scene(NamedTuple):
    """A note: its text with the words in it, and where it was written."""

    text: str
    setting: Setting


@lru_cache(maxsize=1)
def pieces() -> _Scenes:
    """Return the pieces of notes."""
    return read("scenes.yaml", _Scenes)


@lru_cache(maxsize=16384)
def person(file: BookFile, code: str) -> Person:
    """Return who may have *code*, by its own title and those above it."""
    titles: list[str] = []
    stem: Stem | None = stem_of(file, code)
    while stem is not None:
        titles.append(stem.title)
        stem = stem_of(file, stem.above)
    said = " / ".join(titles)
    sexes: tuple[str, ...] = ("male", "female")
    if code[0] == "O" or _FEMALE.search(said):
        sexes = ("female",)
    elif _MALE.search(said):
        sexes = ("male",)
    ages = next((ages for pattern, ages in _AGES if pattern.search(said)), ADULT)
    if code[0] == "O":
        ages = (19, 41)
    elif code[0] == "P":
        ages = (0, 0)
    elif code[0] == "Q" and ages == ADULT:
        ages = (1, 17)
    return Person(sexes, ages)


def narrow(people: list[Person]) -> Person | None:
    """Return who may have all of these conditions, or None where nobody can."""
    sexes = tuple(sex for sex in ("male", "female") if all(sex in one.sexes for one in people))
    low, high = max(one.ages[0] for one in people), min(one.ages[1] for one in people)
    return Person(sexes, (low, high)) if sexes and low <= high else None


def ask(random: Random, kind: Literal["one", "typed", "set", "typed_set"]) -> str:
    """Return the words of the question."""
    asks = pieces().asks
    lists = {"one": asks.one, "typed": asks.typed, "set": asks.set_, "typed_set": asks.typed_set}
    return random.choice(lists[kind])


def scene(random: Random, said: str, who: Person, setting: Setting | None = None) -> Scene:
    """Return a note with the words *said* about a person who may have them."""
    data = pieces()
    where = random.choice(_SETTINGS) if setting is None else setting
    came = random.choice(data.came if who.ages[0] >= _GROWN else data.came_child)
    text = random.choice(data.frames).format(
        place=random.choice(data.places[where]),
        day=random.choice(data.days),
        author=random.choice(data.authors),
        who=_who(random, who, data.work),
        came=came,
        came_low=came[0].lower() + came[1:-1],
        rest=random.choice(data.rest),
        said=said if said[-1:] in ".!?" else f"{said}.",
    )
    return Scene(" ".join(text.split()), where)


def _who(random: Random, who: Person, work: tuple[str, ...]) -> str:
    sex = random.choice(who.sexes)
    age = random.randint(*who.ages)
    letter = sex[0].upper()
    if age == 0:
        days = random.randint(2, 26)
        return random.choice(
            (f"newborn {sex}, {days} days old", f"{days}-day-old {sex} infant", f"baby, {letter}, {days} d")
        )
    if age < 18:
        child = {"male": "boy", "female": "girl"}[sex]
        return random.choice((f"{age}-year-old {child}", f"{age} y/o {child}", f"{child}, {age}"))
    adult = {"male": "man", "female": "woman"}[sex]
    trade = random.choice(work)
    return random.choice(
        (
            f"{age}-year-old {trade} ({letter})",
            f"{age} y/o {adult}, {trade}",
            f"{age}{letter}, {trade}",
            f"{adult} of {age}, works as {trade}" if "retired" not in trade else f"{adult} of {age}, {trade}",
            f"{trade}, {age}, {sex}",
        )
    )
