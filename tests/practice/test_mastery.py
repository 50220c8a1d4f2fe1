"""States of skills: what each rule says, and that a fold, a replay and any order of the log say the same."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.practice.mastery import (
    ASKED,
    NEW,
    Answered,
    Mastery,
    SkillState,
    Source,
    Vouched,
    after,
    mastery,
    state_of,
)

SKILL = "dx.with"
START = datetime(2026, 6, 1, 20, tzinfo=UTC)


def told(
    rights: str, *, day: float = 0, source: Source = Source.DRILL, level: int = 2, fresh: bool = True
) -> list[Answered]:
    """Answers one minute apart, "1" right and "0" wrong, from that day on."""
    begin = START + timedelta(days=day)
    return [
        Answered(begin + timedelta(minutes=n), n, SKILL, source, one == "1", level, fresh)
        for n, one in enumerate(rights)
    ]


def of(*parts: Iterable[Answered | Vouched]) -> SkillState:
    """The state of the skill after all of it."""
    return state_of(mastery(one for part in parts for one in part), SKILL)


def recheck(rights: str, day: float) -> list[Answered]:
    """Answers of a re-check."""
    return told(rights, day=day, source=Source.RECHECK)


@pytest.mark.parametrize(
    ("rights", "state"),
    [
        ("", "new"), ("1", "learning"), ("0", "learning"), ("1111111", "learning"), ("11111111", "passed"),
        ("0011111111", "passed"), ("00011111111", "passed"), ("000111111", "learning"), ("1111111001", "learning"),
        ("11111011", "learning"), ("1111101101", "learning"), ("111110111", "passed"), ("1010111111", "passed"),
        ("1100111110111", "passed"), ("0101010101010101", "learning"),
    ],
)  # fmt: skip
def test_passing_asks_eight_of_the_last_ten_and_the_last_three(rights: str, state: str) -> None:
    assert of(told(rights)).state == state


def test_the_last_three_are_of_level_two_or_above() -> None:
    assert of(told("1" * 20, level=1)).state is Mastery.LEARNING
    assert of(told("1" * 8, level=1), told("11", day=1)).state is Mastery.LEARNING
    assert of(told("1" * 8, level=1), told("111", day=1)).state is Mastery.PASSED
    assert of(told("1" * 8, level=3)).state is Mastery.PASSED


def test_only_fresh_answers_after_teaching_count() -> None:
    assert of(told("1" * 20, fresh=False)).state is Mastery.LEARNING
    assert of(told("1" * 20, fresh=False)).fresh == 0
    for source in (Source.PRETEST, Source.PLACEMENT):
        assert of(told("1" * 20, source=source)) == NEW
    for source in set(Source) - {Source.PRETEST, Source.PLACEMENT}:
        assert of(told("1" * 8, source=source)).state is Mastery.PASSED


def test_wrong_answers_after_passing_change_no_state_without_a_re_check() -> None:
    state = of(told("1" * 8), told("0" * 10, day=1))
    assert state.state is Mastery.PASSED
    assert state.recent == (0, 10)


def test_re_checks_are_due_after_seven_and_twenty_one_days() -> None:
    state = of(told("1" * 8))
    assert state.due_on == date(2026, 6, 8)
    assert not state.is_due(date(2026, 6, 7))
    assert state.is_due(date(2026, 6, 8))
    assert of(told("1" * 8), recheck("111", 7)).due_on == date(2026, 6, 22)
    # Late: at least a week lies between the two.
    assert of(told("1" * 8), recheck("111", 19)).due_on == date(2026, 6, 27)


@pytest.mark.parametrize(("first", "second", "state"), [
    ("111", "111", "kept"), ("1101", "1011", "kept"), ("0111", "0111", "kept"), ("1010", "", "slipped"),
    ("00", "", "slipped"), ("111", "00", "slipped"), ("111", "1100", "slipped"), ("11", "", "passed"),
    ("110", "", "passed"), ("111", "11", "passed"),
])  # fmt: skip
def test_three_of_four_right_each_time_is_kept_and_two_wrong_has_slipped(
    first: str, second: str, state: str
) -> None:
    assert of(told("1" * 8), recheck(first, 7), recheck(second, 21)).state == state


def test_a_re_check_before_its_day_is_practice() -> None:
    early = of(told("1" * 8), recheck("1111", 6.9 - 20 / 24), recheck("0000", 6))
    assert (early.state, early.first_recheck_at) == (Mastery.PASSED, None)
    # The day is a date: whoever passed in the evening may be asked in the morning a week later.
    assert of(told("1" * 8), recheck("111", 7 - 19 / 24)).first_recheck_at is not None
    # What is asked more than is needed belongs to no re-check.
    assert of(told("1" * 8), recheck("111111", 7)).state is Mastery.PASSED


def test_what_slipped_is_passed_again_after_five_fresh_answers() -> None:
    slipped = [told("1" * 10), recheck("00", 7)]
    assert of(*slipped).due_on is None
    assert of(*slipped, told("1111", day=8)).state is Mastery.SLIPPED
    again = of(*slipped, told("11111", day=8))
    assert (again.state, again.due_on) == (Mastery.PASSED, date(2026, 6, 16))
    assert again.first_recheck_at is None
    assert of(*slipped, told("10111", day=8)).state is Mastery.SLIPPED
    kept = of(*slipped, told("11111", day=8), recheck("111", 15), recheck("111", 29))
    assert kept.state is Mastery.KEPT


def test_a_test_out_enters_as_passed_and_the_first_re_check_catches_luck() -> None:
    out = [Vouched(START, 1, SKILL)]
    assert of(out).state is Mastery.PASSED
    assert of(out).due_on == date(2026, 6, 8)
    assert of(out, recheck("00", 7)).state is Mastery.SLIPPED
    # One that is passed or kept already stays as it is.
    before = told("1" * 8, day=-30)
    assert of(before, out).passed_at == before[-1].at
    # What slipped is passed by a test-out too.
    assert of(told("1" * 8, day=-30), recheck("00", -20), out).state is Mastery.PASSED


def test_the_earliest_day_on_which_a_skill_can_be_kept() -> None:
    day = date(2026, 6, 10)
    assert NEW.kept_from(day) == date(2026, 7, 1)
    assert of(told("1" * 8)).kept_from(day) == date(2026, 6, 22)
    assert of(told("1" * 8)).kept_from(date(2026, 8, 1)) == date(2026, 8, 8)
    assert of(told("1" * 8), recheck("111", 9)).kept_from(date(2026, 8, 1)) == date(2026, 8, 1)
    kept = of(told("1" * 8), recheck("111", 7), recheck("111", 21))
    assert kept.kept_from(date(2026, 8, 1)) == date(2026, 6, 22)


answers = st.builds(
    Answered,
    at=st.integers(0, 60 * 24).map(lambda hours: START + timedelta(hours=hours)),
    key=st.integers(1, 10**6),
    skill=st.sampled_from(["dx.with", "term.parts"]),
    source=st.sampled_from([Source.DRILL, Source.CHECK, Source.RECHECK, Source.RECHECK, Source.PRETEST]),
    right=st.sampled_from([True, True, True, True, False]),
    level=st.sampled_from([1, 2, 2, 3]),
    fresh=st.sampled_from([True, True, True, False]),
)
outs = st.builds(Vouched, at=answers.map(lambda one: one.at), key=st.integers(1, 10**6), skill=st.just(SKILL))
logs = st.lists(st.one_of(answers, answers, answers, outs), max_size=80, unique_by=lambda one: one.key)


@settings(deadline=None, max_examples=60)
@given(log=logs, seed=st.integers())
def test_the_order_in_which_a_log_is_read_does_not_matter(log: list[Answered | Vouched], seed: int) -> None:
    turned = list(log)
    random.Random(seed).shuffle(turned)
    assert mastery(turned) == mastery(log)


@settings(deadline=None, max_examples=60)
@given(log=logs, cut=st.integers(0, 80))
def test_a_fold_on_top_of_a_fold_is_the_fold_of_all(log: list[Answered | Vouched], cut: int) -> None:
    ordered = sorted(log, key=lambda one: (one.at, isinstance(one, Vouched), one.key))
    states = mastery(ordered[:cut])
    for one in ordered[cut:]:
        now = after(states.get(one.skill, NEW), one)
        if now != NEW:
            states[one.skill] = now
    assert states == mastery(log)


@settings(deadline=None, max_examples=60)
@given(log=logs, days=st.integers(0, 70))
def test_what_is_known_of_a_day_hangs_on_nothing_later(log: list[Answered | Vouched], days: int) -> None:
    day = START.date() + timedelta(days=days)
    early = [one for one in log if one.at.date() <= day]
    assert mastery(log, day) == mastery(early)
    for skill, state in mastery(log, day).items():
        later = mastery(log)[skill]
        assert later.fresh >= state.fresh
        assert later.right >= state.right
        # What was passed is never new again, and what is kept stays kept.
        assert later.state is not Mastery.NEW
        assert later.state is Mastery.KEPT or state.state is not Mastery.KEPT


@settings(deadline=None, max_examples=60)
@given(log=logs)
def test_a_state_is_small_and_says_what_hangs_together(log: list[Answered | Vouched]) -> None:
    for state in mastery(log).values():
        assert len(state.window) <= 10
        assert len(state.recheck) < ASKED
        assert state.right <= state.fresh
        assert (state.state is Mastery.KEPT) == (state.kept_at is not None)
        assert not state.state.holds or state.passed_at is not None
        assert (state.due_on is not None) == (state.state is Mastery.PASSED)


@given(st.text(alphabet="01", max_size=25))
def test_what_is_lacking_is_the_fewest_right_answers_that_pass(before: str) -> None:
    state = of(told(before))
    needed = state.lacking
    assert (needed == 0) == state.state.holds
    more = [of(told(before + "1" * n)).state.holds for n in range(needed + 1)]
    assert more == [False] * needed + [True]
