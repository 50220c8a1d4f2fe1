"""A session of drills: blocked until five are right, then mixed; weak spots for five minutes."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from codeward.curriculum import Skill, program
from codeward.practice.drills import NoDrill
from codeward.practice.session import BLOCK, Reply, Turn, drillable, mixed, weak

SKILLS = {
    "dx.side": Skill(
        id="dx.side", title="Side", lesson="d5", generators=("side",), near=("dx.seventh", "dx.none")
    ),
    "dx.seventh": Skill(id="dx.seventh", title="7th", lesson="d1", generators=("seventh",)),
    "dx.detail": Skill(id="dx.detail", title="Detail", lesson="d4", generators=("specific",)),
    "dx.none": Skill(id="dx.none", title="No drill", lesson="d4"),
    "pcs.table": Skill(id="pcs.table", title="Planned", lesson="i1", generators=("pcs",)),
}


def played(skill: str, right: bool, turns: int, seed: int = 7) -> list[Turn]:
    replies: list[Reply] = []
    found = []
    for _ in range(turns):
        turn = mixed(skill, replies, SKILLS, seed)
        found.append(turn)
        replies.append(Reply(turn.skill, right))
    return found


def test_only_skills_with_a_written_generator_are_drilled() -> None:
    assert drillable(SKILLS) == ("dx.side", "dx.seventh", "dx.detail")


def test_a_skill_stands_alone_until_five_are_right() -> None:
    assert {turn.skill for turn in played("dx.side", right=True, turns=BLOCK)} == {"dx.side"}


def test_wrong_answers_keep_it_alone() -> None:
    assert {turn.skill for turn in played("dx.side", right=False, turns=30)} == {"dx.side"}


def test_then_it_is_mixed_with_its_near_skills_that_can_be_drilled() -> None:
    later = played("dx.side", right=True, turns=25)[BLOCK:]
    assert {turn.skill for turn in later} == {"dx.side", "dx.seventh"}


def test_a_mixed_session_never_asks_one_skill_twice_running() -> None:
    later = [turn.skill for turn in played("dx.side", right=True, turns=25)[BLOCK + 1 :]]
    assert all(a != b for a, b in pairwise(later))


def test_a_skill_without_near_ones_goes_on_alone() -> None:
    assert {turn.skill for turn in played("dx.detail", right=True, turns=12)} == {"dx.detail"}


def test_levels_rise_with_right_answers() -> None:
    assert [turn.level for turn in played("dx.side", right=True, turns=BLOCK)] == [1, 1, 2, 2, 2]


def test_no_two_turns_have_one_seed() -> None:
    seeds = [turn.seed for turn in played("dx.side", right=True, turns=40)]
    assert len(set(seeds)) == 40


def test_the_same_log_and_seed_give_the_same_turn() -> None:
    assert played("dx.side", right=True, turns=20) == played("dx.side", right=True, turns=20)
    assert played("dx.side", right=True, turns=20) != played("dx.side", right=True, turns=20, seed=8)


@pytest.mark.parametrize("skill", ["dx.none", "pcs.table", "dx.unheard_of"])
def test_a_skill_that_cannot_be_drilled_is_refused(skill: str) -> None:
    with pytest.raises(NoDrill, match=skill):
        mixed(skill, [], SKILLS, 1)


def test_weak_minutes_go_to_what_was_missed() -> None:
    past = [Reply("dx.side", True)] * 10 + [Reply("dx.seventh", False)] * 10
    turns = Counter()
    for seed in range(200):
        turn = weak([], past, SKILLS, seed)
        assert turn is not None
        turns[turn.skill] += 1
    assert turns["dx.detail"] == 0  # never met
    assert turns["dx.seventh"] > 0


def test_only_the_last_ten_answers_of_a_skill_make_it_weak() -> None:
    many = {f"dx.s{n}": Skill(id=f"dx.s{n}", title="S", lesson="d1", generators=("side",)) for n in range(6)}
    past = [Reply("dx.s0", False)] * 30 + [Reply("dx.s0", True)] * 10
    past += [Reply(f"dx.s{n}", False) for n in range(1, 6)]
    seen = {turn.skill for seed in range(100) if (turn := weak([], past, many, seed)) is not None}
    assert "dx.s0" not in seen


def test_weak_minutes_end_after_five() -> None:
    past = [Reply("dx.side", False)]
    assert weak([Reply("dx.side", True, 299.0)], past, SKILLS, 1) is not None
    assert weak([Reply("dx.side", True, 300.0)], past, SKILLS, 1) is None


def test_a_newcomer_gets_a_turn_all_the_same() -> None:
    assert weak([], [], program().skills, 1) is not None
