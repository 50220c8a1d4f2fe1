"""One walk over the services of a claim: each line is asked only by the rules that can have something to say of it.

The small functions are in `modified` (what stands beside the code), `placed` (status, place, history) and `counted`
(units). Which rules of a day concern a code is worked out once for each code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from codeward.claims import Claim, Line
from codeward.codesets import Shelf
from codeward.edits.facts import Facts
from codeward.edits.finding import Finding, Source, Unchecked
from codeward.edits.indicators import LIST, Indicators, indicators_of
from codeward.edits.model import Rule
from codeward.edits.registry import Said, carries_out_together
from codeward.edits.rules import rules_of
from codeward.edits.serviceset import ServiceSet
from codeward.edits.shape import within

__all__ = ["ASSISTANTS", "LineCheck", "Service", "asks", "is_medicare"]

FAMILIES = ("CW-LN", "CW-MX", "CW-UN")
ASSISTANTS = frozenset({"80", "81", "82", "AS"})
# Numbers that the physician fee schedule speaks of; drugs, supplies and equipment have none of its indicators.
_SCHEDULED = ServiceSet(["00100-99607", "0001T-0999T", "G0008-G9999", "Q0035", "Q0091", "R0070-R0076"])


@dataclass(slots=True)
class Service:
    """A line as the rules see it: its code, its modifiers in capitals, its day and place, and what is known of it."""

    claim: Claim
    line: Line
    code: str
    modifiers: tuple[str, ...]
    day: dt.date
    place: str | None
    known: Indicators | None
    shelf: Shelf

    @property
    def called(self) -> str:
        """How the line is named in a sentence."""
        return self.code if self.line.id is None else f"{self.code} (line {self.line.id})"

    @property
    def units(self) -> Any:
        """Its units; one where the line gives none."""
        return 1 if self.line.units is None else self.line.units

    def value(self, indicator: str | None) -> str:
        """Return the value of an indicator of the fee schedule; nothing where it is not known."""
        return "" if self.known is None or indicator is None else self.known.get(indicator)

    def row(self, *indicators: str | None) -> Source | None:
        """Return the row of the fee schedule with *indicators* that a finding rests on."""
        return None if self.known is None else self.known.source(*(one for one in indicators if one))


LineCheck = Callable[[Rule, Service], Iterator[Finding | Unchecked]]


Wants = Callable[[Rule, Indicators | None], bool]


class _Asks(NamedTuple):
    check: LineCheck
    modified: bool  # only lines that have a modifier are asked
    wants: Wants | None  # only codes with such indicators are


_CHECKS: dict[str, _Asks] = {}


def asks(
    name: str, *, modified: bool = False, wants: Wants | None = None
) -> Callable[[LineCheck], LineCheck]:
    """Register the function of rules *about* `name`.

    With *modified* only lines with a modifier are asked, with *wants* only codes whose indicators it takes.
    """

    def register(function: LineCheck) -> LineCheck:
        _CHECKS[name] = _Asks(function, modified, wants)
        return function

    return register


def found(rule: Rule, at: Service, source: Source | None = None, **words: object) -> Finding:
    """Return a finding of *rule* on the line."""
    told = {"place": at.place or "", "day": at.day, **words}
    lines = (at.line.id,) if at.line.id else ()
    return rule.finding([at.code], source, **told)._replace(lines=lines)


@carries_out_together("line")
def _lines(claim: Claim, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    if not claim.lines:
        return
    if not within(claim):
        why = "The claim has more lines than its form: they are judged once it is split."
        yield from (Unchecked(family, "claim", why) for family in FAMILIES)
        return
    medicare = is_medicare(claim.payer)
    if not claim.payer:
        why = "The claim names no payer: rules of one payer alone, such as Medicare's, are not asked."
        yield Unchecked(FAMILIES[0], "payer", why)
    unknown: dict[str, dt.date] = {}
    editions: set[str] = set()
    for line in claim.lines:
        day, code = claim.day_of(line), line.code
        known = indicators_of(code, day, shelf)
        if known is None:
            if _SCHEDULED.matches(code):
                unknown.setdefault(code, day)
        elif known.edition not in editions:
            editions.add(known.edition)
            yield known.checked(FAMILIES[0])
        plain, modified = _asked(code, day, claim.kind, medicare, known)
        modifiers = tuple([one.strip().upper() for one in line.modifiers])
        at = Service(claim, line, code, modifiers, day, line.place or claim.place, known, shelf)
        for rule, check in plain:
            yield from check(rule, at)
        if modifiers:
            for rule, check in modified:
                yield from check(rule, at)
    if unknown:
        code, day = next(iter(unknown.items()))
        yield not_known(sorted(unknown), day)


def not_known(codes: list[str], day: dt.date) -> Unchecked:
    """Return that no fee schedule here says anything of *codes*."""
    from codeward.codesets import books

    why = f"The fee schedule's indicators of {', '.join(codes)} on {day} are not known here."
    return Unchecked(FAMILIES[0], LIST, why, books.install_command(LIST, day))


def is_medicare(payer: str | None) -> bool:
    """Say whether the payer is Medicare, its plans of part C among them, which pay by its rules (42 CFR 422.101)."""
    return payer is not None and payer.strip().casefold().startswith("medicare")


_Checks = tuple[tuple[Rule, LineCheck], ...]


@lru_cache(maxsize=16384)
def _asked(
    code: str,
    day: dt.date,
    kind: str,
    medicare: bool,
    known: Indicators | None,
) -> tuple[_Checks, _Checks]:
    """Return the rules in force on *day* that can have something to say of *code* on such a claim.

    First those that ask every line, then those that ask a line with modifiers.
    """
    concerned = [
        (rule, _CHECKS[str(rule.about)])
        for rule in rules_of("line", day)
        if (not rule.claims or kind in rule.claims)
        and (medicare or not rule.payers)
        and (not rule.services or rule.services.matches(code))
        and not rule.but_not.matches(code)
    ]
    wanted = [(rule, one) for rule, one in concerned if one.wants is None or one.wants(rule, known)]
    return (
        tuple((rule, one.check) for rule, one in wanted if not one.modified),
        tuple((rule, one.check) for rule, one in wanted if one.modified),
    )
