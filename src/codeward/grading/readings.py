"""The ways a key may be read: as it stands, or with alternatives used, set for set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from codeward.charts import Alternative, Answer, Chart, KeyLine, OrderPair
from codeward.grading.context import asks_for
from codeward.grading.details import Axis, Details, asked_axes, details_of, used_details

__all__ = ["MAX_ALTERNATIVES", "KeyReading", "Target", "principal_lines", "readings"]

# 2 to this power readings are tried at most. The curriculum check refuses a key with more alternatives.
MAX_ALTERNATIVES = 10


@dataclass(frozen=True)
class Target:
    """One code that a reading of the key asks for.

    `ids` are the key lines that it stands for; `weight` what it is worth without the extra for standing first;
    `credit` the part of it that an exact code earns; `line` the key line that it is explained by. `details` is what
    the key says beside the code, `axes` what of that the chart asks for. `principal` marks a procedure that may be
    named as the principal one.
    """

    ids: tuple[str, ...]
    kind: str
    system: str
    code: str
    required: bool
    weight: Fraction
    credit: Fraction
    first: bool
    line: KeyLine
    alternative: Alternative | None = None
    details: Details = field(default_factory=Details)
    axes: tuple[Axis, ...] = ()
    principal: bool = False

    @property
    def id(self) -> str:
        """A name for the target that stays the same as long as the key does."""
        return "+".join(self.ids)

    @property
    def sort_key(self) -> tuple[str, str, str, tuple[str, ...]]:
        """A key that does not depend on the order of the file."""
        return self.system, self.code, self.kind, self.ids


@dataclass(frozen=True)
class KeyReading:
    """Targets, and the order pairs between them as indexes into the targets."""

    targets: tuple[Target, ...]
    order: tuple[tuple[int, int, OrderPair], ...]
    used: tuple[Alternative, ...] = ()


def readings(chart: Chart, answer: Answer) -> Iterator[KeyReading]:
    """Yield the key as it stands, then with every lawful set of alternatives that the answer touches."""
    key = chart.key
    entered = {(line.kind, line.system, line.code) for line in answer.lines}
    touched = [a for a in key.alternatives if any((u.kind, u.system, u.code) in entered for u in a.use)][
        :MAX_ALTERNATIVES
    ]
    for chosen in _disjoint(touched):
        yield _reading(chart, chosen)


def _disjoint(alternatives: list[Alternative]) -> Iterator[tuple[Alternative, ...]]:
    """Yield every subset whose members replace different lines; the empty one first."""
    found: list[tuple[Alternative, ...]] = [()]
    for alternative in alternatives:
        lines = set(alternative.instead_of)
        found += [
            (*chosen, alternative)
            for chosen in found
            if not any(lines & set(other.instead_of) for other in chosen)
        ]
    yield from sorted(found, key=len)


def _reading(chart: Chart, used: tuple[Alternative, ...]) -> KeyReading:
    key = chart.key
    principal = principal_lines(chart)
    targets: list[Target] = []
    place_of: dict[str, int] = {}
    replaced = {line_id: alternative for alternative in used for line_id in alternative.instead_of}
    for line in key.lines:
        if line.id not in replaced and asks_for(chart, line.kind):
            place_of[line.id] = len(targets)
            details = details_of(line)
            targets.append(
                Target(
                    ids=(line.id,),
                    kind=line.kind,
                    system=line.system,
                    code=line.code,
                    required=line.required,
                    weight=Fraction(1 if line.required else 0),
                    credit=Fraction(1),
                    first=line.id in key.first,
                    line=line,
                    details=details,
                    axes=asked_axes(chart, line.kind, line.system, details),
                    principal=line.id in principal,
                )
            )
    for alternative in used:
        _replace(chart, alternative, targets, place_of)
    order = []
    for pair in key.order:
        before, after = place_of.get(pair.before), place_of.get(pair.after)
        if before is not None and after is not None and before != after:
            order.append((before, after, pair))
    return KeyReading(tuple(targets), tuple(order), used)


def principal_lines(chart: Chart) -> frozenset[str]:
    """Return the key lines that may be named as the principal procedure, where the chart asks for it."""
    principal = chart.key.principal_procedure
    asked = principal is not None and "principal_procedure" in chart.asks
    return frozenset(principal.lines) if principal is not None and asked else frozenset()


def _replace(chart: Chart, alternative: Alternative, targets: list[Target], place_of: dict[str, int]) -> None:
    """Add the alternative's codes as targets and say which of them takes each replaced line's place.

    Sets of one size replace each other one by one; otherwise the first code takes the place of all. The weight
    of the replaced lines is shared out evenly.
    """
    key, principal = chart.key, principal_lines(chart)
    replaced = [key.line(line_id) for line_id in alternative.instead_of]
    weight = Fraction(sum(1 for line in replaced if line.required), len(alternative.use))
    one_by_one = len(replaced) == len(alternative.use)
    start = len(targets)
    for place, line in enumerate(replaced):
        place_of[line.id] = start + (place if one_by_one else 0)
    for place, use in enumerate(alternative.use):
        stands_for = (replaced[place],) if one_by_one else tuple(replaced) if place == 0 else ()
        line = (stands_for or tuple(replaced))[0]
        details = used_details(use, line)
        targets.append(
            Target(
                ids=tuple(line.id for line in stands_for) or (f"{alternative.instead_of[0]}.{place}",),
                kind=use.kind,
                system=use.system,
                code=use.code,
                required=weight > 0,
                weight=weight,
                credit=Fraction(str(alternative.credit)),
                first=any(each.id in key.first for each in stands_for),
                line=line,
                alternative=alternative,
                details=details,
                axes=asked_axes(chart, use.kind, use.system, details),
                principal=any(each.id in principal for each in replaced),
            )
        )
