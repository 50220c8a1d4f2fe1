"""`codeward grade CHART_ID ANSWER.json`: an answer beside the key, with the reason of every difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from codeward.cli.charts import curriculum_option, read
from codeward.cli.commands.options import json_option
from codeward.cli.output import CLEAN, FINDINGS, emit, styled
from codeward.cli.text import TextError, read_text
from codeward.errors import AnswerError


@click.command("grade")
@click.argument("chart_id")
@click.argument("answer_path", metavar="ANSWER.json")
@curriculum_option
@json_option
def command(chart_id: str, answer_path: str, *, folders: tuple[Path, ...], as_json: bool) -> int:
    """Grade the answer in ANSWER.json ("-" for standard input) to the chart CHART_ID.

    Exit code 0 where nothing differs from the key, 1 where something does.
    """
    from codeward.charts import load_answer
    from codeward.grading import grade

    chart = read(folders).find(chart_id)
    result = grade(chart, load_answer(_read(answer_path))).to_json()
    if as_json:
        emit(result)
    else:
        _show(result)
    return FINDINGS if result["differences"] else CLEAN


def _read(path: str) -> str:
    try:
        return read_text(path)
    except TextError as e:
        raise AnswerError(e.why, e.way_out, where="standard input" if path == "-" else path) from e


def _show(result: dict[str, Any]) -> None:
    print(f"{styled(_number(result['score']), '1')} of 100   {result['rule']}")  # noqa: T201
    for difference in result["differences"]:
        codes = " → ".join(str(c) for c in (difference["code"], difference["expected"]) if c)
        citation = difference["citation"]
        cited = ", ".join(citation) if isinstance(citation, list) else str(citation or "")
        print(f"\n{styled(codes or difference['id'], '1')}  {_number(difference['points'])} points")  # noqa: T201
        print(f"  {str(difference['reason']).strip()}" + (f" [{cited}]" if cited else ""))  # noqa: T201
    print(f"\nKey {result['key_version']}, {result['release']}")  # noqa: T201


def _number(value: float) -> str:
    return f"{value:.4g}"
