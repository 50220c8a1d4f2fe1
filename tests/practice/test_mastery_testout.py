"""What a test-out asks: unseen, half typed, the skills in turn; nothing where that lacks."""

from __future__ import annotations

import random

from codeward.practice.mastery_testout import ITEMS, TYPED, Candidate, choose, is_passed

POOL = [
    Candidate(f"{skill}-{n}", skill, typed=n % 2 == 0) for skill in ("a", "b", "c") for n in range(12)
]  # 18 typed, 18 chosen


def test_twelve_unseen_items_half_of_them_typed() -> None:
    seen = {f"a-{n}" for n in range(8)}
    for seed in range(50):
        drawn = choose(POOL, seen, seed)
        assert len({one.id for one in drawn}) == ITEMS == 12
        assert sum(one.typed for one in drawn) == TYPED == 6
        assert not {one.id for one in drawn} & seen


def test_each_skill_is_asked_as_often_as_the_others() -> None:
    for seed in range(50):
        drawn = choose(POOL, (), seed)
        assert [sum(one.skill == skill for one in drawn) for skill in "abc"] == [4, 4, 4]


def test_the_same_seed_draws_the_same_whatever_the_order_of_the_pool() -> None:
    turned = list(POOL)
    random.Random(7).shuffle(turned)
    assert choose(turned, (), 3) == choose(POOL, (), 3)
    assert len({choose(POOL, (), seed) for seed in range(20)}) == 20


def test_without_twelve_unseen_items_or_six_typed_there_is_none() -> None:
    assert choose(POOL[:11], (), 1) == ()
    assert choose([one for one in POOL if not one.typed], (), 1) == ()
    assert choose([one for one in POOL if one.typed], (), 1) == ()
    assert choose(POOL, {one.id for one in POOL if one.typed}, 1) == ()
    assert choose(POOL[:12], (), 1) != ()


def test_ten_right_pass() -> None:
    assert [is_passed(right) for right in (9, 10, 12)] == [False, True, True]
