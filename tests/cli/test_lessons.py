"""`codeward curriculum check|new|stats` with lessons: in this process, which has read the charts once."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.cli.main import main
from codeward.curriculum import program
from codeward.practice import count
from tests.cli.conftest import Done, Run, validator
from tests.curriculum import made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> Done:
        code = main(list(arguments))
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return call


def test_a_lessons_folder_is_proved_beside_the_program(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path, made.lesson_text(prose="See [[T22.999A]]."))
    done = run("curriculum", "check", str(tmp_path / "lessons" / "z1"), "--json")
    assert done.code == 1
    validator("curriculum").validate(done.json)
    assert {one["rule"] for one in done.json} >= {"code"}
    assert {one["path"] for one in done.json} >= {"lessons/z1/lesson.md"}


def test_a_lesson_that_cannot_be_read_is_told_with_every_fault(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path, made.lesson_text(prose="```poll\nx: 1\n```", drill={"level": 9}))
    done = run("curriculum", "check", str(tmp_path / "lessons" / "z1"), "--json")
    assert done.code == 1
    assert [one["rule"] for one in done.json] == ["format"] * len(done.json)
    assert len(done.json) >= 2
    assert all(one["line"] for one in done.json)


def test_a_folder_of_content_is_proved_and_nothing_of_ours(run: Run, tmp_path: Path) -> None:
    folder = made.write(tmp_path / "north")
    done = run("curriculum", "check", str(folder))
    assert "1 lessons checked" in done.out + done.err
    assert all(line.startswith("north/") for line in done.out.splitlines() if "checked" not in line)


def test_a_new_lesson_says_what_is_known_of_it_and_is_told_what_it_lacks(run: Run, tmp_path: Path) -> None:
    done = run("curriculum", "new", "x2", "--in", str(tmp_path))
    assert done.code == 0
    assert [Path(line).name for line in done.out.splitlines()] == ["lesson.md", "cards.yaml", "settlement.md"]
    text = (tmp_path / "x2" / "lesson.md").read_text()
    assert "Exam: pacing" in text
    assert "needs: [x1]" in text
    told = run("curriculum", "check", str(tmp_path / "x2"), "--json").json
    assert {one["rule"] for one in told} == {"holds"}


@pytest.mark.parametrize("name", ["X2", "../z1"])
def test_a_name_that_is_no_id_begins_nothing(run: Run, tmp_path: Path, name: str) -> None:
    done = run("curriculum", "new", name, "--in", str(tmp_path))
    assert done.code == 2
    assert "is no id of a lesson" in done.err
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x2").mkdir()
    (tmp_path / "x2" / "lesson.md").write_text("mine")
    done = run("curriculum", "new", "x2", "--in", str(tmp_path))
    assert (done.code, (tmp_path / "x2" / "lesson.md").read_text()) == (2, "mine")


def test_stats_are_numbers(run: Run, tmp_path: Path) -> None:
    more = run("curriculum", "stats", "--curriculum", str(_more(tmp_path)), "--json").json
    validator("stats").validate(more)
    ours = count(program())
    practice = ours["items"]
    assert isinstance(practice, dict)
    assert more == {**ours, "lessons": len(program().lessons) + 1, "skills": len(program().skills) + 3,
                    "items": {**practice, "practice": practice["practice"] + 7}, "cards": len(program().cards) + 12,
                    "pictures": more["pictures"]}  # fmt: skip


def _more(folder: Path) -> Path:
    made.write(folder / "north")
    (folder / "north" / "program.yaml").unlink()
    return folder / "north"
