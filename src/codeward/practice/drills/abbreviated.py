"""Abbreviations where they stand: what each means there, and what a drug's name says of its use."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache
from random import Random
from typing import ClassVar

from pydantic import Field

from codeward.charts import StrictModel
from codeward.curriculum import Abbreviation, Expansion, abbreviations
from codeward.practice.drills.datafiles import DataFile, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.slips import slip

__all__ = ["Abbr"]

_TWO = "abbr.two"
_DRUGS = "abbr.drugs"
_NEAR = 12
_ASK = (
    'What does "{short}" stand for here?',
    'Write out "{short}" as it is meant here.',
    'Here "{short}" is short for what?',
    'Which words does "{short}" replace in this line?',
    'How do you read "{short}" in this place?',
    'What would the writer say in full for "{short}"?',
)
_GIVEN = (
    "On the medication list: {name}.",
    "Takes {name} every day.",
    "Home drugs include {name}.",
    "Refill of {name} sent.",
    "Started on {name} at the last visit.",
    "Brings a bottle of {name}.",
    "Continue {name}.",
    "Pharmacy printout shows {name}.",
)
_FOR = (
    "What is {name} mostly given for?",
    "Which problem does {name} point to? Look for it in the provider's words.",
    "What would you look for in the assessment that explains {name}?",
    "For what do people mostly take {name}?",
)
_CLASS = (
    "What kind of drug is {name}?",
    "To which class does {name} belong?",
    "Which group of drugs is {name} in?",
)


class _Drug(StrictModel):
    name: str
    ending: str = ""
    is_: str = Field(alias="is")
    for_: str = Field(alias="for")


class _Drugs(DataFile):
    drugs: tuple[_Drug, ...] = Field(min_length=50)


@lru_cache(maxsize=1)
def drugs() -> tuple[_Drug, ...]:
    """Return drugs with class and use."""
    return read("drug_names.yaml", _Drugs).drugs


@lru_cache(maxsize=1)
def _ambiguous() -> tuple[Abbreviation, ...]:
    return tuple(entry for entry in abbreviations().abbreviations if len(entry.means) > 1)


@lru_cache(maxsize=512)
def _looks_like(short: str) -> tuple[Abbreviation, ...]:
    """Return the abbreviations that look most like *short*, best first."""
    others = [entry for entry in abbreviations().abbreviations if entry.short != short]

    def near(entry: Abbreviation) -> tuple[float, str]:
        return -SequenceMatcher(None, short, entry.short).ratio(), entry.short

    return tuple(sorted(others, key=near)[:_NEAR])


class Abbr:
    """An abbreviation in a line of a record, or a drug on its list."""

    name: ClassVar[str] = "abbr"
    typed: ClassVar[bool] = False

    def draw(self, given: Given) -> Question | None:
        """Return a question on an abbreviation; from level 2 on one of several meanings."""
        random = given.random
        if given.skill == _DRUGS:
            return _drug(random, given.level)
        two = given.skill == _TWO or given.level == 3 or (given.level == 2 and random.random() < 0.5)
        entry = random.choice(_ambiguous() if two else abbreviations().abbreviations)
        return _expansion(random, entry, random.choice(entry.means))


def _expansion(random: Random, entry: Abbreviation, meant: Expansion) -> Question:
    note = meant.note(entry.short)
    ask = random.choice(_ASK).format(short=entry.short)
    why = f'"{note}": only {meant.words} fits these words.'
    if len(entry.means) == 1:
        why = f'"{entry.short}" is short for {meant.words}, and "{note}" fits it.'
    wrong = [
        Choice(
            other.words,
            f'"{entry.short}" can mean that: "{other.note(entry.short)}". Here the words speak of something else.',
            (),
            ("context",),
            f"meaning {n}",
        )
        for n, other in enumerate(entry.means)
        if other is not meant
    ]
    said = {one.words for one in entry.means}
    near = [one for one in _looks_like(entry.short) if not said & {other.words for other in one.means}]
    for n, other in enumerate(random.sample(near[:7], 4)):
        words = random.choice(other.means).words
        wrong.append(
            Choice(
                words,
                f'That is written "{other.short}". The note has "{entry.short}".',
                (),
                ("abbreviation",),
                f"look-alike {n}",
            )
        )
    return Question(slip(random, note, ask), None, Choice(meant.words, why, ()), wrong)


def _drug(random: Random, level: int) -> Question:
    drug = random.choice(drugs())
    use = level > 1 or random.random() < 0.5
    said = random.choice(_GIVEN).format(name=drug.name)
    ask = random.choice(_FOR if use else _CLASS).format(name=drug.name)
    hint = f" The ending {drug.ending} shows it." if drug.ending else ""
    known = f"{drug.name.capitalize()} is: {drug.is_}, mostly for {drug.for_}.{hint}"
    why = f"{known} The drug alone supports no diagnosis."
    wrong = []
    others = [one for one in drugs() if not _same(one, drug)]
    for n, other in enumerate(random.sample(others, 8)):
        text = other.for_ if use else other.is_
        wrong.append(
            Choice(
                text,
                f"That fits {other.name}. {drug.name.capitalize()} is: {drug.is_}.",
                (),
                ("drug class",),
                f"drug {n}",
            )
        )
    key = Choice(drug.for_ if use else drug.is_, why, ())
    return Question(slip(random, said, ask), None, key, _apart(wrong, key))


def _same(one: _Drug, other: _Drug) -> bool:
    small = {
        "or",
        "a",
        "an",
        "the",
        "and",
        "of",
        "that",
        "such",
        "as",
        "drug",
        "in",
        "their",
        "blocker",
        "inhibitor",
    }
    uses = [{word.strip(",") for word in drug.for_.split()} - small for drug in (one, other)]
    return one.is_ == other.is_ or bool(uses[0] & uses[1])


def _apart(wrong: list[Choice], key: Choice) -> list[Choice]:
    """Return the choices whose words are not said before."""
    said = {key.said}
    kept = []
    for one in wrong:
        if one.said not in said:
            said.add(one.said)
            kept.append(one)
    return kept
