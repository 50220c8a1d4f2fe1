"""What a change does to a claim: findings that go and come, the group, the amount, the risk score.

A pure comparison. More money is never better by itself: what a claim pays above what the record supports is an
overpayment to be returned, what it pays below is work unpaid. Which of the two claims is right, only who has the key
can say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from codeward.claims import Claim
from codeward.codesets import Shelf
from codeward.edits import CaseFact, Finding, Scrubbed, scrub
from codeward.pricing.changes import changed
from codeward.pricing.model import Priced, PricedLine, dollars
from codeward.pricing.pricer import price

__all__ = ["Difference", "Moved", "compare", "whatif"]


class Moved(NamedTuple):
    """A figure before and after: None where there is none on that side. `why` says what it rests on."""

    before: int | float | None
    after: int | float | None
    why: tuple[str, ...] = ()

    @property
    def by(self) -> int | float | None:
        """After less before, None where either has no figure."""
        if self.before is None or self.after is None:
            return None
        by = self.after - self.before
        return by if isinstance(by, int) else round(by, 3)

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {"before": self.before, "after": self.after, "by": self.by, "why": list(self.why)}


class Difference(NamedTuple):
    """Two claims side by side: which findings go and come, and how group, amount (cents) and risk score move."""

    gone: tuple[Finding, ...]
    come: tuple[Finding, ...]
    drg: Moved
    amount: Moved
    risk: Moved
    before: tuple[Scrubbed, Priced]
    after: tuple[Scrubbed, Priced]

    @property
    def complete(self) -> bool:
        """Say whether both amounts are of everything on the claims."""
        return self.before[1].complete and self.after[1].complete

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "schema": 1,
            "findings": {
                "gone": [each.to_json() for each in self.gone],
                "come": [each.to_json() for each in self.come],
            },
            "drg": self.drg.to_json(),
            "amount": self.amount.to_json(),
            "risk": self.risk.to_json(),
            "complete": self.complete,
        }


def whatif(
    claim: Claim, change: Mapping[str, Any], shelf: Shelf, facts: Sequence[CaseFact] = ()
) -> Difference:
    """Return what *change* (see `changed`) does to *claim*. Raises ClaimError for a change that cannot be made."""
    return compare(claim, changed(claim, change), shelf, facts)


def compare(before: Claim, after: Claim, shelf: Shelf, facts: Sequence[CaseFact] = ()) -> Difference:
    """Return how *after* differs from *before*, both judged by the same books (and facts of a case)."""
    first, second = _judged(before, shelf, facts), _judged(after, shelf, facts)
    return Difference(
        _without(first[0].findings, second[0].findings),
        _without(second[0].findings, first[0].findings),
        _drg(first[1], second[1]),
        _amount(first[1], second[1]),
        _risk(first[1], second[1]),
        first,
        second,
    )


def _judged(claim: Claim, shelf: Shelf, facts: Sequence[CaseFact]) -> tuple[Scrubbed, Priced]:
    return scrub(claim, shelf, facts), price(claim, shelf)


def _without(some: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings of *some* that *others* do not have, by rule, codes and lines; one told twice goes once."""
    left = Counter(_same(each) for each in others)
    found = []
    for each in some:
        if left[_same(each)]:
            left[_same(each)] -= 1
        else:
            found.append(each)
    return tuple(found)


def _same(finding: Finding) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return finding.rule, finding.codes, finding.lines


def _drg(before: Priced, after: Priced) -> Moved:
    numbers = [each.stay.grouped.final.number if each.stay else None for each in (before, after)]
    if numbers[0] == numbers[1]:
        return Moved(numbers[0], numbers[1])
    return Moved(numbers[0], numbers[1], tuple(_group(each) for each in (before, after) if each.stay))


def _group(priced: Priced) -> str:
    assert priced.stay is not None
    grouped = priced.stay.grouped
    row = grouped.final.weight
    weight = f", weight {row.weight}" if row is not None and row.weight is not None else ""
    level = f", {grouped.final_level}" if grouped.final_level != "none" else ""
    return f"{grouped.final.number:03d} {grouped.final.title}{level}{weight}"


def _amount(before: Priced, after: Priced) -> Moved:
    why = [*_lines(before.lines, after.lines)]
    if before.stay or after.stay:
        why += [each.stay.why for each in (before, after) if each.stay and each.stay.why]
    return Moved(before.total, after.total, tuple(dict.fromkeys(why)))


def _lines(before: Sequence[PricedLine], after: Sequence[PricedLine]) -> list[str]:
    """Say which lines pay otherwise, by code and modifiers."""
    old, new = (_paid(lines) for lines in (before, after))
    return [
        f"{name}: {old.get(name, 'not there')} before, {new.get(name, 'not there')} after"
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def _paid(lines: Sequence[PricedLine]) -> dict[str, str]:
    found: dict[str, list[int | None]] = {}
    for line in lines:
        found.setdefault("-".join((line.code, *line.modifiers)), []).append(line.amount)
    return {name: " + ".join(dollars(each) for each in amounts) for name, amounts in found.items()}


def _risk(before: Priced, after: Priced) -> Moved:
    totals = [each.risk.score.total if each.risk else None for each in (before, after)]
    if before.risk is None or after.risk is None or totals[0] == totals[1]:
        return Moved(totals[0], totals[1])
    old = {each.hcc: each for each in before.risk.score.hccs}
    new = {each.hcc: each for each in after.risk.score.hccs}
    why = [f"HCC {hcc} goes ({old[hcc].label})" for hcc in old if hcc not in new]
    why += [f"HCC {hcc} comes ({new[hcc].label})" for hcc in new if hcc not in old]
    return Moved(totals[0], totals[1], tuple(why))
