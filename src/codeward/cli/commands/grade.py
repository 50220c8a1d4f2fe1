"""`codeward grade CHART_ID ANSWER.json`: an answer beside the key, with the reason of every difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from codeward.cli.charts import curriculum_option, read
from codeward.cli.commands.options import json_option
from codeward.cli.output import CLEAN, FINDINGS, emit, styled
from codeward.cli.text import TextError, read_text
from codeward.errors import AnswerError

if TYPE_CHECKING:
    from codeward.charts import Answer, Chart


@click.command("grade")
@click.argument("chart_id")
@click.argument("answer_path", metavar="ANSWER.json")
@click.option(
    "--outcome", is_flag=True, help="What the answer does as a claim beside the key's, and no grade."
)
@curriculum_option
@json_option
def command(
    chart_id: str, answer_path: str, *, outcome: bool, folders: tuple[Path, ...], as_json: bool
) -> int:
    """Grade the answer in ANSWER.json ("-" for standard input) to the chart CHART_ID.

    Exit code 0 where nothing differs from the key, 1 where something does.
    """
    from codeward.charts import load_answer
    from codeward.grading import grade

    chart = read(folders).find(chart_id)
    answer = load_answer(_read(answer_path))
    if outcome:
        return _outcome(chart, answer, as_json)
    result = grade(chart, answer).to_json()
    if as_json:
        emit(result)
    else:
        _show(result)
    return FINDINGS if result["differences"] else CLEAN


def _outcome(chart: Chart, answer: Answer, as_json: bool) -> int:
    """Print what the answer does as a claim; what it does no more and no less than the key is clean."""
    from codeward.grading import outcome

    found = outcome(chart, answer)
    if as_json:
        emit(found.to_json())
    else:
        for text in found.sentences:
            print(text)  # noqa: T201
        for finding in found.come:
            cited = ", ".join(finding.citation)
            print(f"\n{styled(finding.what, '1')}  {finding.severity}, {finding.rule}")  # noqa: T201
            print(f"  {finding.why} {finding.way_out}" + (f" [{cited}]" if cited else ""))  # noqa: T201
        if not found.come:
            print("The edits find nothing more than on the key's claim.")  # noqa: T201
        missing = dict.fromkeys(f"{row.rule} ({row.list})" for row in found.mine.scrubbed.unchecked)
        if missing:
            print(f"\nNot checked: {', '.join(missing)}")  # noqa: T201
    differs = found.come or found.case_over_case is False or found.verdict in ("overpayment", "unpaid work")
    return FINDINGS if differs else CLEAN


def _read(path: str) -> str:
    try:
        return read_text(path)
    except TextError as e:
        raise AnswerError(e.why, e.way_out, where="standard input" if path == "-" else path) from e


# Told though they cost nothing: a learner should know what was not judged, and what a question lacks.
_NOTED = ("query_unneeded", "query_fault", "not_asked")


def _show(result: dict[str, Any]) -> None:
    print(f"{styled(_number(result['score']), '1')} of 100   {result['rule']}")  # noqa: T201
    for difference in result["differences"]:
        _tell(difference["change"], f"{_number(difference['points'])} points", difference)
    for row in result["rows"]:
        cannot_stand = row["verdict"] == "open" and "cannot be billed" in row["reason"]
        if row["verdict"] in _NOTED or cannot_stand:
            _tell(row["change"] or row["mine"]["code"], "no points", row)
    print(f"\nKey {result['key_version']}, {', '.join(one['edition'] for one in result['editions'])}")  # noqa: T201


def _tell(what: str, points: str, told: dict[str, Any]) -> None:
    cited = ", ".join(told["citation"])
    print(f"\n{styled(what, '1')}  {points}")  # noqa: T201
    print(f"  {told['reason'].strip()}" + (f" [{cited}]" if cited else ""))  # noqa: T201


def _number(value: float) -> str:
    return f"{value:.4g}"
