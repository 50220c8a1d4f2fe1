"""`codeward charts [CHART_ID] [--key]`: the list of charts, or one with its documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codeward.cli.charts import curriculum_option, read
from codeward.cli.commands.options import json_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit, emit_list, styled

if TYPE_CHECKING:
    from codeward.charts import Chart, Curriculum


@click.command("charts")
@click.argument("chart_id", required=False)
@click.option("--key", "with_key", is_flag=True, help="Show the key too. Code the chart first.")
@curriculum_option
@json_option
def command(chart_id: str | None, *, with_key: bool, folders: tuple[Path, ...], as_json: bool) -> int:
    """List the charts, or show CHART_ID with its documents."""
    curriculum = read(folders)
    if chart_id is None:
        if with_key:
            raise click.UsageError("--key needs a CHART_ID")
        _list(curriculum, as_json=as_json)
        for error in curriculum.errors:
            complain(str(error))
        return FINDINGS if curriculum.errors else CLEAN
    chart = curriculum.find(chart_id)
    if as_json:
        emit(chart.to_json(key=with_key))
    else:
        _show(chart, with_key=with_key)
    return CLEAN


def _list(curriculum: Curriculum, *, as_json: bool) -> None:
    charts = list(curriculum.practice().values())
    if as_json:
        emit_list(chart.summary() for chart in charts)
        return
    rows = [
        (
            c.id,
            c.title,
            c.patient_status,
            c.claim.type,
            c.specialty,
            str(c.difficulty),
            c.coding_date.isoformat(),
        )
        for c in charts
    ]
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(row))  # noqa: T201
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("id", "title", "status", "level"):  # what fits in 80 columns
        table.add_column(heading, overflow="fold", no_wrap=heading != "title")
    for chart_id, title, status, _, _, level, _ in rows:
        table.add_row(chart_id, title, status, level)
    Console(markup=False).print(table)


def _show(chart: Chart, *, with_key: bool) -> None:
    print(styled(chart.title, "1"))  # noqa: T201
    print(f"{chart.id}: {chart.patient_status}, {chart.claim.type} claim, coded as of {chart.coding_date}.")  # noqa: T201
    print(f"To code: {', '.join(ask.replace('_', ' ') for ask in chart.asks)}.")  # noqa: T201
    print("A synthetic record: the patient does not exist.")  # noqa: T201
    for document in chart.documents:
        print(f"\n{styled(f'== {document.title} ({document.author.name}, {document.author.role})', '1')}\n")  # noqa: T201
        print(document.text.rstrip("\n"))  # noqa: T201
    if with_key:
        print(f"\n{styled('== Key', '1')}\n")  # noqa: T201
        for line in chart.key.lines:
            print(f"{line.code}  {line.role}: {line.reason.strip()} [{', '.join(line.citation)}]")  # noqa: T201
