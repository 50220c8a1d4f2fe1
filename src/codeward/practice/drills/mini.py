"""A short chart: a few lines of a note, of which some are lines of the claim and some are not."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import ClassVar, Literal, NamedTuple

from pydantic import Field

from codeward.charts import StrictModel
from codeward.edits import excludes1_note
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.scenes import Setting, ask, narrow, person, scene

__all__ = ["Mini", "problems"]

Pairs = tuple[tuple[str, str], ...]


class Acute(StrictModel):
    """A problem for which a patient comes, and the signs that belong to it."""

    code: str
    said: Lines
    signs: Pairs = Field(min_length=1)


class Lasting(StrictModel):
    """A problem that is managed along the way: one code or two in their order."""

    codes: tuple[str, ...] = Field(min_length=1, max_length=2)
    said: tuple[str, ...] = Field(min_length=2)
    level: Literal[1, 2, 3] = 1
    managed: tuple[str, ...] = ()


class _Beside(StrictModel):
    denied: Lines
    past: Lines
    doubt: Lines
    doubt_stay: Lines
    managed: Lines
    main: Lines
    stay: Lines


class _Other(StrictModel):
    denied: Pairs
    past: Pairs
    doubt: Pairs


class Problems(DataFile):
    """What short charts and made claims are put together from."""

    acute: tuple[Acute, ...] = Field(min_length=15)
    lasting: tuple[Lasting, ...] = Field(min_length=12)
    beside: _Beside
    other: _Other


@lru_cache(maxsize=1)
def problems() -> Problems:
    """Return the problems of short charts."""
    return read("problems.yaml", Problems)


class _Chart(NamedTuple):
    """What one short chart holds, each with its words."""

    setting: Setting
    acute: Acute
    acute_said: str
    sign: tuple[str, str]
    lasting: Lasting
    lasting_said: str
    denied: tuple[str, str]
    past: tuple[str, str]
    doubt: tuple[str, str]

    @property
    def stay(self) -> bool:
        return self.setting == "inpatient"

    @property
    def key(self) -> tuple[str, ...]:
        """The lines of the claim: what brought the patient, what was managed, and in a stay what is doubted."""
        return (self.acute.code, *self.lasting.codes, *((self.doubt[1],) if self.stay else ()))


class Mini:
    """Three to five lines of a note, coded whole."""

    name: ClassVar[str] = "mini"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a short chart; from level 2 on also hospital stays, at 3 combinations of two diseases."""
        random = given.random
        chart = _chart(random, given.level)
        every = {*chart.key, chart.sign[1], chart.denied[1], chart.past[1], chart.doubt[1]}
        if len(every) < len(chart.key) + (3 if chart.stay else 4) or _kept_apart(given, chart.key):
            return None
        who = narrow([person(given.file, code) for code in chart.key])
        if who is None:
            return None
        lines, quotes = _lines(random, chart, given.level)
        note = scene(random, " ".join(lines), who, chart.setting)
        question = ask(random, "typed_set" if given.typed else "set")
        cite = "II" if chart.stay else "IV.G"
        key = Choice(chart.key, _why(chart, quotes), (cite,))
        return Question(
            f"{note.text} {question}", chart.setting, key, _wrong(random, chart, quotes), given.typed
        )


def _chart(random: Random, level: int) -> _Chart:
    data = problems()
    settings: tuple[Setting, ...] = (
        ("office", "emergency") if level == 1 else ("office", "emergency", "inpatient")
    )
    acute = random.choice(data.acute)
    lasting = random.choice([one for one in data.lasting if one.level <= level])
    return _Chart(
        random.choice(settings),
        acute,
        random.choice(acute.said),
        random.choice(acute.signs),
        lasting,
        random.choice(lasting.said),
        random.choice(data.other.denied),
        random.choice(data.other.past),
        random.choice(data.other.doubt),
    )


def _kept_apart(given: Given, codes: tuple[str, ...]) -> bool:
    """Say whether an Excludes1 note stands between two of the lines."""
    return any(excludes1_note(a, b, given.book) is not None for a in codes for b in codes if a != b)


def _said(text: str, x: str, s: str = "") -> str:
    return text.format(x=x, X=x[:1].upper() + x[1:], s=s, S=s[:1].upper() + s[1:])


def _lines(random: Random, chart: _Chart, level: int) -> tuple[list[str], dict[str, str]]:
    """Return the lines of the note, and of each what it speaks of by name."""
    words = problems().beside
    main = _said(random.choice(words.stay if chart.stay else words.main), chart.acute_said, chart.sign[0])
    quotes = {
        "main": main,
        "managed": _said(random.choice(chart.lasting.managed or words.managed), chart.lasting_said),
        "denied": _said(random.choice(words.denied), chart.denied[0]),
        "past": _said(random.choice(words.past), chart.past[0]),
        "doubt": _said(random.choice(words.doubt_stay if chart.stay else words.doubt), chart.doubt[0]),
    }
    beside = ["managed", "doubt", *random.sample(["denied", "past"], 1 if level == 1 else 2)]
    random.shuffle(beside)
    return [quotes["main"], *(quotes[name] for name in beside)], {
        name: quotes[name] for name in ("main", *beside)
    }


def _why(chart: _Chart, quotes: dict[str, str]) -> str:
    tail = (
        f' "{quotes["doubt"]}" is doubt at the end of a hospital stay, coded as if it were so.'
        if chart.stay
        else f' "{quotes["doubt"]}" is doubt and stays out.'
    )
    return f'"{quotes["main"]}" leads, and "{quotes["managed"]}" follows.{tail}'


def _wrong(random: Random, chart: _Chart, quotes: dict[str, str]) -> list[Choice]:
    main, *rest = chart.key
    lead, other = ("II", "III") if chart.stay else ("IV.G", "IV.I")
    turned = Choice(
        (chart.lasting.codes[0], main, *rest[1:]) if len(chart.lasting.codes) == 1 else (*rest, main),
        f'What brought the patient goes first: "{quotes["main"]}".',
        (lead,),
        ("order",),
        "turned",
    )
    without = tuple(code for code in chart.key if code not in chart.lasting.codes)
    found = [
        Choice(
            without,
            f'This was dealt with and is left out: "{quotes["managed"]}".',
            (other,),
            ("missing line",),
            "left out",
        ),
        Choice(
            (main, chart.sign[1], *rest),
            f'{chart.sign[0].capitalize()} belongs to the problem: "{quotes["main"]}".',
            ("I.B.5",),
            ("unsupported line",),
            "sign",
        ),
    ]
    if chart.stay:
        found.append(
            Choice(
                chart.key[:-1],
                f'In a hospital stay doubt at the end is coded: "{quotes["doubt"]}".',
                ("III.C",),
                ("missing line",),
                "doubt",
            )
        )
    else:
        found.append(
            Choice(
                (*chart.key, chart.doubt[1]),
                f'Outside a hospital stay doubt is not coded: "{quotes["doubt"]}".',
                ("IV.H",),
                ("unsupported line",),
                "doubt",
            )
        )
    beside = {
        "denied": (chart.denied[1], f'It is denied: "{quotes.get("denied", "")}".', other),
        "past": (
            chart.past[1],
            f'It is over: "{quotes.get("past", "")}".',
            "III.A" if chart.stay else "IV.J",
        ),
    }
    found += [
        Choice((*chart.key, code), why, (cite,), ("unsupported line",), name)
        for name, (code, why, cite) in beside.items()
        if name in quotes
    ]
    random.shuffle(found)
    return [turned, *found]
