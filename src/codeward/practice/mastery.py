"""What somebody knows, from what they answered: the state of each skill as a pure function of dated evidence.

A skill is new, learning, passed, and then kept or slipped:

- **learning** from the first answer that counts;
- **passed** with 8 of the last 10 fresh answers right, the last 3 right and those of level 2 or above;
- **kept** when two mixed re-checks were met, the first 7 days after passing, the second 21 days after passing and at
  least 7 after the first: each asks up to 4 items and is met with 3 right, lost with 2 wrong;
- **slipped** when a re-check is lost. It is passed again by the same rule, after at least 5 fresh answers.

An answer is *fresh* when the item was not seen before and no hint was taken. Dates are dates in UTC: an account's
time zone may change, and what was passed yesterday must not be unpassed by it.

The fold is one step an answer (:func:`after`), so that a stored state and a replay of the whole log are the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

__all__ = [
    "LEVEL",
    "NEW",
    "RECHECKS",
    "RULES",
    "Answered",
    "Mastery",
    "SkillState",
    "Source",
    "Vouched",
    "after",
    "mastery",
    "state_of",
]

RULES: Final = 1
"""The version of these rules. What was folded by another one is folded anew."""

WINDOW: Final = 10
ENOUGH: Final = 8
RUN: Final = 3
LEVEL: Final = 2
RECHECKS: Final = (timedelta(days=7), timedelta(days=21))
APART: Final = timedelta(days=7)
"""The least time between the two re-checks, for whoever comes late to the first."""
ASKED: Final = 4
RIGHT: Final = 3
AFTER_SLIP: Final = 5


class Source(StrEnum):
    """Where an answer was given."""

    CHART = "chart"
    CHECK = "check"
    DRILL = "drill"
    PRETEST = "pretest"
    PLACEMENT = "placement"
    TEST_OUT = "test_out"
    RECHECK = "recheck"
    EXAM = "exam"
    REVIEW = "review"

    @property
    def counts(self) -> bool:
        """Whether mastery hears of it. What is asked before anything was taught says nothing of what was learned."""
        return self not in {Source.PRETEST, Source.PLACEMENT}


class Mastery(StrEnum):
    """How well a skill is known."""

    NEW = "new"
    LEARNING = "learning"
    PASSED = "passed"
    KEPT = "kept"
    SLIPPED = "slipped"

    @property
    def holds(self) -> bool:
        """Whether the skill counts as passed: it was, and no re-check was lost since."""
        return self in {Mastery.PASSED, Mastery.KEPT}


@dataclass(frozen=True, slots=True, order=True)
class Answered:
    """One answer of the log. `key` tells apart what was given at the same instant."""

    at: datetime
    key: int
    skill: str
    source: Source
    right: bool
    level: int = LEVEL
    fresh: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Vouched:
    """A test-out that was passed, of one skill of its lesson: the skill enters as passed."""

    at: datetime
    key: int
    skill: str


@dataclass(frozen=True, slots=True)
class SkillState:
    """What is known of one skill. Small and of constant size, whatever the length of the log."""

    state: Mastery = Mastery.NEW
    # The last fresh answers, oldest first: the level of a right one, 0 for a wrong one.
    window: str = ""
    fresh: int = 0
    right: int = 0
    # Fresh answers since the last slip, as far as they matter.
    since_slip: int = 0
    # The answers of the re-check under way: 1 and 0.
    recheck: str = ""
    passed_at: datetime | None = None
    first_recheck_at: datetime | None = None
    kept_at: datetime | None = None
    slipped_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def due_on(self) -> date | None:
        """The day from which its next re-check may be done; None where none is to come."""
        if self.state is not Mastery.PASSED or self.passed_at is None:
            return None
        first, second = (_day(self.passed_at) + one for one in RECHECKS)
        return first if self.first_recheck_at is None else max(second, _day(self.first_recheck_at) + APART)

    def kept_from(self, on: date) -> date:
        """Return the earliest day on which it can be kept, were every re-check from the day `on` met as it falls due.

        A skill that is not passed counts as passed on that day.
        """
        if self.state is Mastery.KEPT and self.kept_at is not None:
            return _day(self.kept_at)
        if self.state is not Mastery.PASSED or self.passed_at is None:
            return on + RECHECKS[1]
        second = _day(self.passed_at) + RECHECKS[1]
        if self.first_recheck_at is not None:
            return max(on, second, _day(self.first_recheck_at) + APART)
        return max(second, max(on, _day(self.passed_at) + RECHECKS[0]) + APART)

    def is_due(self, on: date) -> bool:
        """Whether a re-check is due on that day."""
        due = self.due_on
        return due is not None and due <= on

    @property
    def share(self) -> float | None:
        """The share right of all fresh answers; None before the first."""
        return self.right / self.fresh if self.fresh else None

    @property
    def lacking(self) -> int:
        """How many right answers in a row, each to apply a rule, would pass it; 0 where it holds."""
        if self.state.holds:
            return 0
        state = self
        for n in range(1, WINDOW + 1):
            window = (state.window + str(LEVEL))[-WINDOW:]
            state = replace(state, window=window, since_slip=min(state.since_slip + 1, AFTER_SLIP))
            if _passes(state):
                return n
        raise AssertionError("ten right answers in a row pass every skill")

    @property
    def recent(self) -> tuple[int, int]:
        """How many of the last fresh answers were right, and how many there are (up to 10)."""
        return len(self.window) - self.window.count("0"), len(self.window)


NEW: Final = SkillState()
"""A skill that nothing is known of."""


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def after(state: SkillState, one: Answered | Vouched) -> SkillState:
    """Return the state once `one` is known too. Evidence comes in its order: see :func:`mastery`."""
    if isinstance(one, Vouched):
        return state if state.state.holds else _passed(replace(state, last_at=one.at), one.at)
    if not one.source.counts:
        return state
    if not one.fresh:
        begun = Mastery.LEARNING if state.state is Mastery.NEW else state.state
        return replace(state, state=begun, last_at=one.at)
    was = state
    state = replace(
        state,
        window=(state.window + (str(one.level) if one.right else "0"))[-WINDOW:],
        fresh=state.fresh + 1,
        right=state.right + one.right,
        since_slip=min(state.since_slip + 1, AFTER_SLIP),
        last_at=one.at,
    )
    if was.state.holds:
        asked = one.source is Source.RECHECK and was.is_due(_day(one.at))
        return _rechecked(state, one) if asked else state
    return _passed(state, one.at) if _passes(state) else replace(state, state=_unpassed(state))


def _unpassed(state: SkillState) -> Mastery:
    return Mastery.SLIPPED if state.state is Mastery.SLIPPED else Mastery.LEARNING


def _passes(state: SkillState) -> bool:
    right, _ = state.recent
    run = state.window[-RUN:]
    strong = len(run) == RUN and all(int(one) >= LEVEL for one in run)
    again = state.state is not Mastery.SLIPPED or state.since_slip >= AFTER_SLIP
    return right >= ENOUGH and strong and again


def _passed(state: SkillState, at: datetime) -> SkillState:
    return replace(state, state=Mastery.PASSED, passed_at=at, first_recheck_at=None, kept_at=None, recheck="")


def _rechecked(state: SkillState, one: Answered) -> SkillState:
    told = state.recheck + str(int(one.right))
    if told.count("0") > ASKED - RIGHT:
        return replace(state, state=Mastery.SLIPPED, slipped_at=one.at, recheck="", since_slip=0)
    if told.count("1") < RIGHT:
        return replace(state, recheck=told)
    if state.first_recheck_at is None:
        return replace(state, first_recheck_at=one.at, recheck="")
    return replace(state, state=Mastery.KEPT, kept_at=one.at, recheck="")


def mastery(evidence: Iterable[Answered | Vouched], on: date | None = None) -> dict[str, SkillState]:
    """Return the state of each skill that the evidence speaks of, as it was at the end of the day `on` (UTC).

    The order in which the evidence comes does not matter: it is sorted by time and key.
    """
    known = [one for one in evidence if on is None or _day(one.at) <= on]
    states: dict[str, SkillState] = {}
    for one in sorted(known, key=_order):
        before = states.get(one.skill, NEW)
        now = after(before, one)
        if now is not before:
            states[one.skill] = now
    return states


def _order(one: Answered | Vouched) -> tuple[datetime, int, int]:
    # An answer before the test-out that it was part of.
    return one.at, isinstance(one, Vouched), one.key


def state_of(states: Mapping[str, SkillState], skill: str) -> SkillState:
    """Return the state of a skill, which is new where nothing is known of it."""
    return states.get(skill, NEW)
