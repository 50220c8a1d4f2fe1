"""How a record mentions a condition: as present, denied, past, a relative's, or by somebody whose word does not do."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar, Literal

from pydantic import Field

from codeward.charts import StrictModel
from codeward.practice.drills.datafiles import DataFile, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.scenes import Setting, person, scene

__all__ = ["Mention", "conditions"]

Answer = Literal["present", "family", "history", "none", "ask", "conflict"]
_ASK = (
    "What becomes of the mention of {x}?",
    "What do you code from the words about {x}?",
    "How is {x} handled here?",
    "{X}: what goes on the claim?",
    "What follows for a coder from what is said of {x}?",
    "You reach the line about {x}. What do you do?",
    "Which is right for {x}?",
)
# Another problem is the reason for the visit, so that the mention is not the only thing in the note.
_BESIDE = (
    "Here for a sore shoulder.",
    "Seen for a cough.",
    "Visit for back pain.",
    "Knee pain since Monday.",
    "Comes for a rash on the arm.",
    "Headache, treated.",
    "Sore throat is the reason.",
    "Nosebleed, stopped.",
)


# Who in a family a sentence speaks of: what only women or only men can have, no other relative had.
_KIN = {
    "women": re.compile(r"\b(?:mother|sister|aunt|grandmother|daughter)\b", re.IGNORECASE),
    "men": re.compile(r"\b(?:father|brother|uncle|grandfather|son)\b", re.IGNORECASE),
}
_BOTH = re.compile(r"\bparents\b", re.IGNORECASE)


class _Way(StrictModel):
    id: str
    answer: Answer
    level: Literal[1, 2, 3]
    skills: tuple[str, ...]
    cite: tuple[str, ...]
    axis: str
    said: tuple[str, ...] = Field(min_length=3)
    why: str
    not_: dict[Answer, str] = Field(alias="not")
    needs: Literal["", "family", "history"] = ""
    setting: Setting | None = None
    lab: bool = False
    image: bool = False
    acute: bool = False
    lasting: bool = False


class _Condition(StrictModel):
    x: str
    code: str
    family: str = ""
    history: str = ""
    lab: str = ""
    image: bool = False
    acute: bool = False
    lasting: bool = False
    of: Literal["", "women", "men"] = ""


class _Mentions(DataFile):
    answers: dict[Answer, str]
    ways: tuple[_Way, ...] = Field(min_length=8)
    conditions: tuple[_Condition, ...] = Field(min_length=30)


@lru_cache(maxsize=1)
def _data() -> _Mentions:
    return read("mentions.yaml", _Mentions)


def conditions() -> tuple[_Condition, ...]:
    """Return every condition that is mentioned, with its codes."""
    return _data().conditions


@lru_cache(maxsize=64)
def _ways(skill: str, level: int) -> tuple[_Way, ...]:
    named = [way for way in _data().ways if skill in way.skills] or list(_data().ways)
    easy = [way for way in named if way.level <= level]
    return tuple(easy or named)


@lru_cache(maxsize=64)
def _fit(way_id: str) -> tuple[_Condition, ...]:
    way = next(one for one in _data().ways if one.id == way_id)
    return tuple(
        one
        for one in _data().conditions
        if (not way.needs or getattr(one, way.needs))
        and (not way.lab or one.lab)
        and (not way.image or one.image)
        and (not way.acute or one.acute)
        and (not way.lasting or one.lasting)
    )


class Mention:
    """One mention of a condition, and what becomes of it."""

    name: ClassVar[str] = "mention"
    typed: ClassVar[bool] = False

    def draw(self, given: Given) -> Question | None:
        """Return a question on a mention: at level 1 denied, a relative's, past; later others' words."""
        random = given.random
        way = random.choice(_ways(given.skill, given.level))
        pool = [one for one in _fit(way.id) if given.topic is None or given.topic.holds(one.code)]
        if not pool:
            return None
        one = random.choice(pool)
        said = random.choice(_sayings(way, one)).format(x=one.x, X=one.x[:1].upper() + one.x[1:], lab=one.lab)
        who = person(given.file, one.code)
        beside = "" if way.setting else f"{random.choice(_BESIDE)} "
        note = scene(random, f"{beside}{said}", who, way.setting)
        words = {"q": said, "x": one.x, "X": one.x[:1].upper() + one.x[1:]}
        key = Choice(_answer(one, way.answer), way.why.format(**words), way.cite)
        wrong = [
            Choice(_answer(one, answer), why.format(**words), way.cite, (way.axis,), answer)
            for answer, why in way.not_.items()
            if answer not in ("family", "history") or getattr(one, answer)
        ]
        ask = random.choice(_ASK).format(**words)
        return Question(f"{note.text} {ask}", note.setting, key, wrong)


def _sayings(way: _Way, one: _Condition) -> list[str]:
    """The sentences that can be said of a condition: no brother has ovarian cancer."""
    if not one.of:
        return list(way.said)
    other = _KIN["men" if one.of == "women" else "women"]
    return [text for text in way.said if not other.search(text) and not _BOTH.search(text)]


def _answer(one: _Condition, answer: Answer) -> str:
    return _data().answers[answer].format(code=one.code, family=one.family, history=one.history)
