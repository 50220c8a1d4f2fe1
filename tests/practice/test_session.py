"""A session of drills: blocked until five are right, then mixed; weak spots first."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from codeward.curriculum import Skill
from codeward.practice.session import BLOCK, block, drillable, level, other, weakest

SKILLS = {
    "dx.side": Skill(
        id="dx.side", title="Side", lesson="d5", generators=("side",), near=("dx.seventh", "dx.none")
    ),
    "dx.seventh": Skill(id="dx.seventh", title="7th", lesson="d1", generators=("seventh",)),
    "dx.detail": Skill(id="dx.detail", title="Detail", lesson="d4", generators=("specific",)),
    "dx.none": Skill(id="dx.none", title="No drill", lesson="d4"),
    "pcs.table": Skill(id="pcs.table", title="Planned", lesson="i1", generators=("pcs",)),
}


def test_only_skills_with_a_written_generator_are_drilled() -> None:
    assert drillable(SKILLS) == ("dx.side", "dx.seventh", "dx.detail")


def test_a_skill_stands_alone_until_five_are_right_and_then_with_near_ones_that_can_be_drilled() -> None:
    assert {block(["dx.side"], right, SKILLS) for right in range(BLOCK)} == {("dx.side",)}
    assert block(["dx.side"], BLOCK, SKILLS) == ("dx.side", "dx.seventh")
    assert block(["dx.detail"], 12, SKILLS) == ("dx.detail",)


def test_only_the_nearest_where_only_that_is_asked_for() -> None:
    many = {**SKILLS, "dx.side": SKILLS["dx.side"].model_copy(update={"near": ("dx.detail", "dx.seventh")})}
    assert block(["dx.side"], BLOCK, many, near=1) == ("dx.side", "dx.detail")
    assert len(block(["dx.side"], BLOCK, many)) == 3


@pytest.mark.parametrize("skill", ["dx.none", "pcs.table", "dx.unheard_of"])
def test_a_skill_that_cannot_be_drilled_is_left_out(skill: str) -> None:
    assert block([skill], 0, SKILLS) == block([skill], BLOCK, SKILLS) == ()


def test_a_mixed_session_never_asks_one_skill_twice_running_and_asks_all() -> None:
    asked = [""]
    for seed in range(60):
        asked.append(other(("dx.side", "dx.seventh", "dx.detail"), asked[-1], seed))
    assert all(a != b for a, b in pairwise(asked))
    assert min(Counter(asked[1:]).values()) > 10
    assert other(("dx.side",), "dx.side", 1) == "dx.side"


def test_levels_rise_with_right_answers() -> None:
    assert [level(right) for right in range(BLOCK + 2)] == [1, 1, 2, 2, 2, 3, 3]


def test_what_was_missed_most_is_weakest_and_what_was_never_met_is_not() -> None:
    recent = {"dx.side": (10, 10), "dx.seventh": (0, 10), "dx.none": (0, 3)}
    assert weakest(recent, SKILLS) == ("dx.seventh", "dx.side")
    assert weakest({}, SKILLS) == ()
    assert weakest({"dx.side": (0, 0)}, SKILLS) == ()


def test_one_wrong_answer_tells_less_than_ten() -> None:
    assert weakest({"dx.side": (0, 1), "dx.seventh": (1, 10)}, SKILLS) == ("dx.seventh", "dx.side")


def test_what_slipped_comes_first_and_four_go_round() -> None:
    many = {f"dx.s{n}": Skill(id=f"dx.s{n}", title="S", lesson="d1", generators=("side",)) for n in range(6)}
    recent = {f"dx.s{n}": (n, 10) for n in range(6)}
    assert weakest(recent, many) == ("dx.s0", "dx.s1", "dx.s2", "dx.s3")
    assert weakest(recent, many, {"dx.s5"}) == ("dx.s5", "dx.s0", "dx.s1", "dx.s2")
