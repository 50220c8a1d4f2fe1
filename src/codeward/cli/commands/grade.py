"""`codeward grade CHART_ID ANSWER.json`: an answer beside the key, with the reason of every difference."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from codeward.cli.charts import curriculum_option, read
from codeward.cli.commands.options import json_option
from codeward.cli.output import CLEAN, FINDINGS, emit, styled
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
    shown = "standard input" if path == "-" else path
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as e:
        raise AnswerError(f"cannot be read ({e.strerror or e})", "Check the path", where=shown) from e
    except UnicodeDecodeError as e:
        raise AnswerError("is not UTF-8 text", "Save it as UTF-8 JSON", where=shown) from e


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
