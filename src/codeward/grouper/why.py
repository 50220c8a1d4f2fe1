"""Why a stay has its group: regrouped without each code, so that what is said is what happens.

What the grouper's own flags say is used only to know where to look; each sentence rests on a group that was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from codeward.claims import Claim
from codeward.grouper.grouping import group, regroup
from codeward.grouper.model import Drg, Grouped, Level, Line, level_above

__all__ = ["Effect", "Why", "explain"]

Effect = Literal[
    "principal",  # stands first and chooses the category
    "gives",  # gives the level, and no other code would
    "gives too",  # gives the level, and another would step in
    "lower",  # counts, but another counts for more
    "excluded",  # no complication of this principal diagnosis
    "only alive",  # counts only for who left alive
    "acquired",  # not counted, since acquired in the hospital
    "no split",  # counts, but this group is not split by it
    "uncounted",  # a CC or MCC that this group does not count
    "no group",  # the stay has no group, so nothing counts
    "nothing",  # neither CC nor MCC
    "class",  # this procedure puts the stay where it is
    "moves",  # without it the group is another one, though by no level
    "lower class",  # an operating-room procedure that another outranks
    "no class",  # a procedure that does not matter here
]


@dataclass(frozen=True, slots=True)
class Why:
    """What one code did: its effect, the group without it, and which code would step in for it."""

    line: Line
    effect: Effect
    without: Drg | None = None
    instead: tuple[str, ...] = ()
    """Codes that give the same level or class, so that nothing changes without this one."""


def explain(claim: Claim) -> tuple[Grouped, tuple[Why, ...]]:
    """Return the group of *claim* and, for each code in its order, why it counted or did not. Raises CannotGroup."""
    whole = group(claim)
    asked = _Asked(claim, whole)
    return whole, tuple(_why(asked, place, line) for place, line in enumerate(whole.lines))


class _Asked:
    """A claim and its group, with what is asked more than once."""

    def __init__(self, claim: Claim, whole: Grouped) -> None:
        codes = iter(line.code for line in whole.lines)
        self.claim = replace(
            claim,
            diagnoses=tuple(replace(each, code=next(codes)) for each in claim.diagnoses),
            procedures=tuple(replace(each, code=next(codes)) for each in claim.procedures),
        )
        self.whole = whole
        self.secondary = len(claim.diagnoses)
        self.level = whole.final_level
        self.quiet = self._quiet()
        self.idle = [p for p in self.quiet if whole.lines[p].role == "procedure"]
        self.alone = {
            place: self._alone(place)
            for place, line in enumerate(whole.lines)
            if line.role == "secondary" and (line.level != "none" or line.moves)
        }

    @cached_property
    def split(self) -> bool:
        """Say whether the group would be another without all that counts as CC or MCC."""
        gone = [place for place, level in self.alone.items() if level != "none"]
        return self.without(gone).final.number != self.whole.final.number

    def without(self, places: Iterable[int]) -> Grouped:
        """Return the group without the codes in these places."""
        gone = set(places)
        kept = self.claim.diagnoses, self.claim.procedures
        return regroup(
            replace(
                self.claim,
                diagnoses=tuple(each for i, each in enumerate(kept[0]) if i not in gone),
                procedures=tuple(each for i, each in enumerate(kept[1], self.secondary) if i not in gone),
            )
        )

    def _quiet(self) -> frozenset[int]:
        """Return the places of codes of which leaving out all at once changes nothing: those without a mark."""
        unmarked = {
            place
            for place, line in enumerate(self.whole.lines)
            if line.role != "principal" and not line.moves
        }
        same = not unmarked or self.without(unmarked).final.number == self.whole.final.number
        return frozenset(unmarked if same else ())

    def _alone(self, place: int) -> Level:
        """Return the level that the diagnosis gives where no other secondary one stands beside it."""
        others = [i for i in range(1, self.secondary) if i != place]
        return self.without(others + self.idle).final_level


def _why(asked: _Asked, place: int, line: Line) -> Why:
    if line.role == "principal":
        return Why(line, "principal")
    if asked.whole.reason:
        return Why(line, "no group")
    without = asked.whole if place in asked.quiet else asked.without([place])
    moved = without.final if without.final.number != asked.whole.final.number else None
    if line.role == "procedure":
        return _of_procedure(asked, line, moved)
    return _of_diagnosis(asked, place, line, without, moved)


def _of_procedure(asked: _Asked, line: Line, moved: Drg | None) -> Why:
    if moved is not None:
        return Why(line, "class", moved)
    if not line.operating_room and not line.moves:
        return Why(line, "no class")
    others = tuple(
        other.code
        for other in asked.whole.lines
        if other.role == "procedure" and other is not line and other.moves
    )
    return Why(line, "lower class", instead=others)


def _of_diagnosis(asked: _Asked, place: int, line: Line, without: Grouped, moved: Drg | None) -> Why:
    mine = asked.alone.get(place, "none")
    if line.level != "none" and (mine == "none" or level_above(mine, asked.level)):
        # It gives nothing here, or only where the code that makes it a condition of the hospital is away.
        return Why(line, _uncounted(asked, place, line), moved)
    if mine == "none":
        return Why(line, "moves" if moved else "nothing", moved)
    if moved is not None:
        return Why(line, "gives" if level_above(asked.level, without.final_level) else "moves", moved)
    if not asked.split:
        return Why(line, "no split")
    if level_above(asked.level, mine):
        return Why(line, "lower")
    same = tuple(
        asked.whole.lines[other].code
        for other, level in asked.alone.items()
        if other != place and level == asked.level
    )
    return Why(line, "gives too", instead=same)


def _uncounted(asked: _Asked, place: int, line: Line) -> Effect:
    """Say why a CC or MCC gave nothing: tried once as present on admission, once as if the patient had lived."""
    claim = asked.claim
    diagnoses = [each for i, each in enumerate(claim.diagnoses) if i in (0, place)]
    if any(hac.met for hac in line.hacs):
        present = (diagnoses[0], replace(diagnoses[1], poa="Y"))
        if regroup(replace(claim, diagnoses=present)).final_level != "none":
            return "acquired"
    if claim.discharge_status == "20":
        alive = replace(claim, diagnoses=tuple(diagnoses), discharge_status="01")
        if regroup(alive).final_level != "none":
            return "only alive"
    return "excluded" if line.excluded else "uncounted"
