"""What the answer would do as a claim, as the result page shows it: worked out anew, and never part of the grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from codeward.charts import Chart, load_answer
from codeward.errors import CodewardError
from codeward.grading import Outcome, outcome
from codeward.grouper import Grouped
from codeward.pricing import dollars
from codeward.web.charts.api import Attempt, FindingGroup, findings_by_line, shelf_of
from codeward.web.codebook.api import unchecked

__all__ = ["Cell", "Does", "does", "is_claim"]

_MORE_THAN_DIAGNOSES: Final = frozenset({"procedures", "principal_procedure", "em", "poa"})
_KINDS: Final = {"same": "right", "overpayment": "wrong", "unpaid work": "partial", "unknown": "info"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of the comparison, or the difference: what it is, its figure, what it says, and a smaller line."""

    label: str
    figure: str
    said: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class Does:
    """What the claim does beside the key's. `effects`: a code, what it does with the answer and with the key."""

    sentences: tuple[str, ...]
    cells: tuple[Cell, ...]
    effects: tuple[tuple[str, str, str], ...]
    groups: tuple[FindingGroup, ...]
    found: int
    unchecked: tuple[str, ...]
    kind: str
    right_group: bool | None
    fee_difference: str


def is_claim(chart: Chart) -> bool:
    """Say whether a chart's answer is more than a list of diagnoses, so that it does something."""
    return bool(_MORE_THAN_DIAGNOSES.intersection(chart.asks)) or (
        chart.inpatient_facility and chart.claim.payment == "ipps"
    )


def does(attempt: Attempt, answer: Mapping[str, Any], chart: Chart) -> Does | None:
    """What this answer does on `chart`; None for a list of diagnoses, or where its books cannot be opened any more."""
    if not is_claim(chart) or not answer.get("lines"):
        return None
    try:
        found = outcome(chart, load_answer(answer), shelf_of(attempt))
    except CodewardError:
        return None
    come = replace(found.mine.scrubbed, findings=found.come)
    by = found.fee_difference
    return Does(
        sentences=found.sentences,
        cells=_groups(found) if found.key.grouped is not None else _amounts(found),
        effects=_effects(found),
        groups=findings_by_line(found.mine.claim, come),
        found=len(found.come),
        unchecked=unchecked(found.mine.scrubbed.unchecked),
        kind=_KINDS[found.verdict],
        right_group=found.case_over_case,
        fee_difference="" if by is None else _signed(by),
    )


def _signed(cents: int) -> str:
    return dollars(0) if not cents else f"{'+' if cents > 0 else '−'}{dollars(abs(cents))}"


def _groups(found: Outcome) -> tuple[Cell, ...]:
    assert found.key.grouped is not None
    mine = found.mine.grouped
    here = (
        _group(_("With your codes"), mine)
        if mine is not None
        else Cell(_("With your codes"), _("No group"), found.mine.no_group)
    )
    return here, _group(_("With the key"), found.key.grouped), _difference(found)


def _group(label: str, grouped: Grouped) -> Cell:
    row = grouped.final.weight
    weight = (
        _("weight %(weight)s") % {"weight": row.weight} if row is not None and row.weight is not None else ""
    )
    number = _("MS-DRG %(number)s") % {"number": f"{grouped.final.number:03d}"}
    return Cell(label, number, grouped.final.title, weight)


def _amounts(found: Outcome) -> tuple[Cell, ...]:
    if found.fee_difference is None:
        return ()
    mine, key = found.mine.priced.total, found.key.priced.total
    return (
        Cell(_("With your codes"), dollars(mine)),
        Cell(_("With the key"), dollars(key)),
        _difference(found),
    )


def _difference(found: Outcome) -> Cell:
    label, by = _("Difference"), found.fee_difference
    invented = _("at a base rate of $7,000, which is invented") if found.key.grouped is not None else ""
    if by is None:
        right = found.case_over_case
        figure = _("none") if right else _("another group")
        return Cell(label, figure, "" if right else _("no amount: this stay is not paid by groups"))
    if by == 0:
        return Cell(label, _("none"), _("the claim is paid the same"), invented)
    said = _("an overpayment, to be returned") if by > 0 else _("work that stays unpaid")
    amount = {"amount": dollars(abs(by))}
    figure = _("%(amount)s too much") % amount if by > 0 else _("%(amount)s too little") % amount
    return Cell(label, figure, said, invented)


def _effects(found: Outcome) -> tuple[tuple[str, str, str], ...]:
    """The codes that do something else to the group on one side than on the other."""
    mine = {one.code: one.words for one in found.mine.effects}
    key = {one.code: one.words for one in found.key.effects}
    codes = dict.fromkeys((*mine, *key))
    return tuple(
        (code, mine.get(code, ""), key.get(code, "")) for code in codes if mine.get(code) != key.get(code)
    )
