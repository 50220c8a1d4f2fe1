"""The program that ships: its map, its tracks, and that all of it hangs together."""

from __future__ import annotations

import pytest

from codeward.curriculum import Program, program

FIRST = [
    *("w0", "w1", "w2", "w3", "k1", "t1", "t2"),
    *(f"a{n}" for n in range(1, 7)),
    *(f"d{n}" for n in range(1, 9)),
    *(f"c{n}" for n in range(1, 13)),
]


@pytest.fixture(scope="module")
def ours() -> Program:
    return program()


def test_nothing_is_wrong_with_what_is_written(ours: Program) -> None:
    assert [str(error) for error in ours.errors] == []


def test_the_map_has_72_lessons_and_three_tracks(ours: Program) -> None:
    assert len(ours.outlines) == 72
    assert [track.id for track in ours.tracks] == ["diagnosis", "cpc", "ccs"]
    assert sorted(ours.tracks[0].lessons) == sorted(FIRST)
    assert {lesson for track in ours.tracks for lesson in track.lessons} <= set(ours.outlines)


@pytest.mark.parametrize("number", range(3))
def test_a_track_holds_what_its_lessons_need_before_them(ours: Program, number: int) -> None:
    lessons = ours.tracks[number].lessons
    for place, lesson in enumerate(lessons):
        assert set(ours.outlines[lesson].needs) <= set(lessons[:place]), lesson


def test_the_tracks_follow_the_default_path(ours: Program) -> None:
    for track in ours.tracks:
        assert list(track.lessons) == [lesson for lesson in ours.path if lesson in track.lessons]


def test_what_is_not_written_is_planned(ours: Program) -> None:
    assert set(ours.planned) == set(ours.outlines) - set(ours.lessons)
    assert set(ours.lessons) <= set(FIRST)


def test_every_lesson_of_the_map_has_skills(ours: Program) -> None:
    taught = {skill.lesson for skill in ours.skills.values()}
    assert [lesson for lesson in ours.outlines if lesson not in taught] == []


def test_the_policy_says_what_is_counted(ours: Program) -> None:
    assert ours.grading is not None
    assert [part.part for part in ours.grading.counted] == ["Skills", "Checks", "Chart", "Test-out"]
    assert len(ours.grading.minutes) == 3
