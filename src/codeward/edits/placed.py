"""The status of a code in the fee schedule, the place where it was given, and what the group did before."""

from __future__ import annotations

from collections.abc import Iterator

from codeward import calculators
from codeward.codesets import cpt
from codeward.codesets.lists import place_of_service
from codeward.edits.finding import Finding, Unchecked
from codeward.edits.indicators import Indicators, indicators_of
from codeward.edits.model import Rule
from codeward.edits.service import Service, asks, found
from codeward.edits.serviceset import ServiceSet

__all__: list[str] = []

# Statuses of what the fee schedule, or another one, pays beside a service that is only paid alone.
_PAYABLE = frozenset("ACRX")
# Services face to face, which make a patient an established one; laboratory and technical work do not.
_FACE_TO_FACE = ServiceSet(
    ["10004-69990", "90785-97999", "98925-99199", "99202-99499", "G0101-G0102", "G0402", "G0438-G0439"]
)


def _has_the_status(rule: Rule, known: Indicators | None) -> bool:
    return known is not None and known.get("status") in rule.values


@asks("status", wants=_has_the_status)
def _status(rule: Rule, at: Service) -> Iterator[Finding]:
    """A status of the fee schedule; with modifiers of the rule the line says so itself."""
    value = at.value("status")
    if not rule.modifiers.intersection(at.modifiers):
        yield found(rule, at, at.row("status"), value=value, meaning=cpt.meaning("status", value))


@asks("status_charged", wants=_has_the_status)
def _status_charged(rule: Rule, at: Service) -> Iterator[Finding]:
    """A code that only reports is charged more than the cent that some systems need."""
    if (at.line.charge or 0) > 1:
        yield found(rule, at, at.row("status"))


@asks("paid_alone", wants=_has_the_status)
def _paid_alone(rule: Rule, at: Service) -> Iterator[Finding]:
    for line in at.claim.lines:
        if line is at.line or at.claim.day_of(line) != at.day or line.rendering != at.line.rendering:
            continue
        other = indicators_of(line.code, at.day, at.shelf)
        if other is not None and other.get("status") in _PAYABLE and other.get("status") != "X":
            yield found(rule, at, at.row("status"), beside=line.code)
            return


@asks("technical_part")
def _technical_part(rule: Rule, at: Service) -> Iterator[Finding]:
    """The technical part, by modifier or by the code itself, in a place where the facility is paid for it."""
    if at.place not in rule.places:
        return
    by_code = at.value("pc_tc") in rule.values and "26" not in at.modifiers
    if rule.modifiers.intersection(at.modifiers) or by_code:
        yield found(rule, at, at.row("pc_tc"), value=at.value("pc_tc"))


@asks("place_unknown")
def _place_unknown(rule: Rule, at: Service) -> Iterator[Finding]:
    if at.place is not None and place_of_service.get(at.place, at.day) is None:
        yield found(rule, at)


@asks("place_barred")
def _place_barred(rule: Rule, at: Service) -> Iterator[Finding]:
    if at.place in rule.places:
        yield found(rule, at, where=_named(at))


@asks("place_only")
def _place_only(rule: Rule, at: Service) -> Iterator[Finding]:
    if at.place is not None and at.place not in rule.places:
        yield found(rule, at, where=_named(at))


def _named(at: Service) -> str:
    place = place_of_service.get(at.place or "", at.day)
    return f"place {at.place}" if place is None else f"place {at.place}, {place.name.lower()}"


@asks("new_patient")
def _new_patient(rule: Rule, at: Service) -> Iterator[Finding | Unchecked]:
    """A code for new patients, with a service of the group within three years (CPT)."""
    history = at.claim.history
    if history is None:
        why = "The claim does not say what the group did before, so new or established is not known."
        yield Unchecked(rule.id, "history", why)
        return
    since = calculators.em.years_before(at.day, calculators.em.YEARS_NEW)
    seen = [
        one
        for one in history
        if one.same_group and since <= one.date < at.day and _FACE_TO_FACE.matches(one.code)
    ]
    if seen:
        last = max(seen, key=lambda one: (one.date, one.code))
        yield found(rule, at, text=f"{last.code} on {last.date}")
