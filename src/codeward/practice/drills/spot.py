"""The faulty line of a claim: one line is broken so that a named edit fires, and the edits find no other fault."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import ClassVar, NamedTuple

from codeward.claims import Claim
from codeward.codesets import Book
from codeward.edits import Coded, Finding, check_diagnoses, excludes1_note
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.mini import problems
from codeward.practice.drills.scenes import Setting, pieces
from codeward.practice.drills.tables import stem_of
from codeward.practice.proof import claim_for

__all__ = ["Spot"]

_LINES = 4
_SETTINGS: tuple[Setting, ...] = ("office", "emergency", "outpatient")


class _Spots(DataFile):
    asks: Lines
    frames: Lines
    manifestations: Lines
    causes: Lines
    first_only: Lines


@lru_cache(maxsize=1)
def _data() -> _Spots:
    return read("spots.yaml", _Spots)


class _Broken(NamedTuple):
    """The codes of a claim with one fault: at which place it is, what would stand there, and its axis."""

    codes: tuple[str, ...]
    place: int
    axis: str


class Spot:
    """Four lines, three of them lawful."""

    name: ClassVar[str] = "spot"
    typed: ClassVar[bool] = False

    def draw(self, given: Given) -> Question | None:
        """Return a claim with one line at fault: at level 1 no code to report, later a place or a second time."""
        random = given.random
        codes = _lawful(random, given.book)
        if codes is None:
            return None
        broken = _broken(given, random, codes)
        if broken is None:
            return None
        setting = random.choice(_SETTINGS)
        claim = claim_for(setting, given.shelf.day)
        fault = broken.codes[broken.place]
        found = _told(broken.codes, claim, given.book)
        without = tuple(code for place, code in enumerate(broken.codes) if place != broken.place)
        errors = [one for one in found if one.severity == "error"]
        if (
            len(errors) != 1
            or any(one.codes[0] != fault for one in found)
            or _told(without, claim, given.book)
        ):
            return None
        shown = [f"line {place + 1}: {code}" for place, code in enumerate(broken.codes)]
        scene = pieces()
        stem = random.choice(_data().frames).format(
            day=random.choice(scene.days),
            place=random.choice(scene.places[setting]),
            author=random.choice(scene.authors),
            lines="; ".join(shown),
        )
        key = Choice(_label(shown[broken.place]), errors[0].why, errors[0].citation)
        wrong = [
            Choice(_label(text), _sound(code, fault), ("I.B.2",), (broken.axis,), f"line {place}")
            for place, (text, code) in enumerate(zip(shown, broken.codes, strict=True))
            if place != broken.place
        ]
        return Question(f"{stem} {random.choice(_data().asks)}", setting, key, wrong)


def _told(codes: tuple[str, ...], claim: Claim, book: Book) -> list[Finding]:
    """Return what the edits hold against the diagnoses of a claim, or ask to be looked at."""
    return [one for one in check_diagnoses(Coded(codes, claim), book) if one.severity != "warn"]


def _label(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sound(code: str, fault: str) -> str:
    if code == fault:
        return f"{code} may be listed once, and this is the first time."
    return f"{code} can be reported that day, and the edits find nothing against it in its place. The fault is {fault}."


def _lawful(random: Random, book: Book) -> tuple[str, ...] | None:
    """Return three codes of a claim between which no Excludes1 note stands."""
    acute = random.choice(problems().acute)
    lasting = random.sample([one for one in problems().lasting if len(one.codes) == 1], _LINES - 1)
    codes = (acute.code, *(one.codes[0] for one in lasting))
    if len({code[:3] for code in codes}) < len(codes):
        return None
    apart = any(excludes1_note(a, b, book) is not None for a in codes for b in codes if a != b)
    return None if apart else codes


def _broken(given: Given, random: Random, codes: tuple[str, ...]) -> _Broken | None:
    """Return the claim with one line broken, by the level."""
    data = _data()
    kinds = ["short", "unfinished"]
    if given.level > 1:
        kinds += ["twice", "cause first"]
    if given.level > 2:
        kinds += ["manifestation first", "only first"]
    kind = random.choice(kinds)
    place = random.randrange(len(codes))
    if kind == "short":
        stem = stem_of(given.file, codes[place])
        above = stem.above if stem is not None else ""
        return _Broken(_put(codes, place, above), place, "specificity") if len(above) >= 3 else None
    if kind == "unfinished":
        cut = random.choice(
            ("S93.401", "S52.501", "S80.01", "T78.40", "S61.411", "M84.451", "T23.202", "S43.014")
        )
        return _Broken(_put(codes, place, cut), place, "seventh character")
    if kind == "twice":
        place = random.randrange(1, len(codes))
        return _Broken(_put(codes, place, codes[random.randrange(place)]), place, "duplicate")
    if kind == "only first":
        place = random.randrange(1, len(codes))
        return _Broken(_put(codes, place, random.choice(data.first_only)), place, "first")
    pool = data.causes if kind == "cause first" else data.manifestations
    return _Broken(_put(codes, 0, random.choice(pool)), 0, "never first")


def _put(codes: tuple[str, ...], place: int, code: str) -> tuple[str, ...]:
    return (*codes[:place], code, *codes[place + 1 :])
