"""When a lesson is passed, and what of a certificate is reached."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from codeward.practice.mastery import Mastery, SkillState
from codeward.practice.mastery_lessons import certificate, lesson_state

DAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
ON = date(2026, 6, 10)
PASSED = SkillState(state=Mastery.PASSED, passed_at=DAY)
KEPT = SkillState(state=Mastery.KEPT, passed_at=DAY - timedelta(days=30), kept_at=DAY)
SLIPPED = SkillState(state=Mastery.SLIPPED)
LEARNING = SkillState(state=Mastery.LEARNING)
CHECKS = [f"d3-c{n}" for n in range(5)]


def tries(rights: str) -> dict[str, bool]:
    """First tries at the checks, and one at another lesson's."""
    return {"d1-c1": True, **{one: right == "1" for one, right in zip(CHECKS, rights, strict=False)}}


def lesson(*skills: SkillState, **more: Any) -> Any:
    """The lesson of these skills, all else met."""
    names = [f"s.{n}" for n in range(len(skills))]
    met = {
        "checks": CHECKS,
        "first_tries": tries("11110"),
        "charts": ["one", "two"],
        "scores": {"one": 40.0, "two": 70.0, "other": 100.0},
    }
    return lesson_state(names, dict(zip(names, skills, strict=True)), **{**met, **more})


@pytest.mark.parametrize(
    ("skills", "state"),
    [
        ((PASSED, KEPT), "passed"), ((KEPT, KEPT), "kept"), ((PASSED, LEARNING), "learning"),
        ((PASSED, SLIPPED), "slipped"), ((KEPT, SLIPPED), "slipped"), ((PASSED, SkillState()), "learning"),
    ],
)  # fmt: skip
def test_a_lesson_is_what_its_skills_are(skills: tuple[SkillState, ...], state: str) -> None:
    assert lesson(*skills).state == state


@pytest.mark.parametrize(
    ("lacks", "part"),
    [
        ({"first_tries": tries("11100")}, "checks"), ({"first_tries": tries("111")}, "checks"),
        ({"first_tries": None}, "checks"), ({"scores": {"one": 69.9}}, "chart"), ({"scores": {}}, "chart"),
    ],
)  # fmt: skip
def test_each_part_is_asked_and_a_test_out_stands_for_all(lacks: dict[str, Any], part: str) -> None:
    found = lesson(PASSED, **lacks)
    assert found.state is Mastery.LEARNING
    assert not getattr(found, part).enough
    assert lesson(PASSED, **lacks, tested_out=True).state is Mastery.PASSED
    assert lesson(SLIPPED, **lacks, tested_out=True).state is Mastery.SLIPPED


def test_a_lesson_without_checks_or_charts_skips_that_part() -> None:
    assert lesson(PASSED, checks=(), charts=()).state is Mastery.PASSED


def test_a_lesson_is_new_until_something_of_it_was_done() -> None:
    nothing = {"first_tries": tries(""), "scores": {"other": 100.0}}
    assert lesson(SkillState(), **nothing).state is Mastery.NEW
    assert lesson(SkillState(), **{**nothing, "first_tries": tries("0")}).state is Mastery.LEARNING
    assert lesson(SkillState(), **{**nothing, "scores": {"one": 0.0}}).state is Mastery.LEARNING
    assert lesson(**nothing).state is Mastery.NEW
    assert lesson(PASSED).tried == 5
    assert lesson(PASSED).checks.reached == 4


def test_a_certificate_asks_every_lesson_and_four_of_five_skills_kept() -> None:
    names = [f"s.{n}" for n in range(10)]

    def with_kept(kept: int) -> dict[str, SkillState]:
        return {one: KEPT if n < kept else PASSED for n, one in enumerate(names)}

    passed = [Mastery.PASSED, Mastery.KEPT]
    assert certificate(passed, names, with_kept(8), ON).met
    assert certificate(passed, names, with_kept(8), ON).earliest == ON
    short = certificate(passed, names, with_kept(7), ON)
    assert (short.met, short.kept, short.share_kept, short.earliest) == (False, 7, 0.7, date(2026, 6, 22))
    assert not certificate([*passed, Mastery.SLIPPED], names, with_kept(10), ON).met
    # Three weeks after the last skill that is needed is passed.
    assert certificate(passed, names, {}, ON).earliest == date(2026, 7, 1)
    assert certificate(passed, names, dict.fromkeys(names[:8], KEPT), ON).earliest == ON
    assert not certificate([], [], {}, ON).met
