"""`codeward map CODE --to NAME`: from one code to another system, a category, or what replaced it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from codeward import crosswalks
from codeward.cli.commands.options import json_option, on_option
from codeward.cli.output import CLEAN, FINDINGS, asked_lines, complain, emit, styled
from codeward.crosswalks import Crosswalk
from codeward.errors import UnknownCode

_SAME = {
    "hcc-v28": "hcc",
    "ccc": "complex-chronic",
    "ccir": "chronic",
    "gem": "icd9",
    "icd9cm": "icd9",
    "icd10cm": "icd10",
}
_SUCCESSOR = "successor"


@click.command("map")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option(
    "--to", metavar="NAME", help="The crosswalk, such as icd9, icd10, ccsr, hcc, rxhcc, chronic, successor."
)
@click.option("--from", "reverse", is_flag=True, help="CODE is a target: which codes map to it?")
@click.option("--list", "listing", is_flag=True, help="List the crosswalks.")
@click.option(
    "--install", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Read the publisher's own file for --to NAME and keep it.",
)  # fmt: skip
@on_option
@json_option
def command(
    codes: tuple[str, ...], to: str | None, file: Path | None, on: date | None,
    *, reverse: bool, listing: bool, as_json: bool,
) -> int:  # fmt: skip
    """Map each CODE with the crosswalk NAME ("-" reads one code a line from standard input).

    Exit code 1 where any code is unknown or maps to nothing. What is not billable on the date is marked.
    """
    if listing:
        return _list(as_json=as_json)
    name = _checked(to)
    if file is not None:
        return _install(name, file, on, as_json=as_json)
    if not codes:
        raise click.UsageError("name a code to map.")
    empty = 0
    for asked in asked_lines(codes):
        answer = _answer(asked, name, on, reverse=reverse)
        empty += not answer["results"]
        if as_json:
            emit(answer)
        else:
            _print(answer)
        for said in (answer["reason"], answer["note"]):
            if said:
                complain(said)
    return FINDINGS if empty else CLEAN


def _checked(to: str | None) -> str:
    """Return the crosswalk's id; an unknown one is a mistake of use."""
    known = crosswalks.names()
    if to is None:
        raise click.UsageError(f"say what to map to with --to. There are: {', '.join(known)}.")
    name = _SAME.get(to.strip().lower(), to.strip().lower())
    if name not in known:
        crosswalks.descriptor(name)  # raises, and names those that there are
    return name


def _answer(asked: str, name: str, on: date | None, *, reverse: bool) -> dict[str, Any]:
    """Return the public JSON shape for one code."""
    chosen = crosswalks.for_code(asked, name) if not reverse else name
    answer: dict[str, Any] = {
        "code": asked,
        "to": name,
        "results": [],
        "crosswalk": chosen,
        "edition": None,
        "reason": None,
        "note": None,
    }
    try:
        if name == _SUCCESSOR and not reverse:
            answer["results"] = [each.to_json() for each in crosswalks.successors(asked, to_release=on)]
            answer["reason"] = (
                None if answer["results"] else f"Nothing is known to have taken the place of {asked}"
            )
            return answer
        crosswalk = crosswalks.open(chosen, on)
        answer["edition"] = crosswalk.edition.id
        found = crosswalk.reverse(asked) if reverse else crosswalk.map(asked)
        system = crosswalk.source_system if reverse else crosswalk.target_system
        answer["results"] = [each.to_json() for each in crosswalks.marked(found, system, on)]
        if not found:
            answer["reason"] = f"No code maps to {asked}" if reverse else crosswalk.why_empty(asked, on)
        elif not reverse:
            answer["note"] = crosswalks.remark(crosswalk.source_system, asked, on) or None
    except UnknownCode as e:
        answer["reason"] = str(e)
    return answer


def _print(answer: dict[str, Any]) -> None:
    edition = f" ({answer['edition']})" if answer["edition"] else ""
    print(styled(f"{answer['code']} → {answer['crosswalk']}{edition}", "1"))  # noqa: T201
    before = (0, 0)
    for row in sorted(answer["results"], key=lambda each: crosswalks.reading_order(each["flags"])):
        flags = row["flags"]
        place = crosswalks.reading_order(flags)
        if place != before:
            print(f"  scenario {place[0]}, list {place[1]}: one of")  # noqa: T201
        before = place
        told = _told(flags)
        code = row["code"] or "–"
        print(f"  {code:<9} {row['description']}{styled(f'  [{told}]', '2') if told else ''}")  # noqa: T201


def _told(flags: dict[str, Any]) -> str:
    """Return the flags that say something, in words."""
    shown = {key: value for key, value in flags.items() if value not in (False, None, 0, "")}
    if flags.get("billable") is False:
        shown["not billable on the date"] = True
    shown.pop("scenario", None)
    shown.pop("choice_list", None)
    return ", ".join(
        key.replace("_", " ") if value is True else f"{key.replace('_', ' ')} {value}"
        for key, value in shown.items()
    )


def _list(*, as_json: bool) -> int:
    rows = [crosswalks.describe(name) for name in crosswalks.names()]
    if as_json:
        emit(rows)
        return CLEAN
    for row in rows:
        source = "official" if row["official"] else "packaged" if row["packaged"] else "to be installed"
        print(f"{row['id']:<21} {row['title']}  [{row['edition']}, {source}]")  # noqa: T201
    return CLEAN


def _install(name: str, file: Path, on: date | None, *, as_json: bool) -> int:
    installed: Crosswalk = crosswalks.install(name, file, since=on)
    row = crosswalks.describe(name)
    if as_json:
        emit([row])
    else:
        print(f"{name}: {installed.info['rows']:,} rows of {file.name}, edition {installed.edition.id}")  # noqa: T201
    return CLEAN
