"""A trap is data, and proved: the change that it names must do what it says, and nothing else."""

from __future__ import annotations

from codeward.charts import Chart, Trap, changed, claim_of
from codeward.claims import Claim
from codeward.codesets import Shelf
from codeward.edits import Finding, pending, scrub
from codeward.grading.context import case_facts, key_sequence
from codeward.grading.problems import Problem
from codeward.grouper import CannotGroup, available, group

__all__ = ["trap_problems"]


def trap_problems(chart: Chart, shelf: Shelf) -> list[Problem]:
    """Return what is wrong with the key's traps, by the edits that can be asked.

    A family of rules that cannot be asked proves nothing about its traps, so those are passed over; so are the groups
    (`drg`) on a machine without a grouper.
    """
    lines = key_sequence(chart)
    problems = _key_group(chart, claim_of(chart, lines))
    if not chart.key.traps:
        return problems
    facts = case_facts(chart)
    before = set(scrub(claim_of(chart, lines), shelf, facts).findings)
    for i, trap in enumerate(chart.key.traps):
        claim = claim_of(chart, changed(lines, trap.change))
        result = scrub(claim, shelf, facts)
        unasked = {row.rule for row in pending()} | {row.rule for row in result.unchecked}
        new = [finding for finding in result.findings if finding not in before]
        wrong = _wrong(trap, new, unasked) or _group_wrong(claim, trap.drg)
        if wrong:
            where = f"traps[{i}]" if trap.id is None else f"trap {trap.id}"
            problems.append(Problem(chart.id, where, wrong, "Mend the change, or what must come of it"))
    return problems


def _key_group(chart: Chart, claim: Claim) -> list[Problem]:
    """Return what is wrong with the group that the key states for its own claim."""
    said = chart.key.drg
    if said is None or not available():
        return []
    try:
        grouped = group(claim)
    except CannotGroup as error:
        return [Problem(chart.id, "drg", error.message, error.way_out)]
    found = (grouped.version, grouped.initial.number, grouped.final.number)
    if found == (said.version, said.initial, said.final):
        return []
    told = f"version {found[0]} groups the key into {found[1]}, then {found[2]}"
    return [Problem(chart.id, "drg", told, "Mend the key's drg, or its lines")]


def _group_wrong(claim: Claim, drg: int | None) -> str | None:
    """Return what the grouper says of a trap's claim where it is not the group that the trap states, or None."""
    if drg is None or not available():
        return None
    try:
        final = group(claim).final.number
    except CannotGroup as error:
        return error.message
    return None if final == drg else f"its group is {final}, not {drg}"


def _wrong(trap: Trap, new: list[Finding], unasked: set[str]) -> str | None:
    """Return what the new findings of a trap do not fit, or None."""
    rule = trap.rule
    meant = [f for f in new if rule is not None and (f.rule == rule or f.rule.startswith(f"{rule}-"))]
    # A fact of the case answers for its own codes, though the list is missing for the rest.
    if (
        rule is not None
        and not meant
        and any(rule.startswith(n) or n.startswith(f"{rule}-") for n in unasked)
    ):
        return None
    others = sorted({f.rule for f in new if f.severity != "verify" and f not in meant})
    if rule is not None and not meant:
        return f"{rule} finds nothing in it"
    if trap.expect is not None and all(f.severity != trap.expect for f in meant):
        return f"{rule} says {meant[0].severity}, not {trap.expect}" if meant else None
    if others:
        return (
            f"{', '.join(others)} also finds something in it" if rule else f"{', '.join(others)} speaks of it"
        )
    return None
