"""What a chart asks for and its employer reports, whose word counts, and the key as one lawful sequence."""

from __future__ import annotations

from codeward.charts import Chart, KeyLine, Mark
from codeward.edits import CaseFact, Mue, clinicians, policies

__all__ = ["asks_for", "case_facts", "key_sequence", "may_carry", "reporting"]

_DIAGNOSES = frozenset({"diagnoses"})
_PROCEDURES = frozenset({"procedures", "principal_procedure", "em"})


def asks_for(chart: Chart, kind: str) -> bool:
    """Say whether the chart wants lines of this kind: what is not asked neither earns nor costs points."""
    wanted = {"diagnosis": _DIAGNOSES, "procedure": _PROCEDURES}[kind]
    return not wanted.isdisjoint(chart.asks)


def case_facts(chart: Chart) -> tuple[CaseFact, ...]:
    """Return the facts of the case that the key brings, as the edits take them."""
    return tuple(
        CaseFact(
            fact.list,
            fact.edition,
            tuple(fact.codes),
            fact.value if isinstance(fact.value, str) else Mue(fact.value.units, fact.value.mai),
        )
        for fact in chart.key.case_facts
    )


def reporting(chart: Chart, code: str) -> str:
    """Return what the employer's policy says of *code*: report, open or omit."""
    name = policies().class_of(code)
    return "report" if name is None else str(getattr(chart.policy, name))


def may_carry(chart: Chart, code: str, mark: Mark) -> bool:
    """Say whether the marked words can support *code* by themselves: signed, by a hand whose word counts (I.B.14)."""
    author, signed = chart.hand(mark)
    return signed and clinicians().supports(author.role, code, inpatient=chart.rule_set == "inpatient")


def key_sequence(chart: Chart, *, optional: bool = True) -> tuple[KeyLine, ...]:
    """Return the key's lines in an order that its rules allow; the order of the file decides what is free.

    One of `first` stands first. Raises ValueError where the order pairs run in a circle.
    """
    key = chart.key
    waiting = [line for line in key.lines if optional or line.required]
    present = {line.id for line in waiting}
    pairs = [(p.before, p.after) for p in key.order if p.before in present and p.after in present]
    done: list[KeyLine] = []
    while waiting:
        held = {after for before, after in pairs if before in {line.id for line in waiting}}
        free = [line for line in waiting if line.id not in held]
        if not done:
            free = [line for line in free if line.id in key.first] or free
        if not free:
            raise ValueError("the order pairs run in a circle: " + ", ".join(line.id for line in waiting))
        done.append(free[0])
        waiting.remove(free[0])
    return tuple(done)
