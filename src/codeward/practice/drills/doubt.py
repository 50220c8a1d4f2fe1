"""A doubted diagnosis: coded at the end of a hospital stay as if it were so (II.H, III.C), nowhere else (IV.H)."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import ClassVar, Literal

from pydantic import Field

from codeward.charts import StrictModel
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.scenes import Setting, ask, narrow, person, scene

__all__ = ["Uncertain", "doubts"]

_IN, _OUT = "dx.uncertain_in", "dx.uncertain_out"
_NOTHING = "R69"
Kind = Literal["doubt", "certain", "out", "confirmed"]


class _Doubt(StrictModel):
    dx: str
    code: str
    signs: tuple[tuple[str, str], ...] = Field(min_length=1, max_length=2)
    cite: str = ""


class _Hedges(StrictModel):
    both: Lines
    inpatient: tuple[str, ...]
    outpatient: tuple[str, ...]


class _Doubts(DataFile):
    hedges: _Hedges
    certain: Lines
    stays: Lines
    visits: Lines
    found: Lines
    out: Lines
    doubts: tuple[_Doubt, ...] = Field(min_length=20)
    confirmed: tuple[_Doubt, ...]


@lru_cache(maxsize=1)
def _data() -> _Doubts:
    return read("doubts.yaml", _Doubts)


def doubts() -> tuple[_Doubt, ...]:
    """Return every diagnosis that is doubted, also those that no setting codes from doubt."""
    return (*_data().doubts, *_data().confirmed)


class Uncertain:
    """Words of doubt, and the rule of the setting."""

    name: ClassVar[str] = "uncertain"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on a doubt; from level 2 on also on what is certain or ruled out, at 3 on exceptions."""
        random, data = given.random, _data()
        setting = _setting(random, given.skill)
        kind = _kind(random, given.level)
        pool = data.confirmed if kind == "confirmed" else data.doubts
        fit = [one for one in pool if given.topic is None or any(given.topic.holds(c) for _, c in one.signs)]
        if not fit:
            return None
        doubt = random.choice(fit)
        stay = setting == "inpatient"
        words = _words(random, kind, stay).format(dx=doubt.dx)
        line = random.choice(data.stays if stay else data.visits).format(said=words)
        signs = random.choice(data.found).format(signs=" and ".join(sign for sign, _ in doubt.signs))
        people = narrow(
            [person(given.file, code) for code in (doubt.code, *(code for _, code in doubt.signs))]
        )
        if people is None:
            return None
        note = scene(random, f"{signs} {line}", people, setting)
        key_codes = (doubt.code,) if _as_true(kind, stay) else tuple(code for _, code in doubt.signs)
        many = len(key_codes) > 1
        question = ask(
            random, ("typed_set" if many else "typed") if given.typed else "set" if many else "one"
        )
        key = Choice(key_codes, _why(kind, doubt, words, stay), _cite(kind, doubt, stay))
        wrong = _wrong(random, kind, doubt, words, stay)
        return Question(f"{note.text} {question}", setting, key, wrong, given.typed)


def _as_true(kind: Kind, stay: bool) -> bool:
    """Say whether the diagnosis is coded: it is certain, or doubted at the end of a stay."""
    return kind == "certain" or (kind == "doubt" and stay)


def _setting(random: Random, skill: str) -> Setting:
    if skill == _IN:
        return "inpatient"
    outside: tuple[Setting, ...] = ("office", "emergency", "outpatient")
    if skill == _OUT or random.random() < 0.5:
        return random.choice(outside)
    return "inpatient"


def _kind(random: Random, level: int) -> Kind:
    kinds: tuple[Kind, ...] = ("doubt", "doubt", "doubt")
    if level > 1:
        kinds = (*kinds, "certain", "out")
    if level > 2:
        kinds = (*kinds, "confirmed", "confirmed")
    return random.choice(kinds)


def _words(random: Random, kind: Kind, stay: bool) -> str:
    data = _data()
    if kind == "certain":
        return random.choice(data.certain)
    if kind == "out":
        return random.choice(data.out)
    return random.choice((*data.hedges.both, *(data.hedges.inpatient if stay else data.hedges.outpatient)))


def _cite(kind: Kind, doubt: _Doubt, stay: bool) -> tuple[str, ...]:
    if kind == "confirmed":
        return (doubt.cite,)
    if kind == "out":
        return ("I.B.4",)
    if kind == "certain":
        return ("I.A.19",)
    return ("II.H", "III.C") if stay else ("IV.H",)


def _why(kind: Kind, doubt: _Doubt, words: str, stay: bool) -> str:
    if kind == "confirmed":
        return f'"{words}": this diagnosis is coded only when it is confirmed, in a hospital too. The signs are coded.'
    if kind == "out":
        return f'"{words}": it is not there, so what was found is coded.'
    if kind == "certain":
        return f'"{words}" is a diagnosis without doubt, and it explains the signs.'
    if stay:
        return f'"{words}" comes at the end of a hospital stay: it is coded as if it were so.'
    return f'"{words}" is doubt, and this is no hospital stay: what was found is coded.'


def _wrong(random: Random, kind: Kind, doubt: _Doubt, words: str, stay: bool) -> list[Choice]:
    signs = tuple(code for _, code in doubt.signs)
    as_true = _as_true(kind, stay)
    named = " and ".join(sign for sign, _ in doubt.signs)
    axis = "uncertain diagnosis" if stay else "uncertain"
    cite = _cite(kind, doubt, stay)
    if as_true:
        rule = "That is the rule outside the hospital." if kind == "doubt" else "Nothing is in doubt."
        other = Choice(signs, f'{rule} "{words}" is coded here.', cite, (axis,), "other rule")
        both = Choice(
            (doubt.code, *signs),
            f'The diagnosis "{doubt.dx}" explains {named}: what belongs to it is not coded with it.',
            ("I.B.5",),
            ("unsupported line",),
            "both",
        )
    else:
        rule = (
            "That is the rule of a hospital stay."
            if kind == "doubt"
            else f'"{words}" is not such a diagnosis.'
        )
        other = Choice(
            (doubt.code,),
            f'{rule} No one confirmed {doubt.dx} here: "{words}".',
            cite,
            (axis,),
            "other rule",
        )
        both = Choice(
            (doubt.code, *signs),
            f'Right so far: {named}. But "{words}" does not make {doubt.dx} a line.',
            cite,
            ("unsupported line",),
            "both",
        )
    vague = Choice(
        (_NOTHING,),
        f'R69 says nothing at all. The record has {named}, and "{words}".',
        ("I.B.2",),
        ("missing line",),
        "third",
    )
    parts = [
        Choice(
            (code,),
            f'That is only one of what was found: {named}. "{words}" leaves both.',
            cite,
            ("missing line",),
            "third",
        )
        for code in (signs if len(signs) > 1 and not as_true else ())
    ]
    return [other, both, random.choice([vague, *parts])]
