"""What stands first: situations of the guidelines, each with its sequence and the ways in which it is missed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from random import Random
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from codeward.charts import StrictModel
from codeward.practice.drills.datafiles import DataFile, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.scenes import Person, Setting, ask, narrow, person, scene

__all__ = ["First", "situations"]

Codes = Annotated[
    tuple[Annotated[str, StringConstraints(min_length=2, max_length=8)], ...], Field(min_length=1)
]
_FEW = 2  # codes of which a first-level question is made


class _Wrong(StrictModel):
    codes: Codes
    axis: str
    why: str


class _Joined(StrictModel):
    """Words and codes that belong together: weeks and trimester, a joint and its arthritis."""

    w: str = ""
    x: str
    codes: dict[str, str]


class Situation(StrictModel):
    """A situation, its words, its codes in sequence and the wrong sequences."""

    id: str
    skills: tuple[str, ...]
    setting: Setting
    cite: tuple[str, ...] = Field(min_length=1)
    said: tuple[str, ...] = Field(min_length=2)
    slots: dict[str, tuple[tuple[str, str], ...]] = Field(default_factory=dict)
    joined: tuple[_Joined, ...] = ()
    sexes: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    key: Codes
    why: str
    wrong: tuple[_Wrong, ...] = Field(min_length=2)


class _Firsts(DataFile):
    situations: tuple[Situation, ...] = Field(min_length=30)


@lru_cache(maxsize=1)
def situations() -> tuple[Situation, ...]:
    """Return every situation."""
    return read("firsts.yaml", _Firsts).situations


@lru_cache(maxsize=64)
def _pool(skill: str, level: int) -> tuple[Situation, ...]:
    named = [one for one in situations() if skill in one.skills]
    fit = named or list(situations())
    short = [one for one in fit if len(one.key) <= _FEW]
    return tuple(short if level == 1 and short else fit)


class First:
    """Which code stands first, or principal, by the rule of its section."""

    name: ClassVar[str] = "first"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on the sequence of a situation; at level 1 of two codes."""
        random = given.random
        one = random.choice(_pool(given.skill, given.level))
        words, codes = _filled(random, one)
        key_codes = _of(one.key, codes)
        if given.topic is not None and not any(given.topic.holds(code) for code in key_codes):
            return None
        if len(set(key_codes)) < len(key_codes):
            return None
        who = _who(given, one, key_codes)
        if who is None:
            return None
        said = _capital(random.choice(one.said).format(**words))
        note = scene(random, said, who, one.setting)
        many = len(key_codes) > 1
        question = ask(
            random, ("typed_set" if many else "typed") if given.typed else "set" if many else "one"
        )
        key = Choice(key_codes, _capital(one.why.format(**words)), one.cite)
        wrong = [
            Choice(
                _of(bad.codes, codes),
                _capital(bad.why.format(**words)),
                one.cite,
                (bad.axis,),
                f"{one.id} {n}",
            )
            for n, bad in enumerate(one.wrong)
        ]
        return Question(f"{note.text} {question}", one.setting, key, wrong, given.typed)


def _filled(random: Random, one: Situation) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words of the slots, and the code of each `$name`."""
    words: dict[str, str] = {}
    codes: dict[str, str] = {}
    for name, values in one.slots.items():
        words[name], codes[name] = random.choice(values)
    if one.joined:
        chosen = random.choice(one.joined)
        words |= {"x": chosen.x, "w": chosen.w}
        codes |= chosen.codes
    return words, codes


def _of(names: Codes, codes: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(codes[name[1:]] if name.startswith("$") else name for name in names)


def _who(given: Given, one: Situation, codes: tuple[str, ...]) -> Person | None:
    found = narrow([person(given.file, code) for code in codes])
    if found is None:
        return None
    return Person(one.sexes or found.sexes, one.ages or found.ages)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
