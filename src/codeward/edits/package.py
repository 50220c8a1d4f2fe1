"""The surgical package: what an operation's payment covers (Medicare Claims Processing Manual, chapter 12, section 40).

A package of 000 is the day itself, of 010 that day and the ten after it, of 090 the day before, the day and the ninety
after it. Visits in it are paid with the operation, and so is what follows from it, unless a modifier tells otherwise
and the record bears it out. Whose package: the same practitioner, or one of the group (in the claim's history).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from codeward.claims import Claim, Line
from codeward.codesets import Shelf, books
from codeward.edits.days import Services, ids, named
from codeward.edits.facts import Facts
from codeward.edits.finding import Finding, Source, Unchecked
from codeward.edits.indicators import LIST, Indicators, indicators_of
from codeward.edits.model import Rule
from codeward.edits.parting import bypass_of
from codeward.edits.registry import Said, carries_out_beside
from codeward.edits.rules import cases, parting
from codeward.edits.serviceset import ServiceSet

__all__ = ["FAMILY"]

FAMILY = "CW-GL"
_DAY = dt.timedelta(days=1)
_AFTER = {"000": 0, "010": 10, "090": 90}
_MAJOR = "090"
_VISIT, _AGAIN = "24", ("58", "78", "79")
# Back in the operating room for a complication: no package of its own begins (chapter 12, section 40.1).
_NO_NEW_PACKAGE = "78"
# What may have a package: procedures of CPT, and not the visits, images and tests.
_PROCEDURES = ServiceSet(["10004-69990", "0001T-0999T", "92920-93799"])
_WHERE = "on the later line"
_HISTORY = Unchecked(
    FAMILY,
    "history",
    "What this group operated on in the ninety days before is not known. The claim's history would tell: its codes "
    "and days.",
)


class _Package(NamedTuple):
    """An operation with a package. `by` None: one of the group did it, as the history says."""

    code: str
    day: dt.date
    by: str | None
    days: str
    line: Line | None
    source: Source
    told: str

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from the claim's others, so that their order changes nothing."""
        return self.code, (self.line and self.line.id) or ""

    @property
    def until(self) -> dt.date:
        return self.day + _AFTER[self.days] * _DAY


class _Known(NamedTuple):
    """The global days of a code on a day."""

    days: str
    source: Source
    told: str


@carries_out_beside("global")
def _global(services: Services, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    claim = services.claim
    by_case = cases("global", claim.coded_on)
    if claim.kind != "professional" or not claim.lines or not by_case:
        return
    known: dict[int, _Known] = {}
    silent: list[str] = []
    asked_by: dict[str, Indicators] = {}
    for place, line in enumerate(claim.lines):
        day = claim.day_of(line)
        indicators = indicators_of(line.code, day, shelf)
        fact = facts.of("mpfs", day, line.code)
        if indicators is not None:
            asked_by[indicators.edition] = indicators
            said = indicators.get("global_days")
            if said in _AFTER:
                known[place] = _Known(said, indicators.source("global_days"), "")
        elif fact is not None and isinstance(fact.value, str):
            yield fact.checked(FAMILY)
            known[place] = _Known(fact.value.removeprefix("global").strip(), fact.source, fact.told)
        elif not line.code[:1].isalpha():  # Level II codes other than visits have no package
            silent.append(line.code)
    yield from (each.checked(FAMILY) for each in asked_by.values())
    if silent:
        why = f"The global days of {named(list(dict.fromkeys(silent)))} are not known here."
        yield Unchecked(FAMILY, LIST, why, books.install_command(LIST, claim.coded_on))
    gave = services.gave
    packages = [
        _Package(line.code, claim.day_of(line), gave(line), known[place].days, line, *known[place][1:])
        for place, line in enumerate(claim.lines)
        if place in known and known[place].days in _AFTER and _NO_NEW_PACKAGE not in line.modifiers
    ]
    earlier = list(_earlier(claim, shelf))
    forgotten = _unknown_past(claim, shelf)
    asked = False
    for place, line in enumerate(claim.lines):
        visit = by_case["package"].services.matches(line.code)
        operation = place in known and known[place].days in _AFTER
        if visit or operation:
            asked = True
            mine = [one for one in (*packages, *earlier) if one.by in (None, gave(line))]
            yield from _judged(by_case, claim, line, mine, visit=visit, known=not forgotten)
    if asked and claim.history is None:
        yield _HISTORY
    if asked and forgotten:
        why = (
            f"The global days of {named([code for code, _ in forgotten])} in the history are not known here."
        )
        yield Unchecked(FAMILY, LIST, why, books.install_command(LIST, forgotten[0][1]))


def _earlier(claim: Claim, shelf: Shelf) -> Iterator[_Package]:
    """Yield the packages that operations of the past began. One of another group binds nobody here."""
    for row in claim.history or ():
        indicators = indicators_of(row.code, row.date, shelf) if row.same_group else None
        days = "" if indicators is None else indicators.get("global_days")
        if indicators is not None and days in _AFTER and _NO_NEW_PACKAGE not in row.modifiers:
            yield _Package(row.code, row.date, None, days, None, indicators.source("global_days"), "")


def _unknown_past(claim: Claim, shelf: Shelf) -> tuple[tuple[str, dt.date], ...]:
    """Return the operations of the past, and their days, whose package may still run and is not known here."""
    longest = _AFTER[_MAJOR] * _DAY
    since = min(claim.day_of(line) for line in claim.lines)
    rows = {
        (row.code, row.date)
        for row in claim.history or ()
        if row.same_group
        and _PROCEDURES.matches(row.code)
        and since - row.date <= longest
        and indicators_of(row.code, row.date, shelf) is None
    }
    return tuple(sorted(rows))


def _judged(
    rules: Mapping[str, Rule],
    claim: Claim,
    line: Line,
    packages: list[_Package],
    *,
    visit: bool,
    known: bool,
) -> Iterator[Finding]:
    """Yield what the packages of its practitioner say of one line: of its day first, then of the days after.

    With the past not wholly *known*, no modifier is said to lack an operation.
    """
    day = claim.day_of(line)
    if visit:
        yield from _on_the_day(rules, line, day, packages)
    later = [one for one in packages if one.day < day <= one.until]
    parting_ones = tuple(name for name in ((_VISIT,) if visit else _AGAIN) if name in line.modifiers)
    if later:
        one = max(later, key=lambda each: (each.until, each.name))
        words = {"day": one.day, "until": one.until, "noted": one.told}
        if parting_ones:
            shows = parting().shows(parting_ones)
            found = _found(
                rules["parted"], line, one, modifiers=", ".join(parting_ones), shows=shows, **words
            )
            yield found._replace(bypass=bypass_of(parting_ones, _WHERE, parting()))
        else:
            found = _found(rules["package" if visit else "again"], line, one, **words)
            yield found._replace(bypass=bypass_of((_VISIT,) if visit else _AGAIN, _WHERE, parting()))
    elif parting_ones and known and claim.history is not None:
        rule = rules["without_package"]
        found = rule.finding([line.code], modifiers=", ".join(parting_ones), noted="")
        yield found._replace(why=found.why.strip(), lines=ids(line))


def _on_the_day(
    rules: Mapping[str, Rule], line: Line, day: dt.date, packages: list[_Package]
) -> Iterator[Finding]:
    """Yield what is said of a visit on the day of an operation, or on the day before a major one."""
    major = [one for one in packages if one.days == _MAJOR and one.day - day in (_DAY, 0 * _DAY)]
    minor = [one for one in packages if one.days != _MAJOR and one.day == day]
    if major and "57" not in line.modifiers:
        one = min(major, key=lambda each: (each.day, each.name))
        when = "on the day of" if one.day == day else "on the day before"
        found = _found(rules["decision"], line, one, when=when, noted=one.told)
        yield found._replace(bypass=bypass_of(("57",), "on the visit", parting()))
    elif minor and not major and "25" not in line.modifiers:
        # 57 is for major operations alone (chapter 12, section 40.2).
        one = min(minor, key=lambda each: each.name)
        found = _found(rules["same_day"], line, one, days=_AFTER[one.days], noted=one.told)
        yield found._replace(bypass=bypass_of(("25",), "on the visit", parting()))


def _found(rule: Rule, line: Line, package: _Package, **words: object) -> Finding:
    found = rule.finding([line.code, package.code], package.source, **words)
    beside = (line,) if package.line is None else (line, package.line)
    return found._replace(why=found.why.strip(), lines=ids(*beside))
