"""The places that are worth something by themselves: the first diagnosis and the principal procedure."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from codeward.charts import Answer, Chart
from codeward.grading.explain import listed
from codeward.grading.model import PRINCIPAL_PROCEDURE, Part, PartVerdict
from codeward.grading.pairing import Pair
from codeward.grading.scoring import PRINCIPAL, Scored
from codeward.grading.services import PCS

__all__ = ["Places"]

NOTHING = Fraction(0)


class Places:
    """Says of a scored answer at which line either place is told, and in what words."""

    def __init__(self, chart: Chart, answer: Answer, scored: Scored) -> None:
        self.chart = chart
        self.answer = answer
        self.scored = scored

    def first_words(self) -> str:
        """Return what should stand at place 1, and why."""
        label = self.chart.first_label.lower()
        may_lead = [target.code for target in self.scored.reading.targets if target.first]
        words = {1: "", 2: "Either "}.get(len(may_lead), "One of ")
        one_of = f"{words}{listed(may_lead, 'or')}"
        return f"{one_of} comes first, as the {label}. {self.chart.key.first_reason}"

    def in_front(self, found: Pair) -> str:
        """Return what to do about the codes in front of one that should lead, where none of them is supported.

        Then nothing has to move: with these codes out, it stands first.
        """
        counted = (i for i, line in enumerate(self.answer.lines[: found.line]) if line.kind == "diagnosis")
        before = [i for i in counted if i not in self.scored.pairing.ignored]
        if not before or not set(before) <= set(self.scored.pairing.lines_left):
            return ""
        codes = listed(list(dict.fromkeys(self.answer.lines[i].code for i in before)))
        are = "are" if len(before) > 1 else "is"
        return (
            f" {codes} {are} listed before it and {are} not supported: without {codes}, "
            f"{self.scored.target(found).code} is first."
        )

    @cached_property
    def owes_first(self) -> int | None:
        """Return the target that the loss of the first place is told at, or None where place 1 is right.

        Of several that may lead it is the one that stands earliest in the answer, the nearest to being right.
        """
        if self.scored.first is not None:
            return None
        eligible = [j for j, target in enumerate(self.scored.reading.targets) if target.first]
        place = {p.target: p.line for p in self.scored.pairing.pairs}
        there = [j for j in eligible if j in place]
        return min(there, key=place.__getitem__) if there else next(iter(eligible), None)

    @cached_property
    def principal_target(self) -> int | None:
        """Return the target that the principal procedure is told at, or None where none is asked for.

        Where it is right that is its line; else, of those that may be named, the one that stands earliest.
        """
        if self.scored.principal is not None:
            return self.scored.principal.target
        eligible = [j for j, target in enumerate(self.scored.reading.targets) if target.principal]
        place = {p.target: p.line for p in self.scored.pairing.pairs}
        there = [j for j in eligible if j in place]
        return min(there, key=place.__getitem__) if there else next(iter(eligible), None)

    def principal_worth(self, target: int) -> Fraction:
        """Return what naming the principal procedure adds to what this target could earn."""
        return PRINCIPAL if self.principal_target == target else NOTHING

    def principal(self, target: int, found: Pair | None) -> tuple[Part, ...]:
        """Return the part of the first-listed procedure, at the line where it is told."""
        said = self.chart.key.principal_procedure
        if said is None or self.principal_target != target:
            return ()
        points = self.scored.principal_bonus(found) if found is not None else NOTHING
        listed_first = (self.answer.lines[p.line] for p in self.scored.pairing.pairs)
        mine = next((line.code for line in listed_first if line.system == PCS), None)
        may = listed([t.code for t in self.scored.reading.targets if t.principal], "or")
        right = self.scored.principal is not None
        verdict: PartVerdict = "right" if points == PRINCIPAL else "partial" if points else "wrong"
        words = "" if right else f"Principal procedure: {may} comes first. "
        reason = "" if verdict == "right" else f"{words}{said.reason}"
        return (Part(PRINCIPAL_PROCEDURE, verdict, mine, may, points, PRINCIPAL, reason, said.citation),)
