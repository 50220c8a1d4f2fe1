"""What stands beside a code: whether each modifier is there, in force, fits the code, its indicators and the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from codeward.claims import Line
from codeward.codesets import modifiers
from codeward.edits.finding import Finding, Unchecked
from codeward.edits.indicators import Indicators
from codeward.edits.model import Rule
from codeward.edits.service import ASSISTANTS, Service, asks, found, is_medicare
from codeward.edits.serviceset import ServiceSet

__all__: list[str] = []

# What tells a side or a site: any of them answers which side was meant.
_SIDES = frozenset(one.code for one in modifiers.all() if one.kind == "anatomic" and one.level == "hcpcs") | {
    "50"
}
_SETTINGS: dict[str, frozenset[modifiers.Setting]] = {
    "professional": frozenset({"professional", "supplier", "ambulance", "laboratory"}),
    "outpatient": frozenset({"hospital-outpatient", "ambulance", "laboratory", "supplier"}),
}
_SURGERY_CENTER = "24"
_OFFICE_VISITS = ServiceSet(["99202-99215"])
_WORDS = {"hospital-outpatient": "a hospital's outpatient claim", "asc": "a surgery center's claim"}


@asks("unknown", modified=True)
def _unknown(rule: Rule, at: Service) -> Iterator[Finding]:
    for one in at.modifiers:
        if not modifiers.listed(one):
            yield found(rule, at, modifier=one)


@asks("not_in_force", modified=True)
def _not_in_force(rule: Rule, at: Service) -> Iterator[Finding]:
    for one in at.modifiers:
        known = modifiers.get(one, line=at.code)
        if known is not None and not known.in_force(at.day):
            yield found(rule, at, modifier=one, text=modifiers.why_not(one, at.code, None, at.day))


@lru_cache(maxsize=16384)
def _misfit(one: str, code: str) -> tuple[str, str] | None:
    """Return the kind of a modifier that does not belong to *code*, and why; None where it does or is not taught."""
    known = modifiers.get(one, line=code)
    why = modifiers.why_not(one, code)
    return None if known is None or why is None else (known.kind, why)


@asks("unfit", modified=True)
def _unfit(rule: Rule, at: Service) -> Iterator[Finding]:
    for one in at.modifiers:
        wrong = _misfit(one, at.code)
        if wrong is not None and wrong[0] in rule.values:
            yield found(rule, at, modifier=one, text=wrong[1])


@asks("setting", modified=True)
def _setting(rule: Rule, at: Service) -> Iterator[Finding]:
    allowed = _SETTINGS.get(at.claim.kind)
    if allowed is None:
        return
    if at.claim.kind == "professional" and at.place == _SURGERY_CENTER:
        allowed |= {"asc"}  # a surgery center bills on the practitioner's form
    for one in at.modifiers:
        known = modifiers.get(one, line=at.code)
        if known is not None and not allowed & set(known.settings) and _misfit(one, at.code) is None:
            where = " or ".join(_WORDS.get(name, f"a {name} claim") for name in known.settings)
            yield found(rule, at, modifier=one, text=f"{one} is for {where}. {known.citation}.")


def _has_the_value(rule: Rule, known: Indicators | None) -> bool:
    return known is not None and known.get(str(rule.indicator)) in rule.values


@asks("by_indicator", modified=True, wants=_has_the_value)
def _by_indicator(rule: Rule, at: Service) -> Iterator[Finding]:
    value = at.value(rule.indicator)
    for one in at.modifiers:
        # One that does not belong to such a code at all is told by its own rule.
        if one in rule.modifiers and _misfit(one, at.code) is None:
            yield found(rule, at, at.row(rule.indicator), modifier=one, value=value)


@asks("conflict", modified=True)
def _conflict(rule: Rule, at: Service) -> Iterator[Finding]:
    if at.line.modifiers:
        for wrong in _conflicts(at.modifiers, at.code, at.day.toordinal()):
            if {wrong.first, wrong.second} <= ASSISTANTS and rule.values and not is_medicare(at.claim.payer):
                continue  # plans differ in how they want an assistant who is no physician told
            yield found(rule, at, modifier=wrong.second, text=wrong.why)


@lru_cache(maxsize=4096)
def _conflicts(given: tuple[str, ...], code: str, day: int) -> tuple[modifiers.Conflict, ...]:
    return modifiers.conflicts(given, dt.date.fromordinal(day), line=code)


@asks("order", modified=True)
def _order(rule: Rule, at: Service) -> Iterator[Finding]:
    ordered = _pricing_first(at.modifiers)
    if ordered != at.modifiers:
        yield found(rule, at, modifier=ordered[0], text=", ".join(ordered))


@lru_cache(maxsize=4096)
def _pricing_first(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return *given* with those that change the price before the others, else as they stand; a trip is first of all."""

    def late(one: str) -> int:
        known = modifiers.get(one)
        if known is not None and known.level == "ambulance":
            return -1
        return 0 if known is not None and known.kind == "pricing" else 1

    return given if len(given) == 1 else tuple(sorted(given, key=late))


def _has_a_side(rule: Rule, known: Indicators | None) -> bool:
    """Say whether the code is surgery that is done on one side or on both, and no add-on."""
    if known is None or known.get("bilateral") != "1" or known.get("add_on"):
        return False
    return known.get("global_days") in rule.values


@asks("side", wants=_has_a_side)
def _side(rule: Rule, at: Service) -> Iterator[Finding]:
    if not _SIDES.intersection(at.modifiers):
        yield found(rule, at, at.row("bilateral", "global_days"))


@asks("both_sides", modified=True)
def _both_sides(rule: Rule, at: Service) -> Iterator[Finding]:
    if "50" in at.modifiers and at.units > 1 and at.place != _SURGERY_CENTER:
        yield found(rule, at, units=f"{at.units:f}" if hasattr(at.units, "as_tuple") else at.units)


@asks("two_sides", modified=True, wants=_has_a_side)
def _two_sides(rule: Rule, at: Service) -> Iterator[Finding]:
    if {"RT", "LT"} <= set(at.modifiers):
        yield found(rule, at, at.row("bilateral"))


@asks("complexity")
def _complexity(rule: Rule, at: Service) -> Iterator[Finding]:
    """The visit of the day has one of these modifiers, and no service of the day that lets it."""
    day = list(_of_the_day(at))
    if any(rule.beside.matches(one.code) for one, _ in day):
        return
    for one, modified in day:
        given = rule.modifiers.intersection(modified)
        if given and _OFFICE_VISITS.matches(one.code):
            yield found(rule, at, modifier=min(given), other=one.code)


def _of_the_day(at: Service) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """The lines of the claim on the day of this one, itself among them, each with its modifiers in capitals."""
    for line in at.claim.lines:
        if at.claim.day_of(line) == at.day:
            yield line, tuple(one.strip().upper() for one in line.modifiers)


@asks("lacks")
def _lacks(rule: Rule, at: Service) -> Iterator[Finding]:
    """A line of these services lacks one of these modifiers."""
    if not rule.modifiers.intersection(at.modifiers):
        yield found(rule, at)


@asks("trip")
def _trip(rule: Rule, at: Service) -> Iterator[Finding]:
    known = (modifiers.get(one, line=at.code) for one in at.modifiers)
    if not any(one is not None and one.level == "ambulance" for one in known):
        yield found(rule, at)


# -- what is left of a drug -----------------------------------------------------------------------------------


def _same_drug(at: Service) -> Iterator[tuple[str, ...]]:
    """The modifiers of the other lines of the same code on the same day."""
    return (given for line, given in _of_the_day(at) if line is not at.line and line.code == at.code)


@asks("waste_alone", modified=True)
def _waste_alone(rule: Rule, at: Service) -> Iterator[Finding]:
    if "JW" in at.modifiers and not any("JW" not in given for given in _same_drug(at)):
        yield found(rule, at)


@asks("nothing_wasted_twice", modified=True)
def _wasted_and_not(rule: Rule, at: Service) -> Iterator[Finding]:
    if "JZ" in at.modifiers and any("JW" in given for given in _same_drug(at)):
        yield found(rule, at)


@asks("other_payer", modified=True)
def _other_payer(rule: Rule, at: Service) -> Iterator[Finding | Unchecked]:
    payer = at.claim.payer
    if payer is None or is_medicare(payer):
        return
    for one in at.modifiers:
        if one in rule.modifiers:
            yield found(rule, at, modifier=one, payer=payer)
