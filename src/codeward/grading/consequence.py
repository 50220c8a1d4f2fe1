"""What an answer would do as a claim, beside the key's: findings, group, amount. Never part of the stored grade.

What a chart does not ask for is taken from the key on both sides, so that nobody is shown an edit for what they were
not asked to give. More money is never better: above the key it is an overpayment to be returned, below it work unpaid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from codeward.charts import Answer, AnswerLine, Chart, claim_of
from codeward.claims import Claim
from codeward.codesets import Shelf
from codeward.edits import Finding, Scrubbed
from codeward.grading.answers import used_lines
from codeward.grading.context import case_facts, key_sequence
from codeward.grading.details import Axis
from codeward.grading.readings import Target
from codeward.grading.scoring import Scored, best
from codeward.grouper import CannotGroup, Grouped, Why, explain, shown_code, told
from codeward.pricing import Difference, Priced, compare, dollars

__all__ = ["Effect", "Outcome", "SideOutcome", "outcome"]

Verdict = Literal["same", "overpayment", "unpaid work", "unknown"]
# What a code does to the group, where it does nothing.
_IDLE = ("nothing", "no class", "no group")
_FROM_KEY: tuple[Axis, ...] = ("modifiers", "units", "date")


@dataclass(frozen=True, slots=True)
class Effect:
    """What one code did to the stay's group, in a sentence."""

    code: str
    effect: str
    words: str

    def to_json(self) -> dict[str, str]:
        """Return the public JSON shape."""
        return {"code": self.code, "effect": self.effect, "words": self.words}


@dataclass(frozen=True, slots=True)
class SideOutcome:
    """One claim: its edits, its amounts, and of a stay its group and which codes made it; `no_group` says why none."""

    claim: Claim
    scrubbed: Scrubbed
    priced: Priced
    grouped: Grouped | None = None
    effects: tuple[Effect, ...] = ()
    no_group: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "edits": self.scrubbed.to_json(),
            "priced": self.priced.to_json(),
            "drg": self.grouped.to_json() if self.grouped else None,
            "effects": [each.to_json() for each in self.effects],
            "no_group": self.no_group,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The learner's claim beside the key's, by the same books."""

    chart: str
    mine: SideOutcome
    key: SideOutcome
    difference: Difference

    @property
    def case_over_case(self) -> bool | None:
        """Whether the stay's group is right (the audit's case-over-case); None where there is no stay to group."""
        if self.mine.grouped is None or self.key.grouped is None:
            return None if self.key.grouped is None else False
        return self.mine.grouped.final.number == self.key.grouped.final.number

    @property
    def fee_difference(self) -> int | None:
        """What the learner's claim pays above the key's, in cents; None unless both have all their amounts."""
        by = self.difference.amount.by
        return by if self.difference.complete and isinstance(by, int) else None

    @property
    def verdict(self) -> Verdict:
        """Whether the claim would pay what the record supports, more, or less."""
        by = self.fee_difference
        if by is None:
            return "unknown"
        return "same" if by == 0 else "overpayment" if by > 0 else "unpaid work"

    @property
    def come(self) -> tuple[Finding, ...]:
        """What the edits find on the learner's claim and not on the key's."""
        return self.difference.come

    @property
    def sentences(self) -> tuple[str, ...]:
        """The consequence in plain words, the group first."""
        return tuple(text for text in (*self._group_words(), self._money_words()) if text)

    def _group_words(self) -> tuple[str, ...]:
        if self.key.grouped is None:
            return (self.key.no_group,)
        right = _named(self.key.grouped)
        if self.mine.grouped is None:
            return (f"The stay belongs into {right}. Yours has no group: {self.mine.no_group}",)
        said = (
            f"Your claim comes to the same group as the key's: {right}."
            if self.case_over_case
            else f"Your claim comes to {_named(self.mine.grouped)}. The record supports {right}."
        )
        if self.key.grouped.paid_so:
            return (said,)
        return said, "This hospital is not paid by groups: the group is shown to learn from."

    def _money_words(self) -> str:
        by = self.fee_difference
        if by is None:
            return ""
        invented = " The base rate is invented." if self.key.grouped is not None else ""
        if by == 0:
            return f"Both claims pay {dollars(self.key.priced.total)}.{invented}"
        paid = f"Yours pays {dollars(self.mine.priced.total)}, the key's {dollars(self.key.priced.total)}."
        if by > 0:
            return f"{paid} The {dollars(by)} above the record are an overpayment, to be returned.{invented}"
        return f"{paid} {dollars(-by)} of the work stay unpaid.{invented}"

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape; amounts in cents."""
        return {
            "schema": 1,
            "chart": self.chart,
            "verdict": self.verdict,
            "sentences": list(self.sentences),
            "figures": {"case_over_case": self.case_over_case, "fee_difference": self.fee_difference},
            "mine": self.mine.to_json(),
            "key": self.key.to_json(),
            "difference": self.difference.to_json(),
        }


def _named(grouped: Grouped) -> str:
    row = grouped.final.weight
    weight = f", weight {row.weight}" if row is not None and row.weight is not None else ""
    return f"DRG {grouped.final.number:03d} ({grouped.final.title}{weight})"


def outcome(chart: Chart, answer: Answer, shelf: Shelf | None = None) -> Outcome:
    """Return what *answer* would do as a claim beside the key's, by *shelf* or the releases of the coding date.

    Pure otherwise: the same chart version, answer and books give the same outcome.
    """
    shelf = shelf or Shelf.on(chart.coding_date)
    scored = best(chart, answer, shelf)
    key = claim_of(chart, _letters(chart, _named_alike(_key_lines(chart, scored), answer, scored)))
    mine = claim_of(chart, _letters(chart, _my_lines(answer, scored)))
    moved = compare(key, mine, shelf, case_facts(chart))
    return Outcome(chart.id, mine=_side(mine, *moved.after), key=_side(key, *moved.before), difference=moved)


def _side(claim: Claim, scrubbed: Scrubbed, priced: Priced) -> SideOutcome:
    if claim.kind != "inpatient":
        return SideOutcome(claim, scrubbed, priced)
    try:
        grouped, why = explain(claim)
    except CannotGroup as error:
        return SideOutcome(claim, scrubbed, priced, no_group=f"{error.message}. {error.way_out}".strip())
    return SideOutcome(claim, scrubbed, priced, grouped, tuple(_effects(grouped, why)), grouped.reason)


def _effects(grouped: Grouped, why: tuple[Why, ...]) -> list[Effect]:
    return [
        Effect(shown_code(each), each.effect, told(each, grouped)) for each in why if each.effect not in _IDLE
    ]


def _key_lines(chart: Chart, scored: Scored) -> tuple[AnswerLine, ...]:
    """Return the key in the reading that judged the answer: required lines, and the optional ones that it gives too."""
    given = {name for p in scored.pairing.pairs for name in scored.target(p).ids}
    asked = {name for target in scored.reading.targets for name in target.ids}
    used = scored.reading.used
    replaced = {name for alternative in used for name in alternative.instead_of}
    sequence = [
        line
        for line in key_sequence(chart)
        if line.id in replaced or (line.id in asked and (line.required or line.id in given))
    ]
    return used_lines(chart, sequence, used)


def _named_alike(lines: tuple[AnswerLine, ...], answer: Answer, scored: Scored) -> tuple[AnswerLine, ...]:
    """Return the key's *lines* under the ids of the answer's lines that stand for them, for findings name lines by id.

    Without it, what the edits find on both claims would be told as found on the learner's alone.
    """
    mine = {
        name: answer.lines[p.line].id
        for p in scored.pairing.pairs
        if len(scored.target(p).ids) == 1
        for name in scored.target(p).ids
    }
    # A key's line that nobody gave keeps an id that no line of the answer has.
    ids = {line.id: mine.get(str(line.id)) or f"key-{line.id}" for line in lines}
    return tuple(
        line.model_copy(
            update={"id": ids[line.id], "pointers": tuple(ids.get(one, one) for one in line.pointers)}
        )
        for line in lines
    )


def _my_lines(answer: Answer, scored: Scored) -> tuple[AnswerLine, ...]:
    """Return the answer's lines, with what the chart does not ask for filled in from the key's."""
    target_of = {p.line: scored.target(p) for p in scored.pairing.pairs}
    diagnoses = {name: answer.lines[p.line].id for p in scored.pairing.pairs for name in scored.target(p).ids}
    return tuple(
        _filled(line, target_of[i], diagnoses) if i in target_of else line
        for i, line in enumerate(answer.lines)
        if i in target_of or i in scored.pairing.lines_left
    )


def _filled(line: AnswerLine, target: Target, diagnoses: dict[str, str | None]) -> AnswerLine:
    if line.kind == "diagnosis":
        return line
    details = target.details
    said: dict[str, Any] = {axis: getattr(details, axis) for axis in _FROM_KEY if axis not in target.axes}
    if "date" in said:
        said["through"] = details.through
    if "pointers" not in target.axes:
        said["pointers"] = tuple(name for each in details.pointers if (name := diagnoses.get(each)))
    # No chart asks where or by whom; edits and fee schedule do.
    said["place"] = line.place or details.place
    said["provider"] = line.provider or target.line.provider
    return line.model_copy(update=said)


def _letters(chart: Chart, lines: tuple[AnswerLine, ...]) -> tuple[AnswerLine, ...]:
    """Return *lines* without letters where the chart does not ask for them: neither side is then judged by any."""
    if "poa" in chart.asks:
        return lines
    return tuple(line.model_copy(update={"poa": None}) for line in lines)
