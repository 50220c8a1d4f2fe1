"""`codeward curriculum check`: every chart and key proved against the book and the rules."""

from __future__ import annotations

from pathlib import Path

import click

from codeward.cli.charts import curriculum_option, read
from codeward.cli.commands.options import json_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit
from codeward.errors import ChartError


@click.group("curriculum")
def command() -> None:
    """The charts and keys that Codeward teaches with."""


@command.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@curriculum_option
@json_option
def check(folder: Path | None, *, folders: tuple[Path, ...], as_json: bool) -> int:
    """Check every chart and key of FOLDER, or of the curriculum that Codeward brings.

    Exit code 1 where there are problems.
    """
    from codeward.charts import load_curriculum
    from codeward.grading import check_curriculum

    curriculum = load_curriculum(folder, more=folders, strict=False) if folder else read(folders)
    charts = len(curriculum.charts)
    problems = check_curriculum(curriculum)
    if not charts and not problems:
        raise ChartError("holds no chart", "A chart is a folder with a file chart.yaml", path=str(folder))
    if as_json:
        emit([problem.to_json() for problem in problems])
    else:
        for problem in problems:
            print(problem)  # noqa: T201
        (complain if problems else print)(f"{charts} charts checked, {len(problems)} problems")
    return FINDINGS if problems else CLEAN
