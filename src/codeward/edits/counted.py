"""How much of a service was given: whole units, none, minutes, and a drug's units against its amount."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from codeward.calculators import InputError, amount, billing_unit, drug_units, takes_neither
from codeward.edits.finding import Finding, Source, Unchecked
from codeward.edits.model import Rule
from codeward.edits.service import Service, asks, found

__all__: list[str] = []

# The units of an NDC that a claim can give, where they are amounts of a drug (X12 837, CTP05).
_MEASURES = {"ME": "mg", "GR": "g"}
_MINUTES_AT_LEAST = 5


@asks("none")
def _none(rule: Rule, at: Service) -> Iterator[Finding]:
    if at.line.units is not None and at.line.units <= 0:
        yield found(rule, at)


@asks("part")
def _part(rule: Rule, at: Service) -> Iterator[Finding]:
    units = at.line.units
    if units is not None and units != units.to_integral_value():
        yield found(rule, at, units=f"{units:f}")


@asks("minutes")
def _minutes(rule: Rule, at: Service) -> Iterator[Finding]:
    """Anesthesia is billed in minutes: so few can only be base units, or a count of cases."""
    if at.line.units is not None and 0 < at.line.units < _MINUTES_AT_LEAST:
        yield found(rule, at, units=f"{at.line.units:f}")


@asks("drug_amount")
def _drug_amount(rule: Rule, at: Service) -> Iterator[Finding | Unchecked]:
    drug, units = at.line.drug, at.line.units
    if drug is None or drug.quantity is None or units is None or drug.quantity <= 0:
        return
    measure = _MEASURES.get((drug.unit or "").upper())
    if measure is None:
        return
    try:
        right, per, release = _units(at.code, at.day.isoformat(), drug.quantity, measure)
    except InputError as error:
        yield Unchecked(rule.id, "hcpcs", error.message)
        return
    if units != right:
        source = Source("hcpcs", release, row=f"{at.code}: one unit is {per}")
        given = f"{drug.quantity:f} {measure}"
        yield found(rule, at, source, units=f"{units:f}", given=given, per=per, right=right)


@lru_cache(maxsize=4096)
def _units(code: str, day: str, quantity: Decimal, measure: str) -> tuple[int, str, str]:
    """Return the units of so much of a drug, what one unit is and which book says so. Raises InputError."""
    on = dt.date.fromisoformat(day)
    unit = billing_unit(code, on)
    dose = amount(f"{quantity:f} {measure}", "quantity")
    told = drug_units(code, dose=dose, per=unit.per, single_dose=False, on=on)
    return told.administered, str(unit.per), unit.release


@asks("single_dose")
def _single_dose(rule: Rule, at: Service) -> Iterator[Finding]:
    """A drug with neither JW nor JZ: only a container for several doses takes neither."""
    if rule.modifiers.intersection(at.modifiers) or at.claim.kind == "inpatient":
        return
    if any("JW" in line.modifiers for line in at.claim.lines if line.code == at.code):
        return  # the line of what was given, beside that of what was thrown away
    if not _takes_neither(at.code, at.day.isoformat()):
        yield found(rule, at)


@lru_cache(maxsize=4096)
def _takes_neither(code: str, day: str) -> bool:
    """Say whether Medicare takes neither JW nor JZ with the code on the day, whatever the container."""
    try:
        return takes_neither(code, dt.date.fromisoformat(day))
    except InputError:
        return True  # what one unit is, is not known: nothing is said of it
