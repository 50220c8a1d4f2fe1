"""Questions to a provider: the compliant draft among drafts with one fault each.

The faults are those of AHIMA and ACDIS (Guidelines for Achieving a Compliant Query Practice, 2022).
"""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import ClassVar, NamedTuple

from pydantic import Field

from codeward.charts import QueryKind, StrictModel
from codeward.curriculum import QueryFault
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.slips import slip

__all__ = ["Case", "Draft", "Query", "cases", "drafts"]

_NAMES = (
    "Aldana",
    "Brightwater",
    "Chowdhury",
    "Ellery",
    "Fontaine",
    "Guerrero",
    "Hollis",
    "Ismail",
    "Juarez",
    "Kessler",
)
_NEW = "missing-documentation"


class Case(StrictModel):
    """A gap in a record: what was found, the answers that fit, one that nothing supports."""

    kind: QueryKind
    skills: tuple[str, ...]
    found: str
    dx: str
    options: tuple[str, ...] = Field(min_length=2)
    bare: str
    about: str = ""
    new: bool = False


class _Queries(DataFile):
    openings: Lines
    asks: Lines
    details: Lines
    ends: Lines
    other: Lines
    unable: tuple[str, ...]
    leading: Lines
    payment: Lines
    bare_opening: Lines
    yes_no: Lines
    whys: dict[QueryFault, str]
    right: str
    stems: Lines
    leads: Lines
    cases: tuple[Case, ...] = Field(min_length=12)


class Draft(NamedTuple):
    """A draft of a question: its words, the answers it offers, whether it shows the findings, and its one fault."""

    text: str
    options: tuple[str, ...]
    shows: bool
    kind: QueryKind
    fault: QueryFault | None
    quote: str = ""


@lru_cache(maxsize=1)
def _data() -> _Queries:
    return read("queries.yaml", _Queries)


def cases() -> tuple[Case, ...]:
    """Return every case."""
    return _data().cases


@lru_cache(maxsize=16)
def _cases(skill: str) -> tuple[Case, ...]:
    return tuple(case for case in _data().cases if skill in case.skills) or _data().cases


class Query:
    """Which of four drafts may be sent."""

    name: ClassVar[str] = "query"
    typed: ClassVar[bool] = False

    def draw(self, given: Given) -> Question | None:
        """Return a question; at level 1 the faults are plain ones, later any."""
        random, data = given.random, _data()
        case = random.choice(_cases(given.skill))
        made = drafts(random, case)
        sound = made[0]
        faulty = [draft for draft in made[1:] if given.level > 1 or draft.fault != "unsupported_option"]
        random.shuffle(faulty)
        key = Choice(sound.text, data.right.format(found=case.found), ())
        wrong = [
            Choice(
                draft.text,
                data.whys[draft.fault].format(q=draft.quote, found=case.found),
                (),
                (draft.fault.replace("_", " "),),
                draft.fault,
            )
            for draft in faulty
            if draft.fault is not None
        ]
        facts = case.found.split(", ")
        random.shuffle(facts)  # a record tells them in no order of their own
        told = ", ".join(facts)
        told = f"{random.choice(data.leads)} {told[:1].upper()}{told[1:]}."
        stem = random.choice(data.stems).format(about_record=told)
        before, _, question = stem.rpartition(". ")
        return Question(slip(random, before, question, "inpatient"), None, key, wrong)


def drafts(random: Random, case: Case) -> tuple[Draft, ...]:
    """Return the compliant draft of a case, and after it one draft for each fault that the case can have."""
    data = _data()

    def opening() -> str:
        return random.choice(data.openings).format(found=case.found, who=random.choice(_NAMES))

    def ask() -> str:
        return (
            random.choice(data.details).format(about=case.about) if case.about else random.choice(data.asks)
        )

    def end(options: tuple[str, ...]) -> str:
        return random.choice(data.ends).format(options="; ".join(options))

    def draft(
        text: str, options: tuple[str, ...], fault: QueryFault | None, quote: str = "", *, shows: bool = True
    ) -> Draft:
        return Draft(text, options, shows, case.kind, fault, quote)

    escapes = (random.choice(data.other), random.choice(data.unable))
    full = (*case.options, *escapes)
    lead = random.choice(data.leading).format(dx=case.dx)
    pay = random.choice(data.payment)
    extra = (*case.options, case.bare, *escapes)
    found = [
        draft(f"{opening()} {ask()} {end(full)}", full, None),
        draft(f"{opening()} {lead} {end(full)}", full, "leading", lead),
        draft(f"{opening()} {ask()} {end(full)} {pay}", full, "payment_named", pay),
        draft(f"{random.choice(data.bare_opening)} {ask()} {end(full)}", full, "no_indicators", shows=False),
        draft(
            f"{opening()} {ask()} {end(case.options)}",
            case.options,
            "no_other_or_unable",
            "; ".join(case.options),
        ),
        draft(f"{opening()} {ask()} {end(extra)}", extra, "unsupported_option", case.bare),
    ]
    if case.kind == _NEW:
        closed = random.choice(data.yes_no).format(dx=case.dx)
        found.append(draft(f"{opening()} {closed}", (), "yes_no_new", closed))
    return tuple(found)
