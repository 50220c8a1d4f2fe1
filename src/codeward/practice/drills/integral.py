"""Whether a sign is coded beside a disease: what belongs to it is not, what does not is (I.B.4, I.B.5, I.B.6)."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import ClassVar, Literal

from codeward.charts import StrictModel
from codeward.edits import excludes1_note
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.scenes import Person, ask, person, scene

__all__ = ["Integral"]

_OWN, _OTHER, _NONE = "I.B.5", "I.B.6", "I.B.4"
_ADULT = Person(ages=(24, 80))
Kind = Literal["own", "other", "both", "none"]


class _Disease(StrictModel):
    code: str
    say: tuple[str, ...]
    own: tuple[str, ...]
    other: tuple[str, ...]


class _Signs(DataFile):
    basis: str
    diseases: tuple[_Disease, ...]
    signs: dict[str, tuple[str, ...]]
    own: Lines
    other: Lines
    both: Lines
    none: Lines


@lru_cache(maxsize=1)
def _data() -> _Signs:
    return read("signs.yaml", _Signs)


class Integral:
    """A disease and its signs: which of them stand on the claim."""

    name: ClassVar[str] = "integral"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on a sign of its own, on one of another origin, on both, or on a sign alone."""
        random = given.random
        data = _data()
        pool = [one for one in data.diseases if given.topic is None or given.topic.holds(one.code)]
        if not pool:
            return None
        disease = random.choice(pool)
        kind = _kind(given, random)
        own = random.choice(disease.own) if disease.own else ""
        other = random.choice(disease.other)
        if kind != "other" and not own:
            return None
        if kind in ("other", "both") and _barred(given, disease.code, other):
            return None
        d = random.choice(disease.say)
        s = random.choice(data.signs[other if kind in ("other", "both") else own])
        t = random.choice(data.signs[own]) if own else ""
        form = random.choice(getattr(data, kind))
        said = form.format(d=d, D=_high(d), s=s, S=_high(s), t=t, T=_high(t))
        who = person(given.file, disease.code)
        note = scene(random, said, Person(who.sexes, _ADULT.ages))
        key, wrong = _choices(kind, disease.code, own, other, (d, s, t))
        many = len(key.said) > 1
        question = ask(random, ("typed_set" if many else "typed") if given.typed else "set")
        return Question(f"{note.text} {question}", note.setting, key, wrong, given.typed)


def _kind(given: Given, random: Random) -> Kind:
    if given.skill == "dx.symptom":
        return random.choice(("none", "own"))
    return random.choice(("own", "other", "both") if given.level > 1 else ("own", "other"))


def _barred(given: Given, disease: str, sign: str) -> bool:
    book = given.book
    return bool(excludes1_note(disease, sign, book) or excludes1_note(sign, disease, book))


def _high(text: str) -> str:
    return text[:1].upper() + text[1:]


def _choices(
    kind: Kind, disease: str, own: str, other: str, said: tuple[str, str, str]
) -> tuple[Choice, list[Choice]]:
    """Return the key and the wrong options of one kind of question."""
    d, s, t = said
    if kind == "own":
        key = Choice((disease,), f'"{s}" belongs to "{d}" as a matter of course.', (_OWN,))
        belongs = f'"{s}" is part of "{d}" and adds nothing.'
        return key, [
            Choice((disease, own), belongs, (_OWN,), ("integral",), "beside"),
            Choice(
                (own,),
                f'"{d}" is a diagnosis; its sign does not stand for it.',
                (_NONE,),
                ("symptom",),
                "alone",
            ),
            Choice((own, disease), f"{belongs} Nor does it stand first.", (_OWN,), ("integral",), "before"),
        ]
    if kind == "none":
        key = Choice((own,), f'"{s}" is what is left: nobody diagnosed "{d}".', (_NONE,))
        denied = f'"{d}" is ruled out, so it is not coded.'
        return key, [
            Choice((disease,), denied, (_NONE,), ("symptom",), "disease"),
            Choice((disease, own), denied, (_NONE,), ("symptom",), "beside"),
            Choice((own, disease), denied, (_NONE,), ("symptom",), "after"),
        ]
    key = Choice(
        (disease, other), f'"{s}" is no part of "{d}" and was worked up: it has its own code.', (_OTHER,)
    )
    wrong = [
        Choice(
            (disease,), f'"{s}" is missing, and "{d}" does not hold it.', (_OTHER,), ("integral",), "left out"
        ),
        Choice((other,), f'"{d}" is missing.', (_OTHER,), ("missing line",), "sign alone"),
    ]
    if kind == "both":
        added = f'"{t}" belongs to "{d}".'
        wrong[1:1] = [
            Choice(
                (disease, own),
                f"{added} The sign that does not is missing.",
                (_OWN, _OTHER),
                ("integral",),
                "wrong sign",
            ),
            Choice((disease, own, other), added, (_OWN,), ("integral",), "both signs"),
        ]
    elif own:
        found = f'Nothing in "{d}" and "{s}" tells that sign.'
        wrong.append(Choice((disease, own), found, (_OTHER,), ("integral",), "another sign"))
    return key, wrong
