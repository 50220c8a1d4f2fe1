"""Placement: what is asked, that it can be gone on with, and what it says of people whose knowledge is known."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

import pytest

from codeward.curriculum import program
from codeward.practice.placement import (
    FIRST,
    GROUPS,
    MOST,
    SLOPE,
    Question,
    Told,
    abilities,
    group_of,
    known_groups,
    next_question,
)

POOL = [
    Question(f"{group}-{level}-{n}", group, level, 0.0 if n % 2 else 0.25)
    for group in GROUPS
    for level in (1, 2, 3)
    for n in range(12)
]


def taken(knows: Mapping[str, float], seed: int, pool: list[Question] = POOL) -> list[Told]:
    """The placement of somebody with these abilities, who guesses at most of what they do not know."""
    draw = random.Random(seed)
    told: list[Told] = []
    while (question := next_question(pool, told, seed)) is not None:
        odds = 2.718281828 ** (SLOPE * (knows[question.group] - (question.level - 2)))
        right: bool | None = draw.random() < odds / (1 + odds)
        if not right:
            right = draw.random() < question.guess if draw.random() < 0.7 else None
        told.append(Told(question, right))
    return told


def everywhere(ability: float) -> dict[str, float]:
    """The same ability in every group."""
    return dict.fromkeys(GROUPS, ability)


def test_twelve_over_six_groups_and_then_up_to_thirty() -> None:
    told = taken(everywhere(0), 1)
    assert len(told) == len({one.question.id for one in told}) == MOST == 30
    assert Counter(one.question.group for one in told[:FIRST]) == dict.fromkeys(GROUPS, 2)


def test_who_was_right_in_none_of_the_first_twelve_is_asked_no_more() -> None:
    told: list[Told] = []
    while (question := next_question(POOL, told, 3)) is not None:
        told.append(Told(question, None if len(told) % 2 else False))
    assert len(told) == FIRST
    assert next_question(POOL, [*told[1:], Told(told[0].question, right=True)], 3) is not None
    assert next_question(POOL, told[1:], 3) is not None


def test_who_goes_on_is_asked_the_same() -> None:
    told = taken(everywhere(0), 5)
    turned = list(POOL)
    random.Random(3).shuffle(turned)
    for n in (0, 7, 12, 20, 29):
        assert next_question(turned, told[:n], 5) == told[n].question
    others = {next_question(POOL, told[:20], seed) for seed in range(40)}
    assert 2 <= len(others) <= 5


def test_a_small_pool_ends_early_and_spreads_over_the_groups_it_has() -> None:
    pool = [one for one in POOL if one.group in {"words", "rules"}][::3]
    told = taken(everywhere(0), 2, pool)
    assert Counter(one.question.group for one in told[:12]) == {"words": 6, "rules": 6}
    assert next_question(pool[:3], [Told(one, True) for one in pool[:3]], 1) is None
    assert next_question([], [], 1) is None


@pytest.mark.parametrize(("ability", "low", "high"), [(-3, 0, 0), (0, 0, 0.1), (4, 0.8, 1)])
def test_who_knows_nothing_some_or_all(ability: float, low: float, high: float) -> None:
    known = [len(known_groups(taken(everywhere(ability), seed))) for seed in range(12)]
    assert low <= sum(known) / (6 * len(known)) <= high


def test_who_knows_one_group_is_offered_that_one() -> None:
    found = Counter(
        group for seed in range(20) for group in known_groups(taken({**everywhere(-2), "body": 4}, seed))
    )
    assert set(found) == {"body"}
    assert found["body"] >= 15


def test_i_do_not_know_tells_more_than_a_wrong_guess() -> None:
    question = Question("q", "body", 1, 0.25)
    unknown, wrong, right = (abilities([Told(question, said)])["body"] for said in (None, False, True))
    assert unknown.ability == pytest.approx(wrong.ability, abs=0.2)
    assert unknown.ability < right.ability
    # A right choice may be a guess: it lifts less than a right typed answer.
    typed = abilities([Told(question._replace(guess=0.0), True)])["body"]
    assert right.ability < typed.ability
    assert unknown.asked == 1


def test_without_an_answer_nothing_is_known() -> None:
    assert known_groups([]) == []
    assert not any(group.known for group in abilities([]).values())


def test_every_lesson_is_of_one_group() -> None:
    groups = {group_of(one) for one in program().outlines}
    assert groups == set(GROUPS)
    letters = "".join(GROUPS.values())
    assert len(letters) == len(set(letters))
    with pytest.raises(KeyError):
        group_of("z1")
