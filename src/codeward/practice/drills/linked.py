"""Two conditions that "with" presumes to be linked, until the record says that they are not (I.A.15, I.C.4.a, I.C.9.a).

Which conditions are asked of is data; the combination codes are found in the book by their titles.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Literal, NamedTuple

from codeward.charts import StrictModel
from codeward.codesets import BookFile
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.scenes import Person, ask, scene
from codeward.practice.drills.tables import below

__all__ = ["With"]

_CITES = {"diabetes": ("I.A.15", "I.C.4.a"), "hypertension": ("I.A.15", "I.C.9.a")}
_HYPERTENSION = ("I10", "I11", "I12", "I13")
_OLD = Person(ages=(45, 84))


class _Said(StrictModel):
    code: str
    say: tuple[str, ...]
    find: str = ""
    adds: bool = False


class _Type(StrictModel):
    below: str
    say: tuple[str, ...]


class _Diabetes(StrictModel):
    types: tuple[_Type, ...]
    plain: str
    other: str
    linked: tuple[_Said, ...]
    none: tuple[_Said, ...]


class _Hypertension(StrictModel):
    say: Lines
    heart: tuple[_Said, ...]
    within: tuple[_Said, ...]
    kidney: tuple[_Said, ...]
    none: tuple[_Said, ...]


class _Links(DataFile):
    diabetes: _Diabetes
    hypertension: _Hypertension
    joined: Lines
    denied: Lines


class Case(NamedTuple):
    """A pair of conditions: their words, the codes if linked, the codes if not, and whether a link is presumed."""

    first: str
    word: str
    second: str
    linked: tuple[str, ...]
    apart: tuple[str, ...]
    presumed: bool
    also: tuple[Choice, ...] = ()


@lru_cache(maxsize=1)
def _data() -> _Links:
    return read("links.yaml", _Links)


@lru_cache(maxsize=256)
def _combined(file: BookFile, code: str, words: str) -> str:
    """Return the first code at or below *code* whose title has these words; nothing where none has."""
    return next((leaf.code for leaf in below(file, code) if words in leaf.title), "")


class With:
    """A record lists two conditions: one combination, or each by itself?"""

    name: ClassVar[str] = "with"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on diabetes or on hypertension with something else."""
        random = given.random
        about: Literal["diabetes", "hypertension"] = random.choice(("diabetes", "hypertension"))
        if given.skill.startswith("dx.diabetes"):
            about = "diabetes"
        elif given.skill == "dx.hypertension":
            about = "hypertension"
        case = _of_diabetes(given) if about == "diabetes" else _of_hypertension(given)
        if case is None or (given.topic and not any(map(given.topic.holds, (*case.linked, *case.apart)))):
            return None
        denied = case.presumed and given.level > 1 and random.random() < 0.4
        low = case.second
        high = low[:1].upper() + low[1:]
        form = random.choice(_data().denied if denied else _data().joined)
        said = form.format(a=case.first[:1].upper() + case.first[1:], b=low, B=high, w=case.word)
        note = scene(random, said, _OLD)
        linked = case.presumed and not denied
        lines = case.linked if linked else case.apart
        key = Choice(lines, _why(case, denied=denied), _CITES[about])
        many = len(lines) > 1
        question = ask(
            random, ("typed_set" if many else "typed") if given.typed else "set" if many else "one"
        )
        wrong = _wrong(case, about, linked=linked, denied=denied)
        return Question(f"{note.text} {question}", note.setting, key, wrong, given.typed)


def _of_diabetes(given: Given) -> Case | None:
    random = given.random
    data = _data().diabetes
    kind = random.choice(data.types)
    first = random.choice(kind.say)
    none = given.level > 1 and random.random() < 0.3
    one = random.choice(data.none if none else data.linked)
    second = random.choice(one.say)
    plain = _combined(given.file, kind.below, data.plain)
    other = _combined(given.file, kind.below, data.other)
    made = other if none else _combined(given.file, kind.below, one.find)
    if not (plain and made and other):
        return None
    linked = (made, one.code) if one.adds or none else (made,)
    more = [_other_type(given, kind.below, one, linked, first)]
    if not none:
        more.append(
            Choice(
                (other, one.code),
                f'There is a code that names it: "{second}".',
                _CITES["diabetes"],
                ("link",),
                "other",
            )
        )
        more.append(
            Choice((plain,), f'"{second}" is not told at all.', _CITES["diabetes"], ("link",), "alone")
        )
    found = tuple(choice for choice in more if choice is not None)
    return Case(first, "diabetes", second, linked, (plain, one.code), not none, found)


def _other_type(given: Given, type_: str, one: _Said, linked: tuple[str, ...], first: str) -> Choice | None:
    """Return the same answer with the other type of diabetes."""
    other = "E10" if type_ == "E11" else "E11"
    made = _combined(given.file, other, one.find or _data().diabetes.other)
    why = f'That is another type. The record says "{first}"; where it gives no type, it is type 2.'
    cite = ("I.C.4.a.1", "I.C.4.a.2")
    return Choice((made, *linked[1:]), why, cite, ("type of diabetes",), "type") if made else None


def _of_hypertension(given: Given) -> Case | None:
    random = given.random
    data = _data().hypertension
    plain, heart, kidney, both = _HYPERTENSION
    first = random.choice(data.say)
    kinds = (
        ("heart", "kidney", "both", "none", "within") if given.level > 1 else ("heart", "kidney", "within")
    )
    kind = random.choice(kinds)
    file = given.file
    failing = _combined(file, heart, "with heart failure")
    sound = _combined(file, heart, "without heart failure")
    if kind == "both":
        one, two = random.choice(data.heart), random.choice(data.kidney)
        made = _combined(
            file, both, f"with heart failure and {'with ' if two.find == 'stage 5' else ''}{two.find}"
        )
        second = f"{random.choice(one.say)}; {random.choice(two.say)}"
        single = _combined(file, kidney, two.find)
        split = Choice(
            (failing, one.code, single, two.code),
            f'"{second}": heart and kidney with hypertension have one combination together.',
            ("I.C.9.a.3",),
            ("hypertension combination",),
            "split",
        )
        return Case(
            first,
            "hypertension",
            second,
            (made, one.code, two.code),
            (plain, one.code, two.code),
            presumed=True,
            also=(split,),
        )
    one = random.choice(
        {"heart": data.heart, "kidney": data.kidney, "within": data.within, "none": data.none}[kind]
    )
    second = random.choice(one.say)
    if kind == "none":
        wrong = _combined(file, kidney, "stage 1 through stage 4") if one.code[0] == "N" else sound
        return Case(first, "hypertension", second, (wrong, one.code), (plain, one.code), presumed=False)
    made = {"heart": failing, "within": sound}.get(kind) or _combined(file, kidney, one.find)
    linked = (made,) if kind == "within" else (made, one.code)
    mistaken = {"heart": sound, "within": failing}.get(kind) or sound
    other = Choice(
        (mistaken, *linked[1:]),
        f'That combination says something else than "{second}".',
        _CITES["hypertension"],
        ("hypertension combination",),
        "combination",
    )
    return Case(first, "hypertension", second, linked, (plain, one.code), presumed=True, also=(other,))


def _why(case: Case, *, denied: bool) -> str:
    if denied:
        return f'The record parts "{case.second}" from the {case.word}, so nothing is presumed: each has its own code.'
    if not case.presumed:
        return f'No "with" joins "{case.second}" to the {case.word}, and nobody wrote a link: each has its own code.'
    return f'"{case.second}" beside "{case.first}": the link is presumed, and the combination says it.'


def _wrong(case: Case, about: str, *, linked: bool, denied: bool) -> list[Choice]:
    cite = _CITES[about]
    if linked:
        why = f'It reads "{case.second}" as unrelated, which nobody wrote.'
        found = [Choice(case.apart, why, cite, ("link",), "not linked")]
        if len(case.linked) > 1:
            lacking = f'The combination asks for the code of "{case.second}" besides.'
            found.append(Choice(case.linked[:1], lacking, cite, ("missing line",), "combination alone"))
            turned = (*case.linked[1:], case.linked[0])
            found.append(
                Choice(turned, f'The combination stands before "{case.second}".', cite, ("order",), "order")
            )
        return [*found[:1], *case.also, *found[1:]]
    why = (
        f'The record says that "{case.second}" has nothing to do with it.'
        if denied
        else f'Nothing presumes that link, and the record names none for "{case.second}".'
    )
    return [
        Choice(case.linked, why, cite, ("link",), "linked"),
        Choice(
            case.apart[:1], f'"{case.second}" is in the record too.', cite, ("missing line",), "first alone"
        ),
        Choice(
            case.apart[1:], f'"{case.first}" is in the record too.', cite, ("missing line",), "second alone"
        ),
    ]
