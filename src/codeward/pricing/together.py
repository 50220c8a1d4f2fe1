"""What services of one clinician on one day do to each other: both sides, endoscopies of a family, ranks.

In the order of the Medicare Claims Processing Manual, chapter 12: both sides first (section 40.7), then families and
ranks (section 40.6). No order of lines changes a total: what ties is told apart by code, modifiers and id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from codeward.pricing import rules
from codeward.pricing.model import CannotPrice
from codeward.pricing.single import Work

__all__ = ["Entry", "Wrong", "reduced", "sided", "unreckoned"]

Wrong = tuple[Work, CannotPrice]
"""A line that gets no amount, and why."""
_ONE = Decimal(1)
_SIDES = ("RT", "LT")
_RANKED = frozenset("23")
_LATER = {
    "1": "the older reduction by rank",
    "4": "the reduction of imaging",
    "5": "the reduction of therapy services",
    "6": "the reduction of heart and vessel tests",
    "7": "the reduction of eye tests",
}
_AFTER_ONLY = frozenset(
    {"55", "56"}
)  # care around a surgery that somebody else did: no procedure of that day


@dataclass(slots=True)
class Entry:
    """One procedure, or one done on both sides in two lines: what one is worth, how often, and whose lines it is."""

    works: tuple[Work, ...]
    amount: Decimal
    count: int

    @property
    def first(self) -> Work:
        return self.works[0]

    @property
    def tie(self) -> tuple[str, tuple[str, ...], str]:
        """What tells entries of one amount apart: their place on the claim never does."""
        return self.first.values.code, self.first.line.modifiers, self.first.line.id or ""


@dataclass(slots=True)
class _Block:
    """What has one rank: a procedure, or a family of endoscopies; each line's own part of it."""

    parts: list[tuple[Work, Decimal]]
    tie: tuple[str, tuple[str, ...], str]

    @property
    def total(self) -> Decimal:
        return sum((amount for _, amount in self.parts), Decimal(0))


def sided(works: Sequence[Work]) -> tuple[list[Entry], list[Wrong]]:
    """Return the procedures of *works* with both sides reckoned, and which lines cannot be, and why."""
    entries: list[Entry] = []
    wrong: list[Wrong] = []
    paired = _pairs(works)
    done: set[int] = set()
    for place, work in enumerate(works):
        if place in done:
            continue
        other = paired.get(place)
        try:
            if other is not None:
                done.add(other)
                entries.append(_pair(work, works[other]))
            else:
                entries.append(_alone(work))
        except CannotPrice as error:
            wrong.append((work, error))
    return entries, wrong


def _pairs(works: Sequence[Work]) -> dict[int, int]:
    """Return which line with RT and which with LT are one procedure on both sides (bilateral indicators 0, 1, 2)."""
    sides: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, work in sorted(
        enumerate(works), key=lambda item: (item[1].line.modifiers, item[1].line.id or "")
    ):
        named = [side for side in _SIDES if side in work.line.modifiers]
        if len(named) == 1 and "50" not in work.line.modifiers and work.count == 1 and not work.nothing:
            sides[work.values.code, work.values.modifier, named[0]].append(place)
    found: dict[int, int] = {}
    for (code, part, side), places in sides.items():
        if side == "RT":
            for one, other in zip(places, sides.get((code, part, "LT"), []), strict=False):
                if works[one].values.bilateral in ("0", "1", "2"):
                    found[one], found[other] = other, one
    return found


def _pair(one: Work, other: Work) -> Entry:
    both = rules.BOTH_SIDES if one.values.bilateral == "1" else _ONE
    amount = one.each * both
    why = {
        "0": "The two sides together pay as one (bilateral indicator 0); half stands on each line.",
        "1": "The two sides together pay 150 % of one (bilateral indicator 1); half stands on each line.",
        "2": "The amount is for both sides already (bilateral indicator 2); half stands on each line.",
    }[one.values.bilateral]
    for work in (one, other):
        work.times(both / 2, "bilateral", why, rules.BILATERAL)
    # Not in the claim's order: which of them stands first must not decide a tie.
    both_works = sorted((one, other), key=lambda work: (work.line.modifiers, work.line.id or ""))
    return Entry(tuple(both_works), amount, 1)


def _alone(work: Work) -> Entry:
    indicator = work.values.bilateral
    if "50" in work.line.modifiers:
        if work.count != 1:
            raise CannotPrice("Modifier 50 stands for both sides of one procedure", "Report one unit")
        share, why = {
            "1": (rules.BOTH_SIDES, "Both sides pay 150 % of one (bilateral indicator 1)."),
            "3": (Decimal(2), "Each side pays in full (bilateral indicator 3)."),
            "2": (_ONE, "The amount is for both sides already (bilateral indicator 2)."),
        }.get(indicator, (_ONE, "Two sides pay no more than one here (bilateral indicator 0 or 9)."))
        work.times(share, "bilateral", why, rules.BILATERAL)
    elif work.count == 2 and indicator in ("1", "2"):
        share = rules.BOTH_SIDES if indicator == "1" else _ONE
        work.count = _ONE
        pays = "150 % of one" if indicator == "1" else "as one"
        why = f"Two units of a procedure that has two sides pay {pays} (bilateral indicator {indicator})."
        work.times(share, "bilateral", why, rules.BILATERAL)
    whole = work.count == work.count.to_integral_value()
    if _is_ranked(work) and not whole:
        raise CannotPrice(f"{work.count:f} units of a procedure", "Report whole procedures")
    return Entry((work,), work.each, min(int(work.count), rules.MOST_RANKED + 1) if whole else 1)


def _is_ranked(work: Work) -> bool:
    return work.values.multiple in _RANKED and not work.nothing and not _AFTER_ONLY & set(work.line.modifiers)


def unreckoned(entries: Iterable[Entry]) -> list[Wrong]:
    """Return the lines whose reduction is another than by rank or family (indicators 1, 4 to 7), where two meet."""
    entries = [entry for entry in entries if not entry.first.nothing]
    met: Counter[str] = Counter()
    for entry in entries:
        met[entry.first.values.multiple] += entry.count
    return [
        (
            work,
            CannotPrice(
                f"With another service of its kind on the day {_LATER[work.values.multiple]} applies "
                f"(multiple procedure indicator {work.values.multiple}), which is not reckoned here"
            ),
        )
        for entry in entries
        for work in entry.works
        if work.values.multiple in _LATER and met[work.values.multiple] > 1
    ]  # fmt: skip


def reduced(entries: Sequence[Entry], base_fee: Callable[[Work], Decimal]) -> list[Wrong]:
    """Reduce what one clinician did on one day, by family and rank; return the lines that get no amount, and why.

    *base_fee* gives the amount of a line's base endoscopy; it raises CannotPrice where the schedule has none. Lines
    that no such rule concerns are left as they are.
    """
    ranked = [entry for entry in entries if entry.count and _is_ranked(entry.first)]
    blocks, wrong = _families(ranked, base_fee)
    blocks.sort(key=lambda block: (-block.total, block.tie))
    if len(blocks) > 1 or any(len(block.parts) > 1 for block in blocks):
        wrong += _by_rank(blocks)
    return wrong


def _families(
    ranked: Sequence[Entry], base_fee: Callable[[Work], Decimal]
) -> tuple[list[_Block], list[Wrong]]:
    """Return what has a rank of its own: each procedure, and each family of endoscopies as one."""
    families: dict[str, list[Entry]] = defaultdict(list)
    for entry in ranked:
        if entry.first.values.multiple == "3" and entry.first.values.base:
            families[entry.first.values.base].append(entry)
    blocks: list[_Block] = []
    wrong: list[Wrong] = []
    for entry in ranked:
        values = entry.first.values
        if values.code in families:
            why = f"The base endoscopy is paid with {families[values.code][0].first.values.code}, which builds on it."
            for work in entry.works:
                work.pays_nothing("endoscopy", why, rules.ENDOSCOPY)
        elif not (values.multiple == "3" and values.base):
            blocks += [_Block(_halves(entry), entry.tie) for _ in range(entry.count)]
    for base, members in families.items():
        try:
            blocks.append(_family(base, members, base_fee))
        except CannotPrice as error:
            wrong += [(work, error) for entry in members for work in entry.works]
    return blocks, wrong


def _halves(entry: Entry) -> list[tuple[Work, Decimal]]:
    return [(work, entry.amount / len(entry.works)) for work in entry.works]


def _family(base: str, members: Sequence[Entry], base_fee: Callable[[Work], Decimal]) -> _Block:
    """Return a family as one: its highest in full, of each other only what is above the base endoscopy."""
    ordered = sorted(members, key=lambda entry: (-entry.amount, entry.tie))
    if sum(entry.count for entry in ordered) == 1:
        return _Block(_halves(ordered[0]), ordered[0].tie)
    less = base_fee(ordered[0].first)
    parts: list[tuple[Work, Decimal]] = []
    for place, entry in enumerate(ordered):
        above = max(entry.amount - less, Decimal(0))
        full = place == 0
        total = entry.amount + above * (entry.count - 1) if full else above * entry.count
        for work in entry.works:
            part = total / len(entry.works)
            work.each = part
            if full and entry.count == 1:
                work.step(
                    "endoscopy", "× 100 %", f"The highest of the family of {base}: in full.", rules.ENDOSCOPY
                )
            else:
                why = f"The base endoscopy {base} pays ${less} and is paid once in the family: only what is above it."
                work.step("endoscopy", f"− {less}", why, rules.ENDOSCOPY)
            parts.append((work, part))
    return _Block(parts, ordered[0].tie)


def _by_rank(blocks: Sequence[_Block]) -> list[Wrong]:
    """Pay the highest in full, the second to the fifth by half; from the sixth on the contractor decides."""
    gets: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    by_id: dict[int, Work] = {}
    for rank, block in enumerate(blocks):
        for work, part in block.parts:
            by_id[id(work)] = work
            gets[id(work)].append((rank, part))
    wrong: list[Wrong] = []
    for key, ranks in gets.items():
        work = by_id[key]
        if any(rank >= rules.MOST_RANKED for rank, _ in ranks):
            wrong.append(
                (
                    work,
                    CannotPrice(
                        "From the sixth procedure of a day on the contractor sets the amount by report"
                    ),
                )
            )
            continue
        if len(blocks) > 1:
            shares = [_ONE if rank == 0 else rules.HALF for rank, _ in ranks]
            work.each = sum(
                (part * share for (_, part), share in zip(ranks, shares, strict=True)), Decimal(0)
            )
            figure = " + ".join("100 %" if share == 1 else "50 %" for share in shares)
            work.step(
                "multiple procedures",
                f"× {figure}",
                _rank_said([r for r, _ in ranks], len(blocks)),
                rules.MULTIPLE,
            )
        work.count = _ONE
    return wrong


def _rank_said(ranks: Sequence[int], of: int) -> str:
    named = ", ".join(str(rank + 1) for rank in ranks)
    rule = "the highest pays in full, the second to the fifth half"
    return f"Rank {named} of {of} procedures of the day by amount: {rule}."
