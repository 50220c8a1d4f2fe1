"""Assembly of forms: greedy, the scarcest section first, then swaps inside sections to the wanted difficulty.

Each section draws the least shown questions first, in an order that the seed makes: no enemies, nothing that this
learner saw, and no skill twice where another is left. On a bank of 600 that takes milliseconds (bench/bench_forms.py).
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple, TypeVar

from codeward.curriculum import Blueprint, Edition
from codeward.practice.paper import Lack, Paper, PaperItem, Piece, Setting, Size, takes

__all__ = ["PLACES", "TOLERANCE", "Slot", "assemble", "slots_of"]

TOLERANCE: Final = 0.05
"""How far from zero the mean difficulty of a form may be, in logits, where the bank allows it."""
_MOST_SWAPS = 60
PLACES: Final = (0.20, 0.30)
"""Between which parts of a form's questions of four options each place holds the key (O11), from 40 questions on."""
_LEAST = 40
Name = TypeVar("Name", bound=str)
_SETTINGS: Final[tuple[Setting, ...]] = ("inpatient", "outpatient", "emergency")


class Slot(NamedTuple):
    """So many questions of one section: of all kinds but scenarios, or scenarios of one setting."""

    domain: str
    setting: Setting | None
    scored: int
    unscored: int
    parts: int = 1

    @property
    def wanted(self) -> int:
        """How many items the slot holds."""
        return self.scored + self.unscored


def slots_of(edition: Edition, size: Size = Size()) -> tuple[Slot, ...]:  # noqa: B008 - frozen
    """Return what a form of *size* holds, section by section; a part of an examination keeps its proportions."""
    part = _part(edition, size)
    wanted = {one.domain: one.scored for one in edition.sections}
    tried = {one.domain: one.unscored for one in edition.sections}
    plan = edition.scenarios
    cases: dict[Setting, int] = {}
    if plan is not None:
        cases = {"inpatient": plan.inpatient, "outpatient": plan.outpatient, "emergency": plan.emergency}
        wanted[plan.domain] -= plan.count * plan.parts
    if size.kind == "domain":
        wanted = {name: count for name, count in wanted.items() if name == size.domain}
        tried = {name: count for name, count in tried.items() if name == size.domain}
        cases = cases if plan is not None and plan.domain == size.domain else {}
    elif part < 1:
        cases = _shares(cases, round(sum(cases.values()) * part))
        left = round(edition.scored * part) - sum(cases.values()) * (plan.parts if plan else 1)
        wanted = _shares(wanted, max(0, left))
        tried = _shares(tried, round(edition.unscored * part))
    found = [Slot(name, None, wanted[name], tried[name]) for name in wanted]
    found += [Slot(plan.domain, name, cases[name], 0, plan.parts) for name in cases if plan is not None]
    return tuple(slot for slot in found if slot.wanted)


def _part(edition: Edition, size: Size) -> Fraction:
    if size.kind == "half":
        return Fraction(1, 2)
    if size.kind == "minutes" and size.minutes is not None:
        return min(Fraction(1), Fraction(size.minutes, edition.minutes.is_))
    return Fraction(1)


def _shares(counts: Mapping[Name, int], total: int) -> dict[Name, int]:
    """Return *counts* brought down to *total* in their proportions, by the largest remainders."""
    whole = sum(counts.values())
    if not whole:
        return dict.fromkeys(counts, 0)
    exact = {name: Fraction(count * total, whole) for name, count in counts.items()}
    found = {name: int(value) for name, value in exact.items()}
    most = sorted(exact, key=lambda name: found[name] - exact[name])
    for name in most[: total - sum(found.values())]:
        found[name] += 1
    return found


def assemble(
    blueprint: Blueprint,
    bank: Sequence[Piece],
    seed: int,
    *,
    day: dt.date,
    size: Size = Size(),  # noqa: B008 - frozen
    seen: Collection[str] = (),
    shown: Mapping[str, int] | None = None,
    difficulty: float = 0.0,
) -> Paper:
    """Return the form that *seed* draws from *bank* for an examination on *day*.

    *seen* are the items that this learner has met, *shown* how often each was shown to anybody. What the bank lacks is
    named by section in the paper's `lacking`. Raises KeyError where a size names a section that is not there.
    """
    edition, exact = blueprint.on(day)
    if size.kind == "domain":
        edition.part(size.domain or "")
    slots = slots_of(edition, size)
    drawn = _Drawing(blueprint, edition, bank, seed, frozenset(seen), shown or {}).draw(slots)
    _even(drawn, difficulty)
    _spread(drawn, difficulty)
    items: list[PaperItem] = []
    lacking: list[Lack] = []
    for slot in slots:
        mine = drawn.taken[slot]
        scored = max(0, min(slot.scored, len(mine)))
        order = list(range(len(mine)))
        drawn.random.shuffle(order)
        items += (
            PaperItem(
                id=mine[n].id,
                version=mine[n].version,
                kind=mine[n].kind,
                domain=slot.domain,
                scored=n < scored,
                parts=slot.parts,
            )
            for n in order
        )
        if len(mine) < slot.wanted:
            what = slot.setting or "questions"
            lacking.append(Lack(domain=slot.domain, what=what, wanted=slot.wanted, drawn=len(mine)))
    minutes = edition.minutes.is_
    if size.kind != "full":
        asked = sum(slot.wanted * slot.parts for slot in slots)
        minutes = max(1, round(Fraction(minutes * asked, edition.scored + edition.unscored)))
    return Paper(
        exam=blueprint.exam,
        version=edition.version,
        exact=exact,
        seed=seed,
        size=size,
        minutes=size.minutes if size.kind == "minutes" and size.minutes else minutes,
        books_on=edition.books.day,
        items=tuple(items),
        lacking=tuple(lacking),
    )


class _Drawing:
    """A form as it is being drawn: what is left for each slot, and what was taken."""

    def __init__(
        self,
        blueprint: Blueprint,
        edition: Edition,
        bank: Sequence[Piece],
        seed: int,
        seen: frozenset[str],
        shown: Mapping[str, int],
    ) -> None:
        self.blueprint, self.edition, self.shown = blueprint, edition, shown
        self.random = random.Random(seed)  # noqa: S311 - which questions, no secret: a seed is asked to draw again
        left = sorted((piece for piece in bank if piece.id not in seen), key=lambda piece: piece.id)
        self.random.shuffle(left)
        left.sort(key=lambda piece: shown.get(piece.id, 0))
        self.left = left
        self.taken: dict[Slot, list[Piece]] = {}
        self.ids: set[str] = set()
        self.foes: Counter[str] = Counter()
        self.pools: dict[Slot, list[Piece]] = {}

    def draw(self, slots: Sequence[Slot]) -> _Drawing:
        for slot in slots:
            served = takes(self.blueprint, self.edition, slot.domain)
            self.pools[slot] = [p for p in self.left if p.setting == slot.setting and p.domains & served]
        # The scarcest first: an item of two sections goes where it is needed more.
        for slot in sorted(slots, key=lambda one: len(self.pools[one]) / one.wanted):
            self.taken[slot] = []
            self._fill(slot)
        return self

    def _fill(self, slot: Slot) -> None:
        skills: Counter[str] = Counter()
        often = 1
        left = self.pools[slot]
        while len(self.taken[slot]) < slot.wanted and left:
            later = []
            for piece in left:
                if len(self.taken[slot]) == slot.wanted:
                    break
                if not self.may_stand(piece):
                    continue
                if skills[piece.skill] >= often:
                    later.append(piece)
                    continue
                skills[piece.skill] += 1
                self.taken[slot].append(piece)
                self.add(piece)
            left, often = later, often + 1

    def may_stand(self, piece: Piece) -> bool:
        """Say whether an item is free, and gives none of the form away, nor any of the form it."""
        return piece.id not in self.ids and not self.foes[piece.id] and self.ids.isdisjoint(piece.enemies)

    def add(self, piece: Piece) -> None:
        self.ids.add(piece.id)
        self.foes.update(piece.enemies)

    def drop(self, piece: Piece) -> None:
        self.ids.discard(piece.id)
        self.foes.subtract(piece.enemies)


def _even(drawn: _Drawing, wanted: float) -> None:
    """Swap items inside their slots until the mean difficulty is within the tolerance, or nothing brings it nearer."""
    every = [(slot, place) for slot, mine in drawn.taken.items() for place in range(len(mine))]
    if not every:
        return
    size = len(every)
    off = sum(drawn.taken[slot][place].difficulty for slot, place in every) - wanted * size
    for _ in range(_MOST_SWAPS):
        if abs(off) <= TOLERANCE * size:
            return
        best = _best_swap(drawn, off)
        if best is None:
            return
        slot, place, piece = best
        old = drawn.taken[slot][place]
        drawn.drop(old)
        drawn.taken[slot][place] = piece
        drawn.add(piece)
        off += piece.difficulty - old.difficulty


def _best_swap(drawn: _Drawing, off: float) -> tuple[Slot, int, Piece] | None:
    """Return the swap that brings the sum of difficulties nearest to its aim; one of the least shown among equals."""
    found: tuple[float, int, Slot, int, Piece] | None = None
    for slot, mine in drawn.taken.items():
        skills = Counter(piece.skill for piece in mine)
        for place, old in enumerate(mine):
            if old.difficulty * off <= 0 and off:  # only one that is too hard, or too easy, is given up
                continue
            for piece in drawn.pools[slot]:
                change = abs(off + piece.difficulty - old.difficulty)
                if change >= abs(off) or (piece.skill != old.skill and skills[piece.skill]):
                    continue
                often = drawn.shown.get(piece.id, 0)
                if (
                    often > drawn.shown.get(old.id, 0) + 1
                ):  # evenness is no reason to show one again and again
                    continue
                if found is not None and (change, often) >= found[:2]:
                    continue
                drawn.drop(old)
                fits = drawn.may_stand(piece)
                drawn.add(old)
                if fits:
                    found = (change, often, slot, place, piece)
    return None if found is None else found[2:]


def _spread(drawn: _Drawing, wanted: float) -> None:
    """Swap items inside their slots until no place holds the key too often or too seldom, or no swap helps.

    Whoever always marks the same letter gains nothing. The difficulty stays within its tolerance, or gets no worse.
    """
    every = [piece for mine in drawn.taken.values() for piece in mine]
    places = Counter(piece.place for piece in every if piece.place is not None)
    count = sum(places.values())
    if count < _LEAST:
        return
    off = sum(piece.difficulty for piece in every) - wanted * len(every)
    for _ in range(_MOST_SWAPS):
        often, seldom = max(range(4), key=places.__getitem__), min(range(4), key=places.__getitem__)
        if places[often] <= PLACES[1] * count and places[seldom] >= PLACES[0] * count:
            return
        swap = _place_swap(drawn, off, often, seldom, max(abs(off), TOLERANCE * len(every)))
        if swap is None:
            return
        slot, at, piece = swap
        old = drawn.taken[slot][at]
        drawn.drop(old)
        drawn.taken[slot][at] = piece
        drawn.add(piece)
        off += piece.difficulty - old.difficulty
        places[often] -= 1
        places[seldom] += 1


def _place_swap(
    drawn: _Drawing, off: float, often: int, seldom: int, most: float
) -> tuple[Slot, int, Piece] | None:
    """Return the swap of one place for the other that leaves the difficulty nearest to its aim, *most* away at most."""
    found: tuple[float, Slot, int, Piece] | None = None
    for slot, mine in drawn.taken.items():
        skills = Counter(piece.skill for piece in mine)
        new = [piece for piece in drawn.pools[slot] if piece.place == seldom and drawn.may_stand(piece)]
        for at, old in enumerate(mine):
            if old.place != often:
                continue
            for piece in new:
                away = abs(off + piece.difficulty - old.difficulty)
                if away > most or (found is not None and away >= found[0]):
                    continue
                if piece.skill != old.skill and skills[piece.skill]:
                    continue
                if drawn.shown.get(piece.id, 0) <= drawn.shown.get(old.id, 0) + 1:
                    found = (away, slot, at, piece)
    return None if found is None else found[1:]
