"""Present on admission: Y, N, U, W or no letter at all, by the words of the record (Appendix I)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import ClassVar, Literal

from pydantic import Field

from codeward.charts import Poa, StrictModel
from codeward.codesets import lists
from codeward.errors import CodewardError
from codeward.practice.drills.datafiles import DataFile, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.registry import NeedsList
from codeward.practice.drills.scenes import person, scene

__all__ = ["PresentOnAdmission"]

_CITE = ("Appendix I",)
_EXEMPT = "poa.exempt"
_CHRONIC = 0.2
_FREE = 0.15
_ASK = (
    "Which letter for present on admission goes with {x}?",
    "{X} is on the claim. Present on admission?",
    "What do you report as present on admission with {x}?",
    "Which line is right for {x}?",
    "Choose the present-on-admission letter for {x}.",
    "How is {x} marked?",
)
Letter = Literal["Y", "N", "U", "W"]


class _Way(StrictModel):
    id: str
    letter: Letter = "Y"
    level: Literal[1, 2, 3] = 2
    said: tuple[str, ...] = Field(min_length=3)
    why: str
    not_: dict[Letter, str] = Field(alias="not")


class _Exempt(StrictModel):
    said: tuple[str, ...] = Field(min_length=3)
    why: str
    not_: dict[Letter, str] = Field(alias="not")
    codes: tuple[tuple[str, str], ...]


class _Poas(DataFile):
    ways: tuple[_Way, ...]
    chronic: _Way
    conditions: tuple[tuple[str, str], ...] = Field(min_length=20)
    lasting: tuple[tuple[str, str], ...]
    exempt: _Exempt


@lru_cache(maxsize=1)
def _data() -> _Poas:
    return read("poas.yaml", _Poas)


def _exempt(day: dt.date) -> tuple[tuple[str, str], ...]:
    """Return the words and codes of ours that the list of that day exempts; nothing where the list is not installed."""
    try:
        listed = lists.poa_exempt(day, strict=True)
    except CodewardError:
        return ()
    return tuple(one for one in _data().exempt.codes if one[1] in listed)


class PresentOnAdmission:
    """The letter beside a diagnosis of a hospital stay."""

    name: ClassVar[str] = "poa"
    typed: ClassVar[bool] = False

    def draw(self, given: Given) -> Question | None:
        """Return a question on the letter of one line; on exempt codes only where their list is installed."""
        random, data = given.random, _data()
        if given.skill == _EXEMPT or (given.level > 1 and random.random() < _FREE):
            free = _exempt(given.shelf.day)
            if free:
                return self._free(given, free)
            if given.skill == _EXEMPT:
                raise NeedsList(
                    "The list of codes exempt from present-on-admission reporting is not installed",
                    "Install it, or take the drill of the letters",
                    command="codeward codesets install poa-exempt",
                )
        chronic = given.level > 1 and random.random() < _CHRONIC
        way = (
            data.chronic if chronic else random.choice([one for one in data.ways if one.level <= given.level])
        )
        words, code = random.choice(data.lasting if chronic else data.conditions)
        if given.topic is not None and not given.topic.holds(code):
            return None
        said = random.choice(way.said).format(x=words, X=words[:1].upper() + words[1:])
        note = scene(random, said, person(given.file, code), "inpatient")
        ask = random.choice(_ASK).format(x=words, X=words[:1].upper() + words[1:])
        wrong = [
            Choice((code,), why.format(q=said, x=words), _CITE, ("poa",), letter, poa=letter)
            for letter, why in way.not_.items()
        ]
        key = Choice((code,), way.why.format(q=said, x=words), _CITE, poa=way.letter)
        return Question(f"{note.text} {ask}", "inpatient", key, wrong)

    def _free(self, given: Given, free: tuple[tuple[str, str], ...]) -> Question:
        random, data = given.random, _data().exempt
        words, code = random.choice(free)
        said = random.choice(data.said).format(x=words)
        note = scene(random, said, person(given.file, code), "inpatient")
        ask = random.choice(_ASK).format(x=words, X=words[:1].upper() + words[1:])
        rest: tuple[Letter, ...] = ("N", "U", "W")
        letters: list[Letter] = ["Y", *random.sample(rest, 2)]
        wrong = [
            Choice((code,), data.not_[letter].format(x=words), _CITE, ("poa",), letter, poa=letter)
            for letter in letters
        ]
        key = Choice((code,), data.why.format(x=words), _CITE, poa=_NONE)
        return Question(f"{note.text} {ask}", "inpatient", key, wrong)


_NONE: Poa = "exempt"
