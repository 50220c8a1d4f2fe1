"""A trap is data, and proved: the change that it names must do what it says, and nothing else."""

from __future__ import annotations

from codeward.charts import Chart, Trap, changed, claim_of
from codeward.codesets import Shelf
from codeward.edits import Finding, pending, scrub
from codeward.grading.context import key_sequence
from codeward.grading.problems import Problem

__all__ = ["trap_problems"]


def trap_problems(chart: Chart, shelf: Shelf) -> list[Problem]:
    """Return what is wrong with the key's traps, by the edits that can be asked.

    A family of rules that no step asks yet proves nothing about its traps, so those are passed over; the groups
    (`drg`) wait for the grouper.
    """
    if not chart.key.traps:
        return []
    lines = key_sequence(chart)
    before = set(scrub(claim_of(chart, lines), shelf).findings)
    problems = []
    for i, trap in enumerate(chart.key.traps):
        found = scrub(claim_of(chart, changed(lines, trap.change)), shelf).findings
        wrong = _wrong(trap, [finding for finding in found if finding not in before])
        if wrong:
            where = f"traps[{i}]" if trap.id is None else f"trap {trap.id}"
            problems.append(Problem(chart.id, where, wrong, "Mend the change, or what must come of it"))
    return problems


def _wrong(trap: Trap, new: list[Finding]) -> str | None:
    """Return what the new findings of a trap do not fit, or None."""
    rule = trap.rule
    if rule is not None and any(rule.startswith(row.rule) for row in pending()):
        return None
    meant = [f for f in new if rule is not None and (f.rule == rule or f.rule.startswith(f"{rule}-"))]
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
