"""`codeward curriculum`: the proof of charts and lessons, a new lesson's files, its preview, and how much there is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from codeward.cli.charts import curriculum_option
from codeward.cli.commands.options import json_option
from codeward.cli.handover import hand_over
from codeward.cli.output import CLEAN, FINDINGS, complain, emit
from codeward.errors import ChartError

if TYPE_CHECKING:
    from codeward.charts import Curriculum
    from codeward.curriculum import LessonError, Program
    from codeward.practice import Found


@click.group("curriculum")
def command() -> None:
    """The charts, keys and lessons that Codeward teaches with."""


@command.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@curriculum_option
@json_option
def check(folder: Path | None, *, folders: tuple[Path, ...], as_json: bool) -> int:
    """Check every chart, key and lesson of FOLDER, or of the curriculum that Codeward brings.

    FOLDER is a lesson (it holds lesson.md), a folder of charts, or a whole folder of content (it holds lessons/). Exit
    code 1 where there are problems; warnings alone are none.
    """
    from codeward.grading import check_curriculum

    lessons, found, curriculum = _proved(folder, folders)
    problems = [] if curriculum is None else check_curriculum(curriculum)
    charts = 0 if curriculum is None else len(curriculum.charts)
    if not (charts or problems or lessons or found):
        way_out = "A chart is a folder with a file chart.yaml, a lesson one with lesson.md"
        raise ChartError("holds no chart", way_out, path=str(folder))
    errors = [one for one in found if one.severity == "error"]
    if as_json:
        emit([*(problem.to_json() for problem in problems), *(one.to_json() for one in errors)])
    else:
        for line in (*problems, *found):
            print(line)  # noqa: T201
        _sum_up(charts, lessons, len(problems) + len(errors), len(found) - len(errors))
    return FINDINGS if problems or errors else CLEAN


def _sum_up(charts: int, lessons: int, problems: int, looks: int) -> None:
    checked = [f"{charts} charts"] if charts or not lessons else []
    checked += [f"{lessons} lessons"] if lessons else []
    worth = f", {looks} worth a look" if looks else ""
    (complain if problems else print)(f"{' and '.join(checked)} checked, {problems} problems{worth}")


def _proved(folder: Path | None, folders: tuple[Path, ...]) -> tuple[int, list[Found], Curriculum | None]:
    """Return how many lessons were proved, what was found in them, and the charts that are to be proved besides."""
    from codeward.charts import load_curriculum
    from codeward.curriculum import content_folder
    from codeward.practice import check_lesson, check_program

    if folder is None or folder.resolve() == content_folder().resolve():
        program = _program(None, folders)
        return len(program.lessons), check_program(program), program.charts
    if (folder / "lesson.md").is_file():
        return *_one_lesson(folder, folders), None
    lessons, found = 0, []
    if (folder / "lessons").is_dir() or (folder / "skills.yaml").is_file():
        program = _program(folder, folders)
        begin = f"{folder.name}/"
        found = [_found(error) for error in program.errors if error.path.startswith(begin)]
        for lesson in program.lessons.values():
            if lesson.folder.startswith(begin):
                lessons += 1
                found += check_lesson(lesson, program)
    charts = folder / "charts" if (folder / "charts").is_dir() else folder
    return lessons, found, load_curriculum(charts, more=folders, strict=False)


def _program(folder: Path | None, folders: tuple[Path, ...]) -> Program:
    from codeward import settings
    from codeward.curriculum import load_program

    more = folders or settings.curriculum()
    return load_program((*([folder] if folder else []), *more), strict=False)


def _one_lesson(folder: Path, folders: tuple[Path, ...]) -> tuple[int, list[Found]]:
    """Prove the lesson in *folder* beside the whole program, wherever it lies."""
    from codeward.curriculum import LessonError, load_lesson
    from codeward.practice import check_lesson

    program = _program(None, folders)
    try:
        lesson = load_lesson(folder)
    except LessonError as error:
        return 0, [_found(one) for one in error.every]
    between = [_found(one) for one in program.errors if one.path.startswith(f"{lesson.folder}/")]
    return 1, [*between, *check_lesson(lesson, program)]


def _found(error: LessonError) -> Found:
    from codeward.practice import Found

    return Found.of(error)


@command.command("stats")
@curriculum_option
@json_option
def stats(*, folders: tuple[Path, ...], as_json: bool) -> int:
    """Say how much there is: lessons, skills, charts, questions, cards, terms, word parts, pictures."""
    from codeward.practice import count

    counted = count(_program(None, folders))
    if as_json:
        emit(counted)
    else:
        for name, number in counted.items():
            said = number if isinstance(number, int) else ", ".join(f"{n} {use}" for use, n in number.items())
            print(f"{name.replace('_', ' '):12} {said}")  # noqa: T201
    return CLEAN


@command.command("new")
@click.argument("lesson")
@click.option(
    "--in", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where; here without it."
)
def new(lesson: str, *, folder: Path | None) -> int:
    """Begin the lesson LESSON: a folder with a head, every block to be filled in, cards and a settlement."""
    from codeward.practice import begin_lesson

    for path in begin_lesson(lesson, folder or Path()):
        print(path)  # noqa: T201
    return CLEAN


@command.command("preview")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--port", type=click.IntRange(1, 65_535), default=8010, show_default=True, help="Where it listens."
)
def preview(folder: Path, *, port: int) -> int:
    """Show the lesson in FOLDER as a learner sees it, in the browser, and anew whenever a file is saved.

    FOLDER is a lesson (it holds lesson.md) or a folder of content (lessons/, items/, charts). On this machine alone;
    answers are kept nowhere.
    """
    return hand_over("preview", [str(folder), "--port", str(port)])
