"""What the Tabular List says of a code: billable, its title, its notes, its 7th characters, its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, StringConstraints, model_validator

from codeward.charts import StrictModel, authorities
from codeward.codesets import Instruction, InstructionKind, matches, validity
from codeward.edits import excludes1_note
from codeward.practice.claims.fields import (
    Code,
    Codes,
    Words,
    one_or_more,
    pair_of,
    same_words,
    system_of_code,
)
from codeward.practice.claims.registry import Ground, UnprovenError, predicate

__all__ = ["instructions_at"]

Reason = Literal[
    "needs_more_characters",
    "missing_seventh_character",
    "missing_placeholder",
    "bad_seventh_character",
    "unknown",
    "header",
    "not_in_force",
    "malformed",
]


class _OfCodes(StrictModel):
    codes: Codes


@predicate("billable", _OfCodes, "codes")
def _billable(told: _OfCodes, ground: Ground) -> Iterator[str]:
    """Each code may stand on a claim of the coding date."""
    for code in told.codes:
        validation = ground.shelf.validate(system_of_code(code), code)
        if not validation.valid:
            yield validation.message


class _NotBillable(StrictModel):
    codes: Codes
    reason: Reason | None = None


@predicate("not_billable", _NotBillable, "codes", "reason")
def _not_billable(told: _NotBillable, ground: Ground) -> Iterator[str]:
    """No code may stand on a claim of the coding date, each for the reason given."""
    for code in told.codes:
        validation = ground.shelf.validate(system_of_code(code), code)
        if validation.valid:
            yield f"{code} is billable"
        elif told.reason is not None and validation.reason != told.reason:
            yield f"{validation.message} ({validation.reason})"


class _Title(StrictModel):
    code: Words
    words: Words


@predicate("title", _Title, "code", "words")
def _title(told: _Title, ground: Ground) -> Iterator[str]:
    """The code's title holds the words."""
    title = ground.shelf.title(system_of_code(told.code), told.code)
    if not title:
        yield f"there is no {told.code}"
    elif same_words(told.words) not in same_words(title):
        yield f"{told.code} is {title}"


# A code, a heading, or a block of categories: notes stand at all of them.
Place = Annotated[
    str, StringConstraints(pattern=r"^([A-Z0-9][A-Z0-9.]{1,9}|[A-Z]\d[0-9A-Z]-[A-Z]\d[0-9A-Z]|\d{1,2})$")
]


class _Instruction(StrictModel):
    at: Place
    kind: InstructionKind
    words: Words | None = None
    names: Annotated[tuple[Words, ...], Field(max_length=20), BeforeValidator(one_or_more)] = ()
    holds: bool = True


def instructions_at(code: str, kind: str, ground: Ground) -> tuple[Instruction, ...]:
    """Return the instructions of one kind that hold at *code*, those of the headings above among them."""
    return tuple(one for one in ground.book.instructions_for(code) if one.kind == kind)


@predicate("instruction", _Instruction, "at", "kind", "words")
def _instruction(told: _Instruction, ground: Ground) -> Iterator[str]:
    """A note of the kind holds at the code, has the words and names the codes; or none does (`holds: false`)."""
    there = instructions_at(told.at, told.kind, ground)
    fitting = [one for one in there if told.words is None or same_words(told.words) in same_words(one.text)]
    named = [name for name in told.names if not any(_names(one, name) for one in fitting)]
    holds = bool(fitting) and not named
    if holds == told.holds:
        return
    if holds:
        yield f"{told.at} {told.kind}: {fitting[0].text}"
    elif not there:
        kinds = sorted({one.kind for one in ground.book.instructions_for(told.at)})
        yield f"at {told.at} holds {', '.join(kinds) or 'no instruction'}"
    elif named:
        yield f"no {told.kind} note at {told.at} names {', '.join(named)}"
    else:
        yield f"at {told.at} {told.kind}: {'; '.join(one.text for one in there)[:300]}"


def _names(one: Instruction, code: str) -> bool:
    key = code.rstrip("-").rstrip(".")
    return any(
        matches(reference, key) or reference.first == key or _within(key, reference.first)
        for reference in one.references
    )


def _within(heading: str, code: str) -> bool:
    """Say whether *code* stands below the heading that is claimed: a note that names F02.8- names F02."""
    return code.replace(".", "").startswith(heading.replace(".", ""))


class _Two(StrictModel):
    a: Code
    b: Code
    holds: bool = True

    @model_validator(mode="before")
    @classmethod
    def _two_codes(cls, data: Any) -> Any:
        return pair_of(data)


@predicate("excludes1", _Two, "a", "b")
def _excludes1(told: _Two, ground: Ground) -> Iterator[str]:
    """An Excludes1 note, read both ways and from above, parts the two codes (`holds: false`: none does)."""
    note = excludes1_note(told.a, told.b, ground.book) or excludes1_note(told.b, told.a, ground.book)
    if told.holds and note is None:
        yield f"no Excludes1 note parts {told.a} and {told.b}"
    elif not told.holds and note is not None:
        yield note


@predicate("excludes2", _Two, "a", "b")
def _excludes2(told: _Two, ground: Ground) -> Iterator[str]:
    """An Excludes2 note at one code names the other, so that both may be coded (`holds: false`: none does)."""
    notes = [
        one.text
        for at, other in ((told.a, told.b), (told.b, told.a))
        for one in instructions_at(at, "excludes2", ground)
        if any(matches(reference, other) for reference in one.references)
    ]
    if told.holds and not notes:
        yield f"no Excludes2 note at {told.a} or {told.b} names the other"
    elif not told.holds and notes:
        yield notes[0]


class _Seventh(StrictModel):
    code: Code
    set: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[A-Z0-9]$")], ...],
        Field(max_length=36),
        BeforeValidator(lambda value: value.replace(",", " ").split() if isinstance(value, str) else value),
    ]


@predicate("seventh", _Seventh, "code", "set")
def _seventh(told: _Seventh, ground: Ground) -> Iterator[str]:
    """The 7th characters of the code are these; an empty set where it takes none."""
    there = ground.book.seventh_characters(told.code) or {}
    if set(there) != set(told.set):
        yield f"the 7th characters of {told.code} are {', '.join(sorted(there)) or 'none'}"


class _Authority(StrictModel):
    sections: Annotated[tuple[Words, ...], Field(min_length=1, max_length=100), BeforeValidator(one_or_more)]


@predicate("authority", _Authority, "sections")
def _authority(told: _Authority, ground: Ground) -> Iterator[str]:
    """Each section is in the closed list of what may be cited."""
    known = authorities()
    missing = [name for name in told.sections if name not in known]
    if missing:
        yield f"authorities.yaml has no {', '.join(missing)}"


def _day(value: dt.date) -> dt.date:
    if not dt.date(1990, 1, 1) <= value <= dt.date(2060, 1, 1):
        raise ValueError("a day between 1990 and 2060")
    return value


Day = Annotated[dt.date, AfterValidator(_day)]


class _InForce(StrictModel):
    codes: Annotated[Codes, Field(validation_alias=AliasChoices("codes", "code"))]
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None


@predicate("in_force", _InForce, "codes", "from", "to")
def _in_force(told: _InForce, ground: Ground) -> Iterator[str]:
    """Each code became valid on the first day and ended on the last, where these are given; else it is valid today."""
    for code in told.codes:
        system = system_of_code(code)
        listed = validity.speaking(system, ground.day)
        if listed is None:
            yield from _by_book(code, system, told, ground)
            continue
        spans = listed.spans(system, code)
        if not spans:
            yield f"{code} is on no day of the {listed.title}"
        elif told.first is not None and all(span.first != told.first for span in spans):
            # The list begins on a day of its own: what was valid then began earlier.
            if spans[0].first == listed.first and told.first < listed.first:
                raise UnprovenError(
                    f"the {listed.title} begins on {listed.first}", "Cite the release that began it"
                )
            yield f"{code} is valid {', '.join(map(str, spans))}"
        elif (told.last is not None and all(span.last != told.last for span in spans)) or (
            told.first is None and told.last is None and not any(ground.day in span for span in spans)
        ):
            yield f"{code} is valid {', '.join(map(str, spans))}"


def _by_book(code: str, system: str, told: _InForce, ground: Ground) -> Iterator[str]:
    day = told.first or ground.day
    validation = ground.shelf.validate(system, code, day)
    if not validation.valid:
        yield validation.message
