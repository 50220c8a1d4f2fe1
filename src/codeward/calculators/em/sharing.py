"""Visits that a physician and another practitioner of the same group gave between them."""

from __future__ import annotations

from dataclasses import replace

from codeward.calculators.em.encounter import Decision, Encounter
from codeward.calculators.em.rules import Shared, cited, shared_rows
from codeward.calculators.reasons import InputError, Reason

__all__ = ["refuse", "told"]


def refuse(encounter: Encounter) -> None:
    """Raise InputError where a visit is said to be shared that cannot be (42 CFR 415.140)."""
    if not encounter.split_shared:
        return
    row = _row(encounter)
    if row is None:
        raise InputError(
            "split_shared",
            f"on {encounter.on} there was no rule of this payer for shared visits",
            "Medicare's begin on 2022-01-01, those of CPT on 2024-01-01",
        )
    if encounter.category in row.never or encounter.staff_only:
        raise InputError(
            "split_shared", "such an encounter is not shared", "Leave it out: one practitioner reports it"
        )


def told(decision: Decision) -> Decision:
    """Return the decision with the modifier of a shared visit on its lines, and who reports it."""
    encounter = decision.encounter
    row = _row(encounter) if encounter.split_shared else None
    if row is None or decision.code is None:
        return decision
    lines = decision.lines
    if row.modifier:
        modifier = row.modifier
        lines = tuple(line._replace(modifiers=(*line.modifiers, modifier)) for line in lines)
    return replace(decision, lines=lines, reasons=(*decision.reasons, *_reasons(encounter, row)))


def _row(encounter: Encounter) -> Shared | None:
    return next(
        (row for row in shared_rows() if row.payer == encounter.payer and row.holds(encounter.on)), None
    )


def _reasons(encounter: Encounter, row: Shared) -> list[Reason]:
    sources = cited(*row.source)
    by_time = encounter.category in row.time_only
    who = "the one who gave more than half of the time" if by_time else row.words
    text = f"A shared visit is reported by {who}" + (f", with {row.modifier}." if row.modifier else ".")
    reasons = [Reason("split_shared", text, sources)]
    if encounter.minutes_by_other is not None and encounter.minutes is not None:
        reasons.append(Reason("split_shared", _halves(encounter, by_time=by_time), sources))
    where = encounter.setting if encounter.category == "consultation" else encounter.category
    note = row.notes.get(where or "")
    return [*reasons, Reason("split_shared", note, sources)] if note else reasons


def _halves(encounter: Encounter, *, by_time: bool) -> str:
    assert encounter.minutes is not None
    assert encounter.minutes_by_other is not None
    other = encounter.minutes_by_other
    own = encounter.minutes - other
    said = f"{own} of {encounter.minutes} minutes are your own"
    if own > other:
        return f"{said}, more than half: you may report it."
    if by_time:
        return f"{said}, not more than half: the other practitioner reports it."
    return f"{said}, not more than half: you may report it only by the substantive part of decision making."
